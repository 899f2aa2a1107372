"""What a record says in Unicode, to an entry with fields as BibTeX has them.

Formats other than BibTeX hold plain text, some with a little HTML. Everything is escaped here, so
that the entry shows what the record said; nothing is added that the record does not say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from surveygen.readers.entry_types import canonical_type
from surveygen.survey.entry import Entry, Place
from surveygen.text import identifiers
from surveygen.text.citation_syntax import is_citable
from surveygen.text.dates import read_date
from surveygen.text.html_markup import from_html, title_from_html, unescaped
from surveygen.text.languages import language_name
from surveygen.text.name_fields import write_names
from surveygen.text.names import OTHERS, Person
from surveygen.text.normal import clean
from surveygen.text.slugs import identifier_key

_TITLES = frozenset(("title", "subtitle", "shorttitle", "titleaddon"))
_VENUE_FIELD = {
    "article": "journal",
    "inproceedings": "booktitle",
    "incollection": "booktitle",
    "inbook": "booktitle",
    "phdthesis": "school",
    "mastersthesis": "school",
    "techreport": "institution",
}
"""Where an entry type has its venue; other types have a publisher."""
_PROCEEDINGS = re.compile(r"\b(?:proc|proceedings|conference|symposium|workshop)\b", re.IGNORECASE)
_MACHINE_KEY = re.compile(r"ITEM-\d+|[A-Z0-9]{8}|.*//.*|.*zotero.*", re.DOTALL)
"""Keys that programs count or draw: Mendeley's, Zotero's."""
_DASHES = re.compile(r"\s*(?:[\u2012-\u2015]|--+)\s*")
_BETWEEN_LINKS = re.compile(r"[\s;|]+")
_ORDER = (
    "author editor title subtitle venue journal booktitle series volume number eid pages date year"
).split()
"""Fields that come first, as people write entries."""


def described(
    declared_type: str,
    texts: Mapping[str, str],
    *,
    people: Mapping[str, Sequence[Person]],
    links: Iterable[str] = (),
    key: str = "",
    path: str = "",
    place: Place = (0, 0),
) -> Entry:
    """An entry of what a record says.

    Args:
        declared_type: entry type of BibTeX or biblatex; empty where the record has none.
        texts: plain text by field; ``venue`` goes where the entry type has it, ``date`` may be any
            date or only a year.
        people: by name field; a last *et al.* or *others* leaves the list open.
        links: identifiers and addresses, the best first; each is used once.
        key: what the record has for a citation key; used only where people may have chosen it.
        path: of the file.
        place: of the record.

    """
    declared = declared_type or _guessed_type(texts.get("venue", ""))
    found: dict[str, str] = {}
    for name, named in people.items():
        if written := _names(named):
            found[name] = written
    for name, text in texts.items():
        if name not in ("venue", "date") and (value := _value(name, text)):
            found[name] = value
    if language := language_name(texts.get("language", "")):
        del found["language"]
        found["langid"] = language
    if date := clean(texts.get("date", "")):
        found.update(_date(date))
    entry_type, _known = canonical_type(declared, found)
    if venue := from_html(texts.get("venue", "")):
        field = _VENUE_FIELD.get(entry_type, "publisher")
        found.setdefault(field if field not in found else "howpublished", venue)
    found |= _identified(links)
    if found.get("shorttitle") == found.get("title"):
        found.pop("shorttitle", None)
    fields = {name: found[name] for name in _ORDER if name in found} | found
    chosen = key if _is_chosen(key) else _key_of_bare(fields)
    return Entry(chosen, entry_type, fields, declared, path, *place)


def _names(people: Sequence[Person]) -> str:
    open_ended = len(people) > 1 and people[-1].full.casefold() in OTHERS
    return write_names(people[:-1] if open_ended else people, and_others=open_ended)


def _value(name: str, text: str) -> str:
    if name in _TITLES:
        return title_from_html(text)
    if name == "pages":
        return _pages(text)
    return from_html(text)


def _pages(text: str) -> str:
    return ", ".join(map(_page_range, text.split(",")))


def _page_range(text: str) -> str:
    parts = _DASHES.split(text)
    # Two hyphens are a range of pages that have one each, of which no dash says where it parts.
    if len(parts) == 1 and text.count("-") == 1:
        parts = text.split("-")
    return "--".join(from_html(part) for part in parts)


def _date(text: str) -> dict[str, str]:
    """``date`` where the month is known, else ``year``; a text without any year is kept."""
    first, slash, last = (part.strip() for part in text.partition("/"))
    date = read_date(text)
    if date is None:
        return {"year": from_html(text)}
    if not date.month:
        return {"year": f"{date.year:04}"}
    end = read_date(last) if slash and "-" in first else None
    return {"date": f"{date}/{end}" if end else str(date)}


def _guessed_type(venue: str) -> str:
    if not venue:
        return "misc"
    return "inproceedings" if _PROCEEDINGS.search(venue) else "article"


def _identified(links: Iterable[str]) -> dict[str, str]:
    """``doi``, ``eprint`` and ``url`` of what identifies a work; an address that repeats is not."""
    found: dict[str, str] = {}
    for part in (part for text in links for part in _apart(clean(unescaped(text)))):
        doi, arxiv = identifiers.doi(part), identifiers.arxiv(part)
        if doi:
            found.setdefault("doi", doi)
        if arxiv:
            found.setdefault("eprint", str(arxiv))
            found.setdefault("archiveprefix", "arXiv")
        if not (doi or arxiv) and (url := identifiers.web_url(part)):
            found.setdefault("url", url)
    return found


def _apart(text: str) -> list[str]:
    """The identifiers and addresses of a text; a DOI may hold semicolons, and lost blanks."""
    alone = "".join(text.split())
    if alone.startswith("10.") and alone.count("10.") == 1 and "http" not in alone:
        return [alone]
    return [part for part in _BETWEEN_LINKS.split(text) if part]


def _is_chosen(key: str) -> bool:
    return is_citable(key) and key[0].isalpha() and not _MACHINE_KEY.fullmatch(key)


def _key_of_bare(fields: Mapping[str, str]) -> str:
    """A key for an entry that says nothing that one could be made of but an identifier."""
    if "title" in fields or "author" in fields:
        return ""
    if doi := fields.get("doi"):
        return identifier_key("doi", doi)
    if arxiv := identifiers.arxiv(fields.get("eprint", "")):
        return identifier_key("arxiv", arxiv.id)
    return identifier_key("url", fields["url"]) if "url" in fields else ""
