"""Who cites a paper in the survey, with the sentences that do.

`Citation.sentence` leaves the citation itself out, which suits checks but not readers: what
"{cite:t}`yao2023spike` train" says of whom is lost. So sentences are taken from the prose as it was
written anew, whose grammar is small, and trusted where both agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from surveygen.readers.sentences import CITATION, sentences, without_citations
from surveygen.survey.paper import Paper
from surveygen.survey.prose import CitationStyle, Prose
from surveygen.survey.survey import Survey
from surveygen.survey.taxonomy import Section
from surveygen.text import math
from surveygen.text.citation_syntax import Cited, parse_citation

_BLOCKS = re.compile(
    r"\n\s*\n"
    r"|^[ >]*(?:[-*+]|\d+[.)])[ ]+"  # an item of a list
    r"|^[ ]*(?::::|```).*$"  # a fence
    r"|^#+[ ]"
    r"|(?<!\\)\|",  # cells of a table
    re.MULTILINE,
)
_QUOTE = re.compile(r"^[ ]*>[ ]?", re.MULTILINE)
_INLINE = re.compile(
    r"\{(?P<role>cite:[pt]|math)\}(?P<ticks>`+)(?P<content>.+?)(?<!`)(?P=ticks)(?!`)"
    r"|(?P<fence>`+)(?P<code>.+?)(?<!`)(?P=fence)(?!`)"
    r"|\\(?P<escaped>[^\w\s])"
    r"|(?P<link>\]\([^()\s]*\))"
    r"|(?P<mark>\*\*?|\[)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class InText:
    """A citation in its place in a sentence."""

    cited: tuple[Cited, ...]
    style: CitationStyle


Quoted = tuple[str | InText, ...]
"""A sentence: plain text, with its citations where they stand."""


@dataclass(frozen=True, slots=True)
class Mentions:
    """The sentences of one narrative or note that cite a paper."""

    by: Section | Paper
    """The section whose narrative it is, or the paper whose note."""
    sentences: tuple[Quoted, ...]


_Citing = tuple[Section | Paper, Prose]


class SurveyMentions:
    """Where every paper and background entry is cited; sentences are looked up on first use."""

    def __init__(self, survey: Survey) -> None:
        """Look who cites whom."""
        self._survey = survey
        self._citing: dict[str, list[_Citing]] = {}
        self._sentences: dict[int, Mapping[str, list[Quoted]]] = {}
        for by, prose in _citing(survey):
            for key in dict.fromkeys(key for citation in prose.citations for key in citation.keys):
                paper = survey.find(key)
                # A note that cites its own paper says nothing new.
                if paper is not None and not (isinstance(by, Paper) and by.key == paper.key):
                    places = self._citing.setdefault(paper.key, [])
                    if not (places and places[-1][1] is prose):  # by an alias too
                        places.append((by, prose))

    def of(self, key: str) -> tuple[Mentions, ...]:
        """Where a paper is cited: in narratives, then in notes, in the order of the taxonomy."""
        found = ((by, self._by_key(prose).get(key)) for by, prose in self._citing.get(key, ()))
        return tuple(Mentions(by, tuple(quoted)) for by, quoted in found if quoted)

    def _by_key(self, prose: Prose) -> Mapping[str, list[Quoted]]:
        # The survey keeps its texts, so no other one gets the number of one.
        if id(prose) not in self._sentences:
            self._sentences[id(prose)] = _by_key(self._survey, prose)
        return self._sentences[id(prose)]


def _citing(survey: Survey) -> Iterator[_Citing]:
    for section in survey.sections.values():
        narrative = survey.narratives.get(section.id)
        if narrative is not None and narrative.citations:
            yield section, narrative
    for paper in survey.in_tree_order():
        if paper.note is not None and paper.note.body.citations:
            yield paper, paper.note.body


def _by_key(survey: Survey, prose: Prose) -> dict[str, list[Quoted]]:
    """Every sentence once for each paper that it cites, in the order of the prose."""
    whole = _whole_sentences(prose.markdown)
    found: dict[str, dict[Quoted, None]] = {}
    for citation in prose.citations:
        quoted = whole.get((citation.sentence, citation.keys), (citation.sentence,))
        for key in citation.keys:
            paper = survey.find(key)
            if paper is not None and any(quoted):
                found.setdefault(paper.key, {})[quoted] = None
    return {key: list(quoted) for key, quoted in found.items()}


def _whole_sentences(markdown: str) -> dict[tuple[str, tuple[str, ...]], Quoted]:
    """Sentences by their text without citations and the keys of each of their citations."""
    found: dict[tuple[str, tuple[str, ...]], Quoted] = {}
    for block in _BLOCKS.split(markdown):
        if "{cite:" not in block:
            continue
        text, cited = _plain(_QUOTE.sub("", block))
        waiting = iter(cited)
        for sentence in sentences(text):
            quoted = tuple(_with_citations(sentence, waiting))
            plain = without_citations(sentence)
            for part in quoted:
                if isinstance(part, InText):
                    keys = tuple(one.key for one in part.cited)
                    found.setdefault((plain, keys), quoted)
    return found


def _plain(block: str) -> tuple[str, list[InText]]:
    """A block without markup, `CITATION` where its citations stood, and those citations."""
    cited: list[InText] = []

    def shown(match: re.Match[str]) -> str:
        if match["role"] == "math":
            return math.to_unicode(match["content"])
        if match["role"]:
            style: CitationStyle = "t" if match["role"] == "cite:t" else "p"
            cited.append(InText(parse_citation(match["content"]), style))
            return CITATION
        return match["code"] or match["escaped"] or ""

    return _INLINE.sub(shown, block), cited


def _with_citations(sentence: str, waiting: Iterator[InText]) -> Iterable[str | InText]:
    for number, text in enumerate(sentence.split(CITATION)):
        if number:
            yield next(waiting)
        if text:
            yield text
