"""What is new in a survey: papers by the day on which their note was added.

A paper whose note has no day is not new; neither is one without a note.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from surveygen.survey.paper import Paper
from surveygen.survey.survey import Survey
from surveygen.survey.taxonomy import Section

NEW_LIMIT = 50
"""So many papers are shown; the others are only counted, however many came at once."""


@dataclass(frozen=True, slots=True)
class Month:
    """The papers whose notes were added in a month."""

    month: str
    """Four digits, a hyphen, two digits."""
    count: int
    shown: tuple[Paper, ...]
    """Those among the newest `NEW_LIMIT` of the survey, newest first."""
    sections: tuple[tuple[Section | None, int], ...]
    """How many have their home in or below a top section, in document order; None stands for those
    without a home."""


def day_added(paper: Paper) -> str:
    """The ISO 8601 date on which the paper's note was added; empty where none is known."""
    return paper.note.added if paper.note else ""


def additions(papers: Iterable[Paper]) -> list[Paper]:
    """The papers that have a day, the last one first; those of one day keep their order."""
    return sorted(filter(day_added, papers), key=day_added, reverse=True)


def months(survey: Survey) -> tuple[Month, ...]:
    """All additions by month, the last one first."""
    found, left = [], NEW_LIMIT
    for month, group in groupby(additions(survey.papers.values()), lambda it: day_added(it)[:7]):
        papers = tuple(group)
        found.append(Month(month, len(papers), papers[:left], _by_top_section(survey, papers)))
        left = max(0, left - len(papers))
    return tuple(found)


def _by_top_section(
    survey: Survey, papers: Iterable[Paper]
) -> tuple[tuple[Section | None, int], ...]:
    homes = (survey.ancestors[paper.home][0].id if paper.home else "" for paper in papers)
    counts = Counter(homes)
    tops = {section.id: section for section in survey.taxonomy.sections}
    return tuple((tops.get(id), counts[id]) for id in (*tops, "") if counts[id])
