"""What services know of the works of a survey, as a plan for its bibliographies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from surveygen.intake.plan import Draft
from surveygen.matching.work import Work
from surveygen.messages import _
from surveygen.metadata.lookups import Outcome, State
from surveygen.metadata.proposals import Known, Proposal, propose
from surveygen.metadata.provenance import PROVENANCE, Supplied, with_supplied
from surveygen.metadata.question import Question
from surveygen.metadata.run import Run
from surveygen.readers.bibtex import read_bibtex
from surveygen.survey.codes import Code
from surveygen.survey.diagnostics import Diagnostic, in_order
from surveygen.survey.entry import Entry
from surveygen.writers.bibtex_edit import (
    NotEditable,
    replace_entry,
    with_fields,
    with_value,
    without_field,
)

T = TypeVar("T")

Tell = Callable[[str, int, int], None]
"""Is told the name of a service, how many identifiers are answered, and of how many."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of a look at the services."""

    proposals: tuple[Proposal, ...]
    """Those that the draft holds."""
    diagnostics: tuple[Diagnostic, ...]
    entries: int
    """How many were looked up."""
    unheard: int
    """How many of them could not be looked up in full."""


def plan_fetch(draft: Draft, run: Run, entries: Sequence[Entry], date: str, tell: Tell) -> Fetched:
    """Look up entries and write what follows into the draft.

    Args:
        draft: of the survey's folder.
        run: the services.
        entries: what to look up.
        date: of today, ISO 8601, for the record of where fields come from.
        tell: is told of the progress.

    Raises:
        OSError: a file cannot be read, or an answer cannot be kept.

    """
    answers = _Answers(run, tell)
    known = answers.look_up(entries)
    proposals: list[Proposal] = []
    diagnostics: list[Diagnostic] = []
    for entry in entries:
        proposed, doubts = propose(entry, known[entry.key])
        proposals += proposed
        for doubt in doubts:
            code = Code.CONCERN if known[entry.key].notices else Code.OTHER_WORK
            if not entry.locked & set(doubt.fields):
                text = _(doubt.message).format(**doubt.parts)
                diagnostics.append(_at(entry, code, text, *doubt.fields))
    diagnostics += _unknown(entries, answers.unknown)
    written, refused = _write(draft, {entry.key: entry for entry in entries}, proposals)
    if written:
        supplied = with_supplied(draft.read(PROVENANCE) or b"", _supplied(written, date))
        draft.write(PROVENANCE, supplied)
    found = in_order([*diagnostics, *refused])
    return Fetched(tuple(written), found, len(entries), len(answers.unheard))


@dataclass(slots=True)
class _Answers:
    """What was asked, and what was not heard."""

    run: Run
    tell: Tell
    unheard: set[str] = field(default_factory=set)
    """Keys of entries about which a service gave no answer."""
    unknown: set[str] = field(default_factory=set)
    """Identifiers that no service knows."""

    def look_up(self, entries: Sequence[Entry]) -> dict[str, Known]:
        ask = self.run.ask
        arxiv = self.ask(ask.arxiv, {entry.key: entry.arxiv.id for entry in entries if entry.arxiv})
        own = {entry.key: entry.doi.lower() for entry in entries if entry.doi}
        linked = {
            key: doi
            for key, outcome in arxiv.items()
            if outcome.value and key not in own and (doi := outcome.value.published_doi.lower())
        }
        crossref = self.ask(ask.crossref, {**linked, **own})
        elsewhere = {
            key: own[key]
            for key, outcome in crossref.items()
            if key in own and outcome.state is State.UNKNOWN
        }
        by_doi = self.ask(ask.doi, elsewhere)
        self.note_unknown(arxiv, {entry.key: str(entry.arxiv) for entry in entries})
        self.note_unknown(by_doi, own)
        at_crossref = {key: doi for key, doi in own.items() if key not in elsewhere}
        notices = self.ask(ask.notices, at_crossref)
        titled = self.ask(
            ask.crossref_titles,
            {
                entry.key: f"{entry.title}\n{entry.authors[0].family}"
                for entry in entries
                if entry.key not in own and entry.key not in linked and _may_be_searched(entry)
            },
        )
        return {
            entry.key: Known(
                preprint=_value(arxiv, entry.key),
                record=_value(crossref if entry.key in at_crossref else by_doi, entry.key)
                if entry.key in own
                else None,
                linked=_value(crossref, entry.key) if entry.key in linked else None,
                titled=_value(titled, entry.key) or (),
                notices=_value(notices, entry.key) or (),
            )
            for entry in entries
        }

    def ask(self, question: Question[T], ids: Mapping[str, str]) -> dict[str, Outcome[T]]:
        """Outcomes by key; keys that share an identifier share the outcome."""
        if not ids:
            return {}
        name = question.service.name
        found = self.run.lookups.look_up(
            question, ids.values(), lambda done, total: self.tell(name, done, total)
        )
        outcomes = {key: found[id] for key, id in ids.items()}
        self.unheard |= {key for key, it in outcomes.items() if it.state is State.FAILED}
        return outcomes

    def note_unknown(self, outcomes: Mapping[str, Outcome[T]], ids: Mapping[str, str]) -> None:
        self.unknown |= {ids[key] for key, it in outcomes.items() if it.state is State.UNKNOWN}


def _value(outcomes: Mapping[str, Outcome[T]], key: str) -> T | None:
    outcome = outcomes.get(key)
    return outcome.value if outcome is not None else None


def _may_be_searched(entry: Entry) -> bool:
    """Whether a search by title can teach it something that nobody decided yet."""
    if not entry.title or not entry.authors or entry.published_as:
        return False
    return not Work(entry).is_preprint or entry.arxiv is not None


def _at(entry: Entry, code: Code, message: str, *fields: str) -> Diagnostic:
    return Diagnostic(code, message, entry.path, *entry.place_of(*fields))


def _unknown(entries: Iterable[Entry], ids: set[str]) -> Iterator[Diagnostic]:
    for entry in entries:
        if entry.doi and entry.doi.lower() in ids and "doi" not in entry.locked:
            message = _('no agency knows the DOI "{id}"').format(id=entry.doi)
            yield _at(entry, Code.UNKNOWN_IDENTIFIER, message, "doi")
        if entry.arxiv and str(entry.arxiv) in ids and "eprint" not in entry.locked:
            message = _('arXiv does not know "{id}"').format(id=entry.arxiv)
            yield _at(entry, Code.UNKNOWN_IDENTIFIER, message, "eprint")


def _supplied(proposals: Iterable[Proposal], date: str) -> Iterator[Supplied]:
    for it in proposals:
        for name, value in (*it.fields.items(), *((name, "") for name in it.removed)):
            yield Supplied(it.key, name, value, it.source, it.id, date, it.confidence.value)


def _write(
    draft: Draft, entries: Mapping[str, Entry], proposals: Iterable[Proposal]
) -> tuple[list[Proposal], list[Diagnostic]]:
    """Write what can be written, entry by entry; what cannot is a finding."""
    by_key: dict[str, list[Proposal]] = {}
    for proposal in proposals:
        by_key.setdefault(proposal.key, []).append(proposal)
    before = {entries[key].path: draft.read(entries[key].path) or b"" for key in by_key}
    left = dict(by_key)
    while left:
        after = dict(before)
        # From the bottom up, for an edit moves the lines below it.
        for key in sorted(left, key=lambda key: entries[key].place, reverse=True):
            entry = entries[key]
            try:
                text = _edited(entry, left[key])
                after[entry.path] = replace_entry(after[entry.path], entry, text)
            except NotEditable:
                del left[key]
        read = read_bibtex(after.items()).entries
        wrong = [key for key in left if not _says(read.get(key), entries[key], left[key])]
        if not wrong:
            for path, data in after.items():
                draft.write(path, data)
            break
        for key in wrong:
            del left[key]
    refused = [_not_edited(entries[key], by_key[key]) for key in by_key if key not in left]
    return [it for key in by_key if key in left for it in by_key[key]], refused


def _not_edited(entry: Entry, proposals: Iterable[Proposal]) -> Diagnostic:
    fields = {name: value for it in proposals for name, value in it.fields.items()}
    shown = ", ".join(f"{name} = {{{value}}}" for name, value in fields.items())
    message = _('entry "{key}" is not edited; write {fields} into it by hand')
    return _at(entry, Code.NOT_EDITED, message.format(key=entry.key, fields=shown), *fields)


def _edited(entry: Entry, proposals: Iterable[Proposal]) -> str:
    text = entry.raw
    for it in proposals:
        for name in it.removed:
            text = without_field(text, name)
        new = {}
        for name, value in it.fields.items():
            if name in entry.fields and name not in entry.inherited:
                text = with_value(text, name, value)
            else:
                new[name] = value
        if new or it.entry_type:
            text = with_fields(text, new, it.entry_type)
    return text


def _says(after: Entry | None, entry: Entry, proposals: Iterable[Proposal]) -> bool:
    """Whether the entry, read again, says what was meant, and all else that it said."""
    if after is None:
        return False
    wanted = {name: value for name, value in entry.fields.items() if name not in entry.inherited}
    for it in proposals:
        wanted = {name: value for name, value in wanted.items() if name not in it.removed}
        wanted |= it.fields
    return all(after.fields.get(name) == value for name, value in wanted.items())
