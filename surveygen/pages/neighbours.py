"""The papers nearest to a paper: by rare words that title, tags and note have in common.

Words are weighed as usual in retrieval (tf-idf and the cosine of the angle between two papers:
Manning, Raghavan and Schütze, Introduction to Information Retrieval, 6.2 and 6.3). A paper is
compared by its weightiest words alone and only with papers that share one of them, so that the time
grows with the survey and not with its square. Abstracts are not ours to use here.
"""

from __future__ import annotations

import heapq
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from surveygen.survey.paper import Paper

NEAREST = 5
"""How many are named."""
_TERMS = 40
"""A paper is compared by this many words."""
_COMMON = 150
"""Words of more papers than this tell little and cost most."""
_EMPHASIS = 3
"""Words of title and tags count this often; they were chosen with more care than running text."""
_UNIT = 10_000
"""Length of a paper's vector, whose weights are whole numbers: sums of these are the same on every
machine and in every order, so equals are equal."""
_WORD = re.compile(r"[^\W\d_][\w-]*[^\W_]")
# Scripts that put no blanks between words: Han, kana and Hangul, by pairs of characters.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")

Vector = Mapping[str, int]


def neighbours(papers: Iterable[Paper]) -> dict[str, tuple[Paper, ...]]:
    """For every paper, by key, the `NEAREST` others, nearest first; equals in the order of keys.

    Papers that have no rare word in common with a paper are not named beside it.
    """
    by_key = {paper.key: paper for paper in papers}
    vectors = _vectors({key: _counts(paper) for key, paper in by_key.items()})
    having: dict[str, list[tuple[str, int]]] = {}
    for key, vector in vectors.items():
        for term, weight in vector.items():
            having.setdefault(term, []).append((key, weight))
    return {
        key: tuple(by_key[other] for other in _nearest(key, vector, having))
        for key, vector in vectors.items()
    }


def _nearest(
    key: str, vector: Vector, having: Mapping[str, Sequence[tuple[str, int]]]
) -> list[str]:
    likeness: dict[str, int] = {}
    for term, weight in vector.items():
        for other, others_weight in having[term]:
            likeness[other] = likeness.get(other, 0) + weight * others_weight
    likeness.pop(key, None)
    ranked = heapq.nsmallest(NEAREST, ((-score, other) for other, score in likeness.items()))
    return [other for _, other in ranked]


def _vectors(counts: Mapping[str, Mapping[str, int]]) -> dict[str, Vector]:
    """Weights by term; a term of one paper alone, or of every paper, relates nothing."""
    uses = Counter(term for terms in counts.values() for term in terms)
    limit = min(len(counts) - 1, _COMMON)
    rarity = {
        term: math.log(len(counts) / used) for term, used in uses.items() if 1 < used <= limit
    }
    vectors: dict[str, Vector] = {}
    for key, terms in counts.items():
        weighed = [
            (-(1 + math.log(count)) * rarity[term], term)
            for term, count in terms.items()
            if term in rarity
        ]
        heaviest = heapq.nsmallest(_TERMS, weighed)
        length = math.sqrt(sum(weight * weight for weight, _ in heaviest))
        vectors[key] = {term: round(-weight / length * _UNIT) for weight, term in heaviest}
    return vectors


def _counts(paper: Paper) -> Mapping[str, int]:
    """How often each term stands in what the survey says of a paper."""
    counts: Counter[str] = Counter(_terms(_running_text(paper)))
    for term in _terms(_chosen_words(paper)):
        counts[term] += _EMPHASIS
    return counts


def _running_text(paper: Paper) -> str:
    return f"{paper.note.tldr} {paper.note.body.text}" if paper.note else ""


def _chosen_words(paper: Paper) -> str:
    return " ".join((paper.entry.title, *(paper.note.tags if paper.note else ())))


def _terms(text: str) -> Iterator[str]:
    """Words in lower case without the s of a plural, so that "networks" meets "network"."""
    for found in _WORD.findall(text.casefold()):
        if not found.isascii() and _UNSPACED.search(found):
            yield from (found[at : at + 2] for at in range(len(found) - 1))
        else:
            yield found[:-1] if found.endswith("s") and not found.endswith("ss") else found
