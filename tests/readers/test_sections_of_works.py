"""Sections that tables and our own JSON name for their works."""

from __future__ import annotations

import json

import pytest

from surveygen.readers.csv_table import read_tables
from surveygen.readers.json_lines import read_json
from surveygen.survey.outline import OutlineSection

Tree = dict[str, object]


def of_table(text: str) -> Tree:
    """Titles to what stands below them; places of works under "home" and "also"."""
    outline = read_tables([("t.csv", text.encode())]).outline
    return tree(outline.sections) if outline else {}


def tree(sections: tuple[OutlineSection, ...]) -> Tree:
    found: Tree = {}
    for section in sections:
        node: Tree = tree(section.sections)
        if section.works:
            node["home"] = [work.line for work in section.works]
        if section.also:
            node["also"] = [work.line for work in section.also]
        found[section.title] = node
    return found


@pytest.mark.parametrize("column", ["Section", "category", "Topics", "Collection"])
def test_a_column_names_sections_the_first_is_the_home(column: str) -> None:
    text = f"Title,{column}\nA,Learning > Robustness; theory\nB,Theory\nC,\n"
    assert of_table(text) == {
        "Learning": {"Robustness": {"home": [2]}},
        "Theory": {"home": [3], "also": [2]},
    }


def test_two_such_columns_are_two_lists() -> None:
    assert of_table("Title,Category,Topic\nA,Vision,Robustness\n") == {
        "Vision": {"home": [2]},
        "Robustness": {"also": [2]},
    }


def test_slashes_part_titles_that_begin_alike_and_no_others() -> None:
    assert of_table("Title,Topic\nA,Nets/Deep\nB,Nets/Wide\nC,Input/Output\n") == {
        "Nets": {"Deep": {"home": [2]}, "Wide": {"home": [3]}},
        "Input/Output": {"home": [4]},
    }
    assert of_table("Title,Topic\nA,Nets/Deep\nB,Nets > Wide\n") == {
        "Nets/Deep": {"home": [2]},
        "Nets": {"Wide": {"home": [3]}},
    }


def test_a_table_without_such_a_column_has_no_sections() -> None:
    assert of_table("Title,Year\nA,2020\n") == {}


def test_a_section_of_any_depth_is_read() -> None:
    assert of_table("Title,Topic\nA," + " > ".join("abc" * 2000) + "\n").keys() == {"a"}


def test_a_damaged_row_stands_nowhere() -> None:
    assert of_table('Title,Topic\nA,One\n"B,Two\nC,Three\n') == {
        "One": {"home": [2]},
        "Three": {"home": [4]},
    }


SECTIONS = [
    {"id": "a", "title": "A", "parent": None},
    {"id": "b", "title": "B", "parent": "a"},
    {"id": "c", "title": "C", "parent": "lost"},
    {"id": "x", "title": "X", "parent": "y"},
    {"id": "y", "title": "Y", "parent": "x"},
    {"id": None, "title": "Without id"},
    "no section",
]


def of_json(sections: object, *papers: dict[str, object]) -> Tree:
    head = json.dumps({"format": 1, "sections": sections})
    rows = ",\n".join(map(json.dumps, papers))
    text = f'{head[:-1]}, "papers": [\n{rows}]}}'
    outline = read_json([("p.json", text.encode())]).outline
    return tree(outline.sections) if outline else {}


def test_sections_of_json_that_are_damaged_cost_themselves() -> None:
    found = of_json(SECTIONS, {"title": "T", "home": "b", "also": ["c", "nowhere", 3]})
    assert found == {"A": {"B": {"home": [2]}}, "C": {"also": [2]}}


@pytest.mark.parametrize("sections", [None, [], "b", {}, [None]])
def test_json_without_sections_has_no_outline(sections: object) -> None:
    assert of_json(sections, {"title": "T", "home": "b"}) == {}
