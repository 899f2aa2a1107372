"""Tables with a head line to entries: CSV of RFC 4180, and what spreadsheets make of it.

Commas, semicolons or tabs part the columns. A quote that is never closed would swallow every row
behind it, so rows are read one by one and reading goes on behind a damaged one.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from surveygen.messages import N_, ngettext
from surveygen.readers.column_names import entry_as_it_stood, entry_of, field_of
from surveygen.readers.records import Files, Reading, Records
from surveygen.readers.table_sections import TableSections
from surveygen.survey.codes import Code
from surveygen.survey.taxonomy import SECTION_ID, Placement

_DELIMITERS = ",;\t"
_OF_OURS = frozenset(("key", "home", "also", "tldr"))
"""Columns of our own export; what it says of the survey is not the work's."""
_FIELD = "field:"
"""Before the name of a field that stands there as BibTeX has it."""
_NAMED = 8
"""Columns that a message names; the others are counted."""
_NO_HEAD = N_("the first line names no column that is understood, such as title or doi")
_OTHER_COLUMNS = N_("it has {count} columns, the head has {expected}")
_NOT_CLOSED = N_("a quote is not closed, or stands inside of a value")
_NOTHING = N_("it has neither title nor identifier")


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    text: str
    values: list[str] | None
    """None where its quotes do not pair."""


def looks_like_table(path: str, text: str) -> bool:
    """Whether the first line names columns, a title or identifier among them, or the name says."""
    known = {field_of(column) for column in _head(text)} - {""}
    has_work = bool(known & {"title", "doi", "arxiv", "url"})
    return (has_work and len(known) > 1) or path.lower().endswith((".csv", ".tsv"))


def read_tables(files: Files) -> Records:
    """Read files one by one; a damaged row costs only itself."""
    reading = Reading()
    for path, data in files:
        text = reading.text(path, data)
        if text.strip():
            _read(reading, path, text)
    return reading.finished()


def _head(text: str) -> list[str]:
    start = len(text) - len(text.lstrip())
    first_line = text[start:].partition("\n")[0]
    try:
        return next(csv.reader([first_line], delimiter=_delimiter(first_line)), [])
    except csv.Error:  # longer than any head
        return []


def _delimiter(line: str) -> str:
    return max(_DELIMITERS, key=line.count)


def _read(reading: Reading, path: str, text: str) -> None:
    lines = [f"{line}\n" for line in text.split("\n")]
    first = next(number for number, line in enumerate(lines) if line.strip())
    head = [column.strip() for column in _head(text)]
    if not any(field_of(column) in ("title", "doi", "arxiv", "url") for column in head):
        reading.refuse(_NO_HEAD, path, text, first + 1)
        return
    is_ours = set(head) >= _OF_OURS
    strange: dict[str, None] = {}
    sections = TableSections()
    for row in _rows(lines, first + 1, _delimiter(lines[first])):
        place = row.line, 1
        if row.values is None:
            reading.put_aside(_NOT_CLOSED, path, place, row.text)
            continue
        values = _without_empty_end(row.values, len(head))
        if len(values) > len(head):
            parts = {"count": str(len(values)), "expected": str(len(head))}
            reading.put_aside(_OTHER_COLUMNS, path, place, row.text, parts)
            continue
        columns: dict[str, str] = {}
        for name, value in zip(head, values, strict=False):
            if value.strip():
                columns.setdefault(name, value)
                if not (field_of(name) or is_ours):
                    strange[name] = None
        if not columns:
            continue
        as_it_stood = {
            name.removeprefix(_FIELD): value
            for name, value in columns.items()
            if is_ours and name.startswith(_FIELD)
        }
        if as_it_stood:
            entry, abstract = entry_as_it_stood(as_it_stood, columns, path=path, place=place), ""
        else:
            entry, abstract = entry_of(columns, people={}, path=path, place=place)
        if not (as_it_stood or entry.title or entry.link):
            reading.put_aside(_NOTHING, path, place, row.text)
            continue
        handle = f"{path}:{row.line}"
        reading.add(entry, abstract, handle)
        sections.add(
            Placement(handle, *place),
            _sections(columns),
            ids=_ids(columns) if is_ours else (),
            has_home=bool(not is_ours or columns.get("home")),
        )
    reading.outline = sections.outline()
    if strange:
        reading.say(Code.NOT_UNDERSTOOD, _left_out(list(strange)), path, (first + 1, 1))


def _sections(columns: Mapping[str, str]) -> str:
    """The sections of a work as one cell, whatever columns name them."""
    return "; ".join(text for name, text in columns.items() if field_of(name) == "sections")


def _ids(columns: Mapping[str, str]) -> tuple[str, ...]:
    """The ids of these sections in our own export: of the home, and of those that list it too."""
    named = f"{columns.get('home', '')};{columns.get('also', '')}".split(";")
    return tuple(id for id in map(str.strip, named) if SECTION_ID.fullmatch(id))


def _left_out(columns: Sequence[str]) -> str:
    named = ", ".join(f'"{name}"' for name in columns[:_NAMED])
    rest = len(columns) - _NAMED
    if rest > 0:
        message = ngettext(
            "columns {names} and {n} more are not understood; they are left out",
            "columns {names} and {n} more are not understood; they are left out",
            rest,
        )
        return message.format(names=named, n=rest)
    message = ngettext(
        "column {names} is not understood; it is left out",
        "columns {names} are not understood; they are left out",
        len(columns),
    )
    return message.format(names=named)


def _without_empty_end(values: list[str], length: int) -> list[str]:
    """A row without empty cells behind the last column, of which spreadsheets add some."""
    while len(values) > length and not values[-1].strip():
        values = values[:-1]
    return values


def _rows(lines: Sequence[str], start: int, delimiter: str) -> Iterator[_Row]:
    """The rows from a line on; behind a damaged one, reading goes on a line later."""
    position = start

    def feed() -> Iterator[str]:
        nonlocal position
        while position < len(lines):
            position += 1
            yield lines[position - 1]

    while position < len(lines):
        first = position
        try:
            for values in csv.reader(feed(), delimiter=delimiter, strict=True):
                if values:
                    yield _Row(first + 1, "".join(lines[first:position]), values)
                first = position
        except csv.Error:
            position = first + 1
            yield _Row(first + 1, lines[first], None)
