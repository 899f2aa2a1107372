"""CSL JSON to entries: what Zotero, pandoc, Mendeley and Crossref export.

Source: CSL 1.0.2, "CSL JSON" (schema csl-data.json), and its appendices on types and variables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from surveygen.messages import N_
from surveygen.readers.json_objects import JsonItem, json_items, whole_objects
from surveygen.readers.records import Files, Reading, Records
from surveygen.readers.unicode_entry import described
from surveygen.text.html_markup import unescaped
from surveygen.text.names import Person

_TYPES = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "review": "article",
    "review-book": "article",
    "journal-article": "article",
    "article": "misc",
    "posted-content": "misc",
    "paper-conference": "inproceedings",
    "proceedings-article": "inproceedings",
    "chapter": "incollection",
    "book-chapter": "incollection",
    "entry": "inreference",
    "entry-dictionary": "inreference",
    "entry-encyclopedia": "inreference",
    "book": "book",
    "classic": "book",
    "monograph": "book",
    "collection": "collection",
    "periodical": "periodical",
    "thesis": "thesis",
    "dissertation": "thesis",
    "report": "techreport",
    "manuscript": "unpublished",
    "pamphlet": "booklet",
    "webpage": "online",
    "post": "online",
    "post-weblog": "online",
    "software": "software",
    "dataset": "dataset",
    "patent": "patent",
    "standard": "standard",
    "motion_picture": "video",
    "broadcast": "video",
}
"""Entry types by type of CSL and of Crossref; any other is ``misc``."""
_OF_CSL = _TYPES.keys() - {"article", "book", "collection", "thesis", "report", "dataset"}
"""Types that no other JSON of works has."""
_TEXTS = {
    "title": "title",
    "title-short": "shorttitle",
    "container-title": "venue",
    "container-title-short": "shortjournal",
    "collection-title": "series",
    "volume": "volume",
    "issue": "number",
    "page": "pages",
    "publisher": "publisher",
    "publisher-place": "address",
    "edition": "edition",
    "chapter-number": "chapter",
    "number-of-volumes": "volumes",
    "version": "version",
    "genre": "type",
    "ISBN": "isbn",
    "ISSN": "issn",
    "PMID": "pmid",
    "PMCID": "pmcid",
    "language": "language",
    "event-title": "eventtitle",
}
"""Fields by variable."""
_PEOPLE = {"author": "author", "editor": "editor", "translator": "translator"}
_WITH_OWN_NUMBER = frozenset(("techreport", "patent", "standard"))
_BODIES = frozenset(("thesis", "techreport"))
"""Types of which the publisher is the school or institution."""
_ARXIV_IN_NOTE = re.compile(r"arxiv:\s*[\w./-]+", re.IGNORECASE)
_NO_CSL = N_("the file holds no item of CSL JSON")
_NOTHING = N_("it says nothing of a work")


def looks_like_csl_json(path: str, text: str) -> bool:
    """Whether the first object of a file has variables or a type of CSL."""
    if not text.lstrip().startswith(("[", "{")):
        return False
    value = next((item.value for item in json_items(text) if item.value), {})
    names = {"issued", "container-title", "publisher-place"}
    return bool(names & value.keys()) or _text(value.get("type")) in _OF_CSL or _has_csl_name(value)


def read_csl_json(files: Files) -> Records:
    """Read files one by one; a damaged item costs only itself."""
    reading = Reading()
    for path, data in files:
        text = reading.text(path, data)
        for item in whole_objects(reading, path, text, nothing=_NO_CSL):
            _read(reading, path, item)
    return reading.finished()


def _read(reading: Reading, path: str, item: JsonItem) -> None:
    value = item.value
    declared = _TYPES.get(_text(value.get("type")), "misc")
    texts = {field: _text(value.get(name)) for name, field in _TEXTS.items()}
    texts["keywords"] = _text(value.get("keyword") or value.get("categories"), ", ")
    texts["annote"] = _text(value.get("note"))
    texts["date"] = _date(value.get("issued"))
    texts["urldate"] = _date(value.get("accessed"))
    if declared in _WITH_OWN_NUMBER and not texts["number"]:
        texts["number"] = _text(value.get("number"))
    if declared in _BODIES:
        texts["venue"], texts["publisher"] = texts["publisher"] or texts["venue"], ""
    entry = described(
        declared,
        texts,
        people={field: list(_people(value.get(name))) for name, field in _PEOPLE.items()},
        links=_links(value, texts["annote"]),
        key=_text(value.get("citation-key")) or _text(value.get("id")),
        path=path,
        place=item.place,
    )
    if entry.fields:
        reading.add(entry, unescaped(_text(value.get("abstract"))), _text(value.get("id")))
    else:
        reading.put_aside(_NOTHING, path, item.place, item.excerpt)


def _links(value: Mapping[str, Any], note: str) -> list[str]:
    links = [_text(value.get(name)) for name in ("DOI", "number", "URL")]
    if _text(value.get("archive")).casefold() == "arxiv":
        links.append(_text(value.get("archive_location")))
    return [*links, *_ARXIV_IN_NOTE.findall(note)]


def _text(value: object, glue: str = " ") -> str:
    """A value as text; Crossref's lists are joined, objects say nothing."""
    match value:
        case str():
            return value.strip()
        case list():
            return glue.join(text for part in value if (text := _text(part)))
        case _:
            return ""


def _has_csl_name(value: Mapping[str, Any]) -> bool:
    authors = value.get("author")
    first = authors[0] if isinstance(authors, list) and authors else None
    return isinstance(first, dict) and ("family" in first or "literal" in first)


def _people(value: object) -> Iterator[Person]:
    for name in value if isinstance(value, list) else [value]:
        match name:
            case dict():
                yield _person({part: unescaped(_text(name.get(part))) for part in name})
            case str() if name.strip():
                yield Person(family=name.strip(), literal=" " in name.strip())


def _person(parts: Mapping[str, str]) -> Person:
    whole = parts.get("literal") or parts.get("name", "")
    if whole and not parts.get("family"):
        return Person(family=whole, literal=True)
    particles = (parts.get("dropping-particle", ""), parts.get("non-dropping-particle", ""))
    return Person(
        given=parts.get("given", ""),
        particle=" ".join(filter(None, particles)),
        family=parts.get("family", ""),
        suffix=parts.get("suffix", ""),
    )


def _date(value: object) -> str:
    """A date, or a range, as far as its parts go; else the text that stands for it."""
    if not isinstance(value, dict):
        return _text(value)
    parts = value.get("date-parts")
    dates = [
        "-".join(number.zfill(2) for number in numbers)
        for part in (parts if isinstance(parts, list) else [])
        if isinstance(part, list) and (numbers := [text for n in part[:3] if (text := _text(n))])
    ]
    if any(dates):
        return "/".join(dates[:2])
    return _text(value.get("raw")) or _text(value.get("literal"))
