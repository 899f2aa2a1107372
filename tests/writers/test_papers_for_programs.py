"""Papers as JSON and CSV hold what bibliography, notes and taxonomy say, and nothing unverified."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from conftest import change

from surveygen.project import load
from surveygen.survey.crosscheck import Parts, assemble
from surveygen.survey.entry import Entry
from surveygen.survey.survey import Survey
from surveygen.survey.taxonomy import Taxonomy
from surveygen.writers.papers_csv import write_papers_csv
from surveygen.writers.papers_json import with_papers, write_papers_json


@pytest.fixture
def survey(sample: Path) -> Survey:
    return load(sample)


def of_one(**fields: str) -> Survey:
    entries = {"k": Entry("k", "misc", {name.replace("_", "-"): v for name, v in fields.items()})}
    return assemble(Parts(Path(), Taxonomy("A survey"), entries))


def record(survey: Survey, **options: bool) -> dict[str, Any]:
    content = json.loads(write_papers_json(survey, survey.papers.values(), **options))
    found: dict[str, Any] = content["papers"][0]
    return found


def row(survey: Survey, **options: bool) -> dict[str, str]:
    text = write_papers_csv(survey, survey.papers.values(), **options)
    return next(csv.DictReader(io.StringIO(text, newline="")))


def test_json_has_a_format_number_and_the_tree(survey: Survey) -> None:
    content = json.loads(write_papers_json(survey, survey.in_tree_order()))
    assert content["format"] == 1
    assert content["survey"]["title"] == "Limits & means: a sample survey"
    assert {
        "id": "complexity",
        "title": "Complexity: P, NP & more",
        "description": "Problems that seem to need much time.",
        "parent": "limits",
    } in content["sections"]
    assert [paper["key"] for paper in content["papers"]] == [p.key for p in survey.in_tree_order()]


def test_papers_are_replaced_where_they_stand(survey: Survey, sample: Path) -> None:
    before = write_papers_json(survey, survey.in_tree_order())
    change(sample / "docs/notes/cook1971complexity.md", "Extended", "It is extended")
    change(sample / "docs/notes/turing1936computable.md", "Defines", "It defines")
    now = load(sample)
    papers = [now.papers["cook1971complexity"], now.papers["turing1936computable"]]
    expected = write_papers_json(now, now.in_tree_order())
    assert with_papers(before, papers) == expected != before
    assert with_papers(before, []) == before
    assert with_papers(before.replace('{"key": "cook', '{"key": "book'), papers) is None


def test_a_paper_is_decoded_and_placed(survey: Survey) -> None:
    content = json.loads(write_papers_json(survey, [survey.papers["ajtai1983sorting"]]))
    (paper,) = content["papers"]
    assert paper["title"] == "An O(n log n) sorting network"
    assert [author["name"] for author in paper["authors"]][2] == "Endre Szemerédi"
    assert (paper["year"], paper["doi"]) == (1983, "10.1145/800061.808726")
    assert (paper["home"], paper["also"]) == ("algorithms", ["complexity"])
    assert "fields" not in paper


def test_what_is_not_known_is_null_not_made_up() -> None:
    paper = record(of_one(year="in press"))
    assert (paper["title"], paper["year"], paper["year_text"]) == (None, None, "in press")
    assert (paper["authors"], paper["note"], paper["home"]) == ([], None, None)


def test_what_no_source_confirmed_is_left_out_unless_asked_for() -> None:
    survey = of_one(title="T", year="2020", journal="J", author="A B", x_unverified="year, journal")
    assert (record(survey)["year"], record(survey)["venue"]) == (None, None)
    assert (row(survey)["year"], row(survey)["venue"]) == ("", "")
    assert record(survey, all_fields=True)["year"] == 2020
    assert record(survey, all_fields=True)["fields"]["x-unverified"] == "year, journal"
    assert row(survey, all_fields=True)["field:journal"] == "J"


def test_a_row_survives_quotes_line_breaks_and_commas() -> None:
    survey = of_one(title='Of "commas", and\nbreaks', author="A B and others")
    assert row(survey)["title"] == 'Of "commas", and breaks'
    assert row(survey)["authors"] == "A B; et al."


def test_a_table_has_a_row_for_every_paper(survey: Survey) -> None:
    text = write_papers_csv(survey, survey.in_tree_order())
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [one["key"] for one in rows] == [paper.key for paper in survey.in_tree_order()]
    assert "\r\n" in text
