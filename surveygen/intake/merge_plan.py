"""Two entries of one work to one: a plan for the survey's files.

The entry that is kept stays as it is and takes over what it lacks; the other one leaves its
bibliography, and its key leads on, so that every citation and address keeps working. What is
written is read again first: where that is not what was meant, nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from surveygen.intake.abstracts import ABSTRACTS, with_renamed_abstract
from surveygen.intake.key_lists import KeyLists, Placed
from surveygen.intake.merging import Addition, addition
from surveygen.intake.plan import Draft
from surveygen.matching.comparison import Comparison, compare
from surveygen.matching.work import Work
from surveygen.messages import _
from surveygen.readers.bibtex import Bibliography, read_bibtex
from surveygen.readers.taxonomy_yaml import UnreadableTaxonomy, read_taxonomy
from surveygen.survey.entry import Entry
from surveygen.survey.public_fields import PUBLIC_FIELDS
from surveygen.survey.spelling import suggestion
from surveygen.survey.survey import Survey
from surveygen.writers.bibtex_edit import (
    NotEditable,
    remove_entry,
    replace_entry,
    with_fields,
    with_value,
)
from surveygen.writers.taxonomy_edit import NotEditable as TaxonomyNotEditable
from surveygen.writers.taxonomy_edit import TaxonomyEdit

_OF_THE_OTHER = frozenset(
    "x-published x-unverified x-remark x-status x-status-note x-not-same crossref ids".split()
)
"""Fields that say something about the other entry, not about the work."""
_PERSONAL = ("keywords", "note")
"""Public fields that say how the survey's authors keep an entry."""


class CannotMerge(Exception):
    """The entries cannot be merged without harm; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that both entries have with different values; the one of the kept entry stays."""

    field: str
    kept: str
    dropped: str


@dataclass(frozen=True, slots=True)
class Merged:
    """One entry that goes, and what is kept of it."""

    key: str
    comparison: Comparison
    adds: Addition
    differences: tuple[Difference, ...] = ()
    dropped: tuple[str, ...] = ()
    """Names of fields that go with the entry, for they belong to its version of the work."""
    placed: tuple[Placed, ...] = ()
    parts: tuple[str, ...] = ()
    """Keys of entries that took over fields from it by crossref, and now do from the kept one."""
    note_moved: tuple[str, str] | None = None
    """Old and new path of its note, where the kept entry had none."""
    note_left: tuple[str, str] | None = None
    """Path of its note, which stays, and of the one that the kept entry has."""


def plan_merge(draft: Draft, survey: Survey, keep: str, others: Iterable[str]) -> list[Merged]:
    """Write into the draft what lets the entry ``keep`` stand for the others, too.

    A key that leads on to ``keep`` already is passed over, so a second merge changes nothing.

    Raises:
        CannotMerge: a key is not that of an entry, two entries are no duplicates to merge, or a
            file cannot be edited.
        OSError: a file of the survey cannot be read.

    """
    merge = _Merge(draft, survey, keep)
    _check_key(survey, keep)
    merged = []
    for other in dict.fromkeys(others):
        if other == keep:
            raise CannotMerge(_('"{key}" is one entry; name two').format(key=keep))
        if survey.taxonomy.aliases.get(other) == keep and not _is_entry(survey, other):
            continue
        _check_key(survey, other)
        merged.append(merge.take(other))
    return merged


def _is_entry(survey: Survey, key: str) -> bool:
    return key in survey.papers or key in survey.background


def _check_key(survey: Survey, key: str) -> None:
    """Refuse a key that is not that of a whole entry."""
    if _is_entry(survey, key):
        return
    for damaged in survey.quarantine:
        if damaged.key == key:
            message = _('entry "{key}" is damaged; mend it first ({place})')
            place = f"{damaged.path}:{damaged.line}"
            raise CannotMerge(message.format(key=key, place=place))
    if (new := survey.find(key)) is not None:
        message = _('"{key}" is an alias of "{new}"; name that one')
        raise CannotMerge(message.format(key=key, new=new.key))
    message = _('"{key}" is no entry').format(key=key)
    near = suggestion(key, (*survey.papers, *survey.background))
    raise CannotMerge(f"{message}; {near}" if near else message)


@dataclass(slots=True)
class _Merge:
    """Takes over one entry after the other; the draft always holds what was done so far."""

    draft: Draft
    survey: Survey
    keep: str

    def take(self, other: str) -> Merged:
        before = self.read_bibliography()
        ours, theirs = before.entries[self.keep], before.entries[other]
        _check_pair(ours, theirs)
        adds = _addition(ours, theirs)
        parts = tuple(
            entry for entry in before.entries.values() if _is_part_of(entry, other, before.entries)
        )
        self.write_bibliography(before, ours, theirs, adds, parts)
        placed = self.write_taxonomy(other)
        merged = Merged(
            other,
            compare(Work(ours), Work(theirs)),
            adds,
            differences=_differences(ours, theirs),
            dropped=_dropped(ours, theirs, adds),
            placed=placed,
            parts=tuple(entry.key for entry in parts),
        )
        self.move_abstract(other)
        return self.move_note(other, merged)

    def read_bibliography(self) -> Bibliography:
        paths = self.survey.taxonomy.bibliography
        return read_bibtex((path, self.draft.read(path) or b"") for path in paths)

    def write_bibliography(
        self,
        before: Bibliography,
        ours: Entry,
        theirs: Entry,
        adds: Addition,
        parts: Sequence[Entry],
    ) -> None:
        try:
            texts: dict[str, str | None] = {theirs.key: None}
            for part in parts:
                texts[part.key] = with_value(part.raw, "crossref", self.keep)
            raw = ours.raw
            fields = dict(adds.fields)
            if theirs.not_same:
                named = ", ".join(dict.fromkeys((*ours.not_same, *theirs.not_same)))
                if ours.not_same:
                    raw = with_value(raw, "x-not-same", named)
                fields["x-not-same"] = named
            new = {name: value for name, value in fields.items() if name not in ours.fields}
            if new:
                raw = with_fields(raw, new, adds.entry_type)
            if raw != ours.raw:
                texts[ours.key] = raw
            self.edit_entries([before.entries[key] for key in texts], texts)
        except NotEditable:
            paths = ", ".join(dict.fromkeys(entry.path for entry in (theirs, ours, *parts)))
            message = _("{path} cannot be edited safely: it is not UTF-8, or a value is not plain")
            raise CannotMerge(message.format(path=paths)) from None
        self.check_bibliography(before, theirs, {**ours.fields, **fields})

    def edit_entries(self, entries: list[Entry], texts: Mapping[str, str | None]) -> None:
        """Write entries anew; from the bottom up, for an edit moves what stands below it."""
        for entry in sorted(entries, key=lambda it: (it.path, it.place), reverse=True):
            data = self.draft.read(entry.path) or b""
            text = texts[entry.key]
            edited = remove_entry(data, entry) if text is None else replace_entry(data, entry, text)
            self.draft.write(entry.path, edited)

    def check_bibliography(
        self, before: Bibliography, theirs: Entry, kept: Mapping[str, str]
    ) -> None:
        """Read again what was written: the kept entry says more, all others what they said."""
        after = self.read_bibliography().entries
        if theirs.key in after:
            message = _('entry "{key}" stands twice; delete one of them first')
            raise CannotMerge(message.format(key=theirs.key))
        expected = dict(before.entries)
        del expected[theirs.key]
        is_right = expected.keys() == after.keys() and all(
            after[self.keep].fields.get(name) == value for name, value in kept.items()
        )
        for key, entry in expected.items():
            # What is a part of either entry takes over what the kept one says now.
            if is_right and key != self.keep and _parent(after[key]) != self.keep:
                is_right = after[key].fields == entry.fields
        if not is_right:
            message = _('merging "{key}" would change other entries; do it by hand')
            raise CannotMerge(message.format(key=theirs.key))

    def write_taxonomy(self, other: str) -> tuple[Placed, ...]:
        path = self.survey.taxonomy.path
        data = self.draft.read(path) or b""
        taxonomy, _found = read_taxonomy(data, path=path)
        lists = KeyLists.of(taxonomy)
        placed = lists.merge(self.keep, other)
        former = (old for old, new in taxonomy.aliases.items() if new == other)
        aliases = dict.fromkeys((other, *former), self.keep)
        try:
            data = lists.applied(data)
            for old, new in aliases.items():
                edit = TaxonomyEdit(data)
                edit.add_alias(old, new)
                data = edit.result()
        except TaxonomyNotEditable as error:
            message = _("{path} cannot be edited: {reason}").format(path=path, reason=error)
            raise CannotMerge(message) from None
        if not _says(data, path, lists, {**taxonomy.aliases, **aliases}):
            message = _("{path} cannot be edited safely; edit it by hand").format(path=path)
            raise CannotMerge(message)
        self.draft.write(path, data)
        return placed

    def move_abstract(self, other: str) -> None:
        data = self.draft.read(ABSTRACTS)
        if data is not None:
            self.draft.write(ABSTRACTS, with_renamed_abstract(data, other, self.keep))

    def move_note(self, other: str, merged: Merged) -> Merged:
        folder = self.survey.taxonomy.notes
        old, new = f"{folder}/{other}.md", f"{folder}/{self.keep}.md"
        data = self.draft.read(old)
        if data is None:
            return merged
        if "/" in self.keep or self.draft.read(new) is not None:
            return replace(merged, note_left=(old, new))
        self.draft.write(new, data)
        self.draft.delete(old)
        return replace(merged, note_moved=(old, new))


def _says(data: bytes, path: str, lists: KeyLists, aliases: Mapping[str, str]) -> bool:
    """Whether an edited taxonomy, read again, says what it was meant to say."""
    try:
        taxonomy, _found = read_taxonomy(data, path=path)
    except UnreadableTaxonomy:
        return False
    return KeyLists.of(taxonomy).keys == lists.keys and taxonomy.aliases == aliases


def _check_pair(ours: Entry, theirs: Entry) -> None:
    """Refuse two entries that say themselves that they are two works."""
    for one, other in ((ours, theirs), (theirs, ours)):
        if other.key in one.not_same:
            message = _('x-not-same of "{key}" says that "{other}" is another work')
            raise CannotMerge(message.format(key=one.key, other=other.key))
        if _parent(one).casefold() == other.key.casefold():
            message = _('"{key}" is a part of "{other}", by crossref; they are two works')
            raise CannotMerge(message.format(key=one.key, other=other.key))


def _is_part_of(entry: Entry, key: str, entries: Mapping[str, Entry]) -> bool:
    """Whether an entry takes over fields of another one; case matters where a twin is there."""
    parent = _parent(entry)
    return parent == key or (parent not in entries and parent.casefold() == key.casefold())


def _parent(entry: Entry) -> str:
    return entry.fields.get("crossref", "").strip()


def _addition(ours: Entry, theirs: Entry) -> Addition:
    """What the kept entry takes over: what any description of the work may teach, and what is ours.

    In a survey's own files, keywords and the fields of programs are the authors' own; and what the
    other entry has from its parent goes with it.
    """
    adds = addition(ours, replace(theirs, inherited=frozenset()))
    personal = {
        name: value
        for name, value in theirs.fields.items()
        if (name in _PERSONAL or name not in PUBLIC_FIELDS | _OF_THE_OTHER)
        and name not in ours.fields
    }
    return replace(adds, fields={**adds.fields, **personal})


def _differences(ours: Entry, theirs: Entry) -> tuple[Difference, ...]:
    return tuple(
        Difference(name, ours.fields[name], value)
        for name, value in theirs.fields.items()
        if name in ours.fields and name not in _OF_THE_OTHER and ours.fields[name] != value
    )


def _dropped(ours: Entry, theirs: Entry, adds: Addition) -> tuple[str, ...]:
    gone = theirs.fields.keys() - ours.fields.keys() - adds.fields.keys() - {"x-not-same"}
    return tuple(name for name in theirs.fields if name in gone)
