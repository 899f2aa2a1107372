"""What services could teach an entry: proposals, each with its source and how sure it is.

Nothing is proposed unless title, first author and year agree, and nothing of ours is replaced but
the year and type of a preprint that has since been published under its own title and people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from surveygen.matching.people import Agreement, agreement
from surveygen.matching.titles import Title, is_equal
from surveygen.matching.work import Work
from surveygen.messages import N_
from surveygen.metadata.found import Found, Notice
from surveygen.metadata.status import WorkStatus, status_of
from surveygen.metadata.versions import disagreement, has_same_face, published_remark
from surveygen.survey.entry import Entry

_FILLED = (
    *("journal", "booktitle", "series", "volume", "number", "pages", "eid"),
    *("publisher", "year", "doi"),
)
"""Fields that a reference shows, and that a service may fill."""
_SAME_MEANING = {
    "journal": ("journaltitle", "booktitle"),
    "booktitle": ("journal", "journaltitle"),
    "number": ("issue",),
    "year": ("date",),
    "pages": ("eid",),
    "eid": ("pages",),
    "publisher": ("school", "institution", "organization"),
}


class Confidence(StrEnum):
    """How sure it is that the service speaks of this work."""

    CERTAIN = N_("certain")
    """An identifier links them, and title, first author and year agree."""
    LIKELY = N_("likely")
    """Title, first author and year agree."""


class Change(StrEnum):
    """What a proposal is about."""

    PUBLISHED = N_("published since")
    OTHER_VERSION = N_("published in another version")
    FILLED = N_("missing fields")
    STATUS = N_("status")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change of one entry."""

    key: str
    change: Change
    fields: Mapping[str, str]
    """New values by field; those that the entry has are replaced."""
    source: str
    """Name of the service."""
    id: str
    """What the service was asked for."""
    confidence: Confidence
    entry_type: str = ""
    """The new type; empty where it stays."""
    removed: tuple[str, ...] = ()
    """Fields that no longer hold."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that people should look at."""

    key: str
    message: str
    """Marked; its fields are those of ``parts``."""
    parts: Mapping[str, str] = field(default_factory=dict)
    fields: tuple[str, ...] = ()
    """Names of the fields that it is about."""


@dataclass(frozen=True, slots=True)
class Known:
    """What services say about the work of one entry."""

    preprint: Found | None = None
    """By its arXiv number."""
    record: Found | None = None
    """By its own DOI."""
    linked: Found | None = None
    """By a DOI that its archive names."""
    titled: Sequence[Found] = ()
    """By title and first author, best first."""
    notices: Sequence[Notice] = ()
    """About its DOI."""


def propose(entry: Entry, known: Known) -> tuple[list[Proposal], list[Doubt]]:
    """Proposals and doubts for an entry, without fields that are locked."""
    doubts = list(_doubts(entry, known))
    found = [
        _published(entry, known),
        _filled(entry, known),
        _status(entry, known),
    ]
    proposals = []
    for proposal in found:
        if proposal is None or not (allowed := _unlocked(entry, proposal)):
            continue
        proposals.append(allowed)
    return proposals, doubts


def _unlocked(entry: Entry, proposal: Proposal) -> Proposal | None:
    """The proposal without locked fields; a change of version is whole or none."""
    locked = entry.locked & (proposal.fields.keys() | set(proposal.removed))
    if not locked:
        return proposal
    if proposal.change is not Change.FILLED:
        return None
    fields = {name: value for name, value in proposal.fields.items() if name not in locked}
    return replace(proposal, fields=fields) if fields else None


def _doubts(entry: Entry, known: Known) -> list[Doubt]:
    doubts = []
    for found, names in ((known.preprint, ("eprint",)), (known.record, ("doi",))):
        if found is not None and _is_other_work(entry, found.entry):
            message = N_('{source} has "{title}" under {id}, which seems to be another work')
            parts = {"source": found.source, "title": found.entry.title, "id": found.id}
            doubts.append(Doubt(entry.key, message, parts, names))
    for notice in known.notices:
        if notice.kind == "expression_of_concern":
            message = N_("an expression of concern was published about it ({doi})")
            doubts.append(Doubt(entry.key, message, {"doi": notice.doi}, ("doi",)))
    return doubts


def _is_other_work(entry: Entry, found: Entry) -> bool:
    """Whether neither title nor people have anything in common; titles change with versions."""
    if is_equal(Title(entry.title), Title(found.title)):
        return False
    return agreement(Work(entry).people, Work(found).people) is Agreement.NONE


def _published(entry: Entry, known: Known) -> Proposal | None:
    """The published version of a preprint, or a remark on it."""
    if not Work(entry).is_preprint or entry.arxiv is None or entry.published_as:
        return None
    linked = known.linked
    if linked is not None and Work(linked.entry).is_preprint:
        linked = None
    if linked is not None and not disagreement(entry, linked.entry):
        return _as_published(entry, linked, Confidence.CERTAIN)
    if linked is not None and agreement(Work(entry).people, Work(linked.entry).people) in (
        Agreement.SAME,
        Agreement.OVERLAP,
    ):
        return _remark(entry, linked, Confidence.CERTAIN)
    for found in known.titled:
        if not Work(found.entry).is_preprint and not disagreement(entry, found.entry):
            return _as_published(entry, found, Confidence.LIKELY)
    return None


def _as_published(entry: Entry, found: Found, confidence: Confidence) -> Proposal | None:
    if not has_same_face(entry, found.entry):
        return _remark(entry, found, confidence)
    theirs = found.entry
    if not theirs.venue or not theirs.year_number:
        return None
    fields = {
        name: value
        for name in _FILLED
        if name != "year" and (value := theirs.fields.get(name)) and name not in entry.fields
    }
    if theirs.year != entry.year:
        fields["date" if "date" in entry.fields else "year"] = theirs.year
    return Proposal(
        entry.key,
        Change.PUBLISHED,
        fields,
        found.source,
        found.id,
        confidence,
        theirs.declared_type,
        # The month of the preprint is not that of the publication.
        removed=tuple(name for name in ("month", "day") if name in entry.fields),
    )


def _remark(entry: Entry, found: Found, confidence: Confidence) -> Proposal | None:
    remark = published_remark(entry, found.entry)
    if not found.entry.venue:
        return None
    fields = {"x-published": remark}
    return Proposal(entry.key, Change.OTHER_VERSION, fields, found.source, found.id, confidence)


def _filled(entry: Entry, known: Known) -> Proposal | None:
    """Fields that an entry lacks, from the record of its own version."""
    if known.record is not None:
        if disagreement(entry, known.record.entry, is_same_version=True):
            return None
        return _fill(entry, known.record, Confidence.CERTAIN)
    if entry.doi is not None or Work(entry).is_preprint:
        return None
    for found in known.titled:
        same = not disagreement(entry, found.entry, is_same_version=True)
        if (
            same
            and found.entry.entry_type == entry.entry_type
            and _has_same_venue(entry, found.entry)
        ):
            return _fill(entry, found, Confidence.LIKELY)
    return None


def _fill(entry: Entry, found: Found, confidence: Confidence) -> Proposal | None:
    theirs = found.entry
    if entry.entry_type != theirs.entry_type:
        # Of another kind of publication, only what identifies it is sure.
        names: tuple[str, ...] = ("doi",)
    else:
        names = _FILLED
    fields = {
        name: value
        for name in names
        if (value := theirs.fields.get(name))
        and name not in entry.fields
        and not any(other in entry.fields for other in _SAME_MEANING.get(name, ()))
    }
    if not fields:
        return None
    return Proposal(entry.key, Change.FILLED, fields, found.source, found.id, confidence)


def _has_same_venue(entry: Entry, found: Entry) -> bool:
    """Whether venues can be one: a work may be at a conference and in a journal in one year."""
    ours, theirs = Title(entry.venue), Title(found.venue)
    if not entry.venue or not found.venue:
        return False
    shorter, longer = sorted((ours.words, theirs.words), key=len)
    return is_equal(ours, theirs) or (len(shorter) > 2 and set(shorter) <= set(longer))


def _status(entry: Entry, known: Known) -> Proposal | None:
    notices = [*known.notices, *(known.record.notices if known.record else ())]
    withdrawn = known.preprint is not None and known.preprint.is_withdrawn
    # A preprint that was withdrawn once its work was published withdraws nothing of that.
    withdrawn = withdrawn and Work(entry).is_preprint
    status: WorkStatus | None = status_of(notices, is_withdrawn=withdrawn)
    if status is None or entry.status in _at_least(status.status):
        return None
    fields = {"x-status": status.status}
    if status.note and not entry.status_note:
        fields["x-status-note"] = status.note
    by_notice = known.record or known.preprint
    source, id = ("Crossref", entry.doi or "") if notices else ("arXiv", "")
    if not notices and by_notice is not None:
        source, id = by_notice.source, by_notice.id
    return Proposal(entry.key, Change.STATUS, fields, source, id, Confidence.CERTAIN)


def _at_least(status: str) -> tuple[str, ...]:
    """Values of ``x-status`` beside which a new one says nothing more."""
    order = ("corrected", "superseded", "withdrawn", "retracted")
    return order[order.index(status) :]
