"""``surveygen build``: site, PDF and exports."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import click

from surveygen.cli.session import FAILED, Session, problems
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
            self.fail(f"{value!r} is no number of processes; use 1, 2, ... or auto", param, ctx)
        return int(str(value))


@click.command("build")
@click.argument("targets", nargs=-1, type=click.Choice(TARGETS))
@click.option("--strict", is_flag=True, help="Exit 1 when there is any error or warning.")
@click.option(
    "-j", "--jobs", type=Jobs(), metavar="N", default=1, help="Processes of Sphinx, or `auto`."
)
@click.pass_obj
def command(session: Session, targets: tuple[str, ...], strict: bool, jobs: int) -> None:
    """Build the survey into build/ (default: html and exports).

    \b
    Examples:
      surveygen build
      surveygen build pdf
      surveygen build all --strict
    """
    from surveygen.cli.building import (
        BuildFailed,
        build_epub,
        build_exports,
        build_html,
        build_pdf,
        locked,
    )

    started = time.monotonic()
    survey = session.load()
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
            # The site links the PDF and says how long it is, so the PDF comes first.
            if "pdf" in wanted:
                pdf, count = build_pdf(survey, jobs, verbose=session.verbose)
                made.append(pdf)
                warnings += count
            if "html" in wanted:
                page, count = build_html(survey, jobs, verbose=session.verbose)
                made.append(page)
                warnings += count
            if "epub" in wanted:
                book, count = build_epub(survey, jobs, verbose=session.verbose)
                made.append(book)
                warnings += count
    except BuildFailed as error:
        click.echo(f"surveygen: {error}", err=True)
        sys.exit(FAILED)
    session.say(_summary(survey, warnings, time.monotonic() - started, made))
    if strict and (survey.diagnostics or warnings):
        sys.exit(FAILED)


def _summary(survey: Survey, warnings: int, seconds: float, made: list[Path]) -> str:
    found = problems(survey.diagnostics)
    if warnings:
        found += f", {warnings} of Sphinx or TeX"
    where = ", ".join(path.relative_to(survey.root).as_posix() for path in made)
    return (
        f"{len(survey.papers)} papers, {len(survey.sections)} sections, {found} "
        f"in {seconds:.1f} s -> {where}"
    )
