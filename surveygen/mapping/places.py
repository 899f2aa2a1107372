"""Where a new paper belongs, from its title and, where it is at hand, its abstract.

Three things speak for a section: its keywords that the paper mentions, how like the paper is to the
papers that stand there taken together, and how like it is to the words of the section itself.
"""

from __future__ import annotations

import heapq
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from surveygen.mapping.proposal import Proposal
from surveygen.mapping.section_keywords import KeywordFinder
from surveygen.mapping.weighed_words import (
    UNIT,
    Vector,
    WordIndex,
    weighed,
    word_counts,
    words_of_paper,
)
from surveygen.survey.paper import Paper
from surveygen.survey.survey import Survey
from surveygen.text.slugs import STOP_WORDS

MOST = 3
"""So many sections are proposed at most."""
FLOOR = 0.1
"""A section of a lower score is not proposed."""
_IN_TITLE = 2
"""A keyword in the title counts as so many mentions in the text; more than these count no more."""
_KEYWORDS, _PAPERS, _WORDS = 3, 2, 3
"""So many of each are named as reasons."""
_NEAR = 0.08
"""Cosine from which a paper is called near."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """How strongly each kind of evidence speaks for a section; 0 says nothing."""

    keywords: float = 0.0
    papers: float = 0.0
    words: float = 0.0


WEIGHTS = Evidence(keywords=4.5, papers=25.0, words=15.0)
"""Weights of the three kinds of evidence.

They are rounded from those under which the homes of the 321 papers of the first survey are
likeliest, each asked of a survey that does not know it: 4.7, 23.4 and 8.0 by titles alone, 4.3,
25.8 and 23.7 with abstracts. Fitted to nine tenths of the papers, they place the last tenth as well
as these do (``benchmarks/places.py``). The keywords were written with those papers at hand, so
another survey's may say less.
"""
WITHOUT_KEYWORDS = Evidence(papers=30.0, words=25.0)
"""Weights for a section that has no keywords: what else speaks for it says more.

Fitted as above, they would be 31.4 and 16.4 by titles alone, 43.6 and 42.9 with abstracts; but with
the latter, works of other fields are proposed.
"""
_NOTHING = 5.5
"""Strength of the answer that no section fits.

Works of other fields reached at most 3.4 in the first survey; of its own papers with their
abstracts, 99 of 100 reached 3.7 or more, half of them 10.
"""


class Places:
    """The sections of a survey, ready to be asked many times where a paper belongs."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._sections = {
            section.id: section
            for section in survey.sections.values()
            if not section.is_nameless and (not section.sections or survey.home_papers(section))
        }
        papers = {key: _telling(words_of_paper(paper)) for key, paper in survey.papers.items()}
        own = {id: _telling(_own_words(survey, id)) for id in self._sections}
        texts = (*papers.values(), *own.values())
        used = Counter(word for counts in texts for word in counts)
        total = len(texts) + 1
        self._rarity = {word: math.log(total / count) for word, count in used.items()}
        self._unheard_of = math.log(total)
        """Rarity of a word that the survey does not have."""
        vectors = {key: weighed(counts, self._rarity) for key, counts in papers.items()}
        self._papers = {
            id: {
                paper.key: vectors[paper.key]
                for paper in (*survey.home_papers(section), *survey.also_papers(section))
            }
            for id, section in self._sections.items()
        }
        self._words = {id: weighed(counts, self._rarity) for id, counts in own.items()}
        self._like_papers = _Likeness({id: _sum(near) for id, near in self._papers.items()})
        self._like_words = _Likeness(self._words)
        self._finder = KeywordFinder(k for s in self._sections.values() for k in s.keywords)
        mentioned = Counter(
            keyword
            for paper in survey.papers.values()
            for keyword in self._finder.mentions(_text(paper))
        )
        self._keyword_rarity = {
            keyword: 1 - math.log(1 + mentioned[keyword]) / math.log(2 + len(papers))
            for section in self._sections.values()
            for keyword in section.keywords
        }
        """1 for one that no paper of the survey mentions, near 0 for one that all do."""

    def propose(
        self, title: str, text: str = "", keywords: Iterable[str] = ()
    ) -> tuple[Proposal, ...]:
        """Sections that a paper may belong to, the likeliest first.

        Args:
            title: of the paper, as plain Unicode text.
            text: its abstract, where it is at hand; it is read and not kept.
            keywords: those that the paper itself has.

        Returns:
            At most `MOST` sections with a score of at least `FLOOR`; none where nothing fits. Those
            behind the first are worth a look for ``also``: with abstracts, six of ten were the
            home or a further listing in the first survey, by titles alone five.

        """
        work = self._read(title, text, keywords)
        found = self._evidence(work)
        strengths = {id: self._strength(id, evidence) for id, evidence in found.items()}
        # Against the greatest, so that no power is beyond what a float can hold.
        greatest = max((_NOTHING, *strengths.values()))
        chances = {id: math.exp(value - greatest) for id, value in strengths.items()}
        whole = math.exp(_NOTHING - greatest) + math.fsum(chances.values())
        scores = ((-round(chance / whole, 3), id) for id, chance in chances.items())
        best = heapq.nsmallest(MOST, scores)
        return tuple(self._proposal(id, -score, work) for score, id in best if -score >= FLOOR)

    def evidence(
        self, title: str, text: str = "", keywords: Iterable[str] = ()
    ) -> Mapping[str, Evidence]:
        """What speaks for each section, by id; sections that nothing speaks for are left out."""
        return self._evidence(self._read(title, text, keywords))

    def _read(self, title: str, text: str, keywords: Iterable[str]) -> _Work:
        chosen = "\n".join((title, *keywords))
        counts = _telling(word_counts(text, chosen))
        rarity = {word: self._rarity.get(word, self._unheard_of) for word in counts}
        mentions = self._finder.mentions(text)
        for keyword in self._finder.mentions(chosen):
            mentions[keyword] = _IN_TITLE
        weights = {
            keyword: self._keyword_rarity[keyword] * min(count, _IN_TITLE) / _IN_TITLE
            for keyword, count in mentions.items()
        }
        return _Work(weighed(counts, rarity), weights)

    def _evidence(self, work: _Work) -> dict[str, Evidence]:
        papers = self._like_papers.to(work.words)
        words = self._like_words.to(work.words)
        found: dict[str, Evidence] = {}
        for id, section in self._sections.items():
            keywords = math.fsum(work.keywords.get(keyword, 0.0) for keyword in section.keywords)
            evidence = Evidence(keywords, papers.get(id, 0.0), words.get(id, 0.0))
            if evidence != Evidence():
                found[id] = evidence
        return found

    def _strength(self, id: str, evidence: Evidence) -> float:
        weights = WEIGHTS if self._sections[id].keywords else WITHOUT_KEYWORDS
        return (
            evidence.keywords * weights.keywords
            + evidence.papers * weights.papers
            + evidence.words * weights.words
        )

    def _proposal(self, id: str, score: float, work: _Work) -> Proposal:
        section = self._sections[id]
        found = [(-work.keywords.get(keyword, 0.0), keyword) for keyword in section.keywords]
        near = ((-_product(work.words, vector), key) for key, vector in self._papers[id].items())
        shared = (
            (-weight * self._words[id].get(word, 0), word)
            for word, weight in work.words.items()
            if 2 * self._rarity.get(word, 0.0) >= self._unheard_of
        )
        return Proposal(
            id,
            score,
            keywords=_best(found, _KEYWORDS),
            papers=_best((one for one in near if -one[0] >= _NEAR * UNIT**2), _PAPERS),
            words=_as_written(
                _best(shared, _WORDS), f"{_running_text(self._survey, id)} {section.title}"
            ),
        )


@dataclass(frozen=True, slots=True)
class _Work:
    """The paper that a place is looked for."""

    words: Vector
    keywords: Mapping[str, float]
    """How telling each keyword is that it mentions."""


class _Likeness:
    """How like a text is to each of many: the cosine of the angle between them."""

    def __init__(self, vectors: Mapping[str, Vector]) -> None:
        self._index = WordIndex(vectors)
        self._lengths = {id: math.hypot(*vector.values()) for id, vector in vectors.items()}

    def to(self, vector: Vector) -> dict[str, float]:
        """The likeness to each that has a word in common, 0 to 1."""
        products = self._index.products(vector).items()
        return {id: product / (UNIT * self._lengths[id]) for id, product in products if product}


def _product(one: Vector, other: Vector) -> int:
    return sum(weight * other.get(word, 0) for word, weight in one.items())


def _best(weighed: Iterable[tuple[float, str]], most: int) -> tuple[str, ...]:
    """The names of least weight below 0, each once; equals in alphabetical order."""
    return tuple(name for _, name in heapq.nsmallest(most, {one for one in weighed if one[0] < 0}))


def _own_words(survey: Survey, id: str) -> Counter[str]:
    """Counts of the words of a section's title and description, and of those above it."""
    return word_counts(_running_text(survey, id), survey.sections[id].title)


def _running_text(survey: Survey, id: str) -> str:
    *path, section = survey.ancestors[id]
    return " ".join((section.description, *(f"{one.title} {one.description}" for one in path)))


def _as_written(words: Iterable[str], text: str) -> tuple[str, ...]:
    """Words as they are counted in the form in which a text first has them."""
    written: dict[str, str] = {}
    for found in re.findall(r"[^\W_]+", text):
        for word in word_counts(found, ""):
            written.setdefault(word, found)
    return tuple(dict.fromkeys(written.get(word, word) for word in words))


def _text(paper: Paper) -> str:
    note = paper.note
    said = (*note.tags, note.tldr_text, note.body.text) if note else ()
    return "\n".join((paper.entry.title, *said))


def _telling(counts: Mapping[str, int]) -> Counter[str]:
    """Counts with "low-rank" as the two words "low" and "rank", and without stop words.

    In a large survey stop words have no weight anyhow; in a small one they are as rare as others.
    """
    found: Counter[str] = Counter()
    for word, count in counts.items():
        for part in word.split("-"):
            if part not in STOP_WORDS:
                found[part] += count
    found.pop("", None)
    return found


def _sum(vectors: Mapping[str, Vector]) -> Vector:
    found: Counter[str] = Counter()
    for vector in vectors.values():
        found.update(vector)
    return found
