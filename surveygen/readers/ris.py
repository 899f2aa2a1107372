"""RIS to entries: every record by itself, with the line where it begins.

Source: "RIS Format Specifications", Research Information Systems, 2001, and what Zotero, EndNote,
Mendeley and publishers write in its name. Tags stand in the first columns, two letters, blanks, a
hyphen; a line without a tag goes on with the value before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from surveygen.messages import N_, _
from surveygen.readers.people import inverted_person
from surveygen.readers.records import Files, Reading, Records
from surveygen.readers.unicode_entry import described
from surveygen.survey.codes import Code
from surveygen.text import identifiers
from surveygen.text.names import Person

_TAG = re.compile(r"[ \t]*([A-Z][A-Z0-9])[ \t]{1,3}-(?:[ \t]+(.*)|)$")
_START = re.compile(r"(?m)^[ \t]*TY[ \t]{1,3}-[ \t]*[A-Z]")
_TYPES = {
    "JOUR": "article",
    "EJOUR": "article",
    "MGZN": "article",
    "NEWS": "article",
    "INPR": "article",
    "ABST": "article",
    "JFULL": "periodical",
    "BOOK": "book",
    "EBOOK": "book",
    "SER": "book",
    "EDBOOK": "collection",
    "CHAP": "incollection",
    "ECHAP": "incollection",
    "DICT": "inreference",
    "ENCYC": "inreference",
    "CONF": "inproceedings",
    "CPAPER": "inproceedings",
    "THES": "thesis",
    "RPRT": "techreport",
    "GOVDOC": "techreport",
    "UNPB": "unpublished",
    "MANSCPT": "unpublished",
    "PAMP": "booklet",
    "COMP": "software",
    "DATA": "dataset",
    "DBASE": "dataset",
    "AGGR": "dataset",
    "ELEC": "online",
    "BLOG": "online",
    "WEB": "online",
    "ICOMM": "online",
    "PAT": "patent",
    "STAND": "standard",
    "VIDEO": "video",
    "MPCT": "video",
}
"""Entry types by type of reference; any other is ``misc``."""
_PARTS = frozenset(("incollection", "inproceedings", "inreference"))
_WITH_KIND = frozenset(("thesis", "techreport"))
"""Types whose ``type`` says what sort they are."""
_TEXTS = {
    "title": ("TI", "T1", "CT", "BT"),
    "shorttitle": ("ST",),
    "series": ("T3",),
    "volume": ("VL",),
    "number": ("IS", "CP"),
    "eid": ("C7",),
    "publisher": ("PB",),
    "address": ("CY", "PP"),
    "edition": ("ET",),
    "language": ("LA",),
    "volumes": ("NV",),
    "urldate": ("Y2",),
}
"""Fields, and the tags of which the first that has a value gives it."""
_LINKS = ("DO", "M3", "L3", "AN", "UR", "LK", "L2")
_DOI_IN_NOTE = re.compile(r"\bdoi:?\s*(10\.\d{4,9}/\S+)", re.IGNORECASE)
_NO_TYPE = N_("it does not begin with TY")
_NOTHING = N_("it holds nothing but its type")
_NO_RIS = N_("the file holds no record of RIS")


@dataclass(slots=True)
class _Lines:
    """A record: its tags in order, each with its value."""

    line: int
    tags: list[tuple[str, list[str]]] = field(default_factory=list)
    is_closed: bool = False
    raw: list[str] = field(default_factory=list)

    def all(self, *tags: str) -> list[str]:
        """Every value that some tags have, the first tag's first."""
        return [
            text
            for wanted in tags
            for tag, parts in self.tags
            if tag == wanted and (text := " ".join(parts).strip())
        ]

    def first(self, *tags: str) -> str:
        return next(iter(self.all(*tags)), "")


def looks_like_ris(path: str, text: str) -> bool:
    """Whether a file holds RIS: by its name, or a first line with a type of reference."""
    return path.lower().endswith(".ris") or _START.search(text) is not None


def read_ris(files: Files) -> Records:
    """Read files one by one; a damaged record costs only itself."""
    reading = Reading()
    for path, data in files:
        text = reading.text(path, data)
        count = 0
        for record in _records(text.split("\n")):
            count += 1
            _read(reading, path, record)
        if not count and text.strip():
            reading.refuse(_NO_RIS, path, text)
    return reading.finished()


def _records(lines: Iterable[str]) -> Iterator[_Lines]:
    """The records of a file; text before the first and between two is a head, or no RIS at all."""
    record: _Lines | None = None
    for number, line in enumerate(lines, 1):
        found = _TAG.match(line)
        tag = found[1] if found else ""
        if tag == "TY" and record is not None:
            yield record
            record = None
        if record is None and tag and tag != "ER":
            record = _Lines(number)
        if record is None:
            continue
        record.raw.append(line)
        if found is None:
            if record.tags and line.strip():
                record.tags[-1][1].append(line.strip())
        elif tag == "ER":
            record.is_closed = True
            yield record
            record = None
        else:
            record.tags.append((tag, [(found[2] or "").strip()]))
    if record is not None:
        yield record


def _read(reading: Reading, path: str, record: _Lines) -> None:
    place = record.line, 1
    raw = "\n".join(record.raw)
    if record.tags[0][0] != "TY":
        # Not a record that lost its first line, but a note between two.
        if record.all("TI", "T1", "AU", "A1", "DO"):
            reading.put_aside(_NO_TYPE, path, place, raw)
        return
    if not any(text for _tag, parts in record.tags[1:] for text in parts):
        reading.put_aside(_NOTHING, path, place, raw)
        return
    if not record.is_closed:
        message = _("a record does not end with ER; what stands before the next one is taken")
        help = _("write ER, two blanks and a hyphen behind its last line")
        reading.say(Code.DOUBTFUL_RECORD, message, path, place, help)
    declared = _declared_type(record)
    texts = {name: record.first(*tags) for name, tags in _TEXTS.items()}
    texts |= _where(record, declared, texts)
    texts["date"] = _date(record)
    texts["pages"] = _pages(record.first("SP"), record.first("EP"))
    texts["keywords"] = _keywords(record.all("KW"))
    texts |= _serial_numbers(record.all("SN"))
    texts["annote"] = " ".join(record.all("N1", "RN"))
    if declared in _WITH_KIND and not identifiers.doi(kind := record.first("M3", "U1")):
        texts["type"] = kind
    notes = [found[1] for text in record.all("N1") if (found := _DOI_IN_NOTE.search(text))]
    entry = described(
        declared,
        texts,
        people=_people(record),
        links=[*record.all(*_LINKS), *notes],
        key=record.first("ID"),
        path=path,
        place=place,
    )
    reading.add(entry, record.first("AB", "N2"))


def _declared_type(record: _Lines) -> str:
    name = record.first("TY").upper()
    declared = _TYPES.get(name, "misc")
    is_preprint = any(map(identifiers.arxiv, record.all(*_LINKS)))
    return "misc" if declared == "unpublished" and is_preprint else declared


def _where(record: _Lines, declared: str, texts: dict[str, str]) -> dict[str, str]:
    """Venue and series: what the secondary title is depends on the type."""
    if declared in _PARTS:
        venue = record.first("T2", "BT", "C3", "JF", "JO", "JA", "J2")
    elif declared in ("article", "periodical"):
        venue = record.first("JF", "T2", "JO", "JA", "J2")
        short = record.first("JA", "J2", "JO")
        if short and short != venue:
            return {"venue": venue, "shortjournal": short}
    elif declared in ("book", "collection"):
        return {"series": texts["series"] or record.first("T2")}
    elif declared in ("thesis", "techreport"):
        # The publisher of a thesis is its school.
        return {"venue": texts["publisher"], "publisher": "", "series": record.first("T3", "T2")}
    else:
        venue = record.first("T2", "JF", "JO")
    return {"venue": venue}


def _date(record: _Lines) -> str:
    """The fullest date; a year that differs from it wins, for it is what people cite by."""
    year, whole = record.first("PY", "Y1"), record.first("DA")
    dates = [date for text in (whole, year) if (date := text.strip(" /").replace("///", " "))]
    if whole and year and whole[:4] != year[:4]:
        return year.strip(" /")
    return dates[0] if dates else ""


def _pages(start: str, end: str) -> str:
    """The range; some write all of it as its start."""
    if end and start.endswith(f"-{end}"):
        return start
    return "--".join(filter(None, (start, end)))


def _people(record: _Lines) -> dict[str, list[Person]]:
    roles = {"author": ("AU", "A1"), "editor": ("ED", "A2"), "translator": ("A4", "TA")}
    return {
        role: [
            inverted_person(name)
            for text in record.all(*tags)
            for name in text.split(";")
            if name.strip(" ,")
        ]
        for role, tags in roles.items()
    }


def _keywords(words: list[str]) -> str:
    """One list; where a keyword has a comma itself, semicolons part them."""
    return ("; " if any("," in word for word in words) else ", ").join(words)


def _serial_numbers(texts: list[str]) -> dict[str, str]:
    """``isbn`` and ``issn``, told apart by how many digits they have."""
    found: dict[str, str] = {}
    for text in texts:
        for part in re.split(r"[\s;,]+", re.sub(r"\([^()]*\)|(?i:issn|isbn):?", " ", text)):
            digits = sum(letter.isdigit() or letter in "xX" for letter in part)
            if digits in (8, 10, 13):
                found.setdefault("issn" if digits == 8 else "isbn", part)
    return found
