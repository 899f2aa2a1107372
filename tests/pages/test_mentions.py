"""Who cites a paper, and with which sentences."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from surveygen.pages.mentions import InText, Mentions, Quoted, SurveyMentions
from surveygen.project import load
from surveygen.survey.paper import Paper
from surveygen.survey.survey import Survey

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "tests" / "data" / "sample"


def shown(quoted: Quoted) -> str:
    """A sentence with citations as ``[t:key]``."""
    return "".join(
        part
        if isinstance(part, str)
        else f"[{part.style}:{','.join(str(one) for one in part.cited)}]"
        for part in quoted
    )


def places(survey: Survey, key: str) -> list[tuple[str, list[str]]]:
    return [
        (name(found), list(map(shown, found.sentences))) for found in SurveyMentions(survey).of(key)
    ]


def name(found: Mentions) -> str:
    return found.by.key if isinstance(found.by, Paper) else found.by.id


def narrative(root: Path, text: str) -> Survey:
    """The sample with another narrative of computability."""
    (root / "docs/sections/computability.md").write_text(text, encoding="utf-8")
    return load(root)


def test_narratives_come_first_then_notes() -> None:
    assert places(load(SAMPLE), "godel1931formal") == [
        (
            "computability",
            ["[t:godel1931formal] came first; "
             "[p:church1936unsolvable,turing1936computable] followed."],
        ),
        (
            "turing1936computable",
            ["Answers the question that [t:church1936unsolvable] settled with other means, and "
             "builds on [p:godel1931formal]."],
        ),
    ]  # fmt: skip


def test_table_cells_and_admonitions_are_places_too() -> None:
    survey = load(SAMPLE)
    (found,) = places(survey, "church1936unsolvable")[:1]
    assert "[t:church1936unsolvable]" in found[1]
    assert places(survey, "shannon1948mathematical") == [
        ("computability", ["See fast algorithms and [t:shannon1948mathematical]."])
    ]


def test_a_sentence_that_cites_twice_is_named_once(sample: Path) -> None:
    survey = narrative(sample, "{cite:t}`godel1931formal` came before {cite:p}`godel1931formal`.\n")
    assert places(survey, "godel1931formal")[0][1] == [
        "[t:godel1931formal] came before [p:godel1931formal]."
    ]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("*Much* of `x` in {cite:t}`godel1931formal` \\*.", "Much of x in [t:godel1931formal] *."),
        (
            "Takes $n^2$ in {cite:p}`{see}godel1931formal{p. 3}`.",
            "Takes n^2 in [p:{see}godel1931formal{p. 3}].",
        ),
        (
            "- One.\n- See [x](https://example.org/a?b=1) of {cite:t}`godel1931formal`.",
            "See x of [t:godel1931formal].",
        ),
        ("> So says {cite:t}`godel1931formal`\n> at length.",
         "So says [t:godel1931formal] at length."),
        ("<b>bold</b> {cite:t}`godel1931formal`.", "<b>bold</b> [t:godel1931formal]."),
    ],
)  # fmt: skip
def test_a_sentence_is_plain_text_with_its_citations(
    written: str, expected: str, sample: Path
) -> None:
    assert places(narrative(sample, f"{written}\n"), "godel1931formal")[0][1] == [expected]


def test_an_old_key_leads_to_the_paper(sample: Path) -> None:
    survey = narrative(sample, "So {cite:t}`turing1937computable` found.\n")
    assert places(survey, "turing1936computable")[0] == (
        "computability",
        ["So [t:turing1937computable] found."],
    )


def test_a_note_that_cites_its_own_paper_is_left_out() -> None:
    survey = load(SAMPLE)
    paper = survey.papers["turing1936computable"]
    assert paper.note is not None
    own = tuple(replace(c, keys=(paper.key,)) for c in paper.note.body.citations)
    note = replace(paper.note, body=replace(paper.note.body, citations=own))
    changed = replace(survey, papers={**survey.papers, paper.key: replace(paper, note=note)})
    assert "turing1936computable" not in {name(m) for m in SurveyMentions(changed).of(paper.key)}


def test_where_the_prose_reads_otherwise_the_sentence_stands_without_its_citation() -> None:
    survey = load(SAMPLE)
    prose = replace(survey.narratives["computability"], markdown="Nothing of the kind.\n")
    changed = replace(survey, narratives={"computability": prose})
    assert places(changed, "godel1931formal")[0][1] == ["came first; followed."]


def test_every_sentence_of_the_survey_shows_its_citation() -> None:
    survey = load(ROOT)
    found = SurveyMentions(survey)
    keys = (*survey.papers, *survey.background)
    sentences = [(key, s) for key in keys for m in found.of(key) for s in m.sentences]
    assert len(sentences) > 500
    for key, sentence in sentences:
        cited = [one.key for part in sentence if isinstance(part, InText) for one in part.cited]
        assert key in cited, sentence
