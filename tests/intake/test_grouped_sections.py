"""How somebody grouped a bibliography becomes a tree of sections; each entry has one home."""

from __future__ import annotations

import time

import pytest
from conftest import DATA
from hypothesis import given
from hypothesis import strategies as st

from surveygen.intake.grouped_sections import DEEPEST, Grouped, sections_of
from surveygen.readers.bibtex import read_bibtex
from surveygen.readers.taxonomy_yaml import RESERVED_IDS, read_taxonomy
from surveygen.survey.taxonomy import SECTION_ID, Placement, Section, Taxonomy
from surveygen.text.slugs import slug
from surveygen.writers.taxonomy_yaml import write_taxonomy


def grouped(*texts: str) -> Grouped:
    files = {f"{number}.bib": text for number, text in enumerate(texts)}
    data = [(path, text.encode("utf-8", "surrogatepass")) for path, text in files.items()]
    return sections_of(files, read_bibtex(data).entries)


def outline(sections: tuple[Section, ...], depth: int = 0) -> list[str]:
    """Id, title, home papers and others of every section."""
    lines = []
    for section in sections:
        home, also = (" ".join(p.key for p in part) for part in (section.papers, section.also))
        parts = [section.id, section.title, home, also]
        lines.append(f"{'  ' * depth}{' | '.join(parts)}".rstrip(" |"))
        lines += outline(section.sections, depth + 1)
    return lines


def ids(*texts: str) -> list[str]:
    return [section.id for top in grouped(*texts).sections for _depth, section in top.walk()]


def entry(key: str, **fields: str) -> str:
    return (
        f"@misc{{{key}, {', '.join(f'{name} = {{{value}}}' for name, value in fields.items())}}}\n"
    )


def grouping(*lines: str) -> str:
    return "@Comment{jabref-meta: grouping:\n" + "".join(f"{line};\n" for line in lines) + "}\n"


def static(level: int, name: str) -> str:
    return rf"{level} StaticGroup:{name}\;0\;1\;\;\;\;"


def file(name: str) -> str:
    return (DATA / "groups" / name).read_text(encoding="utf-8")


def test_groups_of_every_type() -> None:
    found = grouped(file("every-type.bib"))
    assert outline(found.sections) == [
        "consensus | Consensus",
        "  faults | Faults | fischer1985impossibility",
        "  any-case | Any case | lamport1982byzantine | fischer1985impossibility",
        "  this-case | This case |  | lamport1982byzantine",
        "  two-words | Two words |  | lamport1982byzantine",
        "by-title | By title | lamport1978time | lamport1982byzantine",
        "time | Time |  | lamport1978time",
        "systems | systems",
        "  clocks | clocks |  | lamport1978time",
        "  agreement | agreement |  | lamport1982byzantine",
        "    limits | limits |  | fischer1985impossibility",
        "r-d | R&D |  | lamport1978time",
        "to-read-later | To read; later",
    ]
    assert [(one.path, one.line) for one in found.diagnostics] == [
        ("0.bib", 42),
        ("0.bib", 45),
        ("0.bib", 46),
    ]


def test_hierarchical_keywords_are_sections_and_plain_ones_are_not() -> None:
    assert outline(grouped(file("keywords.bib")).sections) == [
        "computability | computability | rice1953classes",
        "  decision-problem | decision problem | turing1936computable church1936unsolvable",
        "  lambda-calculus | lambda calculus |  | church1936unsolvable",
        "theorie | Théorie",
        "  decidabilite | Décidabilité |  | turing1936computable",
        "    rice-s-theorem | Rice's theorem |  | rice1953classes",
    ]


def test_a_group_and_a_keyword_of_one_name_are_one_section() -> None:
    text = entry("a", groups="Vision") + entry("b", keywords="vision > edges")
    assert outline(grouped(text + grouping(static(1, "Vision"))).sections) == [
        "vision | Vision | a",
        "  edges | edges | b",
    ]


def test_groups_of_two_files_are_one_tree_but_each_holds_entries_of_its_own_file() -> None:
    one = entry("a", groups="X") + grouping(static(1, "X"))
    two = entry("b", groups="X") + grouping(static(1, "Y"), static(2, "X"))
    assert outline(grouped(one, two).sections) == ["x | X | a", "y | Y", "  y-x | X | b"]


def test_the_home_is_the_deepest_section_of_a_branch_and_the_first_of_several() -> None:
    text = entry("a", keywords="m, m > n, m > n > o, p > q")
    assert outline(grouped(text).sections) == [
        "m | m",
        "  n | n",
        "    o | o | a",
        "p | p",
        "  q | q |  | a",
    ]


def test_empty_groups_stay_where_the_author_made_them() -> None:
    text = grouping(
        static(1, "By hand"), r"1 KeywordGroup:By rule\;0\;keywords\;x\;0\;0\;1", static(2, "Below")
    )
    assert outline(grouped(text).sections) == [
        "by-hand | By hand",
        "by-rule | By rule",
        "  below | Below",
    ]
    assert grouped(grouping(r"1 KeywordGroup:By rule\;0\;keywords\;x\;0\;0\;1")).sections == ()


def test_keys_of_no_entry_and_repeated_ones_do_no_harm() -> None:
    text = r"@comment{jabref-meta: groupstree:1 ExplicitGroup:G\;0\;a\;gone\;a\;;}"
    assert outline(grouped(entry("a") + text).sections) == ["g | G | a"]


def test_titles_and_descriptions_are_plain_text() -> None:
    name, description = r"{\\\\'E}tudes \\\\& $\\\\alpha$", r"Of {\\'e}tudes"
    text = grouping(rf"1 StaticGroup:{name}\;0\;1\;\;\;{description}\;")
    assert grouped(text).sections == (Section("etudes-a", "Études & α", description="Of études"),)


def test_a_long_title_is_cut() -> None:
    (section,) = grouped(grouping(static(1, "word " * 1000))).sections
    assert section.title == "word " * 23 + "word…"


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["A/B & c"], ["a-b-c"]),
        (["Index", "CON", "to-mend"], ["index-2", "con-2", "to-mend-2"]),
        (["C", "C++", "C#"], ["c", "c-2", "c-3"]),
        (["題", "名", "section 1"], ["section-1", "section-2", "section-1-2"]),
        (["word " * 20], ["word-word-word-word-word-word-word-word"]),
    ],
)
def test_ids_are_made_of_titles(names: list[str], expected: list[str]) -> None:
    assert ids(grouping(*(static(1, name) for name in names))) == expected


def test_an_id_that_is_taken_gets_that_of_the_section_above() -> None:
    levels = ((1, "A"), (2, "Methods"), (1, "B"), (2, "Methods"), (2, "Methods!"))
    text = grouping(*(static(level, name) for level, name in levels))
    assert ids(text) == ["a", "methods", "b", "b-methods", "b-methods-2"]


def test_what_is_deeper_than_a_taxonomy_goes_joins_the_section_above() -> None:
    text = entry("a", keywords=" > ".join("abcdefghijkl"))
    (top,) = grouped(text).sections
    assert [depth + 1 for depth, section in top.walk() if section.papers] == [DEEPEST]
    assert read_back(grouped(text).sections) == grouped(text).sections


@pytest.mark.parametrize("levels", [range(10_000), [1] * 10_000], ids=["deep", "wide"])
def test_ten_thousand_groups_are_placed_in_time(levels: range | list[int]) -> None:
    # Titles with ids of their own, and titles of a script whose ids are numbers.
    text = grouping(*(static(level, f"g{number}") for number, level in enumerate(levels)))
    text += grouping(*(static(level, chr(0x4E00 + n)) for n, level in enumerate(levels)))
    entries = "".join(entry(f"k{n}", groups=f"g{n}, g{n + 1}") for n in range(1000))
    start = time.process_time()
    grouped(entries + text)
    assert time.process_time() - start < 10


def read_back(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """The sections as they are read from the taxonomy that is written of them."""
    text = write_taxonomy(Taxonomy("A survey", sections))
    taxonomy, found = read_taxonomy(text.encode(), path="taxonomy.yaml")
    assert [one for one in found if one.code.id != "T107"] == []
    return tuple(map(without_places, taxonomy.sections))


def without_places(section: Section) -> Section:
    home, also = (
        tuple(Placement(placement.key) for placement in part)
        for part in (section.papers, section.also)
    )
    below = tuple(map(without_places, section.sections))
    fields = section.id, section.title, section.description, section.keywords
    return Section(*fields, home, also, below)


NAMES = st.sampled_from(
    ["a", "A", "b", "Index", "con", "題", "名", "é", "{", "}", "a b", "$x$", ""]
)
CHAINS = st.lists(NAMES, min_size=1, max_size=11).map(" > ".join)
LINES = st.builds(
    lambda level, type, name: rf"{level} {type}:{name}\;0\;x\;0\;0\;1",
    st.integers(0, 12),
    st.sampled_from(["StaticGroup", "KeywordGroup", "ExplicitGroup", "SearchGroup", "Odd"]),
    NAMES.filter(lambda name: name not in "{}"),
)


@given(st.lists(st.lists(CHAINS).map(", ".join), max_size=4), st.lists(LINES, max_size=12))
def test_every_tree_is_a_taxonomy_with_one_home_for_each_entry(
    keywords: list[str], lines: list[str]
) -> None:
    entries = [
        entry(f"k{number}", keywords=text, groups="a, b, Index")
        for number, text in enumerate(keywords)
        if text.count("{") == text.count("}")
    ]
    sections = grouped("".join(entries) + grouping(*lines)).sections
    assert read_back(sections) == sections
    every = [section for top in sections for _depth, section in top.walk()]
    names = [section.id for section in every]
    assert len(set(names)) == len(names)
    assert not RESERVED_IDS & set(names)
    assert all(SECTION_ID.fullmatch(name) and slug(name) == name for name in names)
    homes = [placement.key for section in every for placement in section.papers]
    assert len(set(homes)) == len(homes)
    assert {placement.key for section in every for placement in section.also} <= set(homes)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_gives_sections(keywords: str, groups: str) -> None:
    sections = grouped(entry("a", keywords=keywords) + grouping(static(1, groups))).sections
    assert read_back(sections) == sections
