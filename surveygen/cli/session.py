"""What every verb shares: where the survey is, how to talk, how to fail."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from surveygen.messages import _, ngettext
from surveygen.survey.codes import Code, Severity
from surveygen.survey.diagnostics import Diagnostic

if TYPE_CHECKING:
    from surveygen.survey.survey import Survey

FAILED = 1
REPEAT_LIMITS = {Severity.ERROR: 20, Severity.WARNING: 5}
"""No code is printed more often than this; the rest is counted, unless all are asked for."""
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}


@dataclass(frozen=True, slots=True)
class Session:
    """The options of one call that all verbs have."""

    directory: Path = Path()
    quiet: bool = False
    verbose: bool = False
    no_color: bool = False
    traceback: bool = False

    def root(self) -> Path:
        """The folder of the survey, or the end of the program where there is none."""
        from surveygen.survey.layout import SurveyNotFound, find_root

        try:
            return find_root(self.directory)
        except SurveyNotFound as error:
            self.fail(str(error))

    def load(self) -> Survey:
        """The survey, or the end of the program with what is wrong."""
        from surveygen.project import Unreadable, load

        try:
            return load(self.root())
        except Unreadable as error:
            self.fail_with(error.diagnostics)

    def say(self, text: str) -> None:
        """A line for people, on stderr."""
        if not self.quiet:
            click.echo(text, err=True)

    def fail(self, text: str) -> NoReturn:
        """Say why nothing was done, and end."""
        click.echo(f"surveygen: {text}", err=True)
        sys.exit(FAILED)

    def fail_with(self, diagnostics: Iterable[Diagnostic]) -> NoReturn:
        """End with what is wrong with the survey's files."""
        self.show(diagnostics)
        sys.exit(FAILED)

    def fail_at(self, error: OSError) -> NoReturn:
        """End where a file cannot be read or written: its name, and what the system says."""
        self.fail(f"{error.filename}: {error.strerror}")

    def show(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Every finding on a line of its own, on stderr; many of a kind are counted."""
        shown, left_out = few_of_a_kind(diagnostics, show_all=self.verbose)
        for diagnostic in shown:
            click.echo(coloured(diagnostic), err=True)
        for line in left_out:
            click.echo(line, err=True)


def few_of_a_kind(
    diagnostics: Iterable[Diagnostic], *, show_all: bool = False
) -> tuple[list[Diagnostic], list[str]]:
    """The first findings of every code, and a line for each code of which there are more."""
    if show_all:
        return list(diagnostics), []
    seen: Counter[Code] = Counter()
    shown = []
    for diagnostic in diagnostics:
        seen[diagnostic.code] += 1
        if seen[diagnostic.code] <= REPEAT_LIMITS[diagnostic.severity]:
            shown.append(diagnostic)
    left_out = [
        ngettext(
            "... and {n} more of [{code}]; -v shows it",
            "... and {n} more of [{code}]; -v shows them",
            n,
        ).format(n=n, code=code.id)
        for code, count in seen.items()
        if (n := count - REPEAT_LIMITS[code.severity]) > 0
    ]
    return shown, left_out


def coloured(diagnostic: Diagnostic) -> str:
    """The line of a finding with its severity in colour; click takes colours off where none go."""
    word = f"{_(diagnostic.severity)}:"
    colour = _COLOURS[diagnostic.severity]
    return str(diagnostic).replace(word, click.style(word, fg=colour, bold=True), 1)


def problems(diagnostics: Iterable[Diagnostic]) -> str:
    """``0 problems``, ``1 error, 3 warnings``."""
    counts = Counter(diagnostic.severity for diagnostic in diagnostics)
    errors, warnings = counts[Severity.ERROR], counts[Severity.WARNING]
    parts = []
    if errors:
        parts.append(ngettext("{n} error", "{n} errors", errors).format(n=errors))
    if warnings:
        parts.append(ngettext("{n} warning", "{n} warnings", warnings).format(n=warnings))
    return ", ".join(parts) or _("0 problems")


def papers_and_sections(survey: Survey) -> str:
    """``321 papers, 51 sections``."""
    papers, sections = len(survey.papers), len(survey.sections)
    return ", ".join(
        (
            ngettext("{n} paper", "{n} papers", papers).format(n=papers),
            ngettext("{n} section", "{n} sections", sections).format(n=sections),
        )
    )
