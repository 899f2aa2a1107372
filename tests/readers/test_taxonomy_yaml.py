"""A taxonomy is read as it is written; a wrong field costs itself."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveygen.readers.taxonomy_yaml import UnreadableTaxonomy, read_taxonomy
from surveygen.survey.diagnostics import Diagnostic
from surveygen.survey.taxonomy import Placement, SurveyAuthor, Taxonomy

ROOT = Path(__file__).parents[2]


def read(text: str) -> tuple[Taxonomy, list[Diagnostic]]:
    return read_taxonomy(text.encode("utf-8", "surrogatepass"), path="taxonomy.yaml")


def test_identity_is_read() -> None:
    taxonomy, found = read(
        """\
version: 1
title: "Limits: a survey"
abstract: >-
  Two lines
  are one.
authors:
  - {name: The surveygen contributors, type: organization}
  - {name: Emmy Noether, orcid: 0000-0000-0000-0000, affiliation: Göttingen}
edition: 2026.10
date: 2026-11-21
keywords: [no, 1e3]
license: CC-BY-4.0
language: de
url: https://example.org/
repository: https://example.org/git
doi: 10.5281/zenodo.1
bibliography: [docs/a.bib, docs/b.bib]
notes: docs/remarks
sections: [{id: s, title: S}]
"""
    )
    assert not found
    assert taxonomy.title == "Limits: a survey"
    assert taxonomy.abstract == "Two lines are one."
    assert taxonomy.authors == (
        SurveyAuthor("The surveygen contributors", "organization"),
        SurveyAuthor("Emmy Noether", "person", "0000-0000-0000-0000", "Göttingen"),
    )
    assert (taxonomy.edition, taxonomy.date) == ("2026.10", "2026-11-21")
    assert taxonomy.keywords == ("no", "1e3")
    assert taxonomy.bibliography == ("docs/a.bib", "docs/b.bib")
    assert (taxonomy.language, taxonomy.notes) == ("de", "docs/remarks")


def test_what_is_not_said_has_a_default() -> None:
    taxonomy, found = read("version: 1\ntitle: A\nsections: [{id: s, title: S}]")
    assert not found
    assert taxonomy.bibliography == ("docs/references.bib",)
    assert (taxonomy.notes, taxonomy.language) == ("docs/notes", "en")
    assert taxonomy.authors == ()


def test_one_bibliography_needs_no_list() -> None:
    taxonomy, _ = read("version: 1\ntitle: A\nbibliography: a.bib\nsections: []")
    assert taxonomy.bibliography == ("a.bib",)


def test_keys_know_where_they_stand() -> None:
    taxonomy, _ = read(
        "version: 1\ntitle: A\nsections:\n- id: s\n  title: S\n  papers: [é, b]\n  also:\n  - c\n"
        "background: [d]\naliases: {old: b}\n"
    )
    (section,) = taxonomy.sections
    assert section.papers == (Placement("é", 6, 12), Placement("b", 6, 15))
    assert section.also == (Placement("c", 8, 5),)
    assert taxonomy.background == (Placement("d", 9, 14),)
    assert taxonomy.alias_places == {"old": Placement("old", 10, 11)}


def test_sections_nest_to_any_sensible_depth() -> None:
    text = "version: 1\ntitle: A\nsections:\n"
    for depth in range(8):
        text += (
            f"{'  ' * depth}- id: s{depth}\n{'  ' * depth}  title: S\n{'  ' * depth}  sections:\n"
        )
    taxonomy, found = read(text)
    assert not found
    assert [(depth, section.id) for depth, section in taxonomy.walk()] == [
        (depth, f"s{depth}") for depth in range(8)
    ]


def test_sections_as_a_mapping_are_reported_once_and_read() -> None:
    taxonomy, (finding,) = read(
        "version: 1\ntitle: A\nsections:\n  a: {title: A, papers: [x]}\n  b: {title: B}\n"
    )
    assert (finding.code.id, finding.line, finding.column) == ("T103", 4, 3)
    assert [(section.id, section.title) for section in taxonomy.sections] == [
        ("a", "A"),
        ("b", "B"),
    ]
    assert taxonomy.sections[0].papers == (Placement("x", 4, 26),)


def test_a_section_without_its_dash_is_reported_once_and_read() -> None:
    taxonomy, (finding,) = read("version: 1\ntitle: A\nsections:\n  id: a\n  title: A\n")
    assert (finding.code.id, finding.line, finding.column) == ("T103", 4, 3)
    assert [section.id for section in taxonomy.sections] == ["a"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("keywords: [&a [x, x], &b [*a, *a], &c [*b, *b], &d [*c, *c]]", ["T001 3:27"]),
        ("abstract: A\0B", ["B003 3:12"]),
    ],
)
def test_a_bomb_or_a_control_character_is_one_finding(line: str, expected: list[str]) -> None:
    taxonomy, found = read(f"version: 1\ntitle: A\n{line}\nsections: [{{id: s, title: S}}]\n")
    assert [f"{one.code.id} {one.line}:{one.column}" for one in found] == expected
    assert (taxonomy.title, taxonomy.sections[0].id) == ("A", "s")


def test_what_could_not_be_read_is_remembered() -> None:
    taxonomy, _ = read(
        "version: 1\ntitle: A\nsections:\n"
        "- {id: s, title: S, paper: [a, b], also: c, papers: [d]}\n"
        "- {id: S, title: T, papers: [{key: e}]}\n"
    )
    assert taxonomy.unread == {"a", "b", "c", "S", "key", "e"}
    assert [section.is_nameless for section in taxonomy.sections] == [False, True]


def test_a_bibliography_that_is_named_twice_is_read_once() -> None:
    taxonomy, _ = read("version: 1\ntitle: A\nbibliography: [a.bib, a.bib]\nsections: []")
    assert taxonomy.bibliography == ("a.bib",)


@pytest.mark.parametrize("version", ["2", '"1.0"', "one"])
def test_another_version_is_not_read(version: str) -> None:
    with pytest.raises(UnreadableTaxonomy) as caught:
        read(f"version: {version}\ntitle: A\n")
    assert [one.code.id for one in caught.value.diagnostics] == ["T002"]


@pytest.mark.parametrize(("version", "code"), [("", "T104"), ("version: [1]\n", "T103")])
def test_a_missing_version_costs_itself(version: str, code: str) -> None:
    taxonomy, found = read(f"{version}title: A\nsections: [{{id: s, title: S}}]")
    assert [one.code.id for one in found] == [code]
    assert taxonomy.title == "A"


def test_the_real_taxonomy_has_no_fault() -> None:
    taxonomy, found = read_taxonomy((ROOT / "taxonomy.yaml").read_bytes(), path="taxonomy.yaml")
    assert not found
    homes = [placement.key for _, section in taxonomy.walk() for placement in section.papers]
    assert len(homes) == len(set(homes)) == 321


LINES = st.lists(
    st.sampled_from(
        "version: 1|title: A|sections:|- id: a|  - id: a|    papers: [a, b]|aliases: {a: b}|\t|- [|"
        "{|: x|background:|- *a|&a|!!x y|'|\"|---|%YAML 9|\0|é|authors: [{name: [}]|? a".split("|")
    )
    | st.text(max_size=8),
    max_size=12,
).map("\n".join)


@given(LINES | st.text())
def test_any_text_is_a_taxonomy_or_says_why_not(text: str) -> None:
    try:
        taxonomy, found = read(text)
        assert taxonomy.title
    except UnreadableTaxonomy as error:
        found = error.diagnostics
        assert found
    assert all(one.line for one in found)
