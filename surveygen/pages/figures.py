"""Figures of a survey: SVG whose colours follow the page, PDF for print.

matplotlib draws them; it is optional (``pip install surveygen[plots]``) and slow to import, so it
is imported on first use, draws only the format that is asked for, and what it drew is kept by the
content of its data.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import logging
import re
import textwrap
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from surveygen.files import write_if_changed
from surveygen.pages.statistics import Timeline

Format = Literal["svg", "pdf"]

_VERSION = "3"
"""Part of every figure's hash; another number draws all anew."""
_TITLE_WIDTH = 26
"""So many letters fit beside a row; a title has two lines."""
_INK = "#123456"
"""Stands for the colour of text in the SVG, where the page's own colour is put in."""
_SETTINGS = {
    "svg.fonttype": "none",
    "svg.hashsalt": "surveygen",
    "pdf.fonttype": 3,
    "font.size": 8,
    "text.color": _INK,
    "axes.edgecolor": _INK,
    "xtick.color": _INK,
}


def can_draw() -> bool:
    """Whether matplotlib is installed."""
    return find_spec("matplotlib") is not None


def timeline_figure(timeline: Timeline, kind: Format, cache: Path) -> bytes | None:
    """A row of bars for every section: an ``<svg>`` element without prolog, or a PDF.

    None where there is nothing to draw, or no matplotlib.

    Args:
        timeline: what is drawn.
        kind: the format.
        cache: folder that keeps figures by the hash of their data.
    """
    if not timeline.spans:
        return None
    file = _kept(timeline, kind, cache)
    try:
        return file.read_bytes()
    except OSError:
        pass
    if not can_draw():
        return None
    figure = _draw_timeline(timeline, kind)
    with contextlib.suppress(OSError):  # a read-only checkout draws again next time
        write_if_changed(file, figure)
    return figure


def is_drawn(timeline: Timeline, cache: Path) -> bool:
    """Whether the figure of this very data has been drawn; also where there is nothing to draw."""
    return not timeline.spans or _kept(timeline, "svg", cache).is_file()


def _kept(timeline: Timeline, kind: Format, cache: Path) -> Path:
    """Where a figure is kept; the name holds a hash of its data."""
    data = repr([(section.title, counts) for section, counts in timeline.rows])
    key = hashlib.sha256(f"{_VERSION}{timeline.spans}{data}".encode()).hexdigest()[:16]
    return cache / f"timeline-{key}.{kind}"


def _draw_timeline(timeline: Timeline, kind: Format) -> bytes:
    import matplotlib as mpl
    from matplotlib.figure import Figure

    # They tell every step of looking for fonts and cutting them, at a level that Sphinx prints.
    for talkative in ("matplotlib", "fontTools"):
        logging.getLogger(talkative).setLevel(logging.WARNING)
    with mpl.rc_context(_SETTINGS):
        rows = len(timeline.rows)
        height = 0.5 + 0.52 * rows
        figure = Figure(figsize=(6.4, height))
        highest = max(max(counts, default=0) for _, counts in timeline.rows) or 1
        axes = figure.subplots(rows, 1, sharex=True, squeeze=False)[:, 0]
        for axis, (section, counts) in zip(axes, timeline.rows, strict=True):
            _draw_row(axis, section.title, counts, highest)
        axes[-1].set_xlim(-0.5, len(timeline.spans) - 0.5)
        _label_years(axes[-1], timeline.spans)
        figure.subplots_adjust(left=0.27, right=0.995, top=0.98, bottom=0.32 / height, hspace=0.25)
        return _svg(figure) if kind == "svg" else _pdf(figure)


def _label_years(axis: Any, spans: tuple[range, ...]) -> None:
    """A year under its bar; between bars of several years the year that begins a span."""
    # A label such as "1930–34" would be wider than its bar.
    is_edge = len(spans[0]) > 1
    places = [place - 0.5 * is_edge for place in range(len(spans))]
    axis.set_xticks(places, [str(span[0]) for span in spans])
    axis.tick_params(axis="x", length=3 * is_edge, width=0.6)


def _draw_row(axis: Any, title: str, counts: tuple[int, ...], highest: int) -> None:
    places = range(len(counts))
    axis.bar(places, counts, width=0.72, color=_INK, alpha=0.75)
    for place, count in zip(places, counts, strict=True):
        if count:
            label = {"ha": "center", "va": "bottom", "fontsize": 6.5}
            axis.text(place, count + highest * 0.03, str(count), **label)
    axis.set_ylim(0, highest * 1.3)
    axis.set_yticks([])
    axis.tick_params(axis="x", length=0)
    for side in ("top", "left", "right"):
        axis.spines[side].set_visible(False)
    axis.spines["bottom"].set_linewidth(0.6)
    lines = textwrap.wrap(title, _TITLE_WIDTH, max_lines=2, placeholder="…")
    beside = {"transform": axis.transAxes, "ha": "right", "va": "center"}
    # A dollar in a title begins no formula.
    axis.text(-0.015, 0.25, "\n".join(lines), parse_math=False, **beside)


def _svg(figure: Any) -> bytes:
    """The bare ``<svg>`` element: background left out, ink in the colour of the page's text."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    out = io.StringIO()
    FigureCanvasSVG(figure).print_svg(out, metadata={"Date": None, "Creator": None})
    svg = out.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'<g id="patch_1">.*?</g>', "", svg, count=1, flags=re.DOTALL)
    svg = svg.replace('style="fill: #ffffff"', 'style="fill: none"')
    svg = svg.replace(_INK, "currentColor")
    # Ids of two figures on one page must not meet; nothing refers to those of groups.
    svg = re.sub(r' id="(?:figure|axes|patch|text|xtick|line2d|matplotlib)[^"]*"', "", svg)
    # The page gives the size.
    svg = re.sub("^<svg[^>]*>", lambda tag: re.sub(' (?:width|height)="[^"]*"', "", tag[0]), svg)
    return svg.encode("utf-8")


def _pdf(figure: Any) -> bytes:
    from matplotlib.backends.backend_pdf import FigureCanvasPdf

    out = io.BytesIO()
    metadata = {"CreationDate": None, "Producer": None, "Creator": None}
    FigureCanvasPdf(figure).print_pdf(out, metadata=metadata)
    return out.getvalue()
