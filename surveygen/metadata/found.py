"""What a service says of a work."""

from __future__ import annotations

from dataclasses import dataclass

from surveygen.survey.entry import Entry


@dataclass(frozen=True, slots=True)
class Notice:
    """Something published about a work: its retraction, a correction."""

    kind: str
    """As Crossref has it: ``retraction``, ``correction``, ``erratum``, ``withdrawal``, ..."""
    doi: str
    """Of the notice itself; may be empty."""
    date: str = ""
    """ISO 8601, as far as it is known."""
    source: str = ""
    """Who says so: ``publisher``, ``retraction-watch``."""


@dataclass(frozen=True, slots=True)
class Found:
    """A work, as one service describes it."""

    source: str
    """Name of the service."""
    id: str
    """What the service knows it by: a DOI, an arXiv number without version."""
    entry: Entry
    """Its key is empty."""
    abstract: str = ""
    """Never published, and kept outside git."""
    is_withdrawn: bool = False
    """Whether its authors or its archive took it back."""
    published_doi: str = ""
    """DOI of the published version of a preprint."""
    published_in: str = ""
    """Where a preprint was published, in words: the journal reference of arXiv."""
    notices: tuple[Notice, ...] = ()
