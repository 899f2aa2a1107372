"""A title with a formula is found in the PDF, whatever text the PDF makes of the formula."""

from __future__ import annotations

from pathlib import Path

import pytest

from surveygen.checks import read_back
from surveygen.readers.bibtex import read_bibtex
from surveygen.survey.crosscheck import Parts, assemble
from surveygen.survey.taxonomy import Taxonomy

ENTRY = b"""@misc{noether1918a,
  author = {Noether, Emmy},
  title  = {Invariants in $O(n^2)$ steps for $\\sigma \\ne 1$},
  year   = {1918},
}"""


@pytest.mark.parametrize(
    ("shown", "is_there"),
    [
        ("[1] Emmy Noether. Invariants in O(n2 ) steps for σ ̸= 1. 1918.", True),
        ("[1] Emmy Noether. Invariants in O(n2 ). 1918.", False),
    ],
)
def test_the_words_around_a_formula_are_those_that_count(
    shown: str, is_there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bibliography = read_bibtex([("docs/references.bib", ENTRY)])
    survey = assemble(Parts(tmp_path, Taxonomy("A survey"), bibliography.entries))
    (tmp_path / "build/latex").mkdir(parents=True)
    (tmp_path / "build/latex/survey.pdf").touch()
    monkeypatch.setattr(read_back, "pdf_text", lambda path: shown)
    result = read_back.read_back(survey)
    (tally,) = (tally for tally in result.tallies if tally.medium == "PDF")
    assert tally.wanted["title"] == 1
    assert (tally.found["title"] == 1) == is_there
