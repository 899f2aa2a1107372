"""What a note must keep to: own words, grounded numbers, known tags and metrics, a short TL;DR."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping

from surveygen.checks.numbers import (
    Number,
    name_set,
    names_of,
    number_set,
    numbers_of,
    same_name,
)
from surveygen.survey.diagnostics import Code, Diagnostic
from surveygen.survey.note import Claim, Note
from surveygen.survey.paper import Paper
from surveygen.survey.survey import Survey

TLDR_WORDS = 30
TAG_COUNT = range(2, 6)
RUN_LENGTH = 8
"""A run of so many plain words in common with the abstract is no longer in own words."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def check_notes(survey: Survey) -> Iterator[Diagnostic]:
    """What can be said of the notes without the abstracts."""
    noted = [paper for paper in survey.papers.values() if paper.note is not None]
    for paper in noted:
        note = paper.note
        assert note is not None
        yield from tldr_length(note)
        yield from tag_findings(note, survey)
        yield from metric_findings(note, survey)
    # A survey that has no notes at all is not a survey with missing notes.
    if noted:
        for paper in survey.papers.values():
            if paper.note is None:
                entry = paper.entry
                message = f'"{paper.key}" has no note'
                yield Diagnostic(Code.NO_NOTE, message, entry.path, entry.line)


def check_against_abstracts(survey: Survey, abstracts: Mapping[str, str]) -> Iterator[Diagnostic]:
    """What can be said of the notes whose abstracts are at hand."""
    for paper in survey.papers.values():
        abstract = abstracts.get(paper.key)
        if paper.note is not None and abstract is not None:
            yield from ungrounded(paper, paper.note, abstract)
            yield from span_findings(paper.note, abstract)
            yield from word_runs(paper.note, abstract)


def tldr_length(note: Note) -> Iterator[Diagnostic]:
    """A TL;DR of more than thirty words, or none."""
    words = len(note.tldr.split())
    if words == 0:
        yield _finding(Code.TLDR_LENGTH, "the note has no tldr", note.path)
    elif words > TLDR_WORDS:
        message = f"the tldr has {words} words, at most {TLDR_WORDS} are read"
        yield _finding(Code.TLDR_LENGTH, message, note.path)


def tag_findings(note: Note, survey: Survey) -> Iterator[Diagnostic]:
    """Tags outside the vocabulary, and too few or too many of them."""
    known = survey.vocabulary.tags
    if known:
        for tag in note.tags:
            if tag not in known:
                yield _finding(Code.UNKNOWN_TAG, f'tag "{tag}" has no definition', note.path)
    if len(note.tags) not in TAG_COUNT:
        message = f"the note has {len(note.tags)} tags, it should have 2 to 5"
        yield _finding(Code.TAG_COUNT, message, note.path)


def metric_findings(note: Note, survey: Survey) -> Iterator[Diagnostic]:
    """Metrics outside the vocabulary."""
    known = survey.vocabulary.metrics
    for claim in note.claims:
        if claim.metric not in known:
            message = f'metric "{claim.metric}" has no definition'
            yield _finding(Code.UNKNOWN_METRIC, message, note.path)


def ungrounded(paper: Paper, note: Note, abstract: str) -> Iterator[Diagnostic]:
    """Numbers, and names with digits, that stand neither in the abstract nor in the title."""
    source = f"{paper.entry.title}\n{abstract}\n{' '.join(c.quoted for c in note.claims)}"
    numbers, names = number_set(source), name_set(source)
    # "quoted" mends spoiled tokens, so its value counts as a number of the source.
    mended = frozenset(
        (n.value, n.kind) for c in note.claims if c.quoted for n in _claim_numbers(c)
    )
    for where, text in _texts(note):
        for number in numbers_of(text):
            if not number.is_grounded_in(numbers | mended):
                message = f'{where}: "{number.shown}" stands neither in abstract nor in title'
                yield _finding(Code.UNGROUNDED, message, note.path)
        for name in names_of(text):
            if same_name(name) not in names:
                message = f'{where}: "{name}" stands neither in abstract nor in title'
                yield _finding(Code.UNGROUNDED, message, note.path)


def span_findings(note: Note, abstract: str) -> Iterator[Diagnostic]:
    """Claims whose span does not hold their value, and spans of another text."""
    digest = hashlib.sha256(abstract.encode()).hexdigest()
    if note.abstract_sha256 and note.abstract_sha256 != digest:
        message = "abstract_sha256 is that of another text; the spans may be off"
        yield _finding(Code.ABSTRACT_CHANGED, message, note.path)
    for claim in note.claims:
        name = f'claim "{claim.metric} {claim.value}"'
        if claim.where is None:
            yield _finding(Code.CLAIM_SPAN, f"{name} has no span", note.path)
            continue
        start, end = claim.where
        span = abstract[start:end]
        if not 0 <= start < end <= len(abstract):
            message = f"{name}: the abstract has {len(abstract)} characters"
        elif claim.quoted:
            if claim.quoted in span:
                continue
            message = f'{name}: its span does not hold "{claim.quoted}"'
        else:
            held = {abs(value) for value, _ in number_set(span)}
            if all(abs(n.value) in held for n in numbers_of(claim.value)):
                continue
            message = f"{name}: its span does not hold the value"
        yield _finding(Code.CLAIM_SPAN, message, note.path)


def word_runs(note: Note, abstract: str) -> Iterator[Diagnostic]:
    """Runs of eight words in common, words with a capital, digit or hyphen left out."""
    runs = set(_runs(_plain_words(abstract)))
    allowed = {run for phrase in note.quote for run in _runs(_plain_words(phrase))}
    for where, text in (("tldr", note.tldr), ("text", note.body.text)):
        words = _plain_words(text)
        shared = next((run for run in _runs(words) if run in runs and run not in allowed), None)
        if shared:
            message = f'{where}: "{" ".join(shared)}" stands so in the abstract'
            yield _finding(Code.WORD_RUN, message, note.path, help="say it in own words")


def _plain_words(text: str) -> list[str]:
    return [
        word.replace("’", "'")
        for word in _WORD.findall(text)
        if word == word.lower() and not re.search(r"[\d-]", word)
    ]


def _runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    for start in range(len(words) - RUN_LENGTH + 1):
        yield tuple(words[start : start + RUN_LENGTH])


def _texts(note: Note) -> Iterable[tuple[str, str]]:
    yield "tldr", note.tldr
    yield "text", note.body.text
    for claim in note.claims:
        yield "claim", _with_unit(claim)
        yield "claim", f"{claim.on} ; {claim.versus}"


def _claim_numbers(claim: Claim) -> Iterator[Number]:
    yield from numbers_of(claim.value)
    yield from numbers_of(_with_unit(claim))


def _with_unit(claim: Claim) -> str:
    """The value with a unit that makes it another number; others do not."""
    return f"{claim.value}{claim.unit if claim.unit in ('%', 'x') else ''}"


def _finding(code: Code, message: str, path: str, help: str = "") -> Diagnostic:
    return Diagnostic(code, message, path, help=help)
