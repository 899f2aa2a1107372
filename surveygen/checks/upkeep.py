"""What a survey still lacks, counted: the answer to "what is there to do?"."""

from __future__ import annotations

from dataclasses import dataclass

from surveygen.survey.codes import Severity
from surveygen.survey.survey import Survey
from surveygen.survey.taxonomy import Section


@dataclass(frozen=True, slots=True)
class SectionCount:
    """What a section and those below it hold."""

    section: Section
    depth: int
    """0 for a top section."""
    papers: int
    also: int
    """Papers that this very section lists too."""
    notes: int
    has_narrative: bool
    """Whether this very section has one."""


@dataclass(frozen=True, slots=True)
class Upkeep:
    """Keys of papers by what they lack, in the survey's order, and counts by section."""

    sections: tuple[SectionCount, ...]
    not_placed: tuple[str, ...]
    to_mend: int
    """Damaged entries."""
    errors: int
    without_note: tuple[str, ...]
    drafts: tuple[str, ...]
    """Papers whose note is marked as a draft."""
    unverified: tuple[str, ...]
    """Papers with a field that no source confirmed."""
    retracted: tuple[str, ...]
    """Papers that were retracted or withdrawn."""


def upkeep(survey: Survey) -> Upkeep:
    """Count what is there and what is not."""
    papers = survey.papers.values()
    errors = sum(d.severity is Severity.ERROR for d in survey.diagnostics)
    return Upkeep(
        sections=tuple(_count(survey, s, depth) for depth, s in survey.taxonomy.walk()),
        not_placed=tuple(paper.key for paper in survey.not_placed),
        to_mend=len(survey.quarantine),
        errors=errors,
        without_note=tuple(paper.key for paper in papers if paper.note is None),
        drafts=tuple(paper.key for paper in papers if paper.note and paper.note.draft),
        unverified=tuple(paper.key for paper in papers if paper.entry.unverified),
        retracted=tuple(
            paper.key for paper in papers if paper.entry.status in ("retracted", "withdrawn")
        ),
    )


def _count(survey: Survey, section: Section, depth: int) -> SectionCount:
    papers = [paper for _, part in section.walk() for paper in survey.home_papers(part)]
    return SectionCount(
        section=section,
        depth=depth,
        papers=len(papers),
        also=len(survey.also_papers(section)),
        notes=sum(paper.note is not None for paper in papers),
        has_narrative=section.id in survey.narratives,
    )
