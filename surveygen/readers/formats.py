"""Every format that works can be imported from; a new one is a module and a line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from surveygen.messages import N_
from surveygen.readers.bibtex import read_bibtex
from surveygen.readers.bibtex_blocks import split_blocks
from surveygen.readers.csl_json import looks_like_csl_json, read_csl_json
from surveygen.readers.csv_table import looks_like_table, read_tables
from surveygen.readers.decoding import text_of
from surveygen.readers.identifier_list import looks_like_identifiers, read_identifiers
from surveygen.readers.json_lines import looks_like_json, read_json
from surveygen.readers.latex_outline import read_latex_outline
from surveygen.readers.markdown_list import read_markdown_list
from surveygen.readers.paper_listing import read_listing
from surveygen.readers.records import Files, Record, Records
from surveygen.readers.ris import looks_like_ris, read_ris
from surveygen.survey.diagnostics import Diagnostic
from surveygen.survey.entry import Entry
from surveygen.text.latex import title_from_unicode


@dataclass(frozen=True, slots=True)
class Format:
    """A format of files that hold works."""

    name: str
    """What ``--format`` takes."""
    title: str
    """A marked message: what people call it."""
    looks_like: Callable[[str, str], bool]
    """Whether a file is of this format, by its name and its decoded text."""
    read: Callable[[Files], Records]
    """All files of one import, for those of some formats belong together."""
    is_bibliography: bool = False
    """Whether a survey can have such a file for its bibliography, as it stands."""
    is_sparse: bool = False
    """Whether it says little of a work; of several files, those that say more are read first."""
    has_outline: bool = False
    """Whether it has sections; each such file is read by itself."""


def detect(path: str, data: bytes) -> Format | None:
    """The format of a file, by its name and content; None where it is none of them."""
    text = text_of(data)
    return next((format for format in FORMATS if format.looks_like(path, text)), None)


def _is_bibtex(path: str, text: str) -> bool:
    return path.lower().endswith(".bib") or any(block.type for block in split_blocks(text))


def _read_bibtex(files: Files) -> Records:
    found = read_bibtex(files)
    records = tuple(Record(entry) for entry in found.entries.values())
    return Records(records, found.quarantine, found.diagnostics)


def _is_latex(path: str, text: str) -> bool:
    return path.lower().endswith((".tex", ".ltx"))


def _read_latex(files: Files) -> Records:
    ((path, data),) = files
    found = read_latex_outline(data, path=path)
    return Records(
        (),
        diagnostics=found.diagnostics,
        outline=found.outline,
        bibliographies=found.bibliographies,
    )


def _is_markdown(path: str, text: str) -> bool:
    return path.lower().endswith((".md", ".markdown"))


def _read_markdown(files: Files) -> Records:
    ((path, data),) = files
    found = read_markdown_list(data, path=path)
    records = tuple(Record(entry, handle=handle) for handle, entry in found.works)
    return Records(records, diagnostics=found.diagnostics, outline=found.outline)


def _is_listing(path: str, text: str) -> bool:
    papers, faults = read_listing(text.encode("utf-8"), path=path)
    return len(papers) > len(faults)


def _read_listings(files: Files) -> Records:
    records: list[Record] = []
    diagnostics: list[Diagnostic] = []
    for path, data in files:
        papers, found = read_listing(data, path=path)
        diagnostics += found
        for paper in papers:
            fields = {"title": title_from_unicode(paper.title)}
            entry = Entry("", "misc", fields, path=paper.path, line=paper.line)
            records.append(Record(entry, paper.abstract))
    return Records(tuple(records), diagnostics=tuple(diagnostics))


FORMATS = (
    Format("outline", N_("LaTeX outline"), _is_latex, _read_latex, has_outline=True),
    Format(
        "markdown",
        N_("Markdown list"),
        _is_markdown,
        _read_markdown,
        is_sparse=True,
        has_outline=True,
    ),
    Format("bibtex", N_("BibTeX or biblatex"), _is_bibtex, _read_bibtex, True),
    Format("ris", N_("RIS"), looks_like_ris, read_ris),
    Format("csl-json", N_("CSL JSON"), looks_like_csl_json, read_csl_json),
    Format("json", N_("JSON of works"), looks_like_json, read_json, has_outline=True),
    Format(
        "identifiers",
        N_("list of identifiers"),
        looks_like_identifiers,
        read_identifiers,
        is_sparse=True,
    ),
    Format("csv", N_("table of works"), looks_like_table, read_tables, has_outline=True),
    Format(
        "listing", N_("saved page of a paper listing"), _is_listing, _read_listings, is_sparse=True
    ),
)
"""In the order in which they are tried."""
