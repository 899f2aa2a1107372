"""Texts as weighed words, so that they can be compared.

Words are weighed as usual in retrieval (tf-idf; the angle between two texts says how alike they
are: Manning, Raghavan and Schütze, Introduction to Information Retrieval, 6.2 and 6.3). What the
survey says of a paper is its title, tags and note. Abstracts are not ours to keep.
"""

from __future__ import annotations

import heapq
import math
import re
from collections import Counter
from collections.abc import Container, Mapping
from functools import cache

from surveygen.survey.paper import Paper

UNIT = 10_000
"""Length of a vector, whose weights are whole numbers: sums of these are the same on every machine
and in every order, so equals are equal."""
_EMPHASIS = 3
"""Chosen words count this often; more care was taken with them than with running text."""
_WORD = re.compile(r"[^\W\d_][\w-]*[^\W_]")
# Scripts that put no blanks between words: Han, kana and Hangul, by pairs of characters.
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")

Vector = Mapping[str, int]


def word_counts(running: str, chosen: str) -> Counter[str]:
    """How often each word stands in running text and in words that were chosen, as in a title."""
    counts: Counter[str] = Counter()
    for text, times in ((running, 1), (chosen, _EMPHASIS)):
        for word, number in Counter(_WORD.findall(text.casefold())).items():
            for term in _terms(word):
                counts[term] += number * times
    return counts


def words_of_paper(paper: Paper) -> Counter[str]:
    """Counts of the words that the survey says of a paper."""
    note = paper.note
    running = f"{note.tldr_text} {note.body.text}" if note else ""
    return word_counts(running, " ".join((paper.entry.title, *(note.tags if note else ()))))


def weighed(
    counts: Mapping[str, int], rarity: Mapping[str, float], most: int | None = None
) -> Vector:
    """The vector of a text, of length `UNIT`; empty where none of its words has a weight.

    Args:
        counts: how often each word stands in the text.
        rarity: weight of a word by itself; words that are not in it are left out.
        most: only so many words are kept, the weightiest; None keeps all.

    """
    weights = [
        (-(1 + math.log(count)) * rarity[term], term)
        for term, count in counts.items()
        if term in rarity
    ]
    kept = weights if most is None else heapq.nsmallest(most, weights)
    length = math.sqrt(math.fsum(weight * weight for weight, _ in kept))
    return {term: round(-weight / length * UNIT) for weight, term in kept} if length else {}


class WordIndex:
    """Vectors by their words: a text meets only those that have a word in common with it."""

    def __init__(self, vectors: Mapping[str, Vector], words: Container[str] | None = None) -> None:
        """Look which vectors have which words.

        Args:
            vectors: by name.
            words: all that will be asked for; by default, any.

        """
        self._having: dict[str, list[tuple[str, int]]] = {}
        for name, vector in vectors.items():
            for word, weight in vector.items():
                if words is None or word in words:
                    self._having.setdefault(word, []).append((name, weight))

    def products(self, vector: Vector) -> dict[str, int]:
        """The scalar product with each vector that has a word in common, by name."""
        found: dict[str, int] = {}
        for word, weight in vector.items():
            for name, others_weight in self._having.get(word, ()):
                found[name] = found.get(name, 0) + weight * others_weight
        return found


@cache  # the words of a survey
def _terms(word: str) -> tuple[str, ...]:
    """A word in lower case without the s of a plural, so that "networks" meets "network"."""
    if not word.isascii() and UNSPACED.search(word):
        return tuple(word[at : at + 2] for at in range(len(word) - 1))
    return (word[:-1] if word.endswith("s") and not word.endswith("ss") else word,)
