"""Exports in pieces: of them a page makes the file of any choice of papers, byte by byte.

``head + glue.join(pieces) + tail`` is what ``surveygen export --keys`` writes for the keys of these
papers in this order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from surveygen.survey.paper import Paper
from surveygen.survey.survey import Survey
from surveygen.writers.bibtex import ENTRY_BREAK, bibtex_entry
from surveygen.writers.csl_json import HEAD, ITEM_BREAK, TAIL
from surveygen.writers.entry_texts import entry_texts
from surveygen.writers.papers_csv import csv_pieces
from surveygen.writers.ris import RECORD_BREAK


@dataclass(frozen=True, slots=True)
class ExportPieces:
    """A format, and the piece of every paper in their order."""

    name: str
    """As ``surveygen export --format`` calls it."""
    label: str
    """As people call it."""
    extension: str
    media_type: str
    head: str
    glue: str
    tail: str
    pieces: Sequence[str]


def export_pieces(survey: Survey, papers: Sequence[Paper]) -> Iterator[ExportPieces]:
    """The formats that people take papers home in."""
    texts = entry_texts(survey)
    # A file of chosen papers says nothing of the keys that they had before.
    bibtex = [
        bibtex_entry(paper.entry) if paper.key in survey.former_keys else texts.bibtex(paper)
        for paper in papers
    ]
    yield ExportPieces(
        "bibtex", "BibTeX", "bib", "application/x-bibtex", "", ENTRY_BREAK, "", bibtex
    )
    ris = list(map(texts.ris, papers))
    yield ExportPieces(
        "ris", "RIS", "ris", "application/x-research-info-systems", "", RECORD_BREAK, "", ris
    )
    csl = list(map(texts.csl, papers))
    yield ExportPieces(
        "csl-json",
        "CSL JSON",
        "json",
        "application/vnd.citationstyles.csl+json",
        HEAD,
        ITEM_BREAK,
        TAIL,
        csl,
    )
    head, rows = csv_pieces(survey, papers)
    yield ExportPieces("csv", "CSV", "csv", "text/csv", head, "", "", rows)
