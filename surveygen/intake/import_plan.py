"""Works from outside to a plan for the survey's files: new ones, known ones, what they teach.

Importing again what was imported changes nothing: a work is known by what identifies it, whatever
key it came in under, and a plan is imported into its own result until that changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import count
from string import ascii_lowercase

from surveygen.checks.duplicates import settling
from surveygen.intake.abstracts import ABSTRACTS, read_abstracts, with_abstracts
from surveygen.intake.merging import Addition, addition, is_same_version
from surveygen.intake.plan import Draft
from surveygen.matching.same_work import KnownWorks, Match
from surveygen.matching.work import Work
from surveygen.messages import N_, _
from surveygen.readers.bibtex import Bibliography, ParsedBlock, read_bibtex
from surveygen.readers.crossref import inherit
from surveygen.readers.records import Record
from surveygen.survey.codes import Code
from surveygen.survey.diagnostics import Diagnostic
from surveygen.survey.entry import Entry
from surveygen.survey.survey import Survey
from surveygen.text.slugs import citation_keys
from surveygen.writers.bibtex import bibtex_entry
from surveygen.writers.bibtex_edit import (
    NotEditable,
    append_entries,
    replace_entry,
    with_fields,
)


class Verdict(StrEnum):
    """What becomes of an imported work."""

    NEW = N_("new")
    MERGED = N_("merged")
    KNOWN = N_("already there")
    REPEATED = N_("listed before")


_BY_WEIGHT = (Verdict.KNOWN, Verdict.MERGED, Verdict.REPEATED, Verdict.NEW)
"""Of two verdicts on one work, the later one in this order tells what becomes of it."""
_ROUNDS = 10
"""How often records are judged at most; made-up bibliographies have needed three rounds."""


@dataclass(frozen=True, slots=True)
class Judged:
    """An imported work and what becomes of it."""

    record: Record
    verdict: Verdict
    key: str
    """Its key in the survey."""
    reason: str = ""
    """Why it is known, in the reader's language."""
    adds: Addition = field(default_factory=Addition)
    """What the entry of that key takes over from it."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What becomes of all works of an import."""

    works: tuple[Judged, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    abstracts: int = 0
    """How many abstracts are kept that were not there before."""

    def count(self, verdict: Verdict) -> int:
        """How many works have a verdict."""
        return Counter(work.verdict for work in self.works)[verdict]


class CannotEdit(Exception):
    """A bibliography cannot be edited without harm; the message says what to do."""


def plan_import(draft: Draft, survey: Survey, records: Iterable[Record]) -> Judgement:
    """Judge every record and write what follows into the draft.

    New entries go behind the last one of the survey's first bibliography. What an entry takes over,
    itself or through its parent, may make it the work of a record that came before, so the records
    are judged again by what will stand in the files, until nothing follows.

    Raises:
        CannotEdit: a bibliography cannot be edited.
        OSError: a file of the survey cannot be read.

    """
    records = tuple(records)
    paths = survey.taxonomy.bibliography
    judge = first = _Judge(Bibliography(survey.entries, survey.quarantine), survey.taxonomy.aliases)
    works = latest = first.judge_all(records)
    parsed: dict[str, ParsedBlock] = {}
    for _round in range(_ROUNDS):
        if not _write(draft, paths[0], judge.ours, latest):
            break
        written = read_bibtex([(path, draft.read(path) or b"") for path in paths], parsed)
        judge = _Judge(written, survey.taxonomy.aliases)
        latest = judge.judge_all(records)
        works = tuple(map(_together, works, latest))
    return Judgement(works, tuple(first.diagnostics), _write_abstracts(draft, works))


def handles(survey: Survey, judgement: Judgement) -> dict[str, str]:
    """For what an outline may call a work, its key in the survey once the import is done.

    Handles and keys of the imported works count before the survey's own keys and old keys.
    """
    own = (*survey.papers, *survey.background, *(item.key for item in survey.quarantine))
    return {
        **survey.taxonomy.aliases,
        **{key: key for key in own if key},
        **{work.record.handle or work.record.entry.key: work.key for work in judgement.works},
    }


class _Judge:
    def __init__(self, bibliography: Bibliography, aliases: Mapping[str, str]) -> None:
        self.ours = bibliography.entries
        """Entries of the survey."""
        self.entries = dict(self.ours)
        """Those, and the new ones, with all that they take over."""
        self.folded = {key.casefold(): key for key in self.ours}
        self.damaged = {item.key for item in bibliography.quarantine if item.key}
        keys = {**aliases, **{key: key for key in (*self.damaged, *self.entries)}}
        self.taken = {name.casefold(): key for name, key in keys.items()}
        """For a name that no new entry can have, in lower case, the key that it leads to."""
        self.known = KnownWorks(self.entries.values())
        self.diagnostics: list[Diagnostic] = []

    def say(self, code: Code, entry: Entry, message: str) -> None:
        self.diagnostics.append(Diagnostic(code, message, entry.path, *entry.place))

    def judge_all(self, records: Sequence[Record]) -> tuple[Judged, ...]:
        keys = {record.entry.key.casefold() for record in records}
        return tuple(self.judge(self.with_our_parent(record, keys)) for record in records)

    def with_our_parent(self, record: Record, keys: Collection[str]) -> Record:
        """The record with what it will take over from a parent that the survey alone has.

        ``keys`` are those of all records, in lower case.
        """
        entry, parent = record.entry, record.entry.fields.get("crossref", "").strip()
        ours = self.ours.get(parent) or self.ours.get(self.folded.get(parent.casefold(), ""))
        if ours is None or parent.casefold() in keys:
            return record
        whole, _found = inherit({entry.key: entry, ours.key: ours})
        return replace(record, entry=whole[entry.key])

    def judge(self, record: Record) -> Judged:
        match = self.known.find(record.entry)
        if match is not None and match.is_same:
            return self.judge_known(record, match)
        if match is None and record.entry.key in self.damaged:
            reason = _("its entry in the survey is damaged; mend that one")
            return Judged(record, Verdict.KNOWN, record.entry.key, reason)
        if record.entry.key.casefold() in self.taken and not Work(record.entry).content:
            reason = _("it says nothing, and an entry of its key is there")
            return Judged(record, Verdict.KNOWN, self.taken[record.entry.key.casefold()], reason)
        key = self.key_for(record.entry)
        if key in self.entries:
            verdict = Verdict.KNOWN if key in self.ours else Verdict.REPEATED
            return Judged(record, verdict, key, _("an entry of its key says all that it says"))
        if key != record.entry.key != "":
            message = _('key "{key}" is that of another work; this one comes in as "{new}"')
            shown = message.format(key=record.entry.key, new=key)
            self.say(Code.KEY_TAKEN, record.entry, shown)
        if match is not None:
            self.say_doubtful(record.entry, key, match)
        self.taken[key.casefold()] = key
        self.entries[key] = replace(record.entry, key=key)
        self.known.add(self.entries[key])
        return Judged(record, Verdict.NEW, key)

    def judge_known(self, record: Record, match: Match) -> Judged:
        key, theirs = match.entry.key, record.entry
        first = self.entries[key]
        if not is_same_version(first, theirs):
            message = _('"{key}" is there as another version ({ours}; this one: {theirs})')
            shown = message.format(key=key, ours=_version(first), theirs=_version(theirs))
            self.say(Code.OTHER_VERSION, theirs, shown)
        adds = addition(first, theirs)
        # So that a further description of the work adds only what is still missing; and what
        # identifies this description of the work identifies the work.
        kind = theirs.entry_type if adds.entry_type else first.entry_type
        fields = {**first.fields, **adds.fields}
        self.entries[key] = replace(first, entry_type=kind, fields=fields)
        self.known.add(self.entries[key], theirs)
        if key not in self.ours:
            verdict = Verdict.REPEATED
        else:
            verdict = Verdict.MERGED if adds else Verdict.KNOWN
        return Judged(record, verdict, key, match.comparison.shown_reason, adds)

    def say_doubtful(self, entry: Entry, key: str, match: Match) -> None:
        """Say which work a new one may be; both stay."""
        compared = match.comparison
        code, help = Code.MAYBE_SAME_WORK, settling(match.entry, replace(entry, key=key))
        message = _('"{title}" may be the same work as "{other}" ({key}): {reason}')
        if compared.is_of_identifier:
            code, help = Code.SAME_IDENTIFIER, ""
            message = _('"{title}" and "{other}" ({key}) share an identifier: {reason}')
        message = message.format(
            title=entry.title,
            other=match.entry.title,
            key=match.entry.key,
            reason=compared.shown_reason,
        )
        self.diagnostics.append(Diagnostic(code, message, entry.path, *entry.place, help))

    def key_for(self, entry: Entry) -> str:
        """The key that an entry gets: its own, or one made of that or of the work.

        Where it came in before, and was written under one of these keys, that one, even if what
        the survey's entry has from its parent makes it another work by now.
        """
        return next(
            found or key
            for key in _keys_for(entry)
            if (found := self.taken.get(key.casefold())) is None
            or (found in self.entries and _says_all(self.entries[found], entry))
        )


def _keys_for(entry: Entry) -> Iterator[str]:
    """Keys that an entry may get, the first choice first; they never end."""
    if not entry.key:
        yield from citation_keys(entry.authors, entry.year_number, entry.title)
    yield entry.key
    yield from (f"{entry.key}{letter}" for letter in ascii_lowercase[1:])
    yield from (f"{entry.key}-{number}" for number in count(2))


def _says_all(ours: Entry, theirs: Entry) -> bool:
    """Whether our entry says by itself all that another one says by itself."""
    said = {name: value for name, value in _own_fields(theirs).items() if name != "crossref"}
    return bool(said) and said.items() <= _own_fields(ours).items()


def _together(before: Judged, after: Judged) -> Judged:
    """What becomes of a work by one judgement and by a second one, of what the first led to."""
    verdict = max(before.verdict, after.verdict, key=_BY_WEIGHT.index)
    fields = {**before.adds.fields, **after.adds.fields}
    adds = Addition(fields, before.adds.entry_type or after.adds.entry_type)
    return replace(before, verdict=verdict, key=after.key, adds=adds)


def _version(entry: Entry) -> str:
    return ", ".join(part for part in (entry.venue or f"@{entry.entry_type}", entry.year) if part)


def _write(draft: Draft, path: str, ours: Mapping[str, Entry], works: Sequence[Judged]) -> bool:
    """Write what follows from a judgement; whether anything does. New entries go into ``path``."""
    additions = _additions(works)
    _write_merged(draft, ours, additions)
    _write_new(draft, path, works, additions)
    return bool(additions) or any(work.verdict is Verdict.NEW for work in works)


def _additions(works: Iterable[Judged]) -> dict[str, Addition]:
    """For a key, all that its entry takes over."""
    whole: dict[str, Addition] = {}
    for work in works:
        if work.adds:
            before = whole.get(work.key, Addition())
            entry_type = before.entry_type or work.adds.entry_type
            whole[work.key] = Addition({**before.fields, **work.adds.fields}, entry_type)
    return whole


def _write_merged(
    draft: Draft, ours: Mapping[str, Entry], additions: Mapping[str, Addition]
) -> None:
    merged = [ours[key] for key in additions if key in ours]
    # From the bottom up, for an edit moves the lines below it.
    for entry in sorted(merged, key=lambda entry: (entry.path, entry.line), reverse=True):
        adds = additions[entry.key]
        text = with_fields(entry.raw, adds.fields, adds.entry_type)
        try:
            draft.write(entry.path, replace_entry(draft.read(entry.path) or b"", entry, text))
        except NotEditable as error:
            raise CannotEdit(_not_editable(entry.path, error)) from None


def _write_new(
    draft: Draft, path: str, works: Sequence[Judged], additions: Mapping[str, Addition]
) -> None:
    keys = {work.record.entry.key.casefold(): work.key for work in works if work.record.entry.key}
    texts = []
    for work in works:
        if work.verdict is Verdict.NEW:
            text, adds = _text(work.record.entry, work.key, keys), additions.get(work.key)
            texts.append(with_fields(text, adds.fields, adds.entry_type) if adds else text)
    if not texts:
        return
    try:
        draft.write(path, append_entries(draft.read(path) or b"", texts))
    except NotEditable as error:
        raise CannotEdit(_not_editable(path, error)) from None


def _not_editable(path: str, error: NotEditable) -> str:
    if error.key:
        message = _('entry "{key}" of {path} is not edited; mend first what `check` says of it')
        return message.format(key=error.key, path=path)
    message = _("{path} is not clean UTF-8 and is not edited; save it as UTF-8 first")
    return message.format(path=path)


def _text(entry: Entry, key: str, keys: Mapping[str, str]) -> str:
    """The entry as its file has it, where that text means the same by itself; else written anew.

    It does not where it uses an ``@string``, or where its or its parent's key had to change.
    ``keys`` gives, for a key of the file without regard to case, that of the survey.
    """
    parent = entry.fields.get("crossref", "").strip()
    has_parent = keys.get(parent.casefold(), parent) == parent
    if key == entry.key and has_parent and entry.raw:
        alone = read_bibtex([("", entry.raw.encode("utf-8", "surrogatepass"))])
        found = alone.entries.get(key)
        if found is not None and found.fields == _own_fields(entry):
            return entry.raw
    fields = _own_fields(entry) if has_parent else dict(entry.fields)
    if not has_parent:
        fields.pop("crossref")
    plain = Entry(key, entry.entry_type, fields, entry.declared_type)
    return bibtex_entry(plain, all_fields=True)


def _own_fields(entry: Entry) -> dict[str, str]:
    return {name: value for name, value in entry.fields.items() if name not in entry.inherited}


def _write_abstracts(draft: Draft, works: Iterable[Judged]) -> int:
    known = read_abstracts(draft.root)
    found: dict[str, str] = {}
    for work in works:
        if work.record.abstract and work.key not in known:
            found.setdefault(work.key, work.record.abstract)
    if found:
        draft.write(ABSTRACTS, with_abstracts(draft.read(ABSTRACTS) or b"", found))
    return len(found)
