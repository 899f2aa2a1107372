"""The papers nearest to a paper."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveygen.pages.neighbours import NEAREST, compare
from surveygen.project import load
from surveygen.survey.entry import Entry
from surveygen.survey.note import Note
from surveygen.survey.paper import Paper
from surveygen.survey.prose import Prose

ROOT = Path(__file__).parents[2]


def paper(key: str, title: str, text: str = "", tags: tuple[str, ...] = ()) -> Paper:
    entry = Entry(key, "misc", {"title": title, "abstract": "never read"})
    return Paper(entry, key, Note(key, f"{key}.md", Prose("", 1, text, text), tags=tags))


def nearest(papers: list[Paper]) -> dict[str, list[str]]:
    return {key: [other for _score, other in near] for key, near in compare(papers).nearest.items()}


FILLING = [paper(f"z{number}", f"Word{number}") for number in range(8)]


def test_rare_words_in_common_bring_papers_near() -> None:
    found = nearest(
        [
            paper("a", "Spiking networks on a chip"),
            paper("b", "A chip for networks that are spiking"),
            paper("c", "Networks of roads"),
            *FILLING,
        ]
    )
    assert found["a"] == ["b", "c"]
    assert found["z0"] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (paper("a", "One", "Uses a memristor."), paper("b", "Two", "Of memristors.")),
        (paper("a", "One", tags=("green-ai",)), paper("b", "Two", tags=("green-ai",))),
        (paper("a", "Ätzende Säure"), paper("b", "Über ätzende Säure")),
        (paper("a", "計算可能性の理論"), paper("b", "理論と実践")),
    ],
    ids=["text, plural", "tag", "accents", "no blanks"],
)
def test_title_tags_and_note_count(one: Paper, other: Paper) -> None:
    assert nearest([one, other, *FILLING])["a"] == ["b"]


def test_what_every_paper_says_or_an_abstract_relates_nothing() -> None:
    assert nearest([paper("a", "The one"), paper("b", "The two")]) == {"a": [], "b": []}


def test_equals_come_in_the_order_of_their_keys_whatever_order_they_came_in() -> None:
    papers = [paper(key, "Pruning") for key in "fbadceg"] + FILLING
    found = nearest(papers)
    assert found["c"] == ["a", "b", "d", "e", "f"]
    assert nearest(papers[::-1]) == found
    assert all(len(keys) <= NEAREST for keys in found.values())


WORDS = st.lists(st.sampled_from([f"word{letter}" for letter in "abcdefgh"]), max_size=4)


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=12), st.data())
def test_after_an_edit_it_is_as_if_all_were_compared(
    texts: list[tuple[list[str], list[str]]], data: st.DataObject
) -> None:
    """Some papers change, come or go."""
    kept = data.draw(st.lists(st.integers(0, 2), min_size=len(texts), max_size=len(texts)))
    first, second = list(FILLING), list(FILLING)
    for number, ((one, other), fate) in enumerate(zip(texts, kept, strict=True)):
        if fate != 1:
            first.append(paper(f"p{number}", " ".join(one)))
        if fate != 2:
            second.append(paper(f"p{number}", " ".join(one if number % 3 else other)))
    assert compare(second, compare(first)) == compare(second)


def test_the_survey_names_papers_of_the_same_matter() -> None:
    survey = load(ROOT)
    found = nearest(list(survey.papers.values()))
    tops = {key: survey.ancestors[p.home][0].id for key, p in survey.papers.items() if p.home}
    pairs = [(tops[key], tops[near]) for key, keys in found.items() for near in keys[:1]]
    # Sections cut across each other; by chance a quarter would agree.
    assert sum(one == other for one, other in pairs) > 0.55 * len(pairs)


@pytest.mark.slow
def test_three_thousand_papers_take_seconds_at_most() -> None:
    survey = load(ROOT)
    notes = [p.note for p in survey.papers.values() if p.note]
    papers = [
        Paper(Entry(f"k{number}", "misc", {"title": f"Topic {number % 700}"}), f"k{number}", note)
        for number, note in enumerate(notes * 10)
    ]
    start = time.process_time()
    assert len(compare(papers).nearest) >= 3000
    assert time.process_time() - start < 10  # 1 s alone; slack for busy machines
