"""A bibliographic entry as reference text for people.

A reference is a few sentences: who, what, where, under which identifiers. Two styles share them:
author-year puts the year behind the authors, or the title where nobody is named; numeric behind the
venue. What is missing is left out, never replaced by an error string; titles keep their letters.
The words between the data are in the language of the list, not in that of the work.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from surveygen.messages import ENGLISH, N_, Words
from surveygen.survey.entry import Entry
from surveygen.text import identifiers
from surveygen.text.names import Person
from surveygen.text.richtext import RichText, Run

AUTHOR_LIMIT = 50
"""A reference names no more authors than this."""
_KINDS = {"phdthesis": N_("PhD thesis"), "mastersthesis": N_("Master's thesis")}
_STATUSES = {
    "retracted": N_("Retracted"),
    "withdrawn": N_("Withdrawn"),
    "corrected": N_("Corrected"),
    "superseded": N_("Superseded"),
}


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
def _pieces(entry: _Keyed, style: Style, words: Words) -> Reference:
    return tuple(_render(entry.entry, style, words))


@dataclass(frozen=True, eq=False)
class _Keyed:
    """An entry that is hashed by its content, so that references are cached per content."""

    entry: Entry
    content: tuple[str, ...]

    def __hash__(self) -> int:
        return hash(self.content)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Keyed) and self.content == other.content


def reference(entry: Entry, style: Style, words: Words = ENGLISH) -> Reference:
    """The reference of an entry in a style, as pieces of rich text."""
    content = (entry.key, entry.entry_type, *(t for item in entry.fields.items() for t in item))
    return _pieces(_Keyed(entry, content), style, words)


def _render(entry: Entry, style: Style, words: Words) -> Iterator[Piece]:
    sentences = [sentence for sentence in _sentences(entry, style, words) if sentence]
    for number, sentence in enumerate(sentences):
        if number:
            yield _text(" ")
        yield from sentence
        if not sentence[-1].run.text.endswith((".", "?", "!")):
            yield _text(".")


def _sentences(entry: Entry, style: Style, words: Words) -> Iterator[list[Piece]]:
    """The sentences, without the full stops that they lack; a sentence may be empty."""
    authors, year = author_text(entry, words=words), year_text(entry, words)
    title = [Piece(run, entry.link) for run in title_runs(entry)]
    dated = [_text(f" ({year})")] if style is Style.AUTHOR_YEAR else []
    if authors:
        yield [_text(authors), *dated]
        yield title
    else:
        yield [*title, *dated]
    venue = list(_venue(entry, words))
    if style is Style.NUMERIC:
        venue.append(_text(f", {year}" if venue else year))
    yield venue
    yield list(_identifiers(entry))
    if published := published_text(entry, words):
        yield [_text(published)]
    if entry.status:
        note = f": {entry.status_note}" if entry.status_note else ""
        yield [_text(status_text(entry, words) + note)]


def author_text(entry: Entry, limit: int = AUTHOR_LIMIT, words: Words = ENGLISH) -> str:
    """``A. One, B. Two and C. Three`` in full names; the first ``limit`` of them and "et al."."""
    if entry.authors or not entry.editors:
        return people_text(entry.authors, more=entry.more_authors, limit=limit, words=words)
    edited = words.ngettext("{names} (ed.)", "{names} (eds.)", len(entry.editors))
    return edited.format(names=people_text(entry.editors, limit=limit, words=words))


def people_text(
    people: Sequence[Person],
    *,
    more: bool = False,
    limit: int = AUTHOR_LIMIT,
    words: Words = ENGLISH,
) -> str:
    """Names in natural order, joined as in a sentence."""
    names = [person.full for person in people]
    if names and (len(names) > limit or more):
        return words.gettext("{names} et al.").format(names=", ".join(names[:limit]))
    if len(names) <= 1:
        return "".join(names)
    joined = words.gettext("{names} and {last}")
    return joined.format(names=", ".join(names[:-1]), last=names[-1])


def year_text(entry: Entry, words: Words = ENGLISH) -> str:
    """What stands for the year, also where there is none."""
    return entry.year or words.gettext("n.d.")


def status_text(entry: Entry, words: Words = ENGLISH) -> str:
    """``Retracted`` and the like; a status that we do not know stands as it is written."""
    label = _STATUSES.get(entry.status)
    return words.gettext(label) if label else entry.status.capitalize()


def published_text(entry: Entry, words: Words = ENGLISH) -> str:
    """Where another version was published; empty where none was."""
    if not entry.published_as:
        return ""
    return words.gettext("Published as: {venue}").format(venue=entry.published_as)


def title_runs(entry: Entry) -> RichText:
    """The title, or the key of an entry that has none."""
    return entry.rich_title or (Run(entry.key, "code"),)


def _venue(entry: Entry, words: Words) -> Iterable[Piece]:
    if entry.text("journal") or entry.text("journaltitle"):
        yield _emphasis(entry.venue)
        volume, number = entry.text("volume"), entry.text("number")
        if volume or number:
            yield _text(f" {volume}" + (f"({number})" if number else ""))
        if pages := entry.text("pages"):
            yield _text(f"{':' if volume else ', '}{pages}")
        return
    if entry.text("booktitle"):
        before, _field, after = words.gettext("In {venue}").partition("{venue}")
        parts = (_text(before), _emphasis(entry.venue), _text(after))
        yield from (part for part in parts if part.run.text)
        if series := entry.text("series"):
            yield _text(f", {series} {entry.text('volume')}".rstrip())
        if pages := entry.text("pages"):
            yield _text(", " + words.gettext("pages {pages}").format(pages=pages))
        return
    thesis = _KINDS.get(entry.entry_type)
    kind = words.gettext(thesis) if thesis else entry.text("type")
    if entry.entry_type == "techreport":
        kind = kind or words.gettext("Technical report")
        kind = " ".join(filter(None, (kind, entry.text("number"))))
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
