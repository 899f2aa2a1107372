"""A small figure of papers per year that stands in a line of text: SVG in the text's own colour."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from surveygen.pages.statistics import span_label, year_spans

BAR_LIMIT = 24
"""So many bars fit the line of a phone."""
_BAR, _GAP, _HEIGHT = 7, 2, 24
"""In CSS pixels."""


def counts_text(years: Mapping[int, int]) -> str:
    """The data in words: ``2021 (3), 2023 (1)``; years that share a bar are counted together."""
    return ", ".join(f"{span_label(span)} ({count})" for span, count in _bars(years) if count)


def year_bars(years: Mapping[int, int], title: str) -> str:
    """An ``<svg>`` element: a bar for every year from the first to the last.

    Where they are too many for a line, several years share a bar. Years and numbers are not
    written beside the bars.

    Args:
        years: number of papers by year; at least one.
        title: what the figure shows, in words.

    """
    bars = _bars(years)
    highest = max(count for _, count in bars)
    width = len(bars) * (_BAR + _GAP) - _GAP
    outlines = [
        # One paper among very many is still seen.
        _outline(place * (_BAR + _GAP), max(2, round(count / highest * _HEIGHT)))
        for place, (_, count) in enumerate(bars)
        if count
    ]
    return (
        f'<svg class="sg-years" role="img" width="{width}" height="{_HEIGHT + 1}" '
        f'viewBox="0 0 {width} {_HEIGHT + 1}"><title>{escape(title)}</title>'
        f'<path fill="currentColor" d="{"".join(outlines)}M0 {_HEIGHT}h{width}v1h-{width}z"/></svg>'
    )


def _bars(years: Mapping[int, int]) -> list[tuple[range, int]]:
    spans = year_spans(years.keys(), BAR_LIMIT)
    return [(span, sum(years.get(year, 0) for year in span)) for span in spans]


def _outline(left: int, height: int) -> str:
    return f"M{left} {_HEIGHT}v-{height}h{_BAR}v{height}z"
