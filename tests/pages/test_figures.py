"""What figures show, and that nothing in them runs into anything else."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from surveygen.pages.figures import WIDTH, Figure, svg, timeline_figure
from surveygen.pages.statistics import SPAN_LIMIT, Timeline, timeline, year_spans
from surveygen.project import load
from surveygen.survey.taxonomy import Section

LONG = "A long title with $5 and $6_ in it that needs far more than two lines"
LETTER = 0.6
"""Width of a digit or letter, on average and at most, as part of its size."""


def drawn(spans: tuple[range, ...], *counts: tuple[int, ...]) -> Figure:
    rows = tuple((Section(f"s{n}", LONG), row) for n, row in enumerate(counts))
    figure = timeline_figure(Timeline(spans, rows))
    assert figure is not None
    return figure


def test_a_bar_for_every_count_as_high_as_it_is_large() -> None:
    figure = drawn(year_spans([2020, 2022], SPAN_LIMIT), (1, 0, 4), (2, 8, 0))
    bars = [box for box in figure.boxes if not box.is_line]
    assert [bar.height / bars[0].height for bar in bars] == pytest.approx([1, 4, 2, 8])
    assert [text.text for text in figure.texts if text.text.isdigit()] == [
        *("1", "4", "2", "8"),
        *("2020", "2021", "2022"),
    ]
    for row, bar in zip((1, 1, 2, 2), bars, strict=True):
        line = [box for box in figure.boxes if box.is_line][row - 1]
        assert bar.top + bar.height == pytest.approx(line.top)
    assert all(0 <= bar.left < bar.left + bar.width <= WIDTH for bar in bars)
    assert all(bar.top > 0 for bar in bars)


@pytest.mark.parametrize("first", [2013, 1931, 1687, 1])
def test_labels_of_the_timeline_do_not_overlap(first: int) -> None:
    spans = year_spans([first, 2026], SPAN_LIMIT)
    texts = drawn(spans, tuple(1 for _ in spans)).texts
    years = texts[-len(spans) :]
    assert [text.text for text in years] == [str(span[0]) for span in spans]
    for one, other in itertools.pairwise(years):
        assert other.x - one.x > LETTER * one.size * max(map(len, (one.text, other.text)))
    title = [text for text in texts if not text.is_centred]
    assert [text.text for text in title] == [
        "A long title with $5 and",
        "$6_ in it that needs far…",
    ]
    assert all(text.x > LETTER * text.size * len(text.text) * 0.8 for text in title)


def test_the_svg_takes_colour_and_font_of_the_page_and_text_is_text(sample: Path) -> None:
    survey = load(sample)
    figure = timeline_figure(timeline(survey))
    assert figure is not None
    element = svg(figure, 'Bars & "more"')
    assert "currentColor" in element
    assert "font-family" not in element
    assert "Limits of computation" in element
    assert 'aria-label="Bars &amp; &quot;more&quot;"' in element
    section = Section("s", "A <b> & c")
    hostile = timeline_figure(Timeline((range(2020, 2021),), ((section, (1,)),)))
    assert hostile is not None
    assert "A &lt;b&gt; &amp; c" in svg(hostile, "")
    assert svg(figure, "x") == svg(timeline_figure(timeline(survey)) or figure, "x")


def test_nothing_to_draw() -> None:
    assert timeline_figure(Timeline((), ())) is None
