"""A bibliographic entry as reference text for people.

A reference is a few sentences: who, what, where, under which identifiers. Two styles share them:
author-year puts the year behind the authors, or the title where nobody is named; numeric behind the
venue. What is missing is left out, never replaced by an error string; titles keep their letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from surveygen.survey.entry import Entry
from surveygen.text import identifiers
from surveygen.text.names import Person
from surveygen.text.richtext import RichText, Run

AUTHOR_LIMIT = 50
"""A reference names no more authors than this."""
_KINDS = {"phdthesis": "PhD thesis", "mastersthesis": "Master's thesis"}


class Style(Enum):
    """How references are told apart."""

    AUTHOR_YEAR = "author-year"
    NUMERIC = "numeric"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a reference: a run of text, linked where ``url`` is given."""

    run: Run
    url: str | None = None


Reference = tuple[Piece, ...]


@lru_cache(maxsize=65536)
def _pieces(entry: _Keyed, style: Style) -> Reference:
    return tuple(_render(entry.entry, style))


@dataclass(frozen=True, eq=False)
class _Keyed:
    """An entry that is hashed by its content, so that references are cached per content."""

    entry: Entry
    content: tuple[str, ...]

    def __hash__(self) -> int:
        return hash(self.content)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Keyed) and self.content == other.content


def reference(entry: Entry, style: Style) -> Reference:
    """The reference of an entry in a style, as pieces of rich text."""
    content = (entry.key, entry.entry_type, *(t for item in entry.fields.items() for t in item))
    return _pieces(_Keyed(entry, content), style)


def _render(entry: Entry, style: Style) -> Iterator[Piece]:
    sentences = [sentence for sentence in _sentences(entry, style) if sentence]
    for number, sentence in enumerate(sentences):
        if number:
            yield _text(" ")
        yield from sentence
        if not sentence[-1].run.text.endswith((".", "?", "!")):
            yield _text(".")


def _sentences(entry: Entry, style: Style) -> Iterator[list[Piece]]:
    """The sentences, without the full stops that they lack; a sentence may be empty."""
    authors, year = author_text(entry), entry.year or "n.d."
    title = [Piece(run, entry.link) for run in title_runs(entry)]
    dated = [_text(f" ({year})")] if style is Style.AUTHOR_YEAR else []
    if authors:
        yield [_text(authors), *dated]
        yield title
    else:
        yield [*title, *dated]
    venue = list(_venue(entry))
    if style is Style.NUMERIC:
        venue.append(_text(f", {year}" if venue else year))
    yield venue
    yield list(_identifiers(entry))
    if entry.published_as:
        yield [_text(f"Published as: {entry.published_as}")]
    if entry.status:
        note = f": {entry.status_note}" if entry.status_note else ""
        yield [_text(entry.status.capitalize() + note)]


def author_text(entry: Entry, limit: int = AUTHOR_LIMIT) -> str:
    """``A. One, B. Two and C. Three`` in full names; the first ``limit`` of them and "et al."."""
    if entry.authors or not entry.editors:
        return people_text(entry.authors, more=entry.more_authors, limit=limit)
    role = "ed." if len(entry.editors) == 1 else "eds."
    return f"{people_text(entry.editors, limit=limit)} ({role})"


def people_text(people: Sequence[Person], *, more: bool = False, limit: int = AUTHOR_LIMIT) -> str:
    """Names in natural order, joined as in a sentence."""
    names = [person.full for person in people]
    if len(names) > limit or more:
        return ", ".join(names[:limit]) + " et al." if names else ""
    if len(names) <= 1:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def title_runs(entry: Entry) -> RichText:
    """The title, or the key of an entry that has none."""
    return entry.rich_title or (Run(entry.key, "code"),)


def _venue(entry: Entry) -> Iterable[Piece]:
    if entry.text("journal") or entry.text("journaltitle"):
        yield _emphasis(entry.venue)
        volume, number = entry.text("volume"), entry.text("number")
        if volume or number:
            yield _text(f" {volume}" + (f"({number})" if number else ""))
        if pages := entry.text("pages"):
            yield _text(f"{':' if volume else ', '}{pages}")
        return
    if entry.text("booktitle"):
        yield _text("In ")
        yield _emphasis(entry.venue)
        if series := entry.text("series"):
            yield _text(f", {series} {entry.text('volume')}".rstrip())
        if pages := entry.text("pages"):
            yield _text(f", pages {pages}")
        return
    kind = _KINDS.get(entry.entry_type) or entry.text("type")
    if entry.entry_type == "techreport":
        kind = " ".join(filter(None, (kind or "Technical report", entry.text("number"))))
    if text := ", ".join(filter(None, (kind, entry.venue, entry.text("howpublished")))):
        yield _text(text)


def _identifiers(entry: Entry) -> Iterable[Piece]:
    if entry.doi:
        yield _linked(f"doi:{entry.doi}", identifiers.doi_url(entry.doi))
    if entry.arxiv:
        if entry.doi:
            yield _text(", ")
        yield _linked(f"arXiv:{entry.arxiv}", identifiers.arxiv_url(entry.arxiv))
    if entry.url and not (entry.doi or entry.arxiv):
        yield _linked(entry.url, entry.url)


def _text(text: str) -> Piece:
    return Piece(Run(text, "plain"))


def _emphasis(text: str) -> Piece:
    return Piece(Run(text, "emph"))


def _linked(text: str, url: str) -> Piece:
    return Piece(Run(text, "plain"), url)
