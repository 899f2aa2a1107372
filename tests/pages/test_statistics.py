"""Counts of a survey for its tables and figures."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from surveygen.messages import translations
from surveygen.pages.statistics import (
    SPAN_LIMIT,
    claim_rows,
    claim_value,
    facts,
    overlap,
    span_label,
    timeline,
    totals,
)
from surveygen.project import load
from surveygen.survey.note import Bound, Claim
from surveygen.survey.survey import Survey

SAMPLE = Path(__file__).parents[1] / "data" / "sample"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Survey:
    root = tmp_path_factory.mktemp("statistics") / "survey"
    shutil.copytree(SAMPLE, root)
    return load(root)


def test_the_timeline_counts_every_placed_paper_once(sample: Survey) -> None:
    found = timeline(sample)
    assert [section.id for section, _ in found.rows] == ["limits", "means"]
    assert [sum(counts) for _, counts in found.rows] == [6, 4]


def test_many_years_share_columns(sample: Survey) -> None:
    spans = timeline(sample).spans
    assert len(spans) <= SPAN_LIMIT
    assert spans[0][0] <= 1931 <= spans[0][-1]
    assert spans[-1][0] <= 2004 <= spans[-1][-1]
    assert [span[0] for span in spans[1:]] == [span[-1] + 1 for span in spans[:-1]]


@pytest.mark.parametrize(
    ("span", "label"),
    [
        (range(2024, 2025), "2024"),
        (range(2020, 2025), "2020–24"),
        (range(1600, 1700), "1600–99"),
        (range(1000, 2000), "1000–1999"),
    ],
)
def test_labels_of_spans(span: range, label: str) -> None:
    assert span_label(span) == label


def test_overlap_counts_papers_listed_in_another_section(sample: Survey) -> None:
    assert overlap(sample) == {("means", "limits"): 2, ("limits", "means"): 1}


def test_totals(sample: Survey) -> None:
    found = totals(sample)
    assert (found.papers, found.sections, found.topics) == (10, 2, 4)
    assert (found.notes, found.claims, found.narratives) == (3, 1, 1)
    assert found.located_claims == 0  # the one claim does not say where it stands
    assert (found.first_year, found.last_year) == (1931, 2004)


def test_facts_of_a_section_are_those_of_all_below_it(sample: Survey) -> None:
    means = facts(sample, sample.sections["means"])
    assert (means.papers, means.also, means.notes) == (4, 1, 1)
    assert (means.sections, means.topics) == (0, 2)
    assert means.years == {1960: 1, 1969: 1, 1983: 1, 1984: 1}
    topic = facts(sample, sample.sections["algorithms"])
    assert (topic.papers, topic.also, topic.topics) == (2, 1, 0)


def test_a_paper_listed_twice_in_a_section_is_counted_once(sample: Survey) -> None:
    # Its topics list papers of other sections, one of which lives in the section itself.
    found = facts(sample, sample.sections["limits"])
    assert (found.papers, found.also) == (6, 2)


def test_facts_of_the_whole_survey(sample: Survey) -> None:
    found = facts(sample, None)
    assert (found.papers, found.also, found.notes, found.sections, found.topics) == (10, 0, 3, 2, 4)
    assert found.years.total() == 10


def test_claims_of_a_section_are_those_of_all_below_it(sample: Survey) -> None:
    rows = claim_rows(sample, sample.sections["means"])
    assert {metric: [row.paper.key for row in found] for metric, found in rows.items()} == {
        "multiplications": ["strassen1969gaussian"]
    }
    assert claim_rows(sample, sample.sections["limits"]) == {}


@pytest.mark.parametrize(
    ("claim", "shown"),
    [
        (Claim("a", "80.0", unit="%"), "80.0 %"),
        (Claim("a", "2.1", unit="x", bound=Bound.UP_TO), "up to 2.1×"),
        (Claim("a", "5", bound=Bound.AT_LEAST), "at least 5"),
        (Claim("a", "7", unit="mJ", bound=Bound.ABOUT), "about 7 mJ"),
    ],
)
def test_values_of_claims(claim: Claim, shown: str) -> None:
    assert claim_value(claim) == shown


def test_a_bound_has_words_of_the_language_and_the_value_stays() -> None:
    claim = Claim("a", "2.1", unit="x", bound=Bound.UP_TO)
    assert claim_value(claim, translations("de")) == "bis zu 2.1×"
