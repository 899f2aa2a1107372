"""What sets two states of a survey apart, paper by paper and section by section.

A key or id that an alias leads away from was renamed, so its paper or section is compared with the
one that it leads to. Background entries are no papers of the survey.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

from surveygen.matching.work import Work
from surveygen.survey.entry import Entry
from surveygen.survey.note import Note
from surveygen.survey.paper import Paper
from surveygen.survey.survey import Survey
from surveygen.survey.taxonomy import Section
from surveygen.text.normal import collapse_whitespace

ENTRY_TYPE = "entry_type"
"""Stands for the type of an entry among the names of its fields."""
TEXT = "text"
"""Stands for the body of a note among the names of its front matter."""
SECTION_TEXTS = ("description", "narrative")
_STATUS_FIELDS = frozenset(("x-status", "x-status-note"))
_NOT_SAID = frozenset(("key", "path", "body", "places", "unread", "abstract_sha256"))
"""Fields of a note that are no words of its authors."""
_NOTE_FIELDS = tuple(field.name for field in fields(Note) if field.name not in _NOT_SAID)


class Kind(StrEnum):
    """What happened to a paper or section; several things may have."""

    ADDED = "added"
    REMOVED = "removed"
    DAMAGED = "damaged"
    """Its entry can no longer be read."""
    MENDED = "mended"
    RENAMED = "renamed"
    MOVED = "moved"
    STATUS = "status"
    """It was retracted, withdrawn or corrected, or is no longer."""
    PUBLISHED = "published"
    """It was a preprint."""
    CHANGED = "changed"
    """Its entry or note says something else."""


@dataclass(frozen=True, slots=True)
class PaperChange:
    """What happened to one paper."""

    key: str
    """The present one; of a removed paper the last one."""
    kinds: tuple[Kind, ...]
    before: Paper | None
    after: Paper | None
    former_key: str = ""
    """Of a renamed paper."""
    merged_into: str = ""
    """The key that a removed paper's key leads to."""
    home: tuple[str | None, str | None] | None = None
    """Ids of the sections from and to which it moved; None where it did not."""
    also_added: tuple[str, ...] = ()
    """Ids of sections that list it too now."""
    also_removed: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    """Names of the entry's fields that changed, and `ENTRY_TYPE`; without those of its status."""
    note: tuple[str, ...] = ()
    """Names of the note's fields that changed, and `TEXT`; of a new or deleted note none."""
    metrics: tuple[str, ...] = ()
    """What was measured by claims that came, went or changed."""

    @property
    def paper(self) -> Paper:
        """The present one; the last one where it is gone."""
        paper = self.after or self.before
        assert paper is not None
        return paper

    @property
    def has_new_note(self) -> bool:
        """Whether a paper that was there has a note now."""
        return bool(self.before and not self.before.note and self.after and self.after.note)

    @property
    def lost_its_note(self) -> bool:
        """Whether a paper that is still there had a note."""
        return bool(self.before and self.before.note and self.after and not self.after.note)


@dataclass(frozen=True, slots=True)
class SectionChange:
    """What happened to one section."""

    id: str
    kinds: tuple[Kind, ...]
    before: Section | None
    after: Section | None
    former_id: str = ""
    """Where the id is another one now."""
    parent: tuple[str | None, str | None] | None = None
    """Ids of the sections from and to which it moved; None among them stands for the top."""
    texts: tuple[str, ...] = ()
    """Which of `SECTION_TEXTS` came, went or changed."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that happened, in the order of the taxonomy; what is gone comes last."""

    before: Survey
    after: Survey
    papers: tuple[PaperChange, ...]
    sections: tuple[SectionChange, ...]


def compare(before: Survey, after: Survey) -> Changes:
    """What has changed from one state of a survey to another."""
    return Changes(
        before,
        after,
        tuple(_paper_changes(before, after)),
        tuple(_section_changes(before, after)),
    )


def _paper_changes(before: Survey, after: Survey) -> Iterator[PaperChange]:
    names = _renamed(before.papers, after.papers, after.taxonomy.aliases)
    was = {new: old for old, new in names.items()}
    sections = _renamed(before.sections, after.sections, after.taxonomy.aliases)
    damaged_before = {damaged.key for damaged in before.quarantine}
    damaged_after = {damaged.key for damaged in after.quarantine}
    for paper in after.in_tree_order():
        old = before.papers.get(was.get(paper.key, paper.key))
        if old is None:
            kind = Kind.MENDED if paper.key in damaged_before else Kind.ADDED
            yield PaperChange(paper.key, (kind,), None, paper)
        elif change := _change(old, paper, sections):
            yield change
    for old in before.in_tree_order():
        if old.key in after.papers or old.key in names:
            continue
        kind = Kind.DAMAGED if old.key in damaged_after else Kind.REMOVED
        leads_to = after.taxonomy.aliases.get(old.key, "")
        yield PaperChange(old.key, (kind,), old, None, merged_into=leads_to)


def _renamed(
    before: Mapping[str, object], after: Mapping[str, object], aliases: Mapping[str, str]
) -> dict[str, str]:
    """Names that are gone, each with the new one that an alias leads to."""
    taken: dict[str, str] = {}
    for old, new in aliases.items():
        if old in before and old not in after and new in after and new not in before:
            taken.setdefault(new, old)
    return {old: new for new, old in taken.items()}


def _change(old: Paper, new: Paper, sections: Mapping[str, str]) -> PaperChange | None:
    """What happened to a paper that was there and is there; None if nothing did."""

    def now(id: str | None) -> str | None:
        return sections.get(id, id) if id else id

    also = [now(id) for id in old.also]
    home = (old.home, new.home) if now(old.home) != new.home else None
    came = tuple(id for id in new.also if id not in also)
    # A section that becomes the home is named as that.
    went = tuple(id for id in old.also if now(id) not in (*new.also, new.home))
    has_new_status = old.entry.status != new.entry.status
    is_published = Work(old.entry).is_preprint and not Work(new.entry).is_preprint
    changed = tuple(_changed_fields(old.entry, new.entry, without_status=has_new_status))
    note: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    if old.note and new.note:
        note = tuple(_changed_parts(old.note, new.note))
        metrics = tuple(_changed_metrics(old.note, new.note))
    happened = {
        Kind.RENAMED: old.key != new.key,
        Kind.MOVED: bool(home or came or went),
        Kind.STATUS: has_new_status,
        Kind.PUBLISHED: is_published,
        # What changes when a preprint is published is part of that.
        Kind.CHANGED: bool(
            (changed and not is_published) or note or (old.note is None) != (new.note is None)
        ),
    }
    kinds = tuple(kind for kind, has_happened in happened.items() if has_happened)
    if not kinds:
        return None
    return PaperChange(
        new.key,
        kinds,
        old,
        new,
        former_key=old.key if old.key != new.key else "",
        home=home,
        also_added=came,
        also_removed=went,
        fields=changed,
        note=note,
        metrics=metrics,
    )


def _changed_fields(old: Entry, new: Entry, *, without_status: bool) -> Iterator[str]:
    if old.entry_type != new.entry_type:
        yield ENTRY_TYPE
    # In the new entry's order, then what is gone.
    for name in dict.fromkeys((*new.fields, *old.fields)):
        if without_status and name in _STATUS_FIELDS:
            continue
        values = (collapse_whitespace(entry.fields.get(name, "")) for entry in (old, new))
        if len(set(values)) > 1:
            yield name


def _changed_parts(old: Note, new: Note) -> Iterator[str]:
    for name in _NOTE_FIELDS:
        if getattr(old, name) != getattr(new, name):
            yield name
    if old.body.markdown.strip() != new.body.markdown.strip():
        yield TEXT


def _changed_metrics(old: Note, new: Note) -> Iterable[str]:
    lone = [claim for claim in new.claims if claim not in old.claims]
    lone += [claim for claim in old.claims if claim not in new.claims]
    return dict.fromkeys(claim.metric for claim in lone)


def _section_changes(before: Survey, after: Survey) -> Iterator[SectionChange]:
    names = _renamed(before.sections, after.sections, after.taxonomy.aliases)
    was = {new: old for old, new in names.items()}
    for id, section in after.sections.items():
        former = was.get(id, id)
        old = before.sections.get(former)
        if old is None:
            yield SectionChange(id, (Kind.ADDED,), None, section)
            continue
        parents = (_parent(before, former), _parent(after, id))
        texts = tuple(_changed_texts(_texts(before, old), _texts(after, section)))
        has_moved = names.get(parents[0] or "", parents[0]) != parents[1]
        happened = {
            Kind.RENAMED: former != id or old.title != section.title,
            Kind.MOVED: has_moved,
            Kind.CHANGED: bool(texts),
        }
        kinds = tuple(kind for kind, has_happened in happened.items() if has_happened)
        if kinds:
            yield SectionChange(
                id,
                kinds,
                old,
                section,
                former_id=former if former != id else "",
                parent=parents if has_moved else None,
                texts=texts,
            )
    for id, section in before.sections.items():
        if id not in after.sections and id not in names:
            yield SectionChange(id, (Kind.REMOVED,), section, None)


def _texts(survey: Survey, section: Section) -> tuple[str, ...]:
    """What stands for `SECTION_TEXTS`."""
    narrative = survey.narratives.get(section.id)
    return (section.description.strip(), narrative.markdown.strip() if narrative else "")


def _changed_texts(old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[str]:
    for name, before, after in zip(SECTION_TEXTS, old, new, strict=True):
        if before != after:
            yield name


def _parent(survey: Survey, id: str) -> str | None:
    above = survey.ancestors[id][:-1]
    return above[-1].id if above else None
