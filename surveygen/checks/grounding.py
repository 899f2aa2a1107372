"""Whether a note is grounded in the abstract: its numbers, its claims, and words of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterator
from dataclasses import dataclass
from decimal import Decimal

from surveygen.checks.note_places import BodyPlaces, finding_at, plain_words
from surveygen.checks.numbers import (
    Number,
    name_set,
    names_of,
    number_set,
    numbers_of,
    same_name,
)
from surveygen.messages import N_, _, ngettext
from surveygen.survey.codes import Code
from surveygen.survey.diagnostics import Diagnostic
from surveygen.survey.note import Claim, Note
from surveygen.survey.paper import Paper

RUN_LENGTH = 8
"""A run of so many plain words in common with the abstract is no longer in own words."""

_IN_TLDR = N_('the tldr says "{shown}", which stands neither in abstract nor in title')
_IN_TEXT = N_('the text says "{shown}", which stands neither in abstract nor in title')
_IN_CLAIM = N_('a claim says "{shown}", which stands neither in abstract nor in title')


@dataclass(frozen=True, slots=True)
class _Source:
    """The numbers and names that a note may hold."""

    numbers: frozenset[tuple[Decimal, str]]
    names: frozenset[str]

    @classmethod
    def of(cls, paper: Paper, note: Note, abstract: str) -> _Source:
        quoted = " ".join(claim.quoted for claim in note.claims)
        text = f"{paper.entry.title}\n{abstract}\n{quoted}"
        # "quoted" mends spoiled tokens, so its value counts as a number of the source.
        mended = {(n.value, n.kind) for c in note.claims if c.quoted for n in _claim_numbers(c)}
        return cls(number_set(text) | mended, name_set(text))

    def lacks(self, text: str) -> Iterator[str]:
        """Every number or name of a text that the source does not have, as written there."""
        for number in numbers_of(text):
            if not number.is_grounded_in(self.numbers):
                yield number.shown
        for name in names_of(text):
            if same_name(name) not in self.names:
                yield name


def ungrounded(
    paper: Paper, note: Note, abstract: str, keys: Container[str] = ()
) -> Iterator[Diagnostic]:
    """Numbers, and names with digits, that stand neither in the abstract nor in the title.

    Nothing is said of citation keys, which stand in the text of a citation that was refused.
    """
    source = _Source.of(paper, note, abstract)
    for message, text, field in _front_texts(note):
        for shown in source.lacks(text):
            yield finding_at(Code.UNGROUNDED, _(message).format(shown=shown), note, field)
    body = BodyPlaces(note.body)
    for shown in source.lacks(note.body.text):
        if shown not in keys:
            message = _(_IN_TEXT).format(shown=shown)
            yield Diagnostic(Code.UNGROUNDED, message, note.path, body.line_of(shown))


def _front_texts(note: Note) -> Iterator[tuple[str, str, str]]:
    """What may be said of each text of the front matter, the text, and its field."""
    yield _IN_TLDR, note.tldr_text, "tldr"
    for number, claim in enumerate(note.claims):
        yield _IN_CLAIM, _with_unit(claim), f"claims.{number}.value"
        yield _IN_CLAIM, claim.on, f"claims.{number}.on"
        yield _IN_CLAIM, claim.versus, f"claims.{number}.versus"


def span_findings(paper: Paper, note: Note, abstract: str) -> Iterator[Diagnostic]:
    """Claims whose span does not hold their value, and spans of another text."""
    digest = hashlib.sha256(abstract.encode()).hexdigest()
    is_other = bool(note.abstract_sha256) and note.abstract_sha256 != digest
    if is_other:
        message = _("abstract_sha256 is that of another text; the spans may be off")
        yield finding_at(Code.ABSTRACT_CHANGED, message, note, "abstract_sha256")
    source = _Source.of(paper, note, abstract)
    for number, claim in enumerate(note.claims):
        field = f"claims.{number}.where"
        if claim.where is None:
            # One that stands there and cannot be read has its own finding.
            is_told = field in note.places or field in note.unread
            fault = None if is_told else _("claim {claim} has no span")
        elif is_other or any(source.lacks(_with_unit(claim))):
            fault = None  # the one fault is said already
        else:
            fault = _fault_of_span(claim, claim.where, abstract)
        if fault:
            message = fault.format(
                claim=f'"{claim.metric} {claim.value}"', quoted=claim.quoted, count=len(abstract)
            )
            yield finding_at(Code.CLAIM_SPAN, message, note, field)


def _fault_of_span(claim: Claim, where: tuple[int, int], abstract: str) -> str | None:
    """What is wrong with the span of a claim; None where it holds the value."""
    start, end = where
    span = abstract[start:end]
    if not 0 <= start < end <= len(abstract):
        return ngettext(
            "the span of claim {claim} ends behind the abstract, which has {count} character",
            "the span of claim {claim} ends behind the abstract, which has {count} characters",
            len(abstract),
        )
    if claim.quoted:
        is_held = claim.quoted in span
        return None if is_held else _('the span of claim {claim} does not hold "{quoted}"')
    held = {abs(value) for value, _kind in number_set(span)}
    if all(abs(number.value) in held for number in numbers_of(claim.value)):
        return None
    return _("the span of claim {claim} does not hold its value")


def word_runs(note: Note, abstract: str) -> Iterator[Diagnostic]:
    """Runs of eight words in common, words with a capital, digit or hyphen left out."""
    runs = set(_runs(plain_words(abstract)))
    allowed = {run for phrase in note.quote for run in _runs(plain_words(phrase))}

    def shared(text: str) -> tuple[str, ...] | None:
        found = (run for run in _runs(plain_words(text)) if run in runs and run not in allowed)
        return next(found, None)

    if run := shared(note.tldr_text):
        message = _('the tldr says "{words}", as the abstract does').format(words=" ".join(run))
        yield finding_at(Code.WORD_RUN, message, note, "tldr")
    if run := shared(note.body.text):
        message = _('the text says "{words}", as the abstract does').format(words=" ".join(run))
        line = BodyPlaces(note.body).line_of_run(run)
        yield Diagnostic(Code.WORD_RUN, message, note.path, line)


def _runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    for start in range(len(words) - RUN_LENGTH + 1):
        yield tuple(words[start : start + RUN_LENGTH])


def _claim_numbers(claim: Claim) -> Iterator[Number]:
    yield from numbers_of(claim.value)
    yield from numbers_of(_with_unit(claim))


def _with_unit(claim: Claim) -> str:
    """The value with a unit that makes it another number; others do not."""
    return f"{claim.value}{claim.unit if claim.unit in ('%', 'x') else ''}"
