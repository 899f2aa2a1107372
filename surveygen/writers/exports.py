"""The export files of a survey, as names and bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from surveygen.survey.paper import Paper
from surveygen.survey.survey import Survey
from surveygen.writers.bibtex import ENTRY_BREAK
from surveygen.writers.csl_json import csl_array
from surveygen.writers.entry_texts import EntryTexts, entry_texts
from surveygen.writers.papers_csv import write_papers_csv
from surveygen.writers.papers_json import write_papers_json
from surveygen.writers.ris import RECORD_BREAK

PAPERS_JSON = "papers.json"
"""The only export in which texts of notes stand."""
PAPER_FILE_LIMIT = 5000
"""Surveys with more papers than this get no BibTeX file per paper."""


@lru_cache(maxsize=1)  # a build writes them, and the site beside it offers them
def exports(survey: Survey) -> tuple[tuple[str, bytes], ...]:
    """Relative path and content of every export, in a fixed order.

    ``survey.bib`` holds every paper and the background; ``sections/<id>.bib`` home and also papers
    of the subtree, each once, in tree order; ``papers/<slug>.bib`` one paper. ``survey.ris`` and
    ``survey.csl.json`` hold what ``survey.bib`` does; ``papers.json`` and ``papers.csv`` what is
    known of every paper.
    """
    return tuple(_exports(survey))


def _exports(survey: Survey) -> Iterator[tuple[str, bytes]]:
    papers = (*survey.in_tree_order(), *survey.background.values())
    texts = entry_texts(survey)
    yield "survey.bib", _bibtex(texts, papers)
    for section in survey.sections.values():
        yield f"sections/{section.id}.bib", _bibtex(texts, survey.subtree_papers(section))
    if len(papers) <= PAPER_FILE_LIMIT:
        for paper in papers:
            yield f"papers/{paper.slug}.bib", _bibtex(texts, (paper,))
    yield "survey.ris", RECORD_BREAK.join(map(texts.ris, papers)).encode("utf-8")
    yield "survey.csl.json", csl_array(map(texts.csl, papers)).encode("utf-8")
    yield PAPERS_JSON, write_papers_json(survey, survey.in_tree_order()).encode("utf-8")
    yield "papers.csv", write_papers_csv(survey, survey.in_tree_order()).encode("utf-8")


def _bibtex(texts: EntryTexts, papers: Iterable[Paper]) -> bytes:
    return ENTRY_BREAK.join(map(texts.bibtex, papers)).encode("utf-8")
