"""What `surveygen check` says of notes and narratives."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from surveygen.checks.narratives import check_narratives
from surveygen.checks.notes import check_against_abstracts, check_notes
from surveygen.project import load
from surveygen.readers.note import read_note
from surveygen.survey.codes import Code
from surveygen.survey.survey import Survey

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
KEY = "strassen1969gaussian"
ABSTRACT = (
    "We show that the usual method for matrices is not the best one. "
    "Blocks of order 2 need 7 multiplications instead of 8, which saves 12.5% of them, "
    "and so a product of two matrices needs less than 4.7 n^{log7} operations."
)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Survey:
    import shutil

    root = tmp_path_factory.mktemp("checks") / "survey"
    shutil.copytree(SAMPLE, root)
    return load(root)


def with_note(survey: Survey, text: str) -> Survey:
    note, found = read_note(text.encode(), key=KEY, path=f"docs/notes/{KEY}.md")
    assert not found
    papers = {**survey.papers, KEY: replace(survey.papers[KEY], note=note)}
    return replace(survey, papers=papers)


def codes(survey: Survey, text: str) -> set[Code]:
    checked = with_note(survey, text)
    found = (*check_notes(checked), *check_against_abstracts(checked, {KEY: ABSTRACT}))
    return {d.code for d in found if KEY in d.path and d.code is not Code.NO_NOTE}


def note(body: str = "Fewer steps.", tldr: str = "Fewer steps.", extra: str = "") -> str:
    return f"---\ntldr: {tldr}\ntags: [a, b]\n{extra}---\n{body}\n"


def span(part: str) -> str:
    start = ABSTRACT.index(part)
    return f"[{start}, {start + len(part)}]"


def test_a_note_that_keeps_to_everything(sample: Survey) -> None:
    where = span("Blocks of order 2 need 7")
    claim = f'claims:\n  - {{metric: multiplications, value: "7", where: {where}}}\n'
    assert codes(sample, note("Seven products do, 12.5 % less than eight.", extra=claim)) == {
        Code.UNKNOWN_METRIC
    }


@pytest.mark.parametrize("body", ["Saves 13%.", "Nine products.", "As in FP8."])
def test_numbers_that_the_abstract_does_not_have(body: str, sample: Survey) -> None:
    assert codes(sample, note(body)) == {Code.UNGROUNDED}


def test_numbers_of_the_title_are_grounded(sample: Survey) -> None:
    assert codes(sample, note("Gaussian elimination.")) == set()


def test_a_span_that_does_not_hold_the_value(sample: Survey) -> None:
    claim = f'claims:\n  - {{metric: multiplications, value: "7", where: {span("We show")}}}\n'
    assert Code.CLAIM_SPAN in codes(sample, note(extra=claim))


def test_a_claim_without_span(sample: Survey) -> None:
    claim = 'claims:\n  - {metric: multiplications, value: "7"}\n'
    assert Code.CLAIM_SPAN in codes(sample, note(extra=claim))


def test_a_mended_value_is_held_by_its_quoted_token(sample: Survey) -> None:
    part = "less than 4.7 n^{log7} operations"
    claim = (
        f'claims:\n  - {{metric: operations, value: "4.7 n to the 2.81", '
        f'quoted: "4.7 n^{{log7}}", where: {span(part)}}}\n'
    )
    assert codes(sample, note(extra=claim)) == {Code.UNKNOWN_METRIC}


def test_spans_of_another_abstract(sample: Survey) -> None:
    assert codes(sample, note(extra=f"abstract_sha256: {'0' * 64}\n")) == {Code.ABSTRACT_CHANGED}


def test_eight_words_in_a_row_as_in_the_abstract(sample: Survey) -> None:
    copied = "that the usual method for matrices is not the best one"
    assert codes(sample, note(f"It says {copied}.")) == {Code.WORD_RUN}
    assert (
        codes(sample, note(f"It says {copied}.", extra=f"quote: {{{copied}: a fixed phrase}}\n"))
        == set()
    )


def test_a_long_tldr(sample: Survey) -> None:
    assert codes(sample, note(tldr="word " * 31)) == {Code.TLDR_LENGTH}


def test_too_few_tags(sample: Survey) -> None:
    assert codes(sample, note().replace("[a, b]", "[a]")) == {Code.TAG_COUNT}


def test_papers_without_note_are_named_where_others_have_one(sample: Survey) -> None:
    named = [d for d in check_notes(sample) if d.code is Code.NO_NOTE]
    assert len(named) == len(sample.papers) - 3
    bare = {key: replace(paper, note=None) for key, paper in sample.papers.items()}
    assert not list(check_notes(replace(sample, papers=bare)))


def test_narratives_cite_their_papers(sample: Survey) -> None:
    assert list(check_narratives(sample)) == []
    narrative = sample.narratives["computability"]
    two = tuple(one for one in narrative.citations if "godel1931formal" not in one.keys)
    forgetful = replace(sample, narratives={"computability": replace(narrative, citations=two)})
    (finding,) = check_narratives(forgetful)
    assert finding.code is Code.NEVER_CITED
    assert "godel1931formal" in finding.message
    silent = replace(sample, narratives={"computability": replace(narrative, citations=())})
    (finding,) = [d for d in check_narratives(silent) if d.code is Code.CITATION_COVERAGE]
    assert "cites 0 of 3 papers" in finding.message
