"""Prose of notes and narratives after reading: only what the allow-list lets through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NARRATIVES = "docs/sections"
"""Folder of the narratives, relative to the survey's root."""

CitationStyle = Literal["p", "t"]


@dataclass(frozen=True, slots=True)
class Citation:
    """One citation in running text."""

    keys: tuple[str, ...]
    style: CitationStyle
    """``p``: (Yao et al., 2024); ``t``: Yao et al. (2024)."""
    line: int
    """Line of the source file, first is 1."""
    sentence: str
    """The sentence around it as plain text, the citation itself left out."""
    column: int = 1


@dataclass(frozen=True, slots=True)
class Mention:
    """A part of the survey that a narrative names: a section, a page or an image."""

    kind: Literal["section", "page", "image"]
    name: str
    """Id of the section; the path below docs/ of the others, with ``/`` before it."""
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Prose:
    """Text that stands in a note or narrative.

    ``markdown`` is MyST that holds allow-listed constructs alone, written anew from the parsed
    source, so that nothing of the source reaches a second parser. Line ``i`` of it (from 0) stands
    at line ``line + i`` of the source.
    """

    path: str
    line: int
    markdown: str
    text: str
    """Plain text: no markup, math as readable Unicode, citations left out, blocks one a line."""
    citations: tuple[Citation, ...] = ()
    mentions: tuple[Mention, ...] = ()

    @property
    def cited_keys(self) -> tuple[str, ...]:
        """Every cited key once, in order of first appearance."""
        return tuple(dict.fromkeys(key for citation in self.citations for key in citation.keys))
