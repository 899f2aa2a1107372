"""``surveygen build``: site, PDF and exports."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

import click

from surveygen.cli.session import FAILED, Session, papers_and_sections, problems
from surveygen.cli.verb import Example, option, verb
from surveygen.messages import N_, _, ngettext

if TYPE_CHECKING:
    from surveygen.pages.build_records import Record
    from surveygen.pages.inputs import Inputs

TARGETS = ("html", "pdf", "epub", "exports", "all")


class Jobs(click.ParamType[int]):
    """A number of processes, or ``auto`` for one per processor."""

    name = "jobs"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Processes, at least one."""
        if value == "auto":
            return os.cpu_count() or 1
        if not str(value).isdigit() or int(str(value)) < 1:
            message = _("{value!r} is no number of processes; use 1, 2, ... or auto")
            self.fail(message.format(value=value), param, ctx)
        return int(str(value))


@verb(
    "build",
    help=N_(
        """Build the survey into build/: html and exports, unless targets are named.

        Reads taxonomy.yaml, the bibliography, notes and narratives; what is wrong with them is
        said and costs no more than itself. Only what changed is made again. The site is
        build/html/index.html, the PDF build/latex/survey.pdf (it needs LaTeX), BibTeX, CSV and
        JSON lie in build/exports/. Works offline.
        """
    ),
    examples=(
        Example("surveygen build", N_("site and exports")),
        Example("surveygen build pdf", N_("the PDF")),
        Example("surveygen build all --strict", N_("everything; a warning fails")),
    ),
    exit_codes={
        0: N_("built, whatever was diagnosed"),
        FAILED: N_("nothing could be built; with --strict, also when anything is wrong"),
    },
)
@click.argument("targets", nargs=-1, type=click.Choice(TARGETS))
@option("--strict", is_flag=True, help=N_("Exit 1 when there is any error or warning."))
@option(
    "-j",
    "--jobs",
    type=Jobs(),
    metavar="N",
    default=1,
    help=N_("Processes of Sphinx, or `auto` for one per processor."),
)
@click.pass_obj
def command(session: Session, targets: tuple[str, ...], strict: bool, jobs: int) -> None:
    """Build targets."""
    from surveygen.environment import environment_digest
    from surveygen.pages.build_records import OUTPUTS, finished_build, inputs_now

    started = time.monotonic()
    root = session.root()
    wanted = set(OUTPUTS) if "all" in targets else set(targets) or {"html", "exports"}
    targets = tuple(target for target in OUTPUTS if target in wanted)
    environment = environment_digest(os.environ)
    # Before anything is read: what is edited meanwhile is built next time.
    inputs = inputs_now(root, targets)
    # Who asks what Sphinx and TeX say has them run.
    records = [] if session.verbose else finished_build(root, targets, environment, inputs)
    if records:
        session.show(records[0].diagnostics)
        sys.stderr.writelines(record.said for record in records)
    else:
        records = _build(session, inputs, targets, jobs, environment)
    files = ", ".join(OUTPUTS[target] for target in targets)
    session.say(_summary(records, time.monotonic() - started, files))
    if strict and (records[0].diagnostics or any(record.warnings for record in records)):
        sys.exit(FAILED)


def _build(
    session: Session, inputs: Inputs, targets: tuple[str, ...], jobs: int, environment: str
) -> list[Record]:
    """Build targets one after the other, and remember it."""
    from surveygen.cli.building import BuildFailed
    from surveygen.cli.recorded_build import recorded_build
    from surveygen.pages.build_records import Record
    from surveygen.project import Unreadable

    survey = session.load()
    session.show(survey.diagnostics)
    record = Record(inputs, environment, papers_and_sections(survey), survey.diagnostics)
    try:
        return recorded_build(survey, record, targets, jobs=jobs, verbose=session.verbose)
    except BuildFailed as error:
        session.fail(str(error))
    except Unreadable as error:
        session.fail_with(error.diagnostics)


def _summary(records: list[Record], seconds: float, files: str) -> str:
    found = problems(records[0].diagnostics)
    warnings = sum(record.warnings for record in records)
    if warnings:
        further = ngettext("{n} of Sphinx or TeX", "{n} of Sphinx or TeX", warnings)
        found += ", " + further.format(n=warnings)
    return _("{contents}, {problems} in {seconds} s -> {files}").format(
        contents=records[0].contents,
        problems=found,
        seconds=f"{seconds:.1f}",
        files=files,
    )
