"""Findings as ``check`` shows them: with the line of the file, as JSON, or for GitHub."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import click

from surveygen.cli.session import coloured, few_of_a_kind
from surveygen.readers.decoding import text_of
from surveygen.survey.codes import Severity
from surveygen.survey.diagnostics import Diagnostic

WIDTH = 68
"""Columns of an excerpt; a longer line is cut around the place. With the number of a line before
it, it fits a terminal of 80 columns: where lines wrap, the mark stands below another word."""
_WORD = re.compile(r"[^\W_][\w-]*|\S")
_GITHUB_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning"}
_JSON_FORMAT = 1


@dataclass(slots=True)
class Excerpts:
    """Lines of the files of a survey, each file read once."""

    root: Path
    _lines: dict[str, list[str]] = field(default_factory=dict)

    def line(self, diagnostic: Diagnostic) -> str | None:
        """The line that a finding is about; None where it names none, or the file is gone."""
        if not diagnostic.line:
            return None
        if diagnostic.path not in self._lines:
            self._lines[diagnostic.path] = _read_lines(self.root / diagnostic.path)
        lines = self._lines[diagnostic.path]
        return lines[diagnostic.line - 1] if diagnostic.line <= len(lines) else None


def _read_lines(path: Path) -> list[str]:
    try:
        data = path.read_bytes()
    except (OSError, ValueError):
        return []
    # As the readers do it, or lines and columns would be others.
    return text_of(data).split("\n")


def with_excerpts(
    diagnostics: Iterable[Diagnostic], root: Path, *, show_all: bool = False
) -> list[str]:
    """Lines for a terminal: each finding, the line that it is about, and a mark below."""
    excerpts = Excerpts(root)
    shown, left_out = few_of_a_kind(diagnostics, show_all=show_all)
    lines = []
    for diagnostic in shown:
        lines.append(coloured(diagnostic))
        text = excerpts.line(diagnostic)
        if text is not None and text.strip():
            number = str(diagnostic.line)
            cut, mark = _marked(text, (diagnostic.column or 1) - 1)
            bar = click.style("|", fg="blue")
            lines.append(f"  {click.style(number, fg='blue')} {bar} {cut}")
            lines.append(f"  {' ' * len(number)} {bar} {click.style(mark, fg='yellow')}")
    return lines + left_out


def _marked(line: str, start: int) -> tuple[str, str]:
    """A line of at most `WIDTH` columns, and blanks with carets below the word at ``start``."""
    found = _WORD.match(line, start)
    end = found.end() if found else start + 1
    first = max(0, min(start - WIDTH // 3, len(line) - WIDTH)) if len(line) > WIDTH else 0
    before, word = _printable(line[first:start]), _printable(line[start:end])
    behind = _printable(line[end : first + WIDTH])
    dots = "…" if first else ""
    cut = f"{dots}{before}{word}{behind}{'…' if first + WIDTH < len(line) else ''}"
    return cut, " " * _columns(dots + before) + "^" * max(1, min(_columns(word), WIDTH))


def _printable(text: str) -> str:
    """Text in which every character takes its place and none acts on the terminal."""
    return "".join(
        " " if c == "\t" else c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text
    )


def _columns(text: str) -> int:
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def as_json(
    diagnostics: Iterable[Diagnostic], root: Path, further: Mapping[str, object] | None = None
) -> str:
    """All findings as a JSON object; ``further`` members stand before them."""
    excerpts = Excerpts(root)
    findings = [
        {
            "code": diagnostic.code.id,
            "severity": diagnostic.severity.value,
            "path": diagnostic.path,
            "line": diagnostic.line,
            "column": diagnostic.column,
            "message": diagnostic.message,
            "help": diagnostic.help,
            "excerpt": excerpts.line(diagnostic),
        }
        for diagnostic in diagnostics
    ]
    content = {"format": _JSON_FORMAT, **(further or {}), "findings": findings}
    return json.dumps(content, ensure_ascii=False, indent=2)


def as_github(diagnostics: Iterable[Diagnostic], root: Path) -> list[str]:
    """A workflow command a finding, which GitHub shows beside the line of a pull request.

    Format: "Workflow commands for GitHub Actions", section "Setting an error message". Paths are
    relative to the checkout, which the variable ``GITHUB_WORKSPACE`` names.
    """
    workspace = Path(os.environ.get("GITHUB_WORKSPACE") or root).resolve()
    inside = root.resolve().is_relative_to(workspace)
    folder = root.resolve().relative_to(workspace) if inside else Path()
    lines = []
    for diagnostic in diagnostics:
        properties = {
            "file": (folder / diagnostic.path).as_posix() if diagnostic.path else "",
            "line": diagnostic.line or "",
            "col": diagnostic.column or "",
            "title": f"surveygen {diagnostic.code.id}",
        }
        shown = ",".join(f"{name}={_property(str(it))}" for name, it in properties.items() if it)
        text = _data(f"{diagnostic.message}; {diagnostic.help}")
        lines.append(f"::{_GITHUB_LEVELS[diagnostic.severity]} {shown}::{text}")
    return lines


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
