"""Author-year labels: what a citation shows in running text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from surveygen.survey.entry import Entry
from surveygen.text.normal import sort_key


@dataclass(frozen=True, slots=True)
class Label:
    """``Yao et al.`` and ``2024a``."""

    authors: str
    year: str


def labels(entries: Iterable[Entry]) -> dict[str, Label]:
    """A label for every key; equal ones are told apart by a, b, ... in the order of the keys."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for entry in entries:
        groups[_short_authors(entry), entry.year or "n.d."].append(entry.key)
    found: dict[str, Label] = {}
    for (authors, year), keys in groups.items():
        # "2024a", but "n.d.-a" and "in press-a", as APA writes them.
        stem = year if year[-1].isdigit() else f"{year}-"
        for number, key in enumerate(sorted(keys)):
            found[key] = Label(authors, stem + _letters(number) if len(keys) > 1 else year)
    return found


def list_order(entry: Entry) -> tuple[object, ...]:
    """Order of a reference list: family names, year, title, key."""
    people = entry.authors or entry.editors
    names = tuple(sort_key(person.inverted) for person in people[:5])
    return (names or (sort_key(entry.title),), entry.year, sort_key(entry.title), entry.key)


def _short_authors(entry: Entry) -> str:
    people = entry.authors or entry.editors
    if not people:
        words = entry.title.split()
        return " ".join(words[:4]) + ("…" if len(words) > 4 else "") or entry.key
    names = [person.surname for person in people]
    if len(names) > 2 or entry.more_authors:
        return f"{names[0]} et al."
    return " and ".join(names)


def _letters(number: int) -> str:
    """0 is a, 25 is z, 26 is aa."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
