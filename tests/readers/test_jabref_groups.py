"""Groups of JabRef are read from the files that it writes, old and new; damage costs one group."""

from __future__ import annotations

import time

import pytest
from conftest import DATA
from hypothesis import given
from hypothesis import strategies as st

from surveygen.readers.bibtex import read_bibtex
from surveygen.readers.jabref_groups import KeywordTree, read_jabref_groups
from surveygen.readers.jabref_members import group_members, keyword_chains


def grouping(*lines: str) -> str:
    return "@Comment{jabref-meta: grouping:\n" + "".join(f"{line};\n" for line in lines) + "}\n"


def static(level: int, name: str) -> str:
    return rf"{level} StaticGroup:{name}\;0\;1\;\;\;\;"


def outline(text: str) -> list[str]:
    """Every group below the one above it, with its keys."""
    found = read_jabref_groups(text, path="refs.bib")
    entries = read_bibtex([("refs.bib", text.encode("utf-8", "surrogatepass"))]).entries
    depths: list[int] = []
    lines = []
    members = group_members(found, list(entries.values()), entries)
    for group, keys in zip(found.groups, members, strict=True):
        depths.append(0 if group.parent is None else depths[group.parent] + 1)
        lines.append(f"{'  ' * depths[-1]}{group.name}: {' '.join(keys)}".rstrip())
    return lines


def said(text: str) -> list[str]:
    found = read_jabref_groups(text, path="refs.bib").diagnostics
    return [f"{one.code.id} {one.path}:{one.line}:{one.column} {one.message}" for one in found]


def file(name: str) -> str:
    return (DATA / "groups" / name).read_text(encoding="utf-8")


def test_the_present_format() -> None:
    assert outline(file("every-type.bib")) == [
        "Consensus: fischer1985impossibility",
        "  Faults: fischer1985impossibility",
        "  Any case: fischer1985impossibility lamport1982byzantine",
        "  This case: lamport1982byzantine",
        "  Two words: lamport1982byzantine",
        "By title: lamport1978time lamport1982byzantine",
        "Time: lamport1978time",
        "Keywords:",
        r"R\&D: lamport1978time",
        "To read; later:",
    ]


def test_details_of_a_group() -> None:
    consensus, faults, *_others = read_jabref_groups(file("every-type.bib"), path="").groups
    assert consensus.description == "Agreeing, in spite of faults; and how not to"
    assert (consensus.refines, faults.refines) == (False, True)


def test_what_only_jabref_can_evaluate_is_passed_over_with_its_place() -> None:
    assert said(file("every-type.bib")) == [
        'I004 refs.bib:42:1 group "Recent" of type SearchGroup cannot be evaluated;'
        " it is passed over",
        'I004 refs.bib:45:1 group "Authors" of type AutomaticPersonsGroup cannot be evaluated;'
        " it is passed over",
        'I004 refs.bib:46:1 group "Cited" of type TexGroup cannot be evaluated; it is passed over',
    ]


def test_the_format_in_which_groups_list_keys_over_wrapped_lines() -> None:
    assert outline(file("jabref-2.bib")) == [
        "Sorting: hoare1962quicksort batcher1968sorting",
        "  In parallel: batcher1968sorting",
    ]
    assert said(file("jabref-2.bib")) == []


def test_the_format_between_in_which_explicit_groups_list_nothing() -> None:
    text = "@misc{a, groups = {B}} @comment{jabref-meta: groupstree:1 ExplicitGroup:B\\;0\\;;}"
    assert outline(text) == ["B: a"]


def test_damage_costs_the_damaged_group_and_those_below_it_move_up() -> None:
    assert outline(file("damaged.bib")) == ["Below: knuth1968art", "Kept: knuth1968art"]
    assert [line.partition(";")[0] for line in said(file("damaged.bib"))] == [
        "I004 refs.bib:8:1 the comment with the groups is not closed",
        'I004 refs.bib:10:1 the group "one StaticGroup:Level in words',
        'I004 refs.bib:11:1 the group "1 StaticGroup:" cannot be read',
        'I004 refs.bib:13:1 the group "1 StaticGroup:Context in words',
        'I004 refs.bib:14:1 the group "1 KeywordGroup:Cut off',
        'I004 refs.bib:15:1 group "Never ends" of type KeywordGroup cannot be evaluated',
        'I004 refs.bib:16:1 the group "1" cannot be read',
    ]


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ((1, 4, 3), ["1:", "  4:", "  3:"]),
        ((4, 1), ["4:", "1:"]),
        ((0, 0), ["0:", "0:"]),
        ((0, 1, 999999999), ["0:", "  1:", "    999999999:"]),
    ],
)
def test_levels_may_skip_some(levels: tuple[int, ...], expected: list[str]) -> None:
    assert outline(grouping(*(static(level, str(level)) for level in levels))) == expected


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (r"a\\\;b", "a;b"),
        (r"a\\\\b", r"a\b"),
        (r"{\\\\'e}t{\\\\'e}", r"{\'e}t{\'e}"),
        (r'B{\\\\\\"o}hm', r"B{\"o}hm"),  # of versions that escaped more than they had to
        (r"{\'e}t{\'e}", r"{\'e}t{\'e}"),  # as programs write it that do not escape
        ("a\nb", "ab"),  # JabRef 2 wrapped lines wherever they were long enough
        ("a\\\n\\\\;b", "a;b"),
        ("  a   b ", "a b"),
    ],
)
def test_names_are_escaped_twice(written: str, name: str) -> None:
    assert outline(grouping(static(1, written))) == [f"{name}:"]


def test_the_name_of_a_separator_is_two_names() -> None:
    text = "@misc{a, groups = {one, two}} @misc{b, groups = {two}}"
    assert outline(text + grouping(static(1, "one, two"), static(1, "two"))) == [
        "one, two: a",
        "two: a b",
    ]


def test_groups_are_separated_by_commas_and_semicolons_unless_the_file_says() -> None:
    text = "@misc{a, groups = {one, two; three}}" + grouping(
        *(static(1, n) for n in "one two three".split())
    )
    assert outline(text) == ["one: a", "two: a", "three: a"]
    said_so = "@Comment{jabref-meta: keywordseparator:,;}"
    assert outline(text + said_so) == ["one: a", "two:", "three:"]


def test_a_file_may_have_several_blocks() -> None:
    text = "@Comment{jabref-meta: groupstree:1 ExplicitGroup:A\\;0\\;a\\;;} @misc{a, groups={B}}"
    assert outline(text + grouping(static(1, "B"))) == ["A: a", "B: a"]


def test_a_group_on_one_line_with_others_has_its_column() -> None:
    text = "@Comment{jabref-meta: grouping:0 AllEntriesGroup:; 1 Static;}"
    assert said(text) == [
        'I004 refs.bib:1:52 the group "1 Static" cannot be read; it is passed over'
    ]


@pytest.mark.parametrize(
    ("parts", "rule"),
    [
        (r"topics\;,\;>", KeywordTree("topics", ",", ">")),
        (r"Keywords\;\\\;\;/", KeywordTree("keywords", ";", "/")),
        (r"keywords\;\;\;>", KeywordTree("keywords", ";", ">")),  # of JabRef 4.0 and 4.1
    ],
)
def test_groups_of_all_keywords(parts: str, rule: KeywordTree) -> None:
    text = grouping(rf"1 AutomaticKeywordGroup:\;0\;{parts}\;1\;\;\;\;")
    assert [group.rule for group in read_jabref_groups(text, path="").groups] == [rule]


@pytest.mark.parametrize(
    ("expression", "is_in"),
    [
        ("deep", True),
        ("dee", False),  # whole words, as JabRef has it
        ("dee.*", True),
        (".*eep", True),
        (".*ee.*", True),
        ("wide|learning", True),
        ("(wide|deep) learning", True),
        (r"deep\s+learning", True),
        (r"learning\.*", True),
        ("[Dd]eep", True),
    ],
)
def test_regular_expressions(expression: str, is_in: bool) -> None:
    group = grouping(rf"1 KeywordGroup:G\;0\;title\;{expression}\;1\;1\;1\;\;\;\;")
    assert outline("@misc{a, title = {On deep learning}}" + group) == [f"G:{' a' * is_in}"]


@pytest.mark.parametrize(
    "expression",
    [
        "(a+)+",
        "(a|a)+b",
        "a*a*a*b",
        "a?" * 30,
        "(a|a)" * 4 + "|" * 9,
        "(?=a)",
        r"\p{L}",
        "[[a]",
        "(",
        "a{9999999999}",
    ],
)
def test_a_regular_expression_that_may_take_forever_is_passed_over(expression: str) -> None:
    text = grouping(rf"1 KeywordGroup:G\;0\;title\;{expression}\;0\;1\;1\;\;\;\;")
    assert outline(text) == []
    assert len(said(text)) == 1


@pytest.mark.parametrize(
    ("value", "chains"),
    [
        ("a > b>c; d, e", [("a", "b", "c"), ("d",), ("e",)]),
        ("{a > b, c}, d", [("{a > b, c}",), ("d",)]),
        (r"a \> b, c\, d", [("a > b",), ("c, d",)]),
        (r"Schr{\"o}dinger > cat", [(r"Schr{\"o}dinger", "cat")]),
        (" > , a >, > b,,", [("a",), ("b",)]),
    ],
)
def test_keywords_are_chains_of_names(value: str, chains: list[tuple[str, ...]]) -> None:
    assert keyword_chains(value, ",;", ">") == chains


@pytest.mark.parametrize("levels", [range(10_000), [1] * 10_000], ids=["deep", "wide"])
def test_ten_thousand_groups_are_read_in_time(levels: range | list[int]) -> None:
    text = grouping(*(static(level, f"g{number}") for number, level in enumerate(levels)))
    start = time.process_time()
    assert len(outline(f"@misc{{a, groups = {{g9999}}}}{text}")) == 10_000
    assert time.process_time() - start < 5


def test_many_comments_that_are_not_closed_are_read_in_time() -> None:
    start = time.process_time()
    assert len(said("@comment{jabref-meta: grouping: " * 5_000)) == 5_000
    assert time.process_time() - start < 5


PIECES = st.sampled_from(
    ["0 AllEntriesGroup:", "1 ", "4 ", "StaticGroup:", "ExplicitGroup:", "KeywordGroup:"]
    + ["SearchGroup:", "AutomaticKeywordGroup:", "a", "keywords", "0", "1", r"\;", ";", "\\"]
    + ["\n", "{", "}", "@", "@comment{jabref-meta: grouping:", "(.*", ",", ">"]
)


@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=40))
def test_any_text_is_read(text: str) -> None:
    outline(f"@misc{{a, keywords = {{a > 1}}}}\n@comment{{jabref-meta: grouping:{text}}}")


# Without braces: one that closes too early ends the comment, for JabRef as well.
NAMES = st.text(st.sampled_from("aB ;\\é>:'\""), min_size=1).filter(str.strip)


@given(st.lists(NAMES))
def test_names_that_jabref_escapes_come_back(names: list[str]) -> None:
    def quoted(text: str) -> str:  # `StringUtil.quote`
        return text.replace("\\", "\\\\").replace(";", "\\;")

    lines = [quoted(f"1 StaticGroup:{quoted(name)};0;1;;;;") for name in names]
    found = read_jabref_groups(grouping(*lines), path="")
    assert [group.name for group in found.groups] == [" ".join(name.split()) for name in names]
