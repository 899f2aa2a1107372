"""Entries to CSL JSON, for pandoc, Zotero and everything else that uses citeproc.

Source: CSL 1.0.2, schema csl-data.json; "Rich text in CSL JSON" for titles.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from surveygen.survey.entry import Entry
from surveygen.text.html_markup import title_to_html
from surveygen.text.identifiers import arxiv_url
from surveygen.text.names import Person

_TYPES = {
    "article": "article-journal",
    "book": "book",
    "booklet": "pamphlet",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "manual": "book",
    "mastersthesis": "thesis",
    "phdthesis": "thesis",
    "proceedings": "book",
    "techreport": "report",
    "unpublished": "manuscript",
}
_DECLARED = {
    "collection": "collection",
    "dataset": "dataset",
    "electronic": "webpage",
    "inreference": "entry-encyclopedia",
    "movie": "motion_picture",
    "online": "webpage",
    "patent": "patent",
    "periodical": "periodical",
    "software": "software",
    "standard": "standard",
    "video": "motion_picture",
    "webpage": "webpage",
    "www": "webpage",
}
"""Types of biblatex for which CSL has its own."""
_THESES = {"phdthesis": "PhD thesis", "mastersthesis": "Master's thesis"}
_VENUES = ("journal", "journaltitle", "booktitle")
_WITH_OWN_NUMBER = ("report", "patent", "standard")
_TEXTS = (
    ("title-short", "shorttitle"),
    ("container-title-short", "shortjournal"),
    ("collection-title", "series"),
    ("volume", "volume"),
    ("edition", "edition"),
    ("chapter-number", "chapter"),
    ("number-of-volumes", "volumes"),
    ("version", "version"),
    ("event-title", "eventtitle"),
    ("ISBN", "isbn"),
    ("ISSN", "issn"),
    ("PMID", "pmid"),
    ("PMCID", "pmcid"),
    ("keyword", "keywords"),
    ("note", "note"),
    ("abstract", "abstract"),
)


HEAD, ITEM_BREAK, TAIL = "[\n", ",\n", "\n]\n"
"""What stands before, between and behind the items."""


def write_csl_json(entries: Iterable[Entry], *, all_fields: bool = False) -> str:
    """An array with an item for each entry, in their order, one a line.

    Only what is public is written, and nothing that no source confirmed, unless ``all_fields``;
    abstracts come with those alone.
    """
    return csl_array(csl_item(entry if all_fields else entry.public) for entry in entries)


def csl_array(items: Iterable[str]) -> str:
    """The array of items that `csl_item` wrote."""
    return f"{HEAD}{ITEM_BREAK.join(items)}{TAIL}"


def csl_item(entry: Entry) -> str:
    """The item of an entry on one line, with all its fields."""
    return json.dumps(_item(entry), ensure_ascii=False)


def _item(entry: Entry) -> dict[str, object]:
    kind = _type(entry)
    number = entry.text("number") or entry.text("issue")
    values: dict[str, object] = {
        "id": entry.key,
        "type": kind,
        "title": title_to_html(entry.rich_title),
        "author": [_name(person) for person in entry.authors] + _others(entry),
        "editor": [_name(person) for person in entry.editors],
        "issued": _issued(entry),
        "container-title": next((text for name in _VENUES if (text := entry.text(name))), ""),
        "publisher": next(
            (text for n in ("school", "institution", "publisher") if (text := entry.text(n))), ""
        ),
        "publisher-place": entry.text("address") or entry.text("location"),
        "number" if kind in _WITH_OWN_NUMBER else "issue": number,
        "page": entry.text("pages").replace("–", "-"),
        "genre": entry.text("type") or _THESES.get(entry.entry_type, ""),
        "language": entry.language,
        "DOI": entry.doi,
        "URL": entry.url or (arxiv_url(entry.arxiv) if entry.arxiv else None),
        "archive": "arXiv" if entry.arxiv else "",
        "archive_location": str(entry.arxiv) if entry.arxiv else "",
    }
    values |= {name: entry.text(field) for name, field in _TEXTS if field in entry.fields}
    return {name: value for name, value in values.items() if value}


def _type(entry: Entry) -> str:
    if entry.entry_type == "misc" and entry.declared_type not in _DECLARED and entry.arxiv:
        return "article"  # CSL's word for a preprint
    found = _DECLARED.get(entry.declared_type) or _TYPES.get(entry.entry_type)
    return found or "document"


def _name(person: Person) -> dict[str, str]:
    if person.literal:
        return {"literal": person.family}
    parts = {
        "family": person.family,
        "given": person.given,
        "non-dropping-particle": person.particle,
        "suffix": person.suffix,
    }
    return {name: text for name, text in parts.items() if text}


def _others(entry: Entry) -> list[dict[str, str]]:
    return [{"literal": "et al."}] if entry.more_authors else []


def _issued(entry: Entry) -> dict[str, object] | None:
    date = entry.date
    if date is None:
        return {"literal": entry.year} if entry.year else None
    return {"date-parts": [[part for part in (date.year, date.month, date.day) if part]]}
