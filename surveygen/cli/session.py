"""What every verb shares: where the survey is, how to talk, how to fail."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import click

from surveygen.project import SurveyNotFound, Unreadable, load
from surveygen.survey.diagnostics import Diagnostic, Severity
from surveygen.survey.survey import Survey

FAILED = 1
REPEAT_LIMIT = 20
"""No code is printed more often than this; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Session:
    """The global options of one call."""

    directory: Path
    quiet: bool = False
    verbose: bool = False
    traceback: bool = False

    def load(self) -> Survey:
        """The survey, or the end of the program with what is wrong."""
        try:
            return load(self.directory)
        except SurveyNotFound as error:
            self.fail(str(error))
        except Unreadable as error:
            self.show(error.diagnostics)
            sys.exit(FAILED)

    def say(self, text: str) -> None:
        """A line for people, on stderr."""
        if not self.quiet:
            click.echo(text, err=True)

    def fail(self, text: str) -> NoReturn:
        """Say why nothing was done, and end."""
        click.echo(f"surveygen: {text}", err=True)
        sys.exit(FAILED)

    def show(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Every finding on a line of its own, on stderr; many of a kind are counted."""
        seen: Counter[str] = Counter()
        for diagnostic in diagnostics:
            seen[diagnostic.code.id] += 1
            if seen[diagnostic.code.id] <= REPEAT_LIMIT:
                click.echo(str(diagnostic), err=True)
        for code, count in seen.items():
            if count > REPEAT_LIMIT:
                click.echo(f"... and {count - REPEAT_LIMIT} more of [{code}]", err=True)


def problems(diagnostics: Iterable[Diagnostic]) -> str:
    """``0 problems``, ``1 error, 3 warnings``."""
    counts = Counter(diagnostic.severity for diagnostic in diagnostics)
    parts = [
        f"{counts[severity]} {severity}{'s' * (counts[severity] != 1)}"
        for severity in Severity
        if counts[severity]
    ]
    return ", ".join(parts) or "0 problems"
