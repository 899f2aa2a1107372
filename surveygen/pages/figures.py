"""Figures of a survey: SVG whose colours follow the page, PDF for print.

matplotlib draws them; it is optional (``pip install surveygen[plots]``) and slow to import, so it
is imported on first use and what it drew is kept by the content of its data.
"""

from __future__ import annotations

import hashlib
import io
import logging
import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from surveygen.files import write_if_changed
from surveygen.pages.statistics import Timeline, span_label

_VERSION = "1"
"""Part of every figure's hash; another number draws all anew."""
_INK = "#123456"
"""Stands for the colour of text in the SVG, where the page's own colour is put in."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One drawing in both formats."""

    svg: str
    """An ``<svg>`` element without prolog, in the page's text colour."""
    pdf: bytes


def can_draw() -> bool:
    """Whether matplotlib is installed."""
    return find_spec("matplotlib") is not None


def timeline_figure(timeline: Timeline, cache: Path) -> Figure | None:
    """A row of bars for every section; None where there is nothing to draw, or no matplotlib.

    Args:
        timeline: what is drawn.
        cache: folder that keeps figures by the hash of their data.

    """
    if not timeline.spans:
        return None
    data = repr([(section.title, counts) for section, counts in timeline.rows])
    key = hashlib.sha256(f"{_VERSION}{timeline.spans}{data}".encode()).hexdigest()[:16]
    svg_file, pdf_file = cache / f"timeline-{key}.svg", cache / f"timeline-{key}.pdf"
    try:
        return Figure(svg_file.read_text(encoding="utf-8"), pdf_file.read_bytes())
    except OSError:
        pass
    if not can_draw():
        return None
    figure = _draw_timeline(timeline)
    try:
        write_if_changed(svg_file, figure.svg.encode("utf-8"))
        write_if_changed(pdf_file, figure.pdf)
    except OSError:
        pass  # A read-only checkout draws again next time.
    return figure


def _draw_timeline(timeline: Timeline) -> Figure:
    import matplotlib as mpl
    from matplotlib.backends.backend_pdf import FigureCanvasPdf
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure as Drawing

    settings = {
        "svg.fonttype": "none",
        "svg.hashsalt": "surveygen",
        "pdf.fonttype": 42,
        "font.size": 8,
        "text.color": _INK,
        "axes.edgecolor": _INK,
        "xtick.color": _INK,
    }
    # They tell every step of looking for fonts and cutting them, at a level that Sphinx prints.
    for talkative in ("matplotlib", "fontTools"):
        logging.getLogger(talkative).setLevel(logging.WARNING)
    with mpl.rc_context(settings):
        rows = len(timeline.rows)
        drawing = Drawing(figsize=(6.4, 0.5 + 0.52 * rows))
        highest = max(max(counts, default=0) for _, counts in timeline.rows) or 1
        axes = drawing.subplots(rows, 1, sharex=True, squeeze=False)[:, 0]
        places = range(len(timeline.spans))
        for axis, (section, counts) in zip(axes, timeline.rows, strict=True):
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
            axis.text(-0.01, 0.15, section.title, transform=axis.transAxes, ha="right")
        axes[-1].set_xticks(places, [span_label(span) for span in timeline.spans])
        drawing.subplots_adjust(
            left=0.27, right=0.995, top=0.98, bottom=0.32 / (0.5 + 0.52 * rows), hspace=0.25
        )
        svg, pdf = io.StringIO(), io.BytesIO()
        FigureCanvasSVG(drawing).print_svg(svg, metadata={"Date": None, "Creator": None})
        FigureCanvasPdf(drawing).print_pdf(
            pdf, metadata={"CreationDate": None, "Producer": None, "Creator": None}
        )
    return Figure(_themed(svg.getvalue()), pdf.getvalue().replace(_INK.encode(), b"#222222"))


def _themed(svg: str) -> str:
    """The bare ``<svg>`` element: background left out, ink in the colour of the page's text."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'<g id="patch_1">.*?</g>', "", svg, count=1, flags=re.DOTALL)
    svg = re.sub(r'style="fill: #ffffff"', 'style="fill: none"', svg)
    svg = svg.replace(_INK, "currentColor")
    # Ids of two figures on one page must not meet; nothing refers to those of groups.
    svg = re.sub(r' id="(?:figure|axes|patch|text|xtick|line2d|matplotlib)[^"]*"', "", svg)
    # The page gives the size.
    return re.sub("^<svg[^>]*>", lambda tag: re.sub(' (?:width|height)="[^"]*"', "", tag[0]), svg)
