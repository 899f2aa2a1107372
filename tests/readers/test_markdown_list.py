"""A Markdown list becomes works and sections; nothing is invented, nothing vanishes unnoticed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveygen.readers.markdown_list import MarkdownList, read_markdown_list
from surveygen.survey.outline import OutlineSection


def read(text: str) -> MarkdownList:
    return read_markdown_list(text.encode(), path="list.md")


def fields(item: str) -> dict[str, str]:
    ((_handle, entry),) = read(f"# L\n\n## S\n\n- {item}\n").works
    assert (entry.key, entry.entry_type) == ("", "misc")
    return dict(entry.fields)


ARXIV = {"eprint": "2301.00001", "archiveprefix": "arXiv"}
URL = "https://a.org/x"
ITEMS = {
    "[Sorting it out](https://doi.org/10.1000/x)": {"title": "Sorting it out", "doi": "10.1000/x"},
    "[Sorting it out](https://arxiv.org/abs/2301.00001v2) (2023)": {
        "title": "Sorting it out",
        "year": "2023",
        "eprint": "2301.00001v2",
        "archiveprefix": "arXiv",
    },
    "**Sorting it out** (2015), A. One et al. [[pdf]](https://arxiv.org/pdf/2301.00001)": {
        "title": "Sorting it out",
        "author": "A. One and others",
        "year": "2015",
        **ARXIV,
    },
    "Sorting it out (2015), A. One and B. Two. [[pdf]](https://a.org/x)": {
        "title": "Sorting it out",
        "author": "A. One and B. Two",
        "year": "2015",
        "url": URL,
    },
    "[[ICML](https://a.org/x)] [7] Sorting it out. [**`fast`**] [[code](https://gitlab.com)]": {
        "title": "Sorting it out",
        "howpublished": "ICML",
        "url": URL,
    },
    "**Sorting it out**, *[ICML](https://arxiv.org/abs/2301.00001)* *[Code](https://gitlab.com)*": {
        "title": "Sorting it out",
        "howpublished": "ICML",
        **ARXIV,
    },
    "[Sorting it out](https://a.org/x), Ann One, Bo Two and Cy Three, *Sorting Letters* 2020": {
        "title": "Sorting it out",
        "author": "Ann One and Bo Two and Cy Three",
        "howpublished": "Sorting Letters",
        "year": "2020",
        "url": URL,
    },
    "[Sorting it out](https://a.org/x), C. A. R. Hoare, 1962": {
        "title": "Sorting it out",
        "author": "C. A. R. Hoare",
        "year": "1962",
        "url": URL,
    },
    "[Sorting it out](https://a.org/x) (NeurIPS 2021)": {
        "title": "Sorting it out",
        "howpublished": "NeurIPS",
        "year": "2021",
        "url": URL,
    },
    "[Sorting it out](https://a.org/x) - a long remark on it": {
        "title": "Sorting it out",
        "url": URL,
        "note": "a long remark on it",
    },
    "[Sort3r](https://github.com/a/b)": {"title": "{Sort3r}", "url": "https://github.com/a/b"},
    "[50% of C_1 & more](https://a.org/x)": {"title": r"{50}\% of {C\_1} \& more", "url": URL},
}


@pytest.mark.parametrize(("item", "expected"), ITEMS.items(), ids=ITEMS)
def test_an_item_says_what_it_says_and_no_more(item: str, expected: dict[str, str]) -> None:
    assert fields(item) == expected


def tree(sections: tuple[OutlineSection, ...]) -> list[object]:
    return [
        (section.title, len(section.works), *([tree(section.sections)] if section.sections else []))
        for section in sections
    ]


def test_headings_and_items_without_links_are_sections() -> None:
    found = read(
        """# A list

What it *lists*.

## Contents
- [Fast](#fast)

## Fast

Plain words.

- [Quick](https://a.org/1)
  - [Quicker](https://a.org/2)
- Merging
  - [Merge](https://a.org/3)

### 2020
- **Radix** (as of old) [[pdf]](https://a.org/4)

## Licence
CC0
"""
    )
    outline = found.outline
    assert (outline.title, outline.introduction) == ("A list", "What it *lists*.")
    assert tree(outline.sections) == [("Fast", 2, [("Merging", 1), ("2020", 1)])]
    assert outline.sections[0].description == "Plain words."
    assert [entry.line for _handle, entry in found.works] == [12, 13, 15, 18]
    assert found.works[-1][1].year == "2020"  # of its heading
    assert len({handle for handle, _entry in found.works}) == 4


def test_a_table_of_works_is_read_by_its_columns() -> None:
    found = read(
        """## S

| Title | Venue | Links |
|---|---|---|
| Sorting it out | *ICML* 2020 | [pdf](https://arxiv.org/abs/2301.00001) |
| [Again](https://a.org/x) | | |
"""
    )
    assert [dict(entry.fields) for _handle, entry in found.works] == [
        {"title": "Sorting it out", "howpublished": "ICML", "year": "2020", **ARXIV},
        {"title": "Again", "url": URL},
    ]


def test_an_item_that_cannot_be_read_is_named() -> None:
    found = read("## S\n\n- [Title of it](https://a.org/x)\n- Acme [[web]](https://acme.org)\n")
    assert [(one.code.id, one.line) for one in found.diagnostics] == [("I006", 4)]


def test_badges_and_ways_back_describe_nothing() -> None:
    text = (
        "## S\n\n![badge](b.svg)\n\n[Back to top](#top)\n\nWords.\n\n- [A title](https://a.org)\n"
    )
    assert read(text).outline.sections[0].description == "Words."


def test_pointers_are_told_apart() -> None:
    found = read("## S\n\n- [A title](https://a.org)\n- see also **Another title**\n")
    (section,) = found.outline.sections
    assert (len(section.works), len(section.also)) == (1, 1)


parts = st.sampled_from(
    [
        "# A",
        "## B",
        "- x",
        "  - [y z](https://a.org)",
        "**t u** (2020)",
        "| a |",
        "|---|",
        "",
        "\\",
        "[",
    ]
)


@given(st.lists(parts, max_size=20).map("\n".join))
def test_no_list_stops_the_reader(text: str) -> None:
    found = read(text)
    handles = {handle for handle, _entry in found.works}
    waiting = list(found.outline.sections)
    placed = set()
    while waiting:
        section = waiting.pop()
        placed |= {one.key for one in (*section.works, *section.also)}
        waiting += section.sections
    assert placed == handles
