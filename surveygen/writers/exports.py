"""The export files of a survey, as names and bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from surveygen.survey.survey import Survey
from surveygen.writers.bibtex import bibtex_entry
from surveygen.writers.csl_json import write_csl_json
from surveygen.writers.papers_csv import write_papers_csv
from surveygen.writers.papers_json import write_papers_json
from surveygen.writers.ris import write_ris

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
    texts = {
        paper.key: bibtex_entry(paper.entry, former_keys=survey.former_keys.get(paper.key, ()))
        for paper in papers
    }
    yield "survey.bib", _join(texts.values())
    for section in survey.sections.values():
        keys = (paper.key for paper in survey.subtree_papers(section))
        yield f"sections/{section.id}.bib", _join(texts[key] for key in keys)
    if len(papers) <= PAPER_FILE_LIMIT:
        for paper in papers:
            yield f"papers/{paper.slug}.bib", texts[paper.key].encode("utf-8")
    entries = [paper.entry for paper in papers]
    yield "survey.ris", write_ris(entries).encode("utf-8")
    yield "survey.csl.json", write_csl_json(entries).encode("utf-8")
    yield "papers.json", write_papers_json(survey, survey.in_tree_order()).encode("utf-8")
    yield "papers.csv", write_papers_csv(survey, survey.in_tree_order()).encode("utf-8")


def _join(texts: Iterable[str]) -> bytes:
    return "\n".join(texts).encode("utf-8")
