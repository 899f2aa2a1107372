"""The ``survey-*`` directives: tables that are made from the survey when a page is written.

``{survey-claims} ID``, ``{survey-stats}``, ``{survey-timeline}``, ``{survey-overlap}`` and
``{survey-tree}`` work on any page and in narratives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from surveygen.pages.digests import WHOLE
from surveygen.pages.statistics import claim_rows, claim_value, overlap, timeline, totals
from surveygen.site.citations import cite, cite_domain
from surveygen.site.section_arguments import is_section
from surveygen.site.state import PAGES, Loaded, loaded
from surveygen.site.survey_figures import timeline_nodes
from surveygen.site.targets import builder_of
from surveygen.survey.taxonomy import Section

if TYPE_CHECKING:
    from sphinx.application import Sphinx

Cell = str | nodes.Node | Sequence[nodes.Node]


class survey_table(nodes.General, nodes.Element):  # noqa: N801  docutils names nodes in lower case
    """``kind`` names the directive, ``section`` its argument."""


class SurveyTableDirective(SphinxDirective):
    """Leaves a mark; what it shows is decided when the page is written."""

    optional_arguments = 1
    kind: ClassVar[str]
    needs_section: ClassVar[bool] = False

    def run(self) -> Sequence[nodes.Node]:
        """One node, or a warning about the section."""
        section = self.arguments[0].strip() if self.arguments else ""
        if (section or self.needs_section) and not is_section(self, section):
            return []
        cite_domain(self.env).note(self.env.docname, [WHOLE])
        node = survey_table(kind=self.kind, section=section)
        self.set_source_info(node)
        return [node]


class MakeSurveyTables(SphinxPostTransform):
    """Put the tables where the marks are, before citations are lowered."""

    default_priority = 4

    def run(self, **kwargs: object) -> None:
        """Replace every mark."""
        here = loaded(self.config)
        for node in list(self.document.findall(survey_table)):
            made = _MAKERS[node["kind"]](here, node["section"])
            if node["kind"] == "survey-timeline":
                made = [*timeline_nodes(here, builder_of(self.env)), *made]
            node.replace_self(made)


def claims_table(here: Loaded, section: str) -> list[nodes.Node]:
    """Claims of a section by metric: rows that compare stand together and are not ranked."""
    rows: list[list[Cell]] = []
    for metric, claims in claim_rows(here.survey, here.survey.sections[section]).items():
        for row in claims:
            key = row.paper.key
            rows.append(
                [
                    metric,
                    cite(cited=[("", key, "")], style="name"),
                    row.paper.entry.year or "n.d.",
                    row.claim.on,
                    claim_value(row.claim),
                    row.claim.versus,
                ]
            )
    if not rows:
        return []
    head = ("Metric", "Paper", "Year", "On", "Value", "Versus")
    return [table(head, rows, widths=(16, 18, 7, 22, 15, 22), name="survey-claims")]


def stats_table(here: Loaded, section: str) -> list[nodes.Node]:
    """What the survey holds."""
    counts = totals(here.survey)
    years = f"{counts.first_year}–{counts.last_year}" if counts.first_year else ""
    rows: list[list[Cell]] = [
        ["Papers", str(counts.papers)],
        ["Years of the versions described", years],
        ["Sections and topics", f"{counts.sections} and {counts.topics}"],
        ["Notes", str(counts.notes)],
        ["Claims with their place in the abstract", str(counts.claims)],
        ["Narratives", str(counts.narratives)],
        ["Citations in narratives", str(counts.citations)],
    ]
    shown = [row for row in rows if row[1] not in ("", "0")]
    return [table(("What", "How many"), shown, widths=(70, 30), name="survey-stats")]


def timeline_table(here: Loaded, section: str) -> list[nodes.Node]:
    """Papers per year and top section."""
    found = timeline(here.survey)
    if not found.spans:
        return []
    head = ("Section", *map(_span_label, found.spans), "All")
    rows: list[list[Cell]] = [
        [_section_link(top), *(str(count or "") for count in counts), str(sum(counts))]
        for top, counts in found.rows
    ]
    sums = [sum(column) for column in zip(*(counts for _, counts in found.rows), strict=True)]
    rows.append(["All", *(str(count or "") for count in sums), str(sum(sums))])
    widths = (28, *([6] * len(found.spans)), 7)
    caption = "Papers per year, by section of their home."
    return [_caption(caption), table(head, rows, widths=widths, name="survey-timeline")]


def _span_label(span: range) -> str:
    if len(span) == 1:
        return str(span[0])
    return f"{span[0]}–{span[-1] % 100:02d}"


def overlap_table(here: Loaded, section: str) -> list[nodes.Node]:
    """How many papers of a section (rows) are listed in another (columns)."""
    counts = overlap(here.survey)
    tops = here.survey.taxonomy.sections
    rows: list[list[Cell]] = [
        [
            _section_link(home),
            *("–" if home is other else str(counts.get((home.id, other.id), "")) for other in tops),
        ]
        for home in tops
    ]
    head = ("Home", *(top.title for top in tops))
    caption = "Papers with their home in the row's section that the column's section lists too."
    widths = (22, *([max(8, 78 // max(1, len(tops)))] * len(tops)))
    return [_caption(caption), table(head, rows, widths=widths, name="survey-overlap")]


def tree_table(here: Loaded, section: str) -> list[nodes.Node]:
    """Sections and topics with what they are about and how many papers they hold."""
    survey = here.survey
    tops = [survey.sections[section]] if section else survey.taxonomy.sections
    rows: list[list[Cell]] = [
        [_section_link(top), top.description, str(survey.home_count(top))] for top in tops
    ]
    if section:
        rows = [
            [_section_link(part), part.description, str(survey.home_count(part))]
            for part in survey.sections[section].sections
        ]
    if not rows:
        return []
    return [table(("Section", "About", "Papers"), rows, widths=(26, 62, 12), name="survey-tree")]


def table(
    head: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    widths: Sequence[int],
    name: str,
) -> nodes.table:
    """A docutils table; ``widths`` are parts of the line, ``name`` is its class."""
    found = nodes.table("", classes=[name, "colwidths-given"])
    group = nodes.tgroup("", cols=len(head))
    found += group
    group += [nodes.colspec("", colwidth=width) for width in widths]
    group += nodes.thead("", _row(head))
    group += nodes.tbody("", *(_row(row) for row in rows))
    return found


def _caption(text: str) -> nodes.paragraph:
    return nodes.paragraph(text, text, classes=["sg-caption"])


def _row(cells: Sequence[Cell]) -> nodes.row:
    row = nodes.row()
    for cell in cells:
        paragraph = nodes.paragraph()
        if isinstance(cell, str):
            paragraph += nodes.Text(cell)
        else:
            paragraph += cell
        row += nodes.entry("", paragraph)
    return row


def _section_link(section: Section) -> nodes.Node:
    text = nodes.inline("", section.title)
    return addnodes.pending_xref(
        "",
        text,
        refdomain="std",
        reftype="doc",
        reftarget=f"/{PAGES}/{section.id}",
        refexplicit=True,
        refwarn=True,
    )


_MAKERS: dict[str, Callable[[Loaded, str], list[nodes.Node]]] = {
    "survey-claims": claims_table,
    "survey-stats": stats_table,
    "survey-timeline": timeline_table,
    "survey-overlap": overlap_table,
    "survey-tree": tree_table,
}


def setup_survey_tables(app: Sphinx) -> None:
    """Register the directives and the transform."""
    for kind in _MAKERS:
        needs = kind == "survey-claims"
        members = {"kind": kind, "needs_section": needs, "__doc__": f"``{{{kind}}}``"}
        app.add_directive(kind, type("_Directive", (SurveyTableDirective,), members))
    app.add_node(survey_table)
    app.add_post_transform(MakeSurveyTables)
