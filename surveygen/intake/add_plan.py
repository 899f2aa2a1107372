"""Works that were looked up, as a plan for the survey: entry, place, note."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from surveygen.intake.import_plan import Judged, Judgement, Verdict, plan_import
from surveygen.intake.outline_plan import plan_outline
from surveygen.intake.plan import Draft
from surveygen.mapping.places import Places
from surveygen.mapping.proposal import Confidence, Proposal
from surveygen.metadata.proposals import Confidence as Certainty
from surveygen.metadata.provenance import PROVENANCE, Supplied, with_supplied
from surveygen.metadata.resolving import Resolved
from surveygen.readers.records import Record
from surveygen.survey.codes import Code
from surveygen.survey.outline import Outline, OutlineSection
from surveygen.survey.survey import Survey
from surveygen.survey.taxonomy import Placement
from surveygen.text.slugs import citation_key

_NOTE = """---
added: {date}
draft: true
---
"""


@dataclass(frozen=True, slots=True)
class Added:
    """What becomes of one work."""

    resolved: Resolved
    judged: Judged
    proposals: tuple[Proposal, ...] = ()
    """Where it may belong, the likeliest first; only for new works."""
    section: str = ""
    """Id of the section that becomes its home; empty where it is not placed."""
    note: str = ""
    """Path of the note that is begun; empty where there is none to begin."""


@dataclass(frozen=True, slots=True)
class Addition:
    """What becomes of all works."""

    works: tuple[Added, ...]
    judgement: Judgement


def plan_add(
    draft: Draft, survey: Survey, resolved: Sequence[Resolved], date: str, section: str = ""
) -> Addition:
    """Write entries, places and notes of works into the draft.

    A new work gets its home where the proposal is sure or likely; else it is not yet placed.

    Args:
        draft: of the survey's folder.
        survey: what is there.
        resolved: the works.
        date: of today, ISO 8601; notes are added on it.
        section: id of the section that is to be their home; empty to have it proposed.

    Raises:
        CannotEdit: a bibliography cannot be edited.
        CannotPlace: the taxonomy cannot be edited.
        OSError: a file of the survey cannot be read.

    """
    judgement = plan_import(draft, survey, map(_record, resolved))
    places = None if section else Places(survey)
    works = []
    for one, judged in zip(resolved, judgement.works, strict=True):
        added = Added(one, judged)
        if judged.verdict is Verdict.NEW:
            entry = judged.record.entry
            found = () if places is None else places.propose(entry.title, one.abstract)
            best = section or _home(found)
            added = replace(
                added, proposals=found, section=best, note=_note(draft, survey, judged, date)
            )
        works.append(added)
    _place(draft, survey, works)
    supplied = list(_supplied(works, date))
    if supplied:
        draft.write(PROVENANCE, with_supplied(draft.read(PROVENANCE) or b"", supplied))
    # A key that was proposed just now is cited nowhere, so it is no news that it got a letter.
    told = tuple(one for one in judgement.diagnostics if one.code is not Code.KEY_TAKEN)
    return Addition(tuple(works), replace(judgement, diagnostics=told))


def _record(resolved: Resolved) -> Record:
    entry, year = resolved.joined.entry, resolved.joined.first_year
    # What is taken already gets a letter when the work is judged.
    key = citation_key(entry.authors, year, entry.title)
    return Record(replace(entry, key=key), resolved.abstract)


def _home(proposals: Sequence[Proposal]) -> str:
    best = proposals[0] if proposals else None
    return "" if best is None or best.confidence is Confidence.GUESS else best.section


def _note(draft: Draft, survey: Survey, judged: Judged, date: str) -> str:
    """Begin a note, and return its path; empty where the work has one."""
    path = f"{survey.taxonomy.notes}/{judged.key}.md"
    if draft.read(path) is not None:
        return ""
    draft.write(path, _NOTE.format(date=date).encode())
    return path


def _place(draft: Draft, survey: Survey, works: Iterable[Added]) -> None:
    """Let keys stand in their sections; what an outline may do is all that is needed."""
    by_section: dict[str, list[str]] = {}
    for work in works:
        if work.section:
            by_section.setdefault(work.section, []).append(work.judged.key)
    for id, keys in by_section.items():
        inner: OutlineSection | None = None
        for section in reversed(survey.ancestors[id]):
            inner = OutlineSection(
                section.title,
                works=tuple(map(Placement, keys)) if section.id == id else (),
                sections=() if inner is None else (inner,),
                id=section.id,
            )
        assert inner is not None
        plan_outline(draft, Outline((inner,)), {key: key for key in keys}, keys, "")


def _supplied(works: Iterable[Added], date: str) -> Iterator[Supplied]:
    for work in works:
        new: Mapping[str, str] = work.judged.adds.fields
        if work.judged.verdict is Verdict.NEW:
            new = work.judged.record.entry.fields
        for name, value in new.items():
            found = work.resolved.joined.sources.get(name)
            source, id = (found.source, found.id) if found else ("Crossref", "")
            yield Supplied(work.judged.key, name, value, source, id, date, Certainty.CERTAIN.value)
