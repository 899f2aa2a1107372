"""Objects of a JSON text with their places: of an array, or one a line; a fault costs one object.

Numbers are text as they are written, so that volume 1.10 keeps its zero (RFC 8259).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from surveygen.messages import N_
from surveygen.readers.records import Reading
from surveygen.survey.entry import Place, places_in

_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
_LISTS = frozenset(("items", "references", "papers", "results", "data", "works"))
"""Members of an object that hold its records."""
_MEMBER = re.compile(r'[\s,]*"((?:[^"\\]|\\.)*+)"\s*:\s*')
_NAMES_OF_WORKS = frozenset(("title", "DOI", "doi", "arxiv", "type"))
_OPENING = re.compile(r"(?:[,\[}\]]|\n)\s*(?=\{)")
"""Before an object that may follow a damaged one."""
_BETWEEN = re.compile(r"[\s,]*")
_TRIES = 2000
"""Objects at which reading is tried again behind damaged ones; a bound for hostile files."""

NOT_JSON = N_("what stands here is no JSON")
NO_OBJECT = N_("it is no object of JSON")
NOT_CLOSED = N_("it ends before it is closed")


@dataclass(frozen=True, slots=True)
class JsonItem:
    """An object, or what stands where one should."""

    place: Place
    value: dict[str, Any] = field(default_factory=dict)
    """Empty where it is damaged."""
    excerpt: str = ""
    reason: str = ""
    """Why it is damaged, as a marked message; empty where it is not."""


def whole_objects(reading: Reading, path: str, text: str, *, nothing: str) -> list[JsonItem]:
    """The objects of a file that can be read; the others are put aside.

    ``nothing`` is what is said of a file without any, as a marked message.
    """
    items = list(json_items(text))
    for item in items:
        if item.reason:
            reading.put_aside(item.reason, path, item.place, item.excerpt)
    if not items and text.strip():
        reading.refuse(nothing, path, text)
    return [item for item in items if not item.reason]


def json_items(text: str) -> Iterator[JsonItem]:
    """Every object of a text in order: a whole array, a list inside an object, or lines."""
    start = _start_of_list(text)
    found = _of_lines(text) if start is None else _of_list(text, start)
    waiting: list[JsonItem] = []

    def offsets() -> Iterator[int]:
        for offset, item in found:
            waiting.append(item)
            yield offset

    for place in places_in(text, offsets()):
        yield replace(waiting.pop(), place=place)


def json_head(text: str) -> dict[str, Any]:
    """What an object says before the list of its records; empty where there is no such list."""
    return _head(text)[1]


def _start_of_list(text: str) -> int | None:
    """The offset behind the bracket of the list of records; None where each line is one."""
    return _head(text)[0]


def _head(text: str) -> tuple[int | None, dict[str, Any]]:
    """Where the list of records begins, and the members of its object that stand before it."""
    start = len(text) - len(text.lstrip())
    if text[start : start + 1] == "[":
        return start + 1, {}
    first_line = _decoded(text[start:].partition("\n")[0].strip())
    if text[start : start + 1] != "{" or (isinstance(first_line, dict) and _is_record(first_line)):
        return None, {}
    position = start + 1
    head: dict[str, Any] = {}
    while (member := _MEMBER.match(text, position)) and member[1] not in _NAMES_OF_WORKS:
        if member[1] in _LISTS and text[member.end() : member.end() + 1] == "[":
            return member.end() + 1, head
        value, position = _decoded_at(text, member.end())
        if isinstance(value, json.JSONDecodeError):
            break
        head[member[1]] = value
    return None, {}


def _of_lines(text: str) -> Iterator[tuple[int, JsonItem]]:
    """One object a line; a single one may go over several."""
    whole = _decoded(text.strip())
    if isinstance(whole, dict):
        yield _with_place(len(text) - len(text.lstrip()), whole)
        return
    offset = 0
    for line in text.split("\n"):
        if stripped := line.strip().rstrip(","):
            value, start = _decoded(stripped), offset + line.index(stripped[0])
            yield _with_place(start, value, stripped, start)
        offset += len(line) + 1


def _of_list(text: str, position: int) -> Iterator[tuple[int, JsonItem]]:
    tries = _TRIES
    while True:
        position = _BETWEEN.match(text, position).end()  # type: ignore[union-attr]
        if position >= len(text) or text[position] == "]":
            return
        value, end = _decoded_at(text, position)
        if not isinstance(value, json.JSONDecodeError):
            yield _with_place(position, value, text[position : min(end, position + 2000)])
            position = end
            continue
        # Behind a damaged object reading goes on at the next one that looks like a record.
        after = None
        for opening in _OPENING.finditer(text, position + 1):
            if tries == 0:
                break
            tries -= 1
            following, _end = _decoded_at(text, opening.end())
            if isinstance(following, dict) and (_is_record(following) or "id" in following):
                after = opening.end()
                break
        yield _with_place(position, value, text[position:after][:2000])
        if after is None:
            return
        position = after


def _is_record(value: dict[str, Any]) -> bool:
    """Whether an object describes a work, as the authors in it do not."""
    return not _NAMES_OF_WORKS.isdisjoint(value)


def _decoded(text: str) -> object:
    value, end = _decoded_at(text, 0)
    if not isinstance(value, json.JSONDecodeError) and end < len(text):
        return json.JSONDecodeError("Extra data", text, end)
    return value


def _decoded_at(text: str, start: int) -> tuple[object, int]:
    """A value and where it ends, or what keeps it from being one."""
    try:
        return _DECODER.raw_decode(text, start)
    except json.JSONDecodeError as error:
        return error, start
    except RecursionError:
        return json.JSONDecodeError("Nested too deep", text, start), start


def _with_place(
    start: int, value: object, excerpt: str = "", origin: int = 0
) -> tuple[int, JsonItem]:
    """A value and where it begins; where it is damaged, the place of the damage.

    ``origin`` is where the text begins that the damage was found in.
    """
    match value:
        case dict():
            return start, JsonItem((1, 1), value)
        case json.JSONDecodeError():
            return origin + value.pos, JsonItem((1, 1), {}, excerpt, _reason(value))
        case _:
            return start, JsonItem((1, 1), {}, excerpt, NO_OBJECT)


def _reason(error: json.JSONDecodeError) -> str:
    is_cut = error.msg.startswith("Unterminated") or error.pos >= len(error.doc.rstrip())
    return NOT_CLOSED if is_cut else NOT_JSON
