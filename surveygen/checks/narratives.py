"""What a narrative must keep to: it cites its papers, a few at a time."""

from __future__ import annotations

from collections.abc import Iterator

from surveygen.survey.diagnostics import Code, Diagnostic
from surveygen.survey.survey import Survey

BRACKET_SIZE = 4
"""More keys than this in one bracket are a list, and lists are the cards' job."""
COVERAGE = (2, 3)
"""A section's narrative cites at least this share (numerator, denominator) of its home papers."""


def check_narratives(survey: Survey) -> Iterator[Diagnostic]:
    """Bracket sizes, coverage of each section, and papers that no narrative cites."""
    cited: set[str] = set()
    for id, prose in survey.narratives.items():
        keys = {paper.key for key in prose.cited_keys if (paper := survey.find(key))}
        cited |= keys
        for citation in prose.citations:
            if len(citation.keys) > BRACKET_SIZE:
                message = f"{len(citation.keys)} keys in one citation, at most {BRACKET_SIZE}"
                yield Diagnostic(Code.BRACKET_SIZE, message, prose.path, citation.line)
        home = survey.home_papers(survey.sections[id])
        missing = [paper.key for paper in home if paper.key not in keys]
        share, whole = COVERAGE
        if (len(home) - len(missing)) * whole < len(home) * share:
            message = (
                f"cites {len(home) - len(missing)} of {len(home)} papers, at least 2/3 are due"
            )
            help = f"not cited: {', '.join(missing[:6])}"
            yield Diagnostic(Code.CITATION_COVERAGE, message, prose.path, 1, help=help)
    if survey.narratives:
        for paper in survey.papers.values():
            if paper.key not in cited:
                message = f'"{paper.key}" is cited in no narrative'
                yield Diagnostic(Code.NEVER_CITED, message, paper.entry.path, paper.entry.line)
