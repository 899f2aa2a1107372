"""The papers nearest to a paper: by rare words that title, tags and note have in common.

A paper is compared by its weightiest words alone and only with papers that share one of them, so
that the time grows with the survey and not with its square. After an edit only what has to do with
the changed words is compared again.
"""

from __future__ import annotations

import hashlib
import heapq
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from surveygen.mapping.weighed_words import Vector, WordIndex, weighed, words_of_paper
from surveygen.survey.paper import Paper

NEAREST = 5
"""How many are named."""
_TERMS = 40
"""A paper is compared by this many words."""
_COMMON = 150
"""Words of more papers than this tell little and cost most."""

Scored = tuple[int, str]
"""How alike another paper is, as a negative number, and its key: the nearest is the least."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of comparing all papers; all of it can stand in JSON."""

    vectors: Mapping[str, str] = field(default_factory=dict)
    """A hash of the words of each paper, by key."""
    nearest: Mapping[str, Sequence[Scored]] = field(default_factory=dict)
    """The `NEAREST` others of each paper, nearest first; equals in the order of keys.

    Papers that have no rare word in common with a paper are not named beside it.
    """


def compare(papers: Iterable[Paper], before: Compared | None = None) -> Compared:
    """Find the nearest of every paper.

    Args:
        papers: all that are compared.
        before: what came of it when some of them were others.

    """
    before = before or Compared()
    vectors = _vectors({paper.key: words_of_paper(paper) for paper in papers})
    hashes = {key: _hash(vector) for key, vector in vectors.items()}
    changed = {key for key, now in hashes.items() if before.vectors.get(key) != now}
    others = changed | (before.vectors.keys() - hashes.keys())
    # The papers that were nearest to these are others now, and no longer as near.
    lost = {
        key
        for key in vectors.keys() - changed
        if any(other in others for _score, other in before.nearest[key])
    }
    index = WordIndex(vectors, {word for key in changed | lost for word in vectors[key]})

    # How alike two papers are is the same from either side.
    closer: dict[str, list[Scored]] = {}
    nearest = {}
    for key in changed | lost:
        likeness = index.products(vectors[key])
        nearest[key] = _nearest(key, likeness)
        if key in changed:
            for other in likeness.keys() - nearest.keys():
                closer.setdefault(other, []).append((-likeness[other], key))
    for key in vectors.keys() - nearest.keys():
        known = [(score, other) for score, other in before.nearest[key]]
        nearest[key] = sorted([*known, *closer.get(key, ())])[:NEAREST]
    return Compared(hashes, {key: nearest[key] for key in vectors})


def _hash(vector: Vector) -> str:
    # The weightiest word comes first in every vector.
    return hashlib.sha256(repr(vector).encode("utf-8", "replace")).hexdigest()[:16]


def _nearest(key: str, likeness: Mapping[str, int]) -> list[Scored]:
    others = ((-score, other) for other, score in likeness.items() if other != key)
    return heapq.nsmallest(NEAREST, others)


def _vectors(counts: Mapping[str, Mapping[str, int]]) -> dict[str, Vector]:
    """Weights by term; a term of one paper alone, or of every paper, relates nothing."""
    uses = Counter(term for terms in counts.values() for term in terms)
    limit = min(len(counts) - 1, _COMMON)
    rarity = {
        term: math.log(len(counts) / used) for term, used in uses.items() if 1 < used <= limit
    }
    return {key: weighed(terms, rarity, _TERMS) for key, terms in counts.items()}
