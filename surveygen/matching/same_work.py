"""Which entries are the same work: of those known, the one that another entry is; and all pairs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from surveygen.matching.candidates import Candidates
from surveygen.matching.comparison import Comparison, Sameness, compare
from surveygen.matching.work import Work
from surveygen.survey.entry import Entry


@dataclass(frozen=True, slots=True)
class Match:
    """A known entry that another one is, or may be."""

    entry: Entry
    comparison: Comparison

    @property
    def is_same(self) -> bool:
        """Whether it is the same work; else people should decide."""
        return self.comparison.is_same


class KnownWorks:
    """Entries, found by any description of their work."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._entries: dict[str, Entry] = {}
        self._candidates = Candidates()
        for entry in entries:
            self.add(entry)

    def add(self, entry: Entry, described: Entry | None = None) -> None:
        """Know an entry, or what has become of it, by itself and by another description of it."""
        self._entries[entry.key] = entry
        self._candidates.add(Work(entry))
        if described is not None:
            self._candidates.add(Work(replace(described, key=entry.key)))

    def find(self, entry: Entry) -> Match | None:
        """The known entry of the same work, or else the one that it may be; None if there is none.

        Of several the one whose key it has, then the one that was known first.
        """
        work = Work(entry)
        matches = [
            Match(self._entries[known.key], compared)
            for known in self._candidates.of(work)
            if (compared := compare(work, known)).sameness is not Sameness.DIFFERENT
        ]
        return min(
            matches,
            key=lambda match: (not match.is_same, match.entry.key != entry.key),
            default=None,
        )


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries that are, or may be, the same work; the first one stands further up."""

    first: Entry
    second: Entry
    comparison: Comparison


def pairs_of_same_work(entries: Iterable[Entry]) -> Iterator[Pair]:
    """Every pair that is, or may be, one work, in the order of the entries.

    The time grows with the number of entries, not with its square: see `Candidates`.
    """
    candidates = Candidates()
    works = [Work(entry) for entry in entries]
    for work in works:
        candidates.add(work)
    order = {id(work): number for number, work in enumerate(works)}
    found: dict[tuple[int, int], Pair] = {}
    for number, work in enumerate(works):
        for other in candidates.of(work):
            at = order[id(other)]
            if at == number or (min(at, number), max(at, number)) in found:
                continue
            first, second = (works[min(at, number)], works[max(at, number)])
            compared = compare(first, second)
            if compared.sameness is not Sameness.DIFFERENT:
                found[min(at, number), max(at, number)] = Pair(first.entry, second.entry, compared)
    for _numbers, pair in sorted(found.items(), key=lambda item: item[0]):
        yield pair
