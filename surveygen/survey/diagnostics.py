"""What surveygen tells people about their input: codes, positions, messages, help."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from surveygen.messages import _
from surveygen.survey.codes import Code, Severity
from surveygen.text.normal import one_line

_MESSAGE_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. ``path`` is relative to the survey's root, with forward slashes."""

    code: Code
    message: str
    path: str = ""
    line: int | None = None
    """First line is 1; None when the finding is about the whole file."""
    column: int | None = None
    """First column is 1, in Unicode code points; that of the line's start where nothing is said."""
    help: str = ""
    """What to do; the help of the code where nothing is said."""

    def __post_init__(self) -> None:
        if self.line and not self.column:
            object.__setattr__(self, "column", 1)
        if not self.help:
            object.__setattr__(self, "help", _(self.code.help))

    @property
    def parts(self) -> tuple[str | int | None, ...]:
        """What `diagnostic_of` makes it of again; all of it can stand in JSON."""
        return self.code.id, self.message, self.path, self.line, self.column, self.help

    @property
    def severity(self) -> Severity:
        """The severity of the code."""
        return self.code.severity

    def __str__(self) -> str:
        """One line: ``path:line:column: severity: message; help [code]``."""
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part)
        message = one_line(self.message, _MESSAGE_LIMIT)
        help_text = one_line(self.help, _MESSAGE_LIMIT)
        head = f"{place}: " if place else ""
        return f"{head}{_(self.severity)}: {message}; {help_text} [{self.code.id}]"


def diagnostic_of(parts: Iterable[Any]) -> Diagnostic:
    """The diagnostic of these `Diagnostic.parts`.

    Raises:
        KeyError, TypeError: they are of none.

    """
    code, *rest = parts
    return Diagnostic(_CODES[code], *rest)


_CODES = {code.id: code for code in Code}


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sort by file and position, each finding once."""
    return tuple(
        sorted(
            dict.fromkeys(diagnostics),
            key=lambda d: (d.path, d.line or 0, d.column or 0, d.code.id, d.message),
        )
    )
