"""arXiv: works by number and by title, as its API gives them in Atom.

Source: arXiv API user's manual, info.arxiv.org/help/api/user-manual; terms of use: one request in
three seconds, one at a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote
from xml.etree import ElementTree

from surveygen.messages import _
from surveygen.metadata.failures import NotAnAnswer
from surveygen.metadata.found import Found
from surveygen.metadata.question import DAY
from surveygen.metadata.service import Answer, Request, Service
from surveygen.readers.people import person_of
from surveygen.readers.unicode_entry import described
from surveygen.survey.entry import Entry
from surveygen.text import identifiers, math
from surveygen.text.latex import title_from_unicode, to_unicode
from surveygen.text.normal import clean

ARXIV: Final = Service("arXiv", "https://export.arxiv.org", interval=3.0, budget=200)

_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_ARXIV: Final = "{http://arxiv.org/schemas/atom}"
_SEARCH: Final = "{http://a9.com/-/spec/opensearch/1.1/}"
_FORMULA: Final = re.compile(r"\$(?=\S)([^$]+)(?<=\S)\$(?!\d)")
"""As pandoc tells a formula from two prices."""
_WITHDRAWN: Final = re.compile(
    r"\b(?:(?:this|the) (?:paper|article|manuscript|submission|preprint|work) (?:has been|is|was)"
    r" withdrawn|withdrawn by|withdrawn due|has been withdrawn)\b",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W_]+")
_ASKED_WORDS: Final = 12
"""Words of a title that a search names; long titles are found by their first ones."""

# The names under which arXiv's elements are kept; they hold for the whole process.
ElementTree.register_namespace("atom", _ATOM[1:-1])
ElementTree.register_namespace("arxiv", _ARXIV[1:-1])


@dataclass(frozen=True, slots=True)
class ArxivWorks:
    """Works by number, without version."""

    service: Service = ARXIV
    kind: str = "arxiv"
    batch: int = 100
    lifetime: float = 30 * DAY

    def stands_alone(self, id: str) -> bool:
        """No number has to."""
        return False

    def request(self, ids: Sequence[str]) -> Request:
        """A list of numbers."""
        listed = ",".join(quote(id, safe="/.") for id in ids)
        return Request(f"/api/query?id_list={listed}&max_results={len(ids)}")

    def items(self, answer: Answer, ids: Sequence[str]) -> Mapping[str, str]:
        """The entry of each number."""
        wanted = set(ids)
        found = {}
        for element in _entries(answer.body):
            number = identifiers.arxiv(_text(element, f"{_ATOM}id"))
            if number is not None and number.id in wanted and _text(element, f"{_ATOM}title"):
                found[number.id] = ElementTree.tostring(element, encoding="unicode")
        return found

    def read(self, id: str, item: str) -> Found:
        """The work of a number."""
        found = _found(_parsed(item))
        if found.id != id:
            raise NotAnAnswer(_("the answer is about another work"))
        return found


@dataclass(frozen=True, slots=True)
class ArxivTitles:
    """Works by title: what arXiv has under its words, best first."""

    service: Service = ARXIV
    kind: str = "arxiv-titles"
    batch: int = 1
    lifetime: float = 7 * DAY

    def stands_alone(self, id: str) -> bool:
        """Every title does."""
        return True

    def request(self, ids: Sequence[str]) -> Request:
        """A search for all words of the title."""
        words = _WORD.findall(ids[0])[:_ASKED_WORDS]
        asked = "+AND+".join(f"ti:{quote(word)}" for word in words)
        return Request(f"/api/query?search_query={asked}&max_results=5")

    def items(self, answer: Answer, ids: Sequence[str]) -> Mapping[str, str]:
        """The whole answer, which may hold no work."""
        _entries(answer.body)
        return {ids[0]: _decoded(answer.body)}

    def read(self, id: str, item: str) -> tuple[Found, ...]:
        """The works."""
        return tuple(_found(element) for element in _entries(item.encode()))


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise NotAnAnswer from None


def _parsed(text: str) -> ElementTree.Element:
    # Atom has no use for entities of its own, which can grow without end.
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise NotAnAnswer
    try:
        return ElementTree.fromstring(text)  # noqa: S314
    except (ElementTree.ParseError, ValueError):
        raise NotAnAnswer from None


def _entries(body: bytes) -> list[ElementTree.Element]:
    """The entries of a feed.

    Raises:
        NotAnAnswer: it is no feed, an error in the form of one, or has no count.

    """
    feed = _parsed(_decoded(body))
    total = _text(feed, f"{_SEARCH}totalResults")
    if feed.tag != f"{_ATOM}feed" or not total.isdigit():
        raise NotAnAnswer
    entries = feed.findall(f"{_ATOM}entry")
    for entry in entries:
        if "/api/errors" in _text(entry, f"{_ATOM}id"):
            raise NotAnAnswer(_("arXiv says: {text}").format(text=_text(entry, f"{_ATOM}summary")))
    # Sometimes the entries that are announced do not come.
    if not entries and int(total[:9]):
        raise NotAnAnswer
    return entries


def _found(element: ElementTree.Element) -> Found:
    number = identifiers.arxiv(_text(element, f"{_ATOM}id"))
    title = _text(element, f"{_ATOM}title")
    year = _text(element, f"{_ATOM}published")[:4]
    names = [_text(author, f"{_ATOM}name") for author in element.findall(f"{_ATOM}author")]
    if number is None or not title or not year.isdigit() or not any(names):
        raise NotAnAnswer(_("the answer lacks number, title, people or year"))
    comment = _text(element, f"{_ARXIV}comment")
    summary = _text(element, f"{_ATOM}summary")
    entry = described(
        "misc",
        {"date": year},
        people={"author": [person_of(name) for name in names if name]},
        links=[number.id],
    )
    fields = {**entry.fields, "title": _title(title)}
    order = ("author", "title", "year", "eprint", "archiveprefix")
    doi = identifiers.doi(_text(element, f"{_ARXIV}doi"))
    return Found(
        source=ARXIV.name,
        id=number.id,
        entry=Entry("", "misc", {name: fields[name] for name in order if name in fields}, "misc"),
        abstract=summary,
        is_withdrawn=bool(_WITHDRAWN.search(comment) or _WITHDRAWN.match(summary)),
        published_doi=doi or "",
        published_in=_text(element, f"{_ARXIV}journal_ref"),
    )


def _title(text: str) -> str:
    """A title as a field: LaTeX outside of formulas decoded, formulas kept where they can be."""
    parts = []
    at = 0
    for found in _FORMULA.finditer(text):
        if math.refusal(found[1]):
            continue
        parts += [_words(text[at : found.start()]), found[0]]
        at = found.end()
    return "".join((*parts, _words(text[at:])))


def _words(text: str) -> str:
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and text.strip() else ""
    decoded = to_unicode(text) if "\\" in text else text
    return f"{before}{title_from_unicode(decoded)}{after}"


def _text(element: ElementTree.Element, name: str) -> str:
    """The text of a child on one line; empty where it is missing."""
    return clean("".join(_texts(element.find(name))))


def _texts(element: ElementTree.Element | None) -> Iterator[str]:
    if element is not None:
        yield from element.itertext()
