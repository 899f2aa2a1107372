"""Counts of a survey, for its tables and figures; no number of these is ever typed by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from surveygen.messages import ENGLISH, N_, Words
from surveygen.survey.note import Bound, Claim
from surveygen.survey.paper import Paper
from surveygen.survey.survey import Survey
from surveygen.survey.taxonomy import Section

SPAN_LIMIT = 14
"""A timeline has no more columns than this."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Papers per year and top section, by home."""

    spans: tuple[range, ...]
    """Years without gaps, oldest first, several to a span where they are many; papers without a
    year are left out."""
    rows: tuple[tuple[Section, tuple[int, ...]], ...]
    """Every top section with a count for each span."""


def timeline(survey: Survey) -> Timeline:
    """Papers per year and top section."""
    counts = {top.id: per_year(_home_papers_below(survey, top)) for top in survey.taxonomy.sections}
    known = [year for counter in counts.values() for year in counter]
    spans = year_spans(known, SPAN_LIMIT)
    rows = tuple(
        (top, tuple(sum(counts[top.id][year] for year in span) for span in spans))
        for top in survey.taxonomy.sections
    )
    return Timeline(spans, rows)


def per_year(papers: Iterable[Paper]) -> Counter[int]:
    """How many papers each year has; those without a year are left out."""
    years = (paper.entry.year_number for paper in papers)
    return Counter(year for year in years if year is not None)


def _home_papers_below(survey: Survey, section: Section) -> list[Paper]:
    return [paper for _, part in section.walk() for paper in survey.home_papers(part)]


def year_spans(years: Collection[int], limit: int) -> tuple[range, ...]:
    """Spans of as many years each as it takes for no more than ``limit``; without gaps."""
    if not years:
        return ()
    first, last = min(years), max(years)
    for step in (1, 2, 5, 10, 20, 50, 100, 1000):
        start = first - first % step
        if (last - start) // step < limit:
            break
    return tuple(range(year, year + step) for year in range(start, last + 1, step))


def span_label(span: range) -> str:
    """``2024``, or ``2020–24`` for more than one year."""
    first, last = span[0], span[-1]
    if first == last:
        return str(first)
    return f"{first}–{last % 100:02d}" if first // 100 == last // 100 else f"{first}–{last}"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a section and all below it hold, in numbers; or the survey."""

    papers: int
    """With their home here."""
    also: int
    """With their home elsewhere."""
    notes: int
    """Papers with their home here that have a note."""
    sections: int
    """Top sections; none for a section."""
    topics: int
    """Sections below a top section."""
    years: Counter[int]
    """Papers with their home here by year."""


def facts(survey: Survey, section: Section | None) -> Facts:
    """What a section holds; without one, what the survey holds."""
    if section is None:
        papers, also, sections = list(survey.papers.values()), 0, len(survey.taxonomy.sections)
        topics = len(survey.sections) - sections
    else:
        papers, sections = _home_papers_below(survey, section), 0
        also = len(survey.subtree_papers(section)) - len(papers)
        topics = sum(1 for _ in section.walk()) - 1
    notes = sum(paper.note is not None for paper in papers)
    return Facts(len(papers), also, notes, sections, topics, per_year(papers))


def overlap(survey: Survey) -> dict[tuple[str, str], int]:
    """How many papers with their home in one top section are listed in another, by their ids."""
    counts: Counter[tuple[str, str]] = Counter()
    for paper in survey.papers.values():
        if paper.home is not None:
            home = survey.ancestors[paper.home][0].id
            others = {survey.ancestors[section][0].id for section in paper.also}
            counts.update((home, other) for other in others - {home})
    return dict(counts)


@dataclass(frozen=True, slots=True)
class Totals:
    """What a survey holds, in numbers."""

    papers: int
    sections: int
    topics: int
    notes: int
    claims: int
    located_claims: int
    """Claims that say where in the abstract they stand."""
    narratives: int
    citations: int
    """Citations in narratives, each key counted."""
    first_year: int | None
    last_year: int | None


def totals(survey: Survey) -> Totals:
    """What the survey holds."""
    notes = [paper.note for paper in survey.papers.values() if paper.note is not None]
    claims = [claim for note in notes for claim in note.claims]
    years = [y for p in survey.papers.values() if (y := p.entry.year_number) is not None]
    return Totals(
        papers=len(survey.papers),
        sections=len(survey.taxonomy.sections),
        topics=len(survey.sections) - len(survey.taxonomy.sections),
        notes=len(notes),
        claims=len(claims),
        located_claims=sum(claim.where is not None for claim in claims),
        narratives=len(survey.narratives),
        citations=sum(
            len(citation.keys)
            for prose in survey.narratives.values()
            for citation in prose.citations
        ),
        first_year=min(years, default=None),
        last_year=max(years, default=None),
    )


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim with the paper that makes it."""

    paper: Paper
    claim: Claim


def claim_rows(survey: Survey, section: Section) -> dict[str, list[ClaimRow]]:
    """Claims of a section's home papers and of all below it, by the name of their metric.

    Within a metric, claims that compare (same kind, unit and setting) stand together; the order is
    that of kind, unit, setting and year, never a ranking.
    """
    found: dict[str, list[ClaimRow]] = {}
    for _, part in section.walk():
        for paper in survey.home_papers(part):
            for claim in paper.note.claims if paper.note else ():
                metric = survey.vocabulary.metrics.get(claim.metric)
                name = metric.name if metric else claim.metric
                found.setdefault(name, []).append(ClaimRow(paper, claim))
    for rows in found.values():
        rows.sort(key=_comparable)
    return dict(sorted(found.items(), key=lambda item: item[0].casefold()))


def _comparable(row: ClaimRow) -> tuple[str, str, str, int, str]:
    claim = row.claim
    year = row.paper.entry.year_number or 0
    return (claim.kind, claim.unit, claim.on.casefold(), -year, row.paper.key)


_BOUNDS = {
    Bound.UP_TO: N_("up to {value}"),
    Bound.AT_LEAST: N_("at least {value}"),
    Bound.ABOUT: N_("about {value}"),
}


def claim_value(claim: Claim, words: Words = ENGLISH) -> str:
    """A claim's value with bound and unit: ``up to 2.1×``, ``80.0 %``."""
    unit = "×" if claim.unit.casefold() == "x" else f" {claim.unit}".rstrip()
    value = f"{claim.value}{unit}"
    if claim.bound is Bound.EXACT:
        return value
    return words.gettext(_BOUNDS[claim.bound]).format(value=value)
