"""A generated page: MyST text, and which lines of it came from which file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """Lines of a page that stand in a note or narrative."""

    first: int
    """First line on the page, from 1."""
    last: int
    path: str
    """Relative to the survey's root."""
    line: int
    """The line of ``path`` that ``first`` came from."""


@dataclass(frozen=True, slots=True)
class Page:
    """One file of ``docs/survey/``."""

    name: str
    """Docname below ``survey/``."""
    text: str
    origins: tuple[Origin, ...] = ()

    def origin_of(self, line: int) -> tuple[str, int] | None:
        """File and line that a line of the page came from; None for the page's own lines."""
        for origin in self.origins:
            if origin.first <= line <= origin.last:
                return origin.path, origin.line + line - origin.first
        return None
