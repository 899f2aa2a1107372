"""What an entry can learn from another description of its work, without changing what it says.

Nothing of ours is ever replaced. An entry describes one version of a work, so from another version
it takes the arXiv number alone, which all versions share.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from surveygen.survey.entry import Entry
from surveygen.survey.public_fields import PUBLIC_FIELDS

_SAME_MEANING = (
    ("journal", "booktitle"),
    ("journal", "journaltitle"),
    ("year", "date"),
    ("address", "location"),
    ("school", "institution"),
    ("archiveprefix", "eprinttype"),
    ("primaryclass", "eprintclass"),
    ("number", "issue"),
    ("language", "langid", "hyphenation"),
)
"""Fields of which an entry needs one (biblatex manual, 2.2.5); it has one venue."""
_OF_ALL_VERSIONS = frozenset(
    ("eprint", "archiveprefix", "eprinttype", "primaryclass", "eprintclass")
)
_OF_EVERY_VERSION = frozenset(
    "title author url urldate langid language hyphenation keywords".split()
)
"""Fields that say nothing of a version."""
_DATES = frozenset(("year", "date", "month"))
_OF_ONE_SURVEY = frozenset(("key", "ids", "keywords", "note"))
"""Fields that say how somebody keeps an entry, not what the work is."""


@dataclass(frozen=True, slots=True)
class Addition:
    """What an entry takes over."""

    fields: Mapping[str, str] = field(default_factory=dict)
    entry_type: str = ""
    """As the other file declares it; empty where ours stays."""

    def __bool__(self) -> bool:
        return bool(self.fields)


def is_same_version(ours: Entry, theirs: Entry) -> bool:
    """Whether two entries of one work describe one version of it, or one of them names none."""
    if _names_no_version(ours) or _names_no_version(theirs):
        return True
    if ours.year and theirs.year and ours.year != theirs.year:
        return False
    return (
        ours.entry_type == theirs.entry_type
        or _names_only_year(ours, theirs)
        or _names_only_year(theirs, ours)
    )


def addition(ours: Entry, theirs: Entry) -> Addition:
    """What ours lacks and may take over from theirs: fields in their order.

    The type is ours unless ours is a ``@misc`` that names no version, or its year alone.
    """
    whole = is_same_version(ours, theirs)
    present = _with_synonyms(ours.fields)
    fields = {
        name: value
        for name, value in theirs.fields.items()
        if name in PUBLIC_FIELDS - _OF_ONE_SURVEY
        and name not in theirs.inherited
        and name not in present
        and (whole or name in _OF_ALL_VERSIONS)
        # How a work without a venue was published; lists have anything there.
        and not (name == "howpublished" and ours.venue)
    }
    is_bare = _names_no_version(ours) or _names_only_year(ours, theirs)
    takes_type = fields and is_bare and ours.entry_type == "misc"
    return Addition(fields, theirs.declared_type if takes_type else "")


def _names_no_version(entry: Entry) -> bool:
    """Whether an entry says so little that it fits every version: of a listing, an identifier."""
    # What it has from a parent stands among its fields; the parent's key by itself says nothing.
    said = entry.fields.keys() - {"crossref"}
    return not said - {"title", "author", "url"} or not said - {"doi", "eprint", "archiveprefix"}


def _names_only_year(entry: Entry, other: Entry) -> bool:
    """Whether an entry says nothing of its version but the year, as rows of many tables do.

    A DOI is that of the published version, if the other entry is one.
    """
    if entry.entry_type not in ("misc", "article", "inproceedings"):
        return False
    said = (entry.fields.keys() & PUBLIC_FIELDS) - _OF_EVERY_VERSION - _DATES
    return not said - ({"doi"} if other.venue else set())


def _with_synonyms(fields: Mapping[str, str]) -> set[str]:
    names = set(fields)
    for alike in map(set, _SAME_MEANING):
        if names & alike:
            names |= alike
    return names
