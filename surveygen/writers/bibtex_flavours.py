"""Types and fields of an entry in the words of plain BibTeX, or in those of biblatex.

A bibliography may use either, and mix them. BibTeX's styles know no ``journaltitle``, ``date`` or
``@online``; biblatex has better words for what BibTeX squeezes into ``@misc`` and ``school``.
Sources: btxdoc, section 3; biblatex manual, sections 2.1, 2.2.5 (aliases) and 2.3.8 (dates).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from surveygen.survey.entry import Entry, with_subtitle
from surveygen.text.dates import read_date, read_month
from surveygen.text.latex import to_unicode
from surveygen.text.name_fields import write_names
from surveygen.text.names import parse_names

Flavour: TypeAlias = Callable[[Entry], tuple[str, dict[str, str]]]
"""The type to write for an entry, and its fields."""

_TO_BIBTEX = {
    "journaltitle": "journal",
    "location": "address",
    "eprinttype": "archiveprefix",
    "eprintclass": "primaryclass",
}
_TO_BIBLATEX = {name: of_bibtex for of_bibtex, name in _TO_BIBTEX.items()} | {
    "school": "institution"
}
_SUBTITLES = {"subtitle": "title", "booksubtitle": "booktitle", "journalsubtitle": "journal"}
_ROLES = frozenset(("author", "editor", "translator"))
_EXTENDED = "family="
_THESES = ("phdthesis", "mastersthesis")
_KINDS = {"phdthesis": "phdthesis", "mastersthesis": "mathesis", "techreport": "techreport"}
"""What biblatex puts into ``type`` for BibTeX's types (biblatex manual, 2.1.2)."""
_KEYWORDS = frozenset(_KINDS.values()) | {"bathesis", "candthesis", "resreport"}
"""Values of ``type`` that biblatex's styles spell out, and BibTeX's do not."""
_OF_BIBTEX_ALONE = {
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "techreport": "report",
    "conference": "inproceedings",
    "electronic": "online",
    "www": "online",
    "webpage": "online",
}
_BIBLATEX_TYPES = frozenset(
    "article book mvbook inbook bookinbook suppbook booklet collection mvcollection incollection "
    "suppcollection dataset manual misc online patent periodical suppperiodical proceedings "
    "mvproceedings inproceedings reference mvreference inreference report software thesis "
    "unpublished artwork audio movie standard video".split()
)


def in_bibtex(entry: Entry) -> tuple[str, dict[str, str]]:
    """As the styles of plain BibTeX understand it."""
    fields = _renamed(entry.fields, _TO_BIBTEX)
    if entry.entry_type in _THESES and "school" not in fields and "institution" in fields:
        fields = _renamed(fields, {"institution": "school"})
    for sub, main in _SUBTITLES.items():
        if sub in fields and main in fields:
            fields[main] = with_subtitle(fields[main], fields.pop(sub))
    for role in _ROLES & fields.keys():
        if _EXTENDED in fields[role]:  # biblatex's format of names, of which BibTeX knows nothing
            people, and_others = parse_names(fields[role])
            fields[role] = write_names(people, and_others=and_others)
    if "issue" in fields and "number" not in fields:
        fields = _renamed(fields, {"issue": "number"})
    if fields.get("type", "").lower() in _KEYWORDS:
        del fields["type"]
    if "archiveprefix" in fields and fields["archiveprefix"].lower() == "arxiv":
        fields["archiveprefix"] = "arXiv"
    return entry.entry_type, _with_year(fields)


def in_biblatex(entry: Entry) -> tuple[str, dict[str, str]]:
    """As biblatex has it."""
    fields = _renamed(entry.fields, _TO_BIBLATEX)
    declared = entry.declared_type or entry.entry_type
    kind = _OF_BIBTEX_ALONE.get(declared, declared)
    if kind not in _BIBLATEX_TYPES:
        kind = _OF_BIBTEX_ALONE.get(entry.entry_type, entry.entry_type)
    if kind != declared and entry.entry_type in _KINDS:
        # A type that says more, such as a diploma, keeps its place; biblatex knows BibTeX's types.
        if "type" in fields:
            kind = entry.entry_type
        else:
            fields["type"] = _KINDS[entry.entry_type]
    return kind, _with_date(fields)


def _renamed(fields: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    """Fields in their order; one whose new name is taken keeps its own."""
    return {
        names[name] if name in names and names[name] not in fields else name: value
        for name, value in fields.items()
    }


def _with_year(fields: dict[str, str]) -> dict[str, str]:
    """``year`` and ``month`` in the place of ``date``, as far as BibTeX's styles print them."""
    if "date" not in fields:
        return fields
    date = read_date(to_unicode(fields["date"]))
    dated: dict[str, str] = {}
    if date is None:
        dated["year"] = fields["date"]
    else:
        dated["year"] = f"{date.year:04}"
        if date.month:
            dated["month"] = date.month_name
    dated = {name: value for name, value in dated.items() if name not in fields}
    return _replaced(fields, "date", dated)


def _with_date(fields: dict[str, str]) -> dict[str, str]:
    """``date`` in the place of ``year`` and ``month``, where those are numbers or names."""
    year = read_date(to_unicode(fields.get("year", "")))
    if "date" in fields or year is None or fields["year"].strip("{} ") != f"{year.year:04}":
        return fields
    if "month" not in fields:
        return _replaced(fields, "year", {"date": str(year)})
    month, day = read_month(to_unicode(fields["month"]))
    if not month:
        return fields
    date = "-".join([str(year), f"{month:02}", *([f"{day:02}"] if day else [])])
    without = {name: value for name, value in fields.items() if name != "month"}
    return _replaced(without, "year", {"date": date})


def _replaced(fields: Mapping[str, str], name: str, others: Mapping[str, str]) -> dict[str, str]:
    """Fields with some in the place of one."""
    found: dict[str, str] = {}
    for other, value in fields.items():
        found |= others if other == name else {other: value}
    return found
