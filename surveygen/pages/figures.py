"""Figures of a survey as shapes and texts in places, and as SVG whose colours follow the page.

A bar chart needs no more than that. matplotlib drew them once, which took longer to import than the
pages of a hundred papers take to build; what draws them in LaTeX is `site.survey_figures`.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from surveygen.pages.statistics import Timeline

WIDTH = 460
_LEFT, _RIGHT = 124, 458
"""Between these lie the bars; titles stand to their left."""
_TITLE_WIDTH = 26
"""So many letters fit beside a row; a title has two lines."""
_ROW, _BARS = 37, 25
"""Height of a row, and of the highest bar."""
_BAR_SHARE = 0.72
"""How much of its place a bar fills."""
SIZE, SMALL = 8.0, 6.5
"""Sizes of letters."""
_YEARS = 12
"""From the last row down to the years."""


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle; lengths here count from the upper left corner of the figure."""

    left: float
    top: float
    width: float
    height: float
    is_line: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text on its base line."""

    x: float
    y: float
    text: str
    size: float = SIZE
    is_centred: bool = True
    """Else it ends at ``x``."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What is drawn on `WIDTH` times ``height``."""

    height: float
    boxes: tuple[Box, ...]
    texts: tuple[Text, ...]


def timeline_figure(timeline: Timeline) -> Figure | None:
    """A row of bars for every section; None where there is nothing to draw."""
    if not timeline.spans:
        return None
    highest = max((count for _, counts in timeline.rows for count in counts), default=0) or 1
    boxes: list[Box] = []
    texts: list[Text] = []
    for number, (section, counts) in enumerate(timeline.rows):
        base = (number + 1) * _ROW
        boxes.append(Box(_LEFT, base, _RIGHT - _LEFT, 0.6, is_line=True))
        texts.extend(_title(section.title, base))
        step = (_RIGHT - _LEFT) / len(timeline.spans)
        for place, count in enumerate(counts):
            if count:
                height = _BARS * count / highest
                left = _LEFT + step * (place + (1 - _BAR_SHARE) / 2)
                boxes.append(Box(left, base - height, step * _BAR_SHARE, height))
                middle = _LEFT + step * (place + 0.5)
                texts.append(Text(middle, base - height - 2, str(count), SMALL))
    bottom = len(timeline.rows) * _ROW
    years = tuple(_years(timeline.spans, bottom + _YEARS))
    return Figure(bottom + _YEARS + 3, tuple(boxes), (*texts, *years))


def _title(title: str, base: float) -> Iterator[Text]:
    lines = textwrap.wrap(title, _TITLE_WIDTH, max_lines=2, placeholder="…")
    for number, line in enumerate(lines):
        y = base - 5 - 5 * (len(lines) - 1) + 10 * number
        yield Text(_LEFT - 5, y, line, is_centred=False)


def _years(spans: tuple[range, ...], base: float) -> Iterator[Text]:
    """A year under its bar; between bars of several years the year that begins a span."""
    # A label such as "1930–34" would be wider than its bar.
    is_edge = len(spans[0]) > 1
    step = (_RIGHT - _LEFT) / len(spans)
    for place, span in enumerate(spans):
        yield Text(_LEFT + step * (place + 0.5 * (not is_edge)), base, str(span[0]))


def svg(figure: Figure, label: str) -> str:
    """An ``<svg>`` element in the colour and the font of the text around it.

    Args:
        figure: what is drawn.
        label: what it shows, in words.

    """
    bars = "".join(map(_outline, (box for box in figure.boxes if not box.is_line)))
    lines = "".join(map(_outline, (box for box in figure.boxes if box.is_line)))
    texts = "".join(map(_text, figure.texts))
    return (
        # Without its namespace it would be no figure in a book, whose pages are XML.
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(label)}" '
        f'viewBox="0 0 {WIDTH} {figure.height:g}" font-size="{SIZE:g}" fill="currentColor">'
        f'<path d="{bars}" fill-opacity=".75"/><path d="{lines}"/>{texts}</svg>'
    )


def _outline(box: Box) -> str:
    width = _short(box.width)
    return f"M{_short(box.left)} {_short(box.top)}h{width}v{_short(box.height)}h-{width}z"


def _text(text: Text) -> str:
    size = "" if text.size == SIZE else f' font-size="{text.size:g}"'
    anchor = "middle" if text.is_centred else "end"
    place = f'x="{_short(text.x)}" y="{_short(text.y)}"'
    return f'<text {place} text-anchor="{anchor}"{size}>{escape(text.text)}</text>'


def _short(length: float) -> str:
    return f"{round(length, 2):g}"
