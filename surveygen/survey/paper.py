"""A paper: an entry, its note, and where both stand in the taxonomy."""

from __future__ import annotations

from dataclasses import dataclass

from surveygen.survey.entry import Entry
from surveygen.survey.note import Note


@dataclass(frozen=True)
class Paper:
    """One work as one version, known by its citation key."""

    entry: Entry
    slug: str
    """Name of its files and last part of its permalink."""
    note: Note | None = None
    home: str | None = None
    """Id of the section where its summary is printed; None when it is not yet placed."""
    also: tuple[str, ...] = ()
    """Ids of the sections that list it too, in taxonomy order."""

    @property
    def key(self) -> str:
        """The citation key."""
        return self.entry.key

    @property
    def sort_key(self) -> tuple[int, str]:
        """Newest first, then by key; papers without a year come last."""
        return (-(self.entry.year_number or 0), self.key)
