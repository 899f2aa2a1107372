"""A review that is an outline moves here with one command, which can be run again."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from conftest import contents, run

from surveygen.project import load

TEX = r"""\documentclass{article}
\newcommand{\sort}[1]{\textbf{#1 sorting}}
\title{Sorting: a living review}
\begin{document}
\begin{abstract}What sorts.\end{abstract}
It began early~\cite{knuth1998art}.
\begin{itemize}
\item \textbf{Comparison}
\\\textit{At least $n\log n$ steps~\cite{ford1959tournament}.}
  \begin{itemize}
  \item \sort{Quick}~\cite{hoare1962quicksort,unknown2000x}
  \\\textit{Divide \& conquer.}
  \item Merging~\cite{knuth1998art,damaged}
  \end{itemize}
\item Networks~\cite{batcher1968sorting,hoare1962quicksort}
\end{itemize}
\bibliography{refs}
\end{document}
"""
BIB = """% ours
@article{hoare1962quicksort, title = {Quicksort}, author = {Hoare, C. A. R.}, year = 1962}
@misc{ford1959tournament, title = {A tournament problem}, author = {Ford, L.}, year = 1959}
@book{knuth1998art, title = {Sorting and searching}, author = {Knuth, D.}, year = 1998}
@misc{batcher1968sorting, title = {Sorting networks}, author = {Batcher, K.}, year = 1968}
@misc{floyd1964treesort, title = {Treesort 3}, author = {Floyd, R.}, year = 1964}
@misc{damaged, title = {Not closed
"""


@pytest.fixture
def review(tmp_path: Path) -> Path:
    (tmp_path / "review.tex").write_text(TEX, encoding="utf-8")
    (tmp_path / "refs.bib").write_text(BIB, encoding="utf-8")
    return tmp_path


def moved(review: Path, *more: str) -> Path:
    result = run(review, "import", str(review / "review.tex"), *more, "--into", "s", "--yes")
    assert result.exit_code == 0, result.stderr
    return review / "s"


def test_a_review_becomes_a_survey(review: Path) -> None:
    root = moved(review)
    assert (root / "docs" / "references.bib").read_text(encoding="utf-8") == BIB
    survey = load(root)
    assert survey.taxonomy.title == "Sorting: a living review"
    assert survey.taxonomy.abstract == "What sorts."
    assert [section.title for section in survey.sections.values()] == [
        "Comparison",
        "Quick sorting",
        "Merging",
        "Networks",
    ]
    assert survey.sections["quick-sorting"].description == "Divide & conquer."
    assert survey.narratives["comparison"].cited_keys == ("ford1959tournament",)
    assert survey.papers["hoare1962quicksort"].home == "quick-sorting"
    assert survey.papers["hoare1962quicksort"].also == ("networks",)
    assert [place.key for place in survey.sections["merging"].papers] == [
        "knuth1998art",
        "damaged",
    ]
    assert list(survey.background) == ["ford1959tournament"]
    assert [paper.key for paper in survey.not_placed] == ["floyd1964treesort"]
    index = (root / "docs" / "index.md").read_text(encoding="utf-8")
    assert "It began early {cite:p}`knuth1998art`." in index


def test_the_plan_counts_and_names_what_is_missing(review: Path) -> None:
    result = run(review, "import", str(review / "review.tex"), "--into", "s", "--dry-run")
    assert "4 sections, 4 new; 5 placements of 4 works" in result.stderr
    assert "4 get a home, 1 is listed there too, 1 joins the background" in result.stderr
    assert "1 in no bibliography, 1 stands nowhere in it" in result.stderr
    assert 'review.tex:11:47: warning: "unknown2000x" is in no bibliography' in result.stderr
    assert "+  - id: comparison" in result.stdout
    assert not (review / "s").exists()


def test_counts_are_there_for_programs(review: Path) -> None:
    result = run(review, "import", str(review / "review.tex"), "--into", "s", "-n", "--json")
    (counts,) = json.loads(result.stdout)["outlines"]
    assert (counts["placements"], counts["homes"], counts["unknown"]) == (5, 4, 1)


def test_importing_it_again_changes_nothing(review: Path) -> None:
    before = contents(moved(review))
    assert before.items() <= contents(moved(review)).items()


def test_a_bibliography_can_be_named(review: Path) -> None:
    other = review / "other.bib"
    (review / "refs.bib").rename(other)
    result = run(review, "import", str(review / "review.tex"), "--into", "s", "--yes")
    assert result.exit_code == 1
    assert "refs.bib is named, but is not there" in result.stderr
    assert "name that file as well" in result.stderr
    assert not (review / "s").exists()
    assert len(load(moved(review, "--bib", str(other))).papers) == 4


def test_a_survey_takes_an_outline_in(review: Path, sample: Path) -> None:
    taxonomy = sample / "taxonomy.yaml"
    before = taxonomy.read_text(encoding="utf-8").splitlines()
    run(sample, "import", str(review / "review.tex"), "--yes")
    after = taxonomy.read_text(encoding="utf-8").splitlines()
    added = "background: [shannon1948mathematical, ford1959tournament]"
    old = ["background: [shannon1948mathematical]" if line == added else line for line in after]
    assert not Counter(before) - Counter(old)
    assert load(sample).papers["batcher1968sorting"].home == "networks"


def test_what_cannot_be_edited_stays_as_it_is(review: Path, sample: Path) -> None:
    taxonomy = sample / "taxonomy.yaml"
    text = taxonomy.read_text(encoding="utf-8")
    head, _sections, _rest = text.partition("sections:")
    taxonomy.write_text(f"{head}sections: [{{id: limits, title: Limits}}]\n", encoding="utf-8")
    before = {name: it for name, it in contents(sample).items() if ".surveygen" not in name}
    result = run(sample, "import", str(review / "review.tex"), "--yes")
    assert result.exit_code == 1
    assert "taxonomy.yaml is not edited: the sections on line" in result.stderr
    assert before.items() <= contents(sample).items()
