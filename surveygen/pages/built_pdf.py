"""The PDF of the survey as a page may offer it: only when it exists, with size and pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_PAGES = re.compile(r"^Output written on \S+ \((\d+) pages?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class BuiltPdf:
    """Facts about the file."""

    pages: int
    size: int
    """Bytes."""


def built_pdf(root: Path) -> BuiltPdf | None:
    """``build/latex/survey.pdf``, when LaTeX has finished it."""
    folder = root / "build" / "latex"
    try:
        size = (folder / "survey.pdf").stat().st_size
        log = (folder / "survey.log").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    found = _PAGES.search(log)
    return BuiltPdf(int(found[1]), size) if found else None
