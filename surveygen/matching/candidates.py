"""Which entries are worth comparing with one: those that share something rare with it.

Comparing every entry with every other would take fifty million comparisons for ten thousand. Two
entries of one work share an identifier, a title, the beginning or end of one, two of its rarest
words, or all of their people; only those are looked up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from surveygen.matching.work import Work

_CROWD = 100
"""What more entries than this have in common tells little and costs most."""
_RAREST = 6
"""Words of a title that are looked up, rarest first."""
_ENDS = 14
"""Letters of the beginning, and of the end, that two spellings of a title have in common."""


class Candidates:
    """Entries by what another entry of the same work would share with them."""

    def __init__(self) -> None:
        self._works: list[Work] = []
        self._sharing: dict[object, list[int]] = {}
        self._words: dict[str, list[int]] = {}

    def add(self, work: Work) -> None:
        """Let a work be found from now on."""
        number = len(self._works)
        self._works.append(work)
        for trait in _traits(work):
            self._sharing.setdefault(trait, []).append(number)
        for word in dict.fromkeys(work.title.words):
            self._words.setdefault(word, []).append(number)

    def of(self, work: Work) -> Iterator[Work]:
        """Works that may be the same, in the order in which they were added, each once."""
        found: set[int] = set()
        for trait, is_certain in _traits(work).items():
            sharing = self._sharing.get(trait, [])
            if is_certain or len(sharing) <= _CROWD:
                found.update(sharing[:_CROWD])
        found.update(self._by_words(work))
        for number in sorted(found):
            yield self._works[number]

    def _by_words(self, work: Work) -> Iterator[int]:
        """Works that share two rare words of the title, or the one that a short title has."""
        words = dict.fromkeys(work.title.words)
        having = [sharing for word in words if (sharing := self._words.get(word))]
        having.sort(key=len)
        rare = [sharing for sharing in having[:_RAREST] if len(sharing) <= _CROWD]
        shared = Counter(number for sharing in rare for number in sharing)
        needed = 2 if len(words) > 3 else 1
        yield from (number for number, count in shared.items() if count >= needed)


def _traits(work: Work) -> dict[object, bool]:
    """What entries of one work share, and whether it is enough to be compared in any case."""
    title, people = work.title.compact, work.people.families
    identifiers = {
        "doi": work.doi_without_version,
        "arxiv": work.arxiv,
        "pmid": work.pmid,
        "isbn": work.isbn,
    }
    shared = {
        "title": title,
        "begins": title[:_ENDS],
        "ends": title[-_ENDS:],
        "people": people if len(people) > 1 else (),
    }
    traits: dict[object, bool] = {("key", work.key): True}
    if work.content:
        traits[work.content] = True
    if title:
        traits["title and person", title, people[:1]] = True
    traits.update(((name, value), True) for name, value in identifiers.items() if value)
    traits.update(((name, value), False) for name, value in shared.items() if value)
    if work.title.main:
        traits["title", work.title.main] = False
    return traits
