"""Entries to RIS, in the tags that Zotero, EndNote and Mendeley agree on.

Source: "RIS Format Specifications", Research Information Systems, 2001. RIS has no markup: titles
are plain Unicode, without emphasis.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from surveygen.survey.entry import Entry
from surveygen.text.identifiers import arxiv_url
from surveygen.text.names import Person

_TYPES = {
    "article": "JOUR",
    "book": "BOOK",
    "booklet": "PAMP",
    "inbook": "CHAP",
    "incollection": "CHAP",
    "inproceedings": "CONF",
    "manual": "BOOK",
    "mastersthesis": "THES",
    "phdthesis": "THES",
    "proceedings": "BOOK",
    "techreport": "RPRT",
    "unpublished": "MANSCPT",
}
_DECLARED = {
    "collection": "EDBOOK",
    "dataset": "DATA",
    "electronic": "ELEC",
    "inreference": "ENCYC",
    "movie": "VIDEO",
    "online": "ELEC",
    "patent": "PAT",
    "periodical": "JFULL",
    "software": "COMP",
    "standard": "STAND",
    "video": "VIDEO",
    "webpage": "ELEC",
    "www": "ELEC",
}
"""Types of biblatex for which RIS has its own."""
_THESES = {"phdthesis": "PhD thesis", "mastersthesis": "Master's thesis"}
_TEXTS = (
    ("VL", "volume"),
    ("IS", "number"),
    ("IS", "issue"),
    ("C7", "eid"),
    ("T3", "series"),
    ("ET", "edition"),
    ("NV", "volumes"),
    ("ST", "shorttitle"),
    ("J2", "shortjournal"),
    ("CY", "address"),
    ("CY", "location"),
    ("SN", "isbn"),
    ("SN", "issn"),
)
_PAGES = re.compile(r"(.+?)\s*[\u2012-\u2015]\s*(.+)")
_ANY_PAGES = re.compile(r"([^-]+)-([^-]+)")


RECORD_BREAK = "\n"
"""What stands between two records."""


def write_ris(entries: Iterable[Entry], *, all_fields: bool = False) -> str:
    """A record for each entry, in their order.

    Only what is public is written, and nothing that no source confirmed, unless ``all_fields``;
    abstracts come with those alone.
    """
    return RECORD_BREAK.join(ris_record(entry if all_fields else entry.public) for entry in entries)


def ris_record(entry: Entry) -> str:
    """The record of an entry, with all its fields."""
    return "".join(f"{tag}  - {value}\n" for tag, value in _tags(entry))


def _tags(entry: Entry) -> Iterator[tuple[str, str]]:
    yield "TY", _type(entry)
    yield "ID", entry.key
    yield from (tag for tag in _content(entry) if tag[1])
    yield "ER", ""


def _type(entry: Entry) -> str:
    if entry.entry_type == "misc" and entry.declared_type not in _DECLARED and entry.arxiv:
        return "UNPB"
    found = _DECLARED.get(entry.declared_type) or _TYPES.get(entry.entry_type)
    return found or "GEN"


def _content(entry: Entry) -> Iterator[tuple[str, str]]:
    for tag, people in (("AU", entry.authors), ("ED", entry.editors)):
        for person in people:
            yield tag, _name(person)
        if tag == "AU" and entry.more_authors:
            yield tag, "et al."
    yield "TI", entry.title
    names = ("journal", "journaltitle", "booktitle")
    yield "T2", next((text for name in names if (text := entry.text(name))), "")
    yield "PY", entry.year
    if entry.date and entry.date.month:
        yield "DA", f"{str(entry.date).replace('-', '/')}/"
    for tag, name in _TEXTS:
        if name in entry.fields:
            yield tag, entry.text(name)
    yield "LA", entry.language
    yield from _pages(entry.text("pages"))
    body = entry.text("school") or entry.text("institution")
    yield "PB", body or entry.text("publisher")
    yield "M3", entry.text("type") or _THESES.get(entry.entry_type, "")
    yield "DO", entry.doi or ""
    if entry.arxiv:
        yield "AN", f"arXiv:{entry.arxiv}"
        if not entry.doi and not entry.url:
            yield "UR", arxiv_url(entry.arxiv)
    yield "UR", entry.url or ""
    for keyword in _keywords(entry.text("keywords")):
        yield "KW", keyword
    yield "AB", entry.text("abstract")


def _name(person: Person) -> str:
    """``Last, First, Suffix``; a body has no comma to be split at."""
    if person.literal or not person.given:
        return person.full.replace(",", "") if person.literal else person.full
    return ", ".join(part for part in (person.surname, person.given, person.suffix) if part)


def _pages(text: str) -> Iterator[tuple[str, str]]:
    found = _PAGES.fullmatch(text) or _ANY_PAGES.fullmatch(text)
    yield "SP", found[1] if found else text
    yield "EP", found[2] if found else ""


def _keywords(text: str) -> list[str]:
    return [word.strip() for word in text.split(";" if ";" in text else ",")]
