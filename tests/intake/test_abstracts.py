"""Abstracts are kept beside the survey, matched by title, and never lost."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveygen.intake.abstracts import (
    abstracts_file,
    keep_abstracts,
    plan_abstracts,
    read_abstracts,
)
from surveygen.readers.bibtex import read_bibtex
from surveygen.readers.paper_listing import ListedPaper
from surveygen.survey.crosscheck import Parts, assemble
from surveygen.survey.survey import Survey
from surveygen.survey.taxonomy import Taxonomy

BIBLIOGRAPHY = b"""
@misc{turing1936computable, title = {On Computable Numbers}}
@misc{erdos1960evolution, title = {On the Evolution of Random Graphs by {Erd{\\H{o}}s}}}
@misc{untitled}
"""


@pytest.fixture
def survey(tmp_path: Path) -> Survey:
    entries = read_bibtex([("references.bib", BIBLIOGRAPHY)]).entries
    return assemble(Parts(tmp_path, Taxonomy("A survey"), entries))


def listed(title: str, abstract: str = "Text.") -> ListedPaper:
    return ListedPaper(title, abstract, "listing.txt", 1)


def test_a_survey_without_abstracts_has_none(tmp_path: Path) -> None:
    assert read_abstracts(tmp_path) == {}


@given(st.dictionaries(st.text(min_size=1), st.text(), max_size=5))
def test_what_is_kept_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, abstracts: dict[str, str]
) -> None:
    root = tmp_path_factory.mktemp("survey", numbered=True)
    keep_abstracts(root, abstracts)
    assert read_abstracts(root) == abstracts


def test_line_separators_inside_an_abstract_end_no_record(tmp_path: Path) -> None:
    keep_abstracts(tmp_path, {"a": "one\u2028two\x85three\nfour"})
    assert read_abstracts(tmp_path) == {"a": "one\u2028two\x85three\nfour"}


def test_records_are_sorted_so_that_differences_are_small(tmp_path: Path) -> None:
    keep_abstracts(tmp_path, {"b": "B", "é": "É", "a": "A"})
    lines = abstracts_file(tmp_path).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["key"] for line in lines] == ["a", "b", "é"]
    assert lines[2] == '{"key": "é", "text": "É"}'


def test_lines_that_are_no_record_are_passed_over_and_kept(tmp_path: Path) -> None:
    file = abstracts_file(tmp_path)
    file.parent.mkdir()
    damaged = [b'{"key": "cut off', b'["a", "list"]', b'{"key": "no text"}', b"\xff\xfe", b"7"]
    file.write_bytes(b"\n".join([*damaged, b'{"key": "a", "text": "A"}', b"", b""]))
    assert read_abstracts(tmp_path) == {"a": "A"}
    keep_abstracts(tmp_path, {"a": "A", "b": "B"})
    lines = file.read_bytes().splitlines()
    assert lines == [b'{"key": "a", "text": "A"}', b'{"key": "b", "text": "B"}', *damaged]
    keep_abstracts(tmp_path, read_abstracts(tmp_path))
    assert file.read_bytes().splitlines() == lines


def test_listed_papers_are_known_by_their_titles(survey: Survey) -> None:
    plan = plan_abstracts(
        survey,
        [
            listed("ON COMPUTABLE NUMBERS", "First."),
            listed("On computable numbers", "Second."),
            listed("On the evolution of random graphs by Erdos", "Third."),
            listed("Finite Combinatory Processes"),
            listed("Finite combinatory processes"),
            listed("!!"),
        ],
    )
    assert (plan.listed, plan.distinct) == (6, 4)
    assert plan.abstracts == {"turing1936computable": "First.", "erdos1960evolution": "Third."}
    assert plan.new == ("erdos1960evolution", "turing1936computable")
    assert [paper.title for paper in plan.unknown] == ["Finite Combinatory Processes", "!!"]


def test_an_abstract_that_is_kept_already_is_not_replaced(survey: Survey) -> None:
    keep_abstracts(survey.root, {"turing1936computable": "Old.", "gone": "Of no entry."})
    plan = plan_abstracts(survey, [listed("On Computable Numbers", "New.")])
    assert plan.abstracts == {"turing1936computable": "Old.", "gone": "Of no entry."}
    assert plan.new == ()


def test_a_plan_changes_nothing(survey: Survey) -> None:
    plan_abstracts(survey, [listed("On Computable Numbers")])
    assert not abstracts_file(survey.root).exists()
