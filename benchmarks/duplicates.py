"""CPU seconds to find the duplicates among made-up entries, and how many of the planted are found.

Titles are made of words as unevenly frequent as those of real ones; a tenth of the entries describe
the work of another one in other words, another tenth only look as if they did. See README.md.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator

from surveygen.matching.same_work import pairs_of_same_work
from surveygen.survey.entry import Entry

Fields = dict[str, str]
CONSONANTS, VOWELS = "bcdfghjklmnprstvz", "aeiou"


class Library:
    """Made-up entries; the same seed gives the same ones."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.words = [self.word() for _ in range(6000)]
        self.weights = [1 / rank for rank in range(1, len(self.words) + 1)]
        self.names = [self.word().title() for _ in range(3000)]

    def word(self) -> str:
        """A word that can be pronounced."""
        syllables = self.random.randint(2, 4)
        return "".join(
            self.random.choice(CONSONANTS) + self.random.choice(VOWELS) for _ in range(syllables)
        )

    def work(self) -> Fields:
        """The fields of a work that was published."""
        words = self.random.choices(self.words, self.weights, k=self.random.randint(4, 12))
        people = self.random.sample(self.names, self.random.randint(1, 6))
        return {
            "title": " ".join(words).capitalize(),
            "author": " and ".join(f"{self.word().title()} {name}" for name in people),
            "year": str(self.random.randint(1995, 2026)),
            "journal": f"Journal of {self.random.choice(self.words[:300]).title()}",
            "doi": f"10.{self.random.randint(1000, 1400)}/{self.random.getrandbits(48):x}",
        }

    def preprint(self, work: Fields) -> Fields:
        """The work before it was published: no venue, no DOI, a year earlier."""
        year = str(int(work["year"]) - 1)
        return {"title": work["title"].title(), "author": work["author"], "year": year}

    def by_doi(self, work: Fields) -> Fields:
        """The work as another program exports it."""
        shown = work["author"].split(" and ")[0] + " and others"
        return {**work, "doi": work["doi"].upper(), "author": shown}

    def misspelt(self, work: Fields) -> Fields:
        """The preprint with two letters of a long word exchanged."""
        words = work["title"].split()
        at = max(range(len(words)), key=lambda number: len(words[number]))
        word = words[at]
        words[at] = word[:3] + word[4] + word[3] + word[5:] if len(word) > 5 else word
        return {**self.preprint(work), "title": " ".join(words)}

    def second_part(self, work: Fields) -> Fields:
        """What only looks like the work: its second part."""
        return {**self.preprint(work), "title": work["title"] + ", part II"}

    def namesake(self, work: Fields) -> Fields:
        """What only looks like the work: other words of the same people."""
        return {**self.work(), "author": work["author"]}


def library(size: int, seed: int) -> tuple[list[Entry], set[tuple[str, str]]]:
    """Entries in any order, and the keys of those pairs that are one work."""
    made = Library(seed)
    same: tuple[Callable[[Fields], Fields], ...] = (made.preprint, made.by_doi, made.misspelt)
    alike: tuple[Callable[[Fields], Fields], ...] = (made.second_part, made.namesake)
    entries: list[Entry] = []
    planted: set[tuple[str, str]] = set()

    def add(fields: Fields) -> str:
        key = f"e{len(entries)}"
        entries.append(Entry(key, "article" if "journal" in fields else "misc", fields))
        return key

    for number in range(size * 5 // 6):
        work = made.work()
        key = add(work)
        if number % 10 == 0:
            planted.add((key, add(same[number // 10 % len(same)](work))))
        elif number % 10 == 5:
            add(alike[number // 10 % len(alike)](work))
    made.random.shuffle(entries)
    return entries, planted


def rows(sizes: list[int], seed: int) -> Iterator[tuple[int, float, int, int, int]]:
    """For each size: entries, CPU seconds, planted pairs, found ones of them, others found."""
    for size in sizes:
        entries, planted = library(size, seed)
        begin = time.process_time()
        found = {
            tuple(sorted((pair.first.key, pair.second.key), key=lambda key: int(key[1:])))
            for pair in pairs_of_same_work(entries)
        }
        taken = time.process_time() - begin
        yield len(entries), taken, len(planted), len(planted & found), len(found - planted)


def main() -> None:
    """Print a line for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1250, 2500, 5000, 10000])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--max-seconds", type=float, help="exit 1 when the last size takes more")
    options = parser.parse_args()
    print(f"{'entries':>8}{'CPU s':>8}{'planted':>9}{'found':>7}{'others':>8}")
    taken = 0.0
    for entries, taken, planted, found, others in rows(options.sizes, options.seed):
        print(f"{entries:>8}{taken:>8.2f}{planted:>9}{found:>7}{others:>8}")
    if options.max_seconds is not None and taken > options.max_seconds:
        sys.exit(1)


if __name__ == "__main__":
    main()
