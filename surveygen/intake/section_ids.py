"""Ids of new sections, made of their titles, and how deep sections may stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from surveygen.survey.taxonomy import RESERVED_IDS
from surveygen.text.romanise import to_ascii
from surveygen.text.slugs import slug

DEEPEST = 8
"""Levels of sections; YAML of more would be refused (`yaml_reader.MAX_DEPTH`, two to a level)."""

_LONGEST_ID = 40
_LONGEST_PREFIXED_ID = 70
"""Below `slugs.MAX_LENGTH`, with room for a number."""


@dataclass(slots=True)
class SectionIds:
    """Gives new sections ids that no other section has."""

    taken: set[str] = field(default_factory=lambda: set(RESERVED_IDS))
    numbers: dict[str, Iterator[int]] = field(default_factory=dict)

    def id(self, title: str, id_above: str = "", wish: str = "") -> str:
        """An id that no other section has: the wish, or one of the title, or with a number."""
        wanted = (*([wish] if wish else []), *ids_of(title, id_above))
        if not wanted:
            return self._numbered("section", 1)
        for id in wanted:
            if self._is_free(id):
                self.taken.add(id)
                return id
        return self._numbered(wanted[-1], 2)

    def _numbered(self, words: str, first: int) -> str:
        numbers = self.numbers.setdefault(words, count(first))
        id = next(id for number in numbers if self._is_free(id := f"{words}-{number}"))
        self.taken.add(id)
        return id

    def _is_free(self, id: str) -> bool:
        # A slug of its own: no name of a device, which no file can have.
        return id not in self.taken and slug(id) == id


def ids_of(title: str, id_above: str = "") -> tuple[str, ...]:
    """The ids that a section of this title would have, the first choice first; maybe none."""
    words = _words(title, _LONGEST_ID)
    return (words, _words(f"{id_above}-{words}", _LONGEST_PREFIXED_ID)) if words else ()


def _words(text: str, limit: int) -> str:
    """Lower-case words with hyphens between, as many as there is room for."""
    words = re.sub(r"[^a-z0-9]+", "-", to_ascii(text)).strip("-")
    if len(words) <= limit:
        return words
    return words[: limit + 1].rpartition("-")[0] or words[:limit]
