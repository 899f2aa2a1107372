"""Figures beside the tables that hold their data: inline SVG in HTML, a picture in LaTeX."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from surveygen.messages import N_
from surveygen.pages.figures import SIZE, WIDTH, Box, Figure, Text, svg, timeline_figure
from surveygen.pages.statistics import timeline
from surveygen.site.serialize import latex_text

if TYPE_CHECKING:
    from surveygen.site.state import Spot

_TIMELINE_TEXT = N_(
    "Bars: papers per year, one row for each section. The table below holds the data."
)


def timeline_figure_nodes(spot: Spot) -> list[nodes.Node]:
    """The timeline for a builder that can show it."""
    figure = timeline_figure(timeline(spot.here.survey))
    if figure is None:
        return []
    if spot.builder.format == "html":
        drawn = svg(figure, spot.here.words.gettext(_TIMELINE_TEXT))
        return [nodes.raw("", f'<figure class="sg-figure">{drawn}</figure>', format="html")]
    if spot.builder.format == "latex":
        return [nodes.raw("", _latex_picture(figure), format="latex")]
    return []


def _latex_picture(figure: Figure) -> str:
    r"""A ``picture`` as wide as the lines, in the font of the text (LaTeX2e manual, 8.18)."""
    shapes = [
        *(_latex_box(box, figure.height) for box in figure.boxes),
        *(_latex_text(text, figure.height) for text in figure.texts),
    ]
    lines = [
        r"\begin{center}",
        rf"\setlength{{\unitlength}}{{\dimexpr\linewidth/{WIDTH}\relax}}",
        _font(SIZE),
        rf"\begin{{picture}}({WIDTH},{figure.height:g})",
        *shapes,
        r"\end{picture}",
        r"\end{center}",
    ]
    return "\n".join(lines)


def _latex_box(box: Box, height: float) -> str:
    rule = rf"\rule{{{box.width:.2f}\unitlength}}{{{box.height:.2f}\unitlength}}"
    grey = 0 if box.is_line else 0.4
    place = f"{box.left:.2f},{height - box.top - box.height:.2f}"
    return rf"\put({place}){{\textcolor[gray]{{{grey}}}{{{rule}}}}}"


def _latex_text(text: Text, height: float) -> str:
    side = "b" if text.is_centred else "br"
    size = "" if text.size == SIZE else _font(text.size)
    shown = rf"\makebox(0,0)[{side}]{{{size}\smash{{{latex_text(text.text)}}}}}"
    return rf"\put({text.x:.2f},{height - text.y:.2f}){{{shown}}}"


def _font(size: float) -> str:
    return rf"\fontsize{{{size:g}}}{{{size * 1.2:g}}}\selectfont{{}}"
