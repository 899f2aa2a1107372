"""Figures beside the tables that hold their data: inline SVG in HTML, a PDF file in LaTeX."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from surveygen.files import write_if_changed
from surveygen.messages import N_
from surveygen.pages.figures import Format, timeline_figure
from surveygen.pages.statistics import timeline
from surveygen.survey.layout import STATE

if TYPE_CHECKING:
    from surveygen.site.state import Spot

_FORMATS: dict[str, Format] = {"html": "svg", "latex": "pdf"}
_TIMELINE_TEXT = N_(
    "Bars: papers per year, one row for each section. The table below holds the data."
)


def timeline_figure_nodes(spot: Spot) -> list[nodes.Node]:
    """The timeline for a spot.builder that can show it; nothing without matplotlib."""
    kind = _FORMATS.get(spot.builder.format)
    if kind is None:
        return []
    cache = spot.here.survey.root / STATE / "cache" / "figures"
    figure = timeline_figure(timeline(spot.here.survey), kind, cache)
    if figure is None:
        return []
    if kind == "svg":
        text = escape(spot.here.words.gettext(_TIMELINE_TEXT))
        label = f'<svg role="img" aria-label="{text}" '
        svg = figure.decode("utf-8").replace("<svg ", label, 1)
        return [nodes.raw("", f'<figure class="sg-figure">{svg}</figure>', format="html")]
    name = "survey-timeline.pdf"
    write_if_changed(Path(spot.builder.outdir) / name, figure)
    graphics = rf"\begin{{center}}\includegraphics[width=\linewidth]{{{name}}}\end{{center}}"
    return [nodes.raw("", graphics, format="latex")]
