"""RIS, CSL JSON, tables, JSON lines and lists of identifiers, as programs and people write them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import DATA
from hypothesis import assume, given
from hypothesis import strategies as st

from surveygen.readers.csl_json import read_csl_json
from surveygen.readers.csv_table import read_tables
from surveygen.readers.formats import FORMATS, detect
from surveygen.readers.identifier_list import read_identifiers
from surveygen.readers.json_lines import read_json
from surveygen.readers.people import people_of, person_of
from surveygen.readers.records import Records
from surveygen.readers.ris import read_ris
from surveygen.survey.entry import Entry
from surveygen.text.html_markup import unescaped
from surveygen.text.normal import clean

FOLDER = DATA / "imports"
EXPECTED: dict[str, Any] = yaml.safe_load((FOLDER / "expected.yaml").read_text(encoding="utf-8"))
BY_NAME = {format.name: format for format in FORMATS}


def read(name: str) -> Records:
    return BY_NAME[EXPECTED[name]["format"]].read([(name, (FOLDER / name).read_bytes())])


def entry(name: str, number: int) -> Entry:
    return read(name).records[number].entry


def test_every_file_has_its_expectation() -> None:
    files = {file.name for file in FOLDER.iterdir()}
    assert files - {"expected.yaml"} == EXPECTED.keys()


@pytest.mark.parametrize("name", EXPECTED)
class TestFiles:
    def test_its_format_is_told(self, name: str) -> None:
        found = detect(name, (FOLDER / name).read_bytes())
        assert found is not None
        assert found.name == EXPECTED[name]["format"]

    def test_damage_costs_only_itself_and_is_told_with_its_place(self, name: str) -> None:
        found = read(name)
        said = [f"{one.code.id} {one.line}:{one.column}" for one in found.diagnostics]
        assert sorted(said) == sorted(EXPECTED[name].get("says", []))
        assert [record.entry.title for record in found.records] == EXPECTED[name]["titles"]

    def test_a_record_has_the_line_where_it_begins(self, name: str) -> None:
        lines = [record.entry.line for record in read(name).records]
        assert lines == sorted(set(lines))
        assert all(lines)


class TestRis:
    def test_a_record_of_zotero(self) -> None:
        turing = entry("zotero.ris", 0)
        assert (turing.entry_type, turing.venue) == (
            "article",
            "Proceedings of the London Mathematical Society",
        )
        assert [person.full for person in turing.authors] == ["Alan M. Turing"]
        assert turing.fields["date"] == "1937-01-01"
        assert turing.fields["pages"] == "230--265"
        assert turing.fields["keywords"] == "computability, decision problem"
        assert turing.doi == "10.1112/plms/s2-42.1.230"
        assert "url" not in turing.fields  # it says no more than the DOI
        assert entry("zotero.ris", 1).entry_type == "mastersthesis"

    def test_dialects(self) -> None:
        cook, report, preprint = (entry("dialects.ris", number) for number in range(3))
        assert cook.key == "cook1971complexity"
        assert [person.full for person in cook.editors] == [
            "Michael A. Harrison",
            "Ranan B. Banerji",
        ]
        assert cook.venue.startswith("Proceedings of the Third")
        assert cook.fields["pages"] == "151--158"
        assert cook.doi == "10.1145/800157.805047"
        assert (
            read("dialects.ris").records[0].abstract == "A paragraph that goes on over two lines."
        )
        assert [person.full for person in report.authors] == [
            "World Health Organization",
            "Guy van den Broeck, Jr.",
            "E.B. Penn",
        ]
        assert (report.year, report.venue, report.doi) == ("in press", "Some Office", "10.1000/182")
        assert report.fields["isbn"] == "978-3-16-148410-0"
        assert (preprint.entry_type, str(preprint.arxiv)) == ("misc", "2311.10721v2")


class TestCslJson:
    def test_an_item_of_zotero(self) -> None:
        first, preprint, cook, thesis = (entry("zotero.csl.json", number) for number in range(4))
        assert first.key == ""  # what a program counts is no citation key
        assert [person.full for person in first.authors] == [
            "Ludwig van Beethoven",
            "The Working and Reading Group",
            "Martin King, Jr.",
        ]
        assert first.authors[1].literal
        assert first.fields["title"].startswith(r"Role of \emph{p}{53} in {{mRNA}}")
        assert first.fields["volume"] == "1.10"
        assert first.fields["date"] == "2019-05-03/2019-06-04"
        assert (first.year, first.url) == ("2019", "https://example.org/a_b")
        assert (str(preprint.arxiv), preprint.more_authors) == ("2311.10721", True)
        assert (cook.key, cook.entry_type, cook.year) == (
            "cook1971complexity",
            "inproceedings",
            "1971",
        )
        assert (thesis.key, thesis.entry_type, thesis.year) == ("", "phdthesis", "forthcoming")


class TestTables:
    def test_what_people_write(self) -> None:
        quicksort, note, title, _rest = (entry("hand-written.csv", number) for number in range(4))
        assert (quicksort.entry_type, quicksort.venue) == ("article", "The Computer Journal")
        assert [person.full for person in note.authors] == ["Alan Turing", "Alonzo Church"]
        assert note.venue == 'Proceedings of "something"'
        assert [person.full for person in title.authors] == ["D.E. Knuth"]

    def test_columns_that_nobody_knows_are_named(self) -> None:
        (finding,) = read("hand-written.csv").diagnostics
        assert 'column "Rating" is not understood' in finding.message

    def test_a_table_of_zotero(self) -> None:
        quicksort, preprint = (entry("zotero.csv", number) for number in range(2))
        assert (quicksort.key, quicksort.fields["date"]) == ("", "1962-01")
        assert (str(preprint.arxiv), preprint.fields["date"]) == ("2311.10721", "2023-11-17")


class TestJson:
    def test_what_it_says_is_kept(self) -> None:
        quicksort, preprint, nested = (entry("works.jsonl", number) for number in range(3))
        assert (quicksort.year, quicksort.venue) == ("1962", "The Computer Journal")
        assert (preprint.key, str(preprint.arxiv)) == ("doe2023preprint", "2311.10721")
        assert [person.full for person in preprint.authors] == ["Jane Doe", "John Poe"]
        assert read("works.jsonl").records[1].abstract == "What it says."
        assert (nested.doi, nested.venue) == ("10.1000/182", "A Journal")


class TestIdentifiers:
    def test_an_entry_holds_its_identifier_and_nothing_else(self) -> None:
        found = {record.entry.key: record.entry for record in read("identifiers.txt").records}
        assert found["doi-10.1093-comjnl-5.1.10"].fields == {"doi": "10.1093/comjnl/5.1.10"}
        assert str(found["arxiv-2311.10721"].arxiv) == "2311.10721v2"
        assert found["url-example.org-report"].url == "https://example.org/report"
        old = found["doi-10.1659-0276-4741-2003-023-0128-sitmmr-2.0.co-2"]
        assert old.doi == "10.1659/0276-4741(2003)023[0128:SITMMR]2.0.CO;2"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Turing, Alan", ["Alan Turing"]),
        ("van Rossum, Guido M.", ["Guido M. van Rossum"]),
        ("Alan Turing, Alonzo Church", ["Alan Turing", "Alonzo Church"]),
        ("Turing A, Church A", ["A Turing", "A Church"]),
        ("Turing, A.M., Church, A.", ["A.M. Turing", "A. Church"]),
        ("Turing, Alan; Church, Alonzo", ["Alan Turing", "Alonzo Church"]),
        ("Alan Turing and Alonzo Church", ["Alan Turing", "Alonzo Church"]),
        ("Alan Turing|Alonzo Church", ["Alan Turing", "Alonzo Church"]),
        ("Turing, Alan M. (57190000000)", ["Alan M. Turing"]),
        ("Guy van den Broeck", ["Guy van den Broeck"]),
        ("The ATLAS Collaboration", ["The ATLAS Collaboration"]),
        ("Plato", ["Plato"]),
        ("", []),
    ],
)
def test_people_of_one_text(text: str, names: list[str]) -> None:
    assert all(person.literal == ("ATLAS" in person.full) for person in people_of(text))
    assert [person.full for person in people_of(text)] == names


TEXTS = st.text(min_size=1, max_size=30).map(clean).filter(bool)
"""Any Unicode text that shows something."""


def said(text: str) -> str:
    """The text as it should be shown; markup means what it means."""
    assume(unescaped(text) == text)
    assume("<" not in text)
    return text


@given(title=TEXTS, family=TEXTS, given_name=TEXTS, venue=TEXTS)
def test_csl_json_shows_what_it_says(title: str, family: str, given_name: str, venue: str) -> None:
    item = {
        "type": "article-journal",
        "title": said(title),
        "container-title": said(venue),
        "author": [{"family": said(family), "given": said(given_name)}],
    }
    (record,) = read_csl_json([("x.json", json.dumps([item]).encode())]).records
    assert record.entry.title == title
    assert record.entry.venue == venue
    assert [person.inverted for person in record.entry.authors] == [f"{family}, {given_name}"]


@given(title=TEXTS, venue=TEXTS)
def test_tables_and_json_show_what_they_say(title: str, venue: str) -> None:
    work = {"title": said(title), "journal": said(venue), "type": "article"}
    (record,) = read_json([("x.json", json.dumps(work).encode())]).records
    assert (record.entry.title, record.entry.venue) == (title, venue)
    row = ",".join('"' + text.replace('"', '""') + '"' for text in work.values())
    (record,) = read_tables([("x.csv", f"title,journal,type\n{row}\n".encode())]).records
    assert (record.entry.title, record.entry.venue) == (title, venue)


@given(title=TEXTS, venue=TEXTS, family=TEXTS)
def test_ris_shows_what_it_says(title: str, venue: str, family: str) -> None:
    assume(not set(",;") & set(family))
    text = (
        f"TY  - JOUR\nTI  - {said(title)}\nT2  - {said(venue)}\nAU  - {said(family)}, A.\nER  - \n"
    )
    (record,) = read_ris([("x.ris", text.encode())]).records
    assert (record.entry.title, record.entry.venue) == (title, venue)
    assert [person.inverted for person in record.entry.authors] == [f"{family}, A."]


def test_identifiers_are_read_whatever_stands_around_them() -> None:
    data = b"\xef\xbb\xbf<https://doi.org/10.1000/182>,\r\n* arXiv:2311.10721 # a comment\r\n"
    found = [record.entry.link for record in read_identifiers([("x", data)]).records]
    assert found == ["https://doi.org/10.1000/182", "https://arxiv.org/abs/2311.10721"]


def test_our_own_export_is_read(sample: Path) -> None:
    from conftest import run

    for name in ("json", "csv"):
        data = run(sample, "export", "--format", name).stdout_bytes
        found = detect(f"papers.{name}", data)
        assert found is not None
        assert found.name == name
        records = found.read([(f"papers.{name}", data)]).records
        assert len(records) == 11
        assert records[0].entry.key == "turing1936computable"


@pytest.mark.parametrize("name", ["json", "csv"])
def test_our_own_export_of_all_fields_loses_none(sample: Path, name: str) -> None:
    from conftest import run

    data = run(sample, "export", "--all-fields", "--format", name).stdout_bytes
    records = BY_NAME[name].read([(f"papers.{name}", data)]).records
    bibliography = (sample / "docs" / "references.bib").read_bytes()
    source = BY_NAME["bibtex"].read([("references.bib", bibliography)])
    wanted = {record.entry.key: dict(record.entry.fields) for record in source.records}
    assert {record.entry.key: dict(record.entry.fields) for record in records} == {
        key: {field: value for field, value in fields.items() if value}
        for key, fields in wanted.items()
    }


def test_an_edited_export_cannot_break_the_bibliography() -> None:
    work = {
        "more_authors": False,
        "key": "a}{b",
        "type": "evil{",
        "fields": {"title": "A }} @misc{x, y", "no name": "B", "year": "1971"},
    }
    (record,) = read_json([("x.json", json.dumps(work).encode())]).records
    assert (record.entry.key, record.entry.entry_type) == ("", "misc")
    assert record.entry.title == "A }} @misc{x, y"
    assert record.entry.fields.keys() == {"title", "year"}
    assert record.entry.fields["title"].count("{") == record.entry.fields["title"].count("}")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Sammy Davis Jr.", ("Sammy", "Davis", "Jr.")),
        ("Martin Luther King, Jr.", ("Martin Luther", "King", "Jr.")),
        ("King, Martin Luther, Jr.", ("Martin Luther", "King", "Jr.")),
        ("Ludwig van der Meer III", ("Ludwig", "van der Meer", "III")),
        ("Davis Jr", ("Davis", "Jr", "")),
        ("Aristotle", ("", "Aristotle", "")),
    ],
)
def test_what_stands_behind_a_name_is_no_family_name(
    text: str, parts: tuple[str, str, str]
) -> None:
    person = person_of(text)
    assert (person.given, person.family, person.suffix) == parts
