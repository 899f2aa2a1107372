"""An outline becomes sections and placements; applying it again changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveygen.intake.outline_plan import CannotPlace, Placed, plan_outline
from surveygen.intake.plan import Draft
from surveygen.readers.taxonomy_yaml import read_taxonomy
from surveygen.survey.outline import Outline, OutlineSection
from surveygen.survey.taxonomy import Placement, Section

EMPTY = "version: 1\ntitle: T\n"
KEYS = {key: key for key in "abcdef"}


def section(
    title: str,
    works: str = "",
    *below: OutlineSection,
    also: str = "",
    description: str = "",
) -> OutlineSection:
    return OutlineSection(
        title,
        description,
        tuple(map(Placement, works.split())),
        below,
        also=tuple(map(Placement, also.split())),
    )


def applied(
    text: str, *sections: OutlineSection, background: str = "", keys: dict[str, str] | None = None
) -> tuple[str, Placed, Draft]:
    draft = Draft(Path("/nowhere"))
    draft.write("taxonomy.yaml", text.encode())
    outline = Outline(sections, tuple(map(Placement, background.split())))
    keys = KEYS if keys is None else keys
    placed = plan_outline(draft, outline, keys, set(keys.values()), "o.tex")
    return (draft.read("taxonomy.yaml") or b"").decode(), placed, draft


def tree(text: str) -> list[object]:
    def shown(one: Section) -> object:
        papers = " ".join(placement.key for placement in one.papers)
        also = " ".join(placement.key for placement in one.also)
        return (one.id, papers, also, *([list(map(shown, one.sections))] if one.sections else []))

    taxonomy, _found = read_taxonomy(text.encode(), path="t")
    return list(map(shown, taxonomy.sections))


def test_the_first_section_of_a_work_is_its_home() -> None:
    below = section("B", "b c")
    after, placed, _draft = applied(EMPTY, section("A", "a b", below), section("C", "a"))
    assert tree(after) == [("a", "a b", "", [("b", "c", "b")]), ("c", "", "a")]
    assert (placed.sections, placed.new_sections) == (3, 3)
    assert (placed.placements, placed.works, placed.homes, placed.also) == (5, 3, 3, 2)
    assert placed.uncited == 3


def test_what_is_pointed_to_has_its_home_further_down() -> None:
    after, *_ = applied(EMPTY, section("A", "b", also="a c"), section("B", "a"))
    assert tree(after) == [("a", "b c", "a"), ("b", "a", "")]


def test_sections_are_found_by_title_and_then_by_id() -> None:
    text = f"""{EMPTY}sections:
  - id: one
    title: "Öne two"  # ours
    papers: [a]
  - id: three
    title: Renamed
"""
    after, placed, _draft = applied(text, section("öne Two", "b"), section("Three", "c"))
    assert after == text.replace("[a]", "[a, b]").replace("Renamed", "Renamed\n    papers: [c]")
    assert placed.new_sections == 0


def test_a_title_below_another_section_is_another_section() -> None:
    text = f"{EMPTY}sections:\n  - id: a\n    title: A\n"
    after, *_ = applied(text, section("B", "", section("A", "a")))
    assert tree(after) == [("a", "", ""), ("b", "", "", [("b-a", "a", "")])]


def test_what_has_a_home_keeps_it() -> None:
    text = f"{EMPTY}sections:\n  - id: x\n    title: X\n    papers: [a]\n    also: [b]\n"
    after, *_ = applied(text, section("New", "a b"), section("X", "a b"))
    assert tree(after) == [("x", "a", "b"), ("new", "b", "a")]


def test_descriptions_stand_where_their_markup_can() -> None:
    after, _placed, draft = applied(
        EMPTY,
        section("A", description=r"Plain, but for a \* and 5\_x."),
        section("B", description="With *markup* and {cite:p}`{see}h{p. 3}`."),
        section("C", description="Two.\n\nParagraphs."),
        keys={"h": "key2020"},
    )
    taxonomy, _found = read_taxonomy(after.encode(), path="t")
    assert [one.description for one in taxonomy.sections] == [
        "Plain, but for a * and 5_x.",
        "",
        "Two.",
    ]
    narrative = draft.read("docs/sections/b.md")
    assert narrative == b"With *markup* and {cite:p}`{see}key2020{p. 3}`.\n"
    assert draft.read("docs/sections/c.md") == b"Paragraphs.\n"
    assert draft.read("docs/sections/a.md") is None


def test_sections_of_one_title_are_one_and_say_all() -> None:
    after, _placed, draft = applied(
        EMPTY,
        section("A", "a", description="First."),
        section("a", "b", description="Second."),
    )
    assert tree(after) == [("a", "a b", "")]
    assert draft.read("docs/sections/a.md") == b"Second.\n"


def test_a_narrative_that_is_there_stays() -> None:
    draft = Draft(Path("/nowhere"))
    draft.write("taxonomy.yaml", EMPTY.encode())
    draft.write("docs/sections/a.md", b"Ours.\n")
    outline = Outline((section("A", description="*Theirs.*"),))
    placed = plan_outline(draft, outline, {}, (), "o.tex")
    assert draft.read("docs/sections/a.md") == b"Ours.\n"
    assert ["stays as it is" in one.message for one in placed.diagnostics] == [True]


def test_what_is_cited_and_placed_nowhere_is_background() -> None:
    after, placed, _draft = applied(EMPTY, section("A", "a"), background="a b")
    assert "background: [b]\n" in after
    assert placed.background == 1


def test_unknown_keys_are_named_with_their_place() -> None:
    found = OutlineSection("A", works=(Placement("aa", 7, 3), Placement("aa", 9, 1)))
    after, placed, _draft = applied(EMPTY, found, keys={"aab": "aab"})
    assert tree(after) == [("a", "", "")]
    assert placed.unknown == 1
    assert list(map(str, placed.diagnostics)) == [
        'o.tex:7:3: warning: "aa" is in no bibliography; did you mean "aab"? [I007]'
    ]


def test_the_background_stays_what_it_is() -> None:
    text = f"{EMPTY}background: [a]\n"
    after, placed, _draft = applied(text, section("A", "a"))
    assert "background: [a]" in after
    assert tree(after) == [("a", "", "")]
    assert "stays there" in placed.diagnostics[0].message


def test_sections_too_deep_join_those_above() -> None:
    deepest = section("S", "a")
    for _number in range(9):
        deepest = section("S", "", deepest)
    after, placed, _draft = applied(EMPTY, deepest)
    taxonomy, found = read_taxonomy(after.encode(), path="t")
    assert not found
    assert max(depth for depth, _one in taxonomy.walk()) == 7
    assert "'a'" in str([one.papers for _depth, one in taxonomy.walk()])
    assert len(placed.diagnostics) == 2


REFUSED = {
    "in brackets": EMPTY + "sections: [{id: a, title: A}]\n",
    "a section without id": EMPTY + "sections:\n  - title: A\n",
    "no YAML": "[",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_edited_is_refused(text: str) -> None:
    with pytest.raises(CannotPlace, match=r"taxonomy\.yaml is not edited: "):
        applied(text, section("A", "b"), section("B", "c"))


titles = st.sampled_from(["A", "a", "B & c", "x: y", "no", "# z", "Ä", "[b]", "…", "1.5"])
works = st.lists(st.sampled_from("abcdef"), max_size=4).map(" ".join)
outlines = st.recursive(
    st.builds(section, titles, works, also=works),
    lambda below: st.builds(
        lambda title, keys, parts: section(title, keys, *parts),
        titles,
        works,
        st.lists(below, max_size=3),
    ),
    max_leaves=8,
)


@settings(max_examples=60)
@given(st.lists(outlines, max_size=3), st.lists(outlines, max_size=3))
def test_applying_it_again_changes_nothing(
    first: list[OutlineSection], second: list[OutlineSection]
) -> None:
    before, *_ = applied(EMPTY, *first)
    after, *_ = applied(before, *second, background="f")
    again, placed, _draft = applied(after, *second, background="f")
    assert again == after
    assert (placed.new_sections, placed.homes, placed.also, placed.background) == (0, 0, 0, 0)
    taxonomy, found = read_taxonomy(after.encode(), path="t")
    assert not [one for one in found if one.code.id != "T107"]
    homes = [one.key for _depth, part in taxonomy.walk() for one in part.papers]
    assert len(homes) == len(set(homes))
