"""JSON of works to entries: one object a line, an array of them, or our own ``papers.json``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from surveygen.messages import N_
from surveygen.readers.column_names import entry_as_it_stood, entry_of, field_of
from surveygen.readers.json_objects import JsonItem, json_head, json_items, whole_objects
from surveygen.readers.papers_outline import papers_outline
from surveygen.readers.people import person_of
from surveygen.readers.records import Files, Reading, Records
from surveygen.survey.taxonomy import Placement
from surveygen.text.names import Person

_NO_OBJECTS = N_("the file holds no object of JSON")
_NOTHING = N_("it has neither title nor identifier")
_PEOPLE = ("author", "editor")
_PARTS_OF_NAME = ("given", "particle", "family", "suffix")
_DEPTH = 3
"""How deep the name of an author is looked for in an object."""


def looks_like_json(path: str, text: str) -> bool:
    """Whether the first object of a file has a title or an identifier."""
    if not text.lstrip().startswith(("[", "{")):
        return False
    value = next((item.value for item in json_items(text) if item.value), {})
    return bool({field_of(name) for name in value} & {"title", "doi", "arxiv"})


def read_json(files: Files) -> Records:
    """Read files one by one; a broken object costs only itself."""
    reading = Reading()
    for path, data in files:
        text = reading.text(path, data)
        items = whole_objects(reading, path, text, nothing=_NO_OBJECTS)
        for item in items:
            _read(reading, path, item)
        read = {record.handle for record in reading.records}
        papers = (
            (Placement(handle, *item.place), item.value)
            for item in items
            if (handle := _handle(path, item)) in read
        )
        reading.outline = papers_outline(json_head(text), papers)
    return reading.finished()


def _read(reading: Reading, path: str, item: JsonItem) -> None:
    columns = {name: text for name, value in item.value.items() if (text := _text(value))}
    fields = item.value.get("fields")
    if "more_authors" in item.value and isinstance(fields, dict):
        stood = {name: text for name, value in fields.items() if (text := _text(value))}
        entry = entry_as_it_stood(stood, columns, path=path, place=item.place)
        reading.add(entry, handle=_handle(path, item))
        return
    columns |= _nested(item.value)
    people = {
        role: list(_people(value, is_ours="more_authors" in item.value))
        for name, value in item.value.items()
        if (role := field_of(name)) in _PEOPLE and not isinstance(value, str)
    }
    if people.get("author") and item.value.get("more_authors") is True:
        people["author"].append(Person(family="others", literal=True))
    entry, abstract = entry_of(columns, people=people, path=path, place=item.place)
    if entry.title or entry.link:
        reading.add(entry, abstract, _handle(path, item))
    else:
        reading.put_aside(_NOTHING, path, item.place, item.excerpt)


def _handle(path: str, item: JsonItem) -> str:
    line, column = item.place
    return f"{path}:{line}:{column}"


def _nested(value: Mapping[str, Any]) -> dict[str, str]:
    """What Semantic Scholar and OpenAlex keep one level down."""
    found: dict[str, str] = {}
    ids = value.get("externalIds") or value.get("ids")
    if isinstance(ids, dict):
        found |= {name: text for name in ids if (text := _text(ids[name])) and field_of(name)}
    for name in ("venue", "journal", "primary_location", "host_venue"):
        inner = value.get(name)
        if isinstance(inner, dict):
            source = inner.get("source")
            named = source if isinstance(source, dict) else inner
            if text := _text(named.get("name") or named.get("display_name")):
                found.setdefault("venue", text)
    return found


def _text(value: object) -> str:
    """A value as text, a list of texts joined; objects and lists of them say nothing."""
    match value:
        case str():
            return value
        case list() if all(isinstance(part, str) for part in value):
            return ", ".join(value)
        case _:
            return ""


def _people(value: object, *, is_ours: bool, depth: int = _DEPTH) -> Iterator[Person]:
    """People of a list of names or objects; in our own export a lone name is that of a body."""
    match value:
        case str() if value.strip():
            yield person_of(value)
        case list():
            for part in value:
                yield from _people(part, is_ours=is_ours, depth=depth)
        case dict() if depth:
            parts = {name: _text(value.get(name)) for name in _PARTS_OF_NAME}
            if parts["family"]:
                yield Person(parts["given"], parts["particle"], parts["family"], parts["suffix"])
            elif name := _text(value.get("name") or value.get("display_name")):
                yield Person(family=name, literal=True) if is_ours else person_of(name)
            else:
                yield from _people(value.get("author"), is_ours=is_ours, depth=depth - 1)
