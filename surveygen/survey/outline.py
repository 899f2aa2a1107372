"""Sections as a document outside of a survey has them, and which works stand where."""

from __future__ import annotations

from dataclasses import dataclass

from surveygen.survey.taxonomy import Placement

SEE_ALSO = "see also"
"""What documents say before a work whose home is in another section."""


@dataclass(frozen=True, slots=True)
class OutlineSection:
    """A heading or list item with what stands below it."""

    title: str
    """Plain Unicode text."""
    description: str = ""
    """What notes may hold, as MyST; may cite."""
    works: tuple[Placement, ...] = ()
    """Handles of the records that stand in this section itself, in their order."""
    sections: tuple[OutlineSection, ...] = ()
    line: int = 0
    id: str = ""
    """What the document calls it; empty where that is no section id, or nothing."""
    also: tuple[Placement, ...] = ()
    """Handles of those that the document only points to from here."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A document's sections, in their order."""

    sections: tuple[OutlineSection, ...] = ()
    background: tuple[Placement, ...] = ()
    """Handles of works that the document cites, but in no list."""
    title: str = ""
    """Of the document, plain Unicode text."""
    abstract: str = ""
    """Plain Unicode text."""
    introduction: str = ""
    """What stands before the first section, as MyST."""
