"""Author-year labels: what a citation shows in running text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from surveygen.messages import ENGLISH, Words
from surveygen.survey.entry import Entry
from surveygen.text.normal import sort_key


@dataclass(frozen=True, slots=True)
class Label:
    """``Yao et al.`` and ``2024a``."""

    authors: str
    year: str


def labels(entries: Iterable[Entry], words: Words = ENGLISH) -> dict[str, Label]:
    """A label for every key; equal ones are told apart by a, b, ... in the order of the keys."""
    no_year = words.gettext("n.d.")
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for entry in entries:
        groups[_short_authors(entry, words), entry.year or no_year].append(entry.key)
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


def _short_authors(entry: Entry, words: Words) -> str:
    people = entry.authors or entry.editors
    if not people:
        title = entry.title.split()
        return " ".join(title[:4]) + ("…" if len(title) > 4 else "") or entry.key
    names = [person.surname for person in people]
    if len(names) > 2 or entry.more_authors:
        return words.gettext("{names} et al.").format(names=names[0])
    if len(names) == 2:
        return words.gettext("{names} and {last}").format(names=names[0], last=names[1])
    return names[0]


def _letters(number: int) -> str:
    """0 is a, 25 is z, 26 is aa."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
