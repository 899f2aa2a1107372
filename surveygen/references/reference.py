"""A bibliographic entry as reference text for people.

Two styles share one text: author-year puts the year behind the authors, numeric at the end. Missing
fields degrade to what is there, never to an error string; titles keep their letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from surveygen.survey.entry import Entry
from surveygen.text import identifiers
from surveygen.text.names import Person
from surveygen.text.richtext import RichText, Run

AUTHOR_LIMIT = 50
"""A reference names no more authors than this."""
_THESIS_NAMES = {"phdthesis": "PhD thesis", "mastersthesis": "Master's thesis"}


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


def _render(entry: Entry, style: Style) -> Iterable[Piece]:
    authors = author_text(entry)
    year = entry.year or "n.d."
    if style is Style.AUTHOR_YEAR:
        yield _text(f"{authors} ({year}). " if authors else f"({year}). ")
    elif authors:
        yield _text(_ended(authors) + " ")
    yield from (Piece(run, entry.link) for run in title_runs(entry))
    yield _text(" " if entry.title.endswith((".", "?", "!")) else ". ")
    venue = list(_venue(entry))
    yield from venue
    if style is Style.NUMERIC:
        yield _text(f", {year}. " if venue else f"{year}. ")
    elif venue:
        yield _text(". ")
    yield from _identifiers(entry)
    if entry.published_as:
        yield _text(f" Published as: {_ended(entry.published_as)}")
    if entry.status:
        note = f": {entry.status_note}" if entry.status_note else ""
        yield _text(f" {entry.status.capitalize()}{_ended(note)}")


def author_text(entry: Entry, limit: int = AUTHOR_LIMIT) -> str:
    """``A. One, B. Two and C. Three`` in full names; the first ``limit`` of them and "et al."."""
    return people_text(entry.authors, more=entry.more_authors, limit=limit) or (
        f"{people_text(entry.editors, limit=limit)} (ed.)" if entry.editors else ""
    )


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
    kind = _THESIS_NAMES.get(entry.entry_type, "")
    parts = [kind, entry.venue, entry.text("howpublished"), entry.text("type") if not kind else ""]
    if text := ", ".join(part for part in parts if part):
        yield _text(text)


def _identifiers(entry: Entry) -> Iterable[Piece]:
    if entry.doi:
        yield _linked(f"doi:{entry.doi}", identifiers.doi_url(entry.doi))
    if entry.arxiv:
        if entry.doi:
            yield _text(", ")
        yield _linked(f"arXiv:{entry.arxiv}", identifiers.arxiv_url(entry.arxiv))
    if entry.doi or entry.arxiv:
        yield _text(".")
    elif entry.url:
        yield _linked(entry.url, entry.url)


def _text(text: str) -> Piece:
    return Piece(Run(text, "plain"))


def _emphasis(text: str) -> Piece:
    return Piece(Run(text, "emph"))


def _linked(text: str, url: str) -> Piece:
    return Piece(Run(text, "plain"), url)


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!")) or not text else f"{text}."
