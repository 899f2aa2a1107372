"""Entry types of BibTeX, biblatex and their exporters, and the BibTeX type each stands for.

Sources: btxdoc section 3.1; biblatex manual section 2.1 (types and aliases).
"""

from __future__ import annotations

from collections.abc import Mapping

BIBTEX_TYPES = frozenset(
    "article book booklet inbook incollection inproceedings manual mastersthesis misc phdthesis "
    "proceedings techreport unpublished".split()
)
NO_WORKS = frozenset(("xdata", "set"))
"""Types of biblatex that serve other entries: common fields, and several entries as one."""

_STANDS_FOR = {
    "conference": "inproceedings",
    "inreference": "incollection",
    "suppbook": "inbook",
    "bookinbook": "inbook",
    "suppcollection": "incollection",
    "suppperiodical": "article",
    "collection": "book",
    "reference": "book",
    "mvbook": "book",
    "mvcollection": "book",
    "mvreference": "book",
    "mvproceedings": "proceedings",
    "periodical": "misc",
    "report": "techreport",
    "patent": "misc",
    "online": "misc",
    "electronic": "misc",
    "www": "misc",
    "webpage": "misc",
    "dataset": "misc",
    "software": "misc",
    "artwork": "misc",
    "audio": "misc",
    "video": "misc",
    "movie": "misc",
    "standard": "misc",
    "thesis": "phdthesis",
    **dict.fromkeys(NO_WORKS, "misc"),
}

ENTRY_TYPES = BIBTEX_TYPES | _STANDS_FOR.keys()
"""Every type that is known."""
_MASTER_TYPES = ("mathesis", "masters", "master")


def canonical_type(declared: str, fields: Mapping[str, str]) -> tuple[str, bool]:
    """The BibTeX type for a lower-case declared one, and whether the declared one is known."""
    if declared in BIBTEX_TYPES:
        return declared, True
    if declared == "thesis" and fields.get("type", "").lower().startswith(_MASTER_TYPES):
        return "mastersthesis", True
    found = _STANDS_FOR.get(declared)
    return (found, True) if found else ("misc", False)
