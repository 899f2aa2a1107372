"""Where a new paper belongs."""

from __future__ import annotations

import dataclasses
import random
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveygen.mapping.places import FLOOR, MOST, Places
from surveygen.mapping.proposal import Confidence, Proposal
from surveygen.project import load
from surveygen.survey.entry import Entry
from surveygen.survey.note import Note
from surveygen.survey.paper import Paper
from surveygen.survey.prose import Prose
from surveygen.survey.survey import Survey
from surveygen.survey.taxonomy import Section, Taxonomy

ROOT = Path(__file__).parents[2]


def paper(
    key: str, title: str, home: str | None, text: str = "", also: Iterable[str] = ()
) -> Paper:
    note = Note(key, f"{key}.md", Prose("", 1, text, text)) if text else None
    return Paper(Entry(key, "misc", {"title": title}), key, note, home, tuple(also))


def survey(sections: Sequence[Section], papers: Iterable[Paper] = ()) -> Survey:
    return Survey(Path(), Taxonomy("A survey", tuple(sections)), {one.key: one for one in papers})


BREAD = Section("bread", "Bread", "Doughs of wheat and rye.", ("leaven*", "sour-dough"))
SOUP = Section("soup", "Soup", "What is eaten with a spoon.", ("broth",))
KITCHEN = Section("kitchen", "Kitchen", sections=(BREAD, SOUP))
GARDEN = Section("garden", "Garden", "Plants that are grown outdoors.", ("compost", "mulch*"))
PAPERS = (
    paper("rye", "Rye loaves that rise slowly", "bread", "Slow rising makes rye loaves sour."),
    paper("crust", "Crusts of wheat loaves", "bread", "Steam keeps the crust soft at first."),
    paper("stock", "Clear stock from bones", "soup", "Bones simmer for hours."),
    paper("lentil", "Lentils that thicken", "soup", "Lentils thicken a stock."),
    paper("beds", "Raised beds in spring", "garden", "Beds of soil warm early."),
    paper("roses", "Pruning roses", "garden", "Roses are cut in spring."),
)
HOUSE = survey((KITCHEN, GARDEN), PAPERS)


def first(proposals: Sequence[Proposal]) -> str | None:
    return proposals[0].section if proposals else None


@pytest.mark.parametrize(
    ("title", "text", "home"),
    [
        ("A sourdough that is leavened twice", "", "bread"),
        ("Rising of rye loaves in the cold", "", "bread"),
        ("Lentils", "Lentils simmer in stock until they thicken.", "soup"),
        ("With a spoon", "", "soup"),
        ("When roses want pruning", "", "garden"),
        ("Mulching beds with compost", "", "garden"),
    ],
    ids=["keywords", "papers", "abstract", "description", "more papers", "all"],
)
def test_keywords_papers_and_description_speak_for_a_section(
    title: str, text: str, home: str
) -> None:
    assert first(Places(HOUSE).propose(title, text)) == home


def test_keywords_of_the_paper_count_as_its_title_does() -> None:
    places = Places(HOUSE)
    assert first(places.propose("Untitled", keywords=["broths"])) == "soup"
    assert places.propose("Untitled", keywords=["broths"]) == places.propose("Untitled broths")


def test_a_proposal_says_why() -> None:
    (proposal, *_others) = Places(HOUSE).propose(
        "Leavened rye loaves that rise", "Of wheat doughs."
    )
    assert proposal.keywords == ("leaven*",)
    assert proposal.papers[0] == "rye"
    assert set(proposal.words) >= {"Doughs", "wheat"}
    assert proposal.reason.startswith("keywords leaven*; near rye")
    assert "words of its description: " in proposal.reason
    assert "\n" not in proposal.reason


def test_only_what_speaks_for_it_is_named() -> None:
    (proposal, *_others) = Places(survey((BREAD, SOUP, GARDEN))).propose("Leaven")
    assert (proposal.keywords, proposal.papers, proposal.words) == (("leaven*",), (), ())
    assert proposal.reason == "keywords leaven*"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("", ""),
        ("  ", "\n"),
        ("!?", "..."),
        ("Galaxies at high redshift", "We observe their spectra."),
        ("Спектры далёких галактик", ""),
        ("遠方銀河のスペクトル", "観測の結果を報告する。"),
    ],
)
def test_what_fits_nowhere_is_proposed_nothing(title: str, text: str) -> None:
    assert Places(HOUSE).propose(title, text) == ()


@pytest.mark.parametrize(
    "empty",
    [
        survey(()),
        survey((), PAPERS),
        survey((Section("only", "Only"),)),
        survey((Section("a", ""), Section("b", ""))),
        survey((Section("a", "", keywords=("", "*", "[", "  ")),)),
    ],
    ids=["no section", "papers without", "one section", "no titles", "broken keywords"],
)
def test_a_survey_that_says_little_proposes_nothing(empty: Survey) -> None:
    assert Places(empty).propose("Rye loaves", "They rise.") == ()


def test_one_section_is_proposed_where_it_fits_and_not_elsewhere() -> None:
    places = Places(survey((BREAD,), PAPERS[:2]))
    assert first(places.propose("Leavened loaves of rye")) == "bread"
    assert places.propose("Roses") == ()


def test_a_survey_of_no_paper_goes_by_its_words() -> None:
    places = Places(survey((KITCHEN, GARDEN)))
    assert first(places.propose("Compost and mulch for plants")) == "garden"
    assert first(places.propose("Doughs of rye and wheat")) == "bread"


def test_a_section_that_has_others_below_it_is_proposed_only_where_papers_stand_in_it() -> None:
    kitchen = dataclasses.replace(KITCHEN, keywords=("cooker*",))
    assert first(Places(survey((kitchen, GARDEN), PAPERS)).propose("Cookers")) != "kitchen"
    ranges = paper("ranges", "Iron ranges", "kitchen")
    assert (
        first(Places(survey((kitchen, GARDEN), (*PAPERS, ranges))).propose("Cookers")) == "kitchen"
    )


def test_a_section_without_a_usable_id_is_not_proposed() -> None:
    nameless = dataclasses.replace(BREAD, id="section-9-5", is_nameless=True)
    assert Places(survey((nameless, SOUP, GARDEN))).propose("Leavened dough of wheat") == ()


def test_further_listings_count_as_homes_do() -> None:
    stew = paper("stew", "Dumplings that swell", "soup", "Dumplings swell.", also=["bread"])
    proposals = Places(survey((KITCHEN, GARDEN), (*PAPERS, stew))).propose("Dumplings swell")
    assert {one.section for one in proposals} == {"soup", "bread"}


def test_papers_that_stand_nowhere_change_nothing_but_how_rare_words_are() -> None:
    loose = paper("loose", "Tulips", None, "Tulips are planted in autumn.")
    assert Places(survey((KITCHEN, GARDEN), (*PAPERS, loose))).propose("Tulips") == ()


words = st.sampled_from(
    "rye wheat loaves leaven broth spoon bones lentils roses spring soil compost the of".split()
)


@given(st.lists(words, max_size=12), st.lists(words, max_size=12))
def test_scores_are_chances(title: list[str], text: list[str]) -> None:
    proposals = Places(HOUSE).propose(" ".join(title), " ".join(text))
    scores = [one.score for one in proposals]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) <= MOST
    assert all(FLOOR <= score <= 1 for score in scores)
    assert sum(scores) <= 1.002
    assert len({one.section for one in proposals}) == len(proposals)


@given(st.randoms(use_true_random=False), st.lists(words, min_size=1, max_size=8))
def test_the_order_of_papers_and_keywords_makes_no_difference(
    chance: random.Random, title: list[str]
) -> None:
    papers = chance.sample(PAPERS, len(PAPERS))
    garden = dataclasses.replace(GARDEN, keywords=GARDEN.keywords[::-1])
    shuffled = Places(survey((garden, KITCHEN), papers))
    assert shuffled.propose(" ".join(title)) == Places(HOUSE).propose(" ".join(title))


SKY = Section("sky", "Sky", "Moon and tides.")
WIDER = survey((KITCHEN, GARDEN, SKY), (*PAPERS, paper("noon", "Noon and the moon", "sky")))
TIDES = paper("tides", "Tides of the moon", "sky", "High water follows noon.")


@given(st.lists(words, min_size=1, max_size=8))
def test_a_paper_on_something_else_hardly_moves_a_score(title: list[str]) -> None:
    more = dataclasses.replace(WIDER, papers={**WIDER.papers, TIDES.key: TIDES})
    before, after = (
        {one.section: one.score for one in Places(house).propose(" ".join(title))}
        for house in (WIDER, more)
    )
    for section in {*before, *after}:
        assert abs(before.get(section, FLOOR) - after.get(section, FLOOR)) < 0.1


def test_for_a_section_without_keywords_the_others_say_more() -> None:
    bare = dataclasses.replace(BREAD, keywords=())
    silent, none = (
        Places(survey((bread, SOUP, GARDEN), PAPERS)).propose("Rye that rises")[0]
        for bread in (BREAD, bare)
    )
    assert silent.section == none.section == "bread"
    assert silent.score < none.score


def test_a_keyword_of_many_papers_says_less() -> None:
    common = [paper(f"p{number}", "Broth", "soup") for number in range(20)]
    rare, usual = (
        Places(survey((KITCHEN, GARDEN), papers)).evidence("Broth")["soup"].keywords
        for papers in (PAPERS, (*PAPERS, *common))
    )
    assert 0 < usual < rare


def test_any_number_of_keywords_and_sections_will_do() -> None:
    many = tuple(f"word{number}" for number in range(500))
    topics = [Section(f"s{number}", f"Topic{number}", keywords=many) for number in range(335)]
    places = Places(survey([*topics, dataclasses.replace(BREAD, keywords=(*many, "leaven*"))]))
    assert places.propose(" ".join(many))[0:1] == ()
    assert first(places.propose("Leavened doughs of wheat and rye")) == "bread"
    assert (
        first(
            Places(survey([dataclasses.replace(BREAD, keywords=many), SOUP])).propose(
                " ".join(many)
            )
        )
        == "bread"
    )


@pytest.mark.parametrize(
    ("score", "confidence"),
    [
        (1.0, Confidence.SURE),
        (0.8, Confidence.SURE),
        (0.79, Confidence.LIKELY),
        (0.5, Confidence.LIKELY),
        (0.49, Confidence.GUESS),
    ],
)
def test_a_score_has_a_level(score: float, confidence: Confidence) -> None:
    assert Proposal("bread", score).confidence == confidence


SCRIPT = """
import sys
from surveygen.mapping.places import Places
from surveygen.project import load
places = Places(load(sys.argv[1]))
for title in sys.stdin:
    print(places.propose(title))
"""


def test_the_seed_of_hashes_makes_no_difference() -> None:
    titles = "\n".join(one.entry.title for one in list(load(ROOT).papers.values())[:20])
    said = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT, ROOT],
            input=titles,
            env={"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


@pytest.mark.slow
def test_the_first_survey_finds_homes_of_papers_that_it_does_not_know() -> None:
    whole = load(ROOT)
    asked = [one for one in whole.in_tree_order() if one.home][::8]
    found = tops = 0
    for one in asked:
        others = {key: other for key, other in whole.papers.items() if key != one.key}
        proposals = Places(dataclasses.replace(whole, papers=others)).propose(one.entry.title)
        home = first(proposals)
        found += home == one.home
        tops += home is not None and whole.ancestors[home][0] == whole.ancestors[str(one.home)][0]
    # By titles alone; the largest section would be right for one in twenty.
    assert found > 0.5 * len(asked)
    assert tops > 0.6 * len(asked)


@pytest.mark.slow
def test_time_grows_with_the_survey_and_not_with_its_square() -> None:
    whole = load(ROOT)
    papers = {
        f"{key}-{copy}": dataclasses.replace(
            one, entry=dataclasses.replace(one.entry, key=f"{key}-{copy}")
        )
        for copy in range(10)
        for key, one in whole.papers.items()
    }

    def seconds(survey: Survey) -> float:
        start = time.process_time()
        Places(survey).propose("Pruning spiking networks")
        return time.process_time() - start

    Places(whole)  # Titles are decoded once.
    once = min(seconds(whole) for _ in range(3))
    assert seconds(dataclasses.replace(whole, papers=papers)) < 40 * once
