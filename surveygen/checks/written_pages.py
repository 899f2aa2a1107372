"""Pages that people wrote: that the sections their directives name exist.

Sphinx reads these pages, not surveygen; so they are searched for directives line by line.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from surveygen.checks.narratives import may_be_section, unknown_section
from surveygen.survey.diagnostics import Diagnostic
from surveygen.survey.survey import Survey
from surveygen.text.lines import LINE_END

_FENCE = re.compile(r"[ \t>]*(`{3,}(?=[^`]*$)|~{3,}|:{3,})[ \t]*(.*?)[ \t]*$")
_ARGUMENT = re.compile(r"\{survey-[a-z]+\}[ \t]+(\S+)")
_OPTION = re.compile(r"[ \t>]*:section:[ \t]+(\S+)")
_LITERAL = ("{code", "{sourcecode", "{parsed-literal", "{literal", "{raw", "{eval-rst")
"""Beginnings of directives whose text is no Markdown."""
_NOT_PAGES = ("docs/survey", "docs/sections")
"""Generated pages, and narratives, which `narratives` checks."""


def check_written_pages(survey: Survey) -> Iterator[Diagnostic]:
    """Every unknown section that a directive of a page names, in the order of pages."""
    if not survey.sections:
        return  # which has been said
    for file in _pages(survey):
        path = file.relative_to(survey.root).as_posix()
        try:
            text = file.read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue  # Sphinx says so
        for section, line, column in named_sections(text):
            if not may_be_section(section, survey):
                yield unknown_section(section, survey, path, line, column)


def named_sections(text: str) -> Iterator[tuple[str, int, int]]:
    """Sections that directives of a page name, with line and column; not those of code blocks."""
    fences: list[tuple[str, str]] = []
    for number, line in enumerate(LINE_END.split(text), 1):
        info = fences[-1][1] if fences else "{}"
        holds_markup = info.startswith("{") and not info.startswith(_LITERAL)
        found = _FENCE.match(line)
        if found and fences and not found[2] and found[1].startswith(fences[-1][0]):
            fences.pop()
        elif found and holds_markup:
            fences.append((found[1], found[2]))
            if named := _ARGUMENT.match(found[2]):
                yield named[1], number, found.start(2) + named.start(1) + 1
        elif info.startswith("{references}") and (named := _OPTION.match(line)):
            yield named[1], number, named.start(1) + 1


def _pages(survey: Survey) -> Iterator[Path]:
    left_out = {survey.root / name for name in (*_NOT_PAGES, survey.taxonomy.notes)}
    for folder, subfolders, files in os.walk(survey.root / "docs"):
        place = Path(folder)
        subfolders[:] = sorted(
            name
            for name in subfolders
            if not name.startswith((".", "_")) and place / name not in left_out
        )
        yield from (place / name for name in sorted(files) if name.endswith(".md"))
