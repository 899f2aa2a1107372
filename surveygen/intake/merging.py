"""What an entry can learn from another description of its work, without changing what it says.

Nothing of ours is ever replaced. An entry describes one version of a work, so from another version
it takes the arXiv number alone, which all versions share.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from surveygen.survey.entry import Entry
from surveygen.writers.public_fields import PUBLIC_FIELDS

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
    years_agree = not (ours.year and theirs.year) or ours.year == theirs.year
    return years_agree and ours.entry_type == theirs.entry_type


def addition(ours: Entry, theirs: Entry) -> Addition:
    """What ours lacks and may take over from theirs: fields in their order.

    The type is ours unless ours is the ``@misc`` of a bare title.
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
    }
    takes_type = fields and _names_no_version(ours) and ours.entry_type == "misc"
    return Addition(fields, theirs.declared_type if takes_type else "")


def _names_no_version(entry: Entry) -> bool:
    """Whether an entry says so little that it fits every version: of a listing, an identifier."""
    # What it has from a parent stands among its fields; the parent's key by itself says nothing.
    said = entry.fields.keys() - {"crossref"}
    return not said - {"title", "author", "url"} or not said - {"doi", "eprint", "archiveprefix"}


def _with_synonyms(fields: Mapping[str, str]) -> set[str]:
    names = set(fields)
    for alike in map(set, _SAME_MEANING):
        if names & alike:
            names |= alike
    return names
