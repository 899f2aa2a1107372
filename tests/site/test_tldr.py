"""A formula of a TL;DR is set wherever the TL;DR is shown; one that is not allowed stays text."""

from __future__ import annotations

import json
import re

import pytest

from site_surveys import SAMPLE, Copy
from surveygen.project import load
from surveygen.survey.codes import Code

NOTE = "docs/notes/strassen1969gaussian.md"
TLDR = r"Takes $n^{\log_2 7}$ steps, $5 or $6 <b>less</b>, and \$1 with $\input{x}$."
TEXT = r"Takes n^(log_2 7) steps, $5 or $6 <b>less</b>, and $1 with $\input{x}$."


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    survey = Copy(SAMPLE).sources(tmp_path_factory.mktemp("tldr") / "survey")
    note = (survey.root / NOTE).read_text(encoding="utf-8")
    typed = re.search(r"(?m)^tldr: .*", note)
    assert typed
    survey.replace(NOTE, typed[0], f"tldr: '{TLDR}'")
    survey.replace("docs/index.md", "godel1931formal", "strassen1969gaussian")
    survey.build()
    for builder in ("latex", "text", "singlehtml"):
        assert survey.sphinx(builder).returncode == 0
    return survey


def output(survey: Copy, name: str) -> str:
    return (survey.root / "build" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "page",
    [
        "html/survey/algorithms.html",
        "html/papers/strassen1969gaussian.html",
        "singlehtml/index.html",
    ],
)
def test_on_a_page_it_is_mathml(survey: Copy, page: str) -> None:
    found = re.search(r'<p class="sg-tldr">(?:<span>)?(Takes .*?)</p>', output(survey, page), re.S)
    assert found
    shown = re.sub(r"<math.*?</math>", "FORMULA", found[1], flags=re.S)
    shown = re.sub(r"</?(?:span|code)[^>]*>", "", shown)
    assert shown == r"Takes FORMULA steps, $5 or $6 &lt;b&gt;less&lt;/b&gt;, and $1 with \input{x}."


def test_in_latex_it_is_math_and_what_is_not_allowed_is_code(survey: Copy) -> None:
    text = output(survey, "latex/survey.tex")
    assert r"\surveytldr{Takes \(n^{\log_2 7}\) steps, \$5 or \$6" in text
    assert r"\input{x}" not in text


def test_where_no_formula_can_be_set_it_is_text(survey: Copy) -> None:
    assert "n^(log_2 7)" in output(survey, "text/survey/algorithms.txt")
    papers = json.loads(output(survey, "exports/papers.json"))["papers"]
    notes = {paper["key"]: paper["note"] for paper in papers}
    assert notes["strassen1969gaussian"]["tldr"] == TEXT
    assert TEXT in output(survey, "exports/papers.csv")
    preview = re.search(r'title="Gaussian[^"]*"', survey.html("index.html"))
    assert preview and "n^(log_2 7)" in preview[0]


def test_what_is_not_allowed_is_told(survey: Copy) -> None:
    found = [one for one in load(survey.root).diagnostics if one.path == NOTE]
    assert [(one.code, one.line, one.column) for one in found] == [(Code.NOT_ALLOWED, 2, 7)]
