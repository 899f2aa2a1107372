"""The taxonomy: identity of the survey and the tree of its sections."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from string import ascii_lowercase
from typing import Literal

SECTION_ID = re.compile(r"[a-z0-9]+(-+[a-z0-9]+)*")
"""What a section id looks like; it is a file name and part of an address."""
RESERVED_IDS = frozenset(
    (
        *("index", "references", "not-placed", "to-mend"),
        *("indexes", "authors", "years", "tags", "claims", "whats-new"),
        # The parts of a long index of authors.
        *(f"authors-{part}" for part in (*ascii_lowercase, "other")),
    )
)
"""Names of generated pages that are no sections."""


@dataclass(frozen=True, slots=True)
class Placement:
    """A citation key where it stands in ``taxonomy.yaml``."""

    key: str
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A node of the taxonomy."""

    id: str
    title: str
    description: str = ""
    keywords: tuple[str, ...] = ()
    papers: tuple[Placement, ...] = ()
    """Keys whose home is this section."""
    also: tuple[Placement, ...] = ()
    """Keys that this section lists too."""
    sections: tuple[Section, ...] = ()
    line: int = 0
    is_nameless: bool = False
    """Whether the file gives it no usable id, so that one stands in for it."""

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Section]]:
        """This section (at ``depth``) and all below it, in document order."""
        yield depth, self
        for section in self.sections:
            yield from section.walk(depth + 1)


@dataclass(frozen=True, slots=True)
class SurveyAuthor:
    """Someone who answers for the survey."""

    name: str
    type: Literal["person", "organization"] = "person"
    orcid: str = ""
    affiliation: str = ""


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """Everything that ``taxonomy.yaml`` says, in its order."""

    title: str
    sections: tuple[Section, ...] = ()
    abstract: str = ""
    authors: tuple[SurveyAuthor, ...] = ()
    edition: str = ""
    date: str = ""
    """ISO 8601 date."""
    keywords: tuple[str, ...] = ()
    license: str = ""
    """SPDX identifier of the licence of notes and narratives."""
    language: str = "en"
    url: str = ""
    repository: str = ""
    doi: str = ""
    bibliography: tuple[str, ...] = ("docs/references.bib",)
    notes: str = "docs/notes"
    background: tuple[Placement, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    """Former key or section id to the one that it leads to."""
    alias_places: Mapping[str, Placement] = field(default_factory=dict)
    """Where each alias stands."""
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict, compare=False, repr=False)
    """Line and column of each value of a field that is one text."""
    path: str = "taxonomy.yaml"
    unread: frozenset[str] = frozenset()
    """Words of those parts of the file that could not be read: what they name is not missing."""

    def walk(self) -> Iterator[tuple[int, Section]]:
        """Every section with its depth (top sections have 0), in document order."""
        for section in self.sections:
            yield from section.walk()
