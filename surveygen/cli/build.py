"""``surveygen build``: site, PDF and exports."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from surveygen.cli.session import FAILED, Session, papers_and_sections, problems
from surveygen.cli.verb import Example, option, verb
from surveygen.messages import N_, _, ngettext

if TYPE_CHECKING:
    from surveygen.survey.survey import Survey

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
    from surveygen.cli.building import (
        BuildFailed,
        build_epub,
        build_exports,
        build_html,
        build_pdf,
        locked,
    )
    from surveygen.pages.inputs import input_digest, keep_digest
    from surveygen.project import Unreadable

    started = time.monotonic()
    survey = session.load()
    digest = input_digest(survey.root, survey.taxonomy)
    session.show(survey.diagnostics)
    wanted = set(targets) or {"html", "exports"}
    if "all" in wanted:
        wanted = {"html", "pdf", "epub", "exports"}
    made: list[Path] = []
    warnings = 0
    try:
        with locked(survey.root):
            if "exports" in wanted:
                made.append(build_exports(survey))
                keep_digest(survey.root, "exports", digest)
            # The site links the PDF and says how long it is, so the PDF comes first.
            for target, build in (("pdf", build_pdf), ("html", build_html), ("epub", build_epub)):
                if target in wanted:
                    path, count = build(survey, jobs, verbose=session.verbose)
                    made.append(path)
                    warnings += count
                    keep_digest(survey.root, target, digest)
    except BuildFailed as error:
        session.fail(str(error))
    except Unreadable as error:
        session.fail_with(error.diagnostics)
    session.say(_summary(survey, warnings, time.monotonic() - started, made))
    if strict and (survey.diagnostics or warnings):
        sys.exit(FAILED)


def _summary(survey: Survey, warnings: int, seconds: float, made: list[Path]) -> str:
    found = problems(survey.diagnostics)
    if warnings:
        further = ngettext("{n} of Sphinx or TeX", "{n} of Sphinx or TeX", warnings)
        found += ", " + further.format(n=warnings)
    where = ", ".join(path.relative_to(survey.root).as_posix() for path in made)
    return _("{contents}, {problems} in {seconds} s -> {files}").format(
        contents=papers_and_sections(survey),
        problems=found,
        seconds=f"{seconds:.1f}",
        files=where,
    )
