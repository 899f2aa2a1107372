"""Additions to taxonomy.yaml stand where they belong, and no other byte of the file changes."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveygen.readers.taxonomy_yaml import read_taxonomy
from surveygen.survey.taxonomy import Placement, Section, Taxonomy
from surveygen.writers.taxonomy_edit import NotEditable, TaxonomyEdit
from surveygen.writers.taxonomy_yaml import write_taxonomy

HEAD = "version: 1\ntitle: T\n"


def edited(text: str, keys: tuple[str, ...] = ("new",), field: str = "papers") -> str:
    edit = TaxonomyEdit(text.encode())
    edit.add_keys(field, keys, "a")  # type: ignore[arg-type]
    return edit.result().decode()


def with_section(text: str, above: str = "") -> str:
    edit = TaxonomyEdit(text.encode())
    edit.add_sections([Section("new", "New", papers=(Placement("k"),))], above)
    return edit.result().decode()


LISTS = {
    "in brackets": ("    papers: [x, y]", "    papers: [x, y, new]"),
    "with a comma at its end": ("    papers: [x, y,]", "    papers: [x, y, new,]"),
    "with a remark": ("    papers: [x]  # first", "    papers: [x, new]  # first"),
    "empty": ("    papers: []", "    papers: [new]"),
    "on lines of its own": (
        "    papers: [\n      x,  # one\n      y,\n    ]",
        "    papers: [\n      x,  # one\n      y,\n      new,\n    ]",
    ),
    "without its last comma": (
        "    papers: [\n      x,\n      y  # two, or\n    ]",
        "    papers: [\n      x,\n      y,  # two, or\n      new,\n    ]",
    ),
    "with dashes": (
        "    papers:\n      - x  # one\n      - 'y'\n\n    also: [z]",
        "    papers:\n      - x  # one\n      - 'y'\n      - new\n\n    also: [z]",
    ),
    "with dashes below its name": (
        "    papers:\n    - x\n    - y",
        "    papers:\n    - x\n    - y\n    - new",
    ),
    "without items": ("    papers:  # none yet", "    papers: [new]  # none yet"),
    "null": ("    papers: ~", "    papers: [new]"),
    "missing": ("    description: D  # d", "    description: D  # d\n    papers: [new]"),
    "missing, text folded": (
        "    description: >-\n      one\n      two\n\n    also: [z]",
        "    description: >-\n      one\n      two\n    papers: [new]\n\n    also: [z]",
    ),
    "missing, sections below": (
        "    sections:\n      - id: b\n        title: B",
        "    papers: [new]\n    sections:\n      - id: b\n        title: B",
    ),
}


@pytest.mark.parametrize("ends", ["\n", "\r\n", ""], ids=["lf", "crlf", "no last line end"])
@pytest.mark.parametrize(("before", "after"), LISTS.values(), ids=LISTS)
def test_a_key_joins_a_list(before: str, after: str, ends: str) -> None:
    def whole(part: str) -> str:
        text = f"{HEAD}sections:\n  - id: a\n    title: A\n{part}"
        return text.replace("\n", ends) + ends if ends else text

    assert edited(whole(before)) == whole(after)


@pytest.mark.parametrize("before", [old for old, _new in LISTS.values()], ids=LISTS)
def test_many_keys_join_a_list(before: str) -> None:
    keys = tuple(f"somebody{number}of2020" for number in range(40))
    text = f"{HEAD}sections:\n  - id: a\n    title: A\n{before}\n  - id: c\n    title: C\n"
    after = edited(text, keys)
    taxonomy, found = read_taxonomy(after.encode(), path="t")
    assert not found
    assert [placement.key for placement in taxonomy.sections[0].papers][-40:] == list(keys)
    assert max(map(len, after.splitlines())) <= 110 or "- somebody" in after


def test_a_section_in_braces_takes_keys() -> None:
    text = HEAD + "sections:\n  - {id: a, title: A}\n"
    assert edited(text) == HEAD + "sections:\n  - {id: a, title: A, papers: [new]}\n"


SECTIONS = {
    "none": ("", "", "sections:\n  - id: new\n    title: New\n    papers: [k]\n"),
    "empty": ("sections: []  # none\n", "", "sections:   # none\n  - id: new\n"),
    "null": ("sections:\n", "", "sections:\n  - id: new\n"),
    "behind others": (
        "sections:\n  - id: a\n    title: A\n\n# the end\n",
        "",
        "    title: A\n  - id: new\n    title: New\n    papers: [k]\n\n# the end\n",
    ),
    "at the margin": (
        "sections:\n- id: a\n  title: A\n  sections:\n  - id: b\n    title: B\n",
        "",
        "    title: B\n- id: new\n  title: New\n  papers: [k]\n",
    ),
    "first below": (
        "sections:\n- id: a\n  title: A\n  papers: [x]\n- id: c\n  title: C\n",
        "a",
        "  papers: [x]\n  sections:\n    - id: new\n      title: New\n      papers: [k]\n- id: c\n",
    ),
}


@pytest.mark.parametrize(("before", "above", "expected"), SECTIONS.values(), ids=SECTIONS)
def test_a_section_joins_the_tree(before: str, above: str, expected: str) -> None:
    after = with_section(HEAD + before, above)
    assert expected in after
    taxonomy, found = read_taxonomy(after.encode(), path="t")
    assert not found
    assert "new" in {section.id for _depth, section in taxonomy.walk()}


REFUSED = {
    "not UTF-8": (HEAD.encode() + b"abstract: \xe9\n", "not UTF-8"),
    "no YAML": (b"title: [\n", "no YAML"),
    "no mapping": (b"- a\n", "no mapping"),
    "one text": (f"{HEAD}sections:\n  - id: a\n    papers: x\n".encode(), "no list, on line 5"),
    "no such section": (HEAD.encode(), 'section "a" cannot be found'),
}


@pytest.mark.parametrize(("data", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_could_do_harm_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(NotEditable, match=reason):
        TaxonomyEdit(data).add_keys("papers", ["k"], "a")


def test_sections_in_brackets_are_refused() -> None:
    text = HEAD + "sections: [{id: a, title: A}]\n"
    with pytest.raises(NotEditable, match="line 3"):
        with_section(text)


keys = st.sampled_from(["k1", "k2", "1811770", "no", "a:b", "x" * 60])
shapes = st.recursive(
    st.lists(keys, unique=True, max_size=3).map(lambda papers: (papers, [])),
    lambda below: st.tuples(st.lists(keys, unique=True, max_size=2), st.lists(below, max_size=3)),
    max_leaves=5,
)


def sections(shapes: list[Any], above: str = "s") -> tuple[Section, ...]:
    return tuple(
        Section(id, "T: #", papers=tuple(map(Placement, papers)), sections=sections(below, id))
        for number, (papers, below) in enumerate(shapes)
        if (id := f"{above}-{number}")
    )


@settings(max_examples=50)
@given(st.lists(shapes, max_size=3), st.randoms())
def test_what_was_there_stays_line_by_line(shapes: list[Any], random: Random) -> None:
    taxonomy = Taxonomy("T", sections(shapes))
    before = write_taxonomy(taxonomy)
    edit = TaxonomyEdit(before.encode())
    chosen = [section.id for _depth, section in taxonomy.walk() if random.random() < 0.5]
    edit.add_sections([Section("last", "Last")])
    for id in chosen:
        edit.add_keys("papers", [f"new-{id}"], id)
        edit.add_keys("also", [f"also-{id}"], id)
        edit.add_sections([Section(f"below-{id}", "Below")], id)
    after = edit.result().decode()
    found, _said = read_taxonomy(after.encode(), path="t")
    by_id = {section.id: section for _depth, section in found.walk()}
    assert found.sections[-1].id == "last"
    for id in chosen:
        section = by_id[id]
        assert section.papers[-1].key == f"new-{id}"
        assert section.also[-1].key == f"also-{id}"
        assert section.sections[-1].id == f"below-{id}"
    # A list on one line is the only line that may be written anew.
    lost = Counter(before.splitlines()) - Counter(after.splitlines())
    assert all("papers: [" in line for line in lost)
