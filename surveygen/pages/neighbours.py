"""The papers nearest to a paper: by rare words that title, tags and note have in common.

A paper is compared by its weightiest words alone and only with papers that share one of them, so
that the time grows with the survey and not with its square.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Iterable, Mapping

from surveygen.mapping.weighed_words import Vector, WordIndex, weighed, words_of_paper
from surveygen.survey.paper import Paper

NEAREST = 5
"""How many are named."""
_TERMS = 40
"""A paper is compared by this many words."""
_COMMON = 150
"""Words of more papers than this tell little and cost most."""


def neighbours(papers: Iterable[Paper]) -> dict[str, tuple[Paper, ...]]:
    """For every paper, by key, the `NEAREST` others, nearest first; equals in the order of keys.

    Papers that have no rare word in common with a paper are not named beside it.
    """
    by_key = {paper.key: paper for paper in papers}
    vectors = _vectors({key: words_of_paper(paper) for key, paper in by_key.items()})
    index = WordIndex(vectors)
    return {
        key: tuple(by_key[other] for other in _nearest(key, index.products(vector)))
        for key, vector in vectors.items()
    }


def _nearest(key: str, likeness: Mapping[str, int]) -> list[str]:
    others = ((-score, other) for other, score in likeness.items() if other != key)
    return [other for _, other in heapq.nsmallest(NEAREST, others)]


def _vectors(counts: Mapping[str, Mapping[str, int]]) -> dict[str, Vector]:
    """Weights by term; a term of one paper alone, or of every paper, relates nothing."""
    uses = Counter(term for terms in counts.values() for term in terms)
    limit = min(len(counts) - 1, _COMMON)
    rarity = {
        term: math.log(len(counts) / used) for term, used in uses.items() if 1 < used <= limit
    }
    return {key: weighed(terms, rarity, _TERMS) for key, terms in counts.items()}
