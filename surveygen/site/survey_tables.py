"""Tables that are made from the survey when a page is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from surveygen.messages import Words
from surveygen.pages.statistics import (
    claim_rows,
    overlap,
    span_label,
    timeline,
    totals,
)
from surveygen.references.reference import year_text
from surveygen.site.citation_texts import citation_html
from surveygen.site.citations import cite
from surveygen.site.claims_html import claims_html
from surveygen.site.html_text import html_text
from surveygen.site.note_labels import ShownClaim, shown_claim
from surveygen.site.state import PAGES, Loaded, Spot, loaded
from surveygen.site.targets import has_paper_pages
from surveygen.survey.paper import Paper
from surveygen.survey.taxonomy import Section
from surveygen.text.citation_syntax import Cited

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

_LETTERS_IN_HEAD = 48
"""How many letters of heads of numbers stand side by side in print: twelve years, or six spans."""

_CLAIMS_WIDTHS = (15, 17, 7, 22, 16, 23)

Cell = str | nodes.Node | Sequence[nodes.Node]


class section_claims(nodes.General, nodes.Element):  # noqa: N801  docutils names nodes so
    """Claims of a section on a page of the site; ``claims`` are those of `_claims`."""


def claims_table(spot: Spot) -> list[nodes.Node]:
    """Claims of a section by metric: rows that compare stand together and are not ranked."""
    claims = _claims(spot.here, spot.section)
    if not claims:
        return []
    # Sphinx's own index reads the words of nodes.
    if has_paper_pages(spot.builder) and not spot.builder.search:
        return [section_claims(claims=claims)]
    rows: list[list[Cell]] = [
        [metric, cite(cited=(Cited(key),), style="name"), *cells] for metric, key, cells in claims
    ]
    head = (spot.here.words.gettext("Metric"), *claims_head(spot.here.words))
    made = table(head, rows, widths=_CLAIMS_WIDTHS, name="survey-claims")
    made["classes"].append("longtable")  # Sphinx lets it break over the pages of a PDF.
    return _printed(made, "".join(rf"\X{{{width}}}{{100}}" for width in (18, 17, 7, 22, 13, 23)))


def _claims(here: Loaded, section: str) -> list[tuple[str, str, Sequence[str]]]:
    """Metric, key of the paper, and what stands behind its name, for every claim."""
    survey, words = here.survey, here.words
    found: list[tuple[str, str, Sequence[str]]] = []
    for metric, claims in claim_rows(survey, survey.sections[section]).items():
        for row in claims:
            shown = shown_claim(row.claim, survey.vocabulary, words)
            found.append((metric, row.paper.key, claim_cells(row.paper, shown, words)))
    return found


def claim_cells(paper: Paper, claim: ShownClaim, words: Words) -> tuple[str, ...]:
    """What stands behind the name of a paper in the row of a claim."""
    return year_text(paper.entry, words), claim.on, claim.value, claim.versus


def claims_head(words: Words) -> tuple[str, ...]:
    """What heads the columns of the paper and of `claim_cells`."""
    return (
        words.gettext("Paper"),
        words.gettext("Year"),
        # Translators: heads a column of data sets and settings, such as ImageNet.
        words.gettext("On"),
        words.gettext("Value"),
        # Translators: heads a column of what a value is compared with.
        words.gettext("Versus"),
    )


def _visit_claims_html(self: HTML5Translator, node: section_claims) -> None:
    here, builder = loaded(self.config), self.builder
    docname = builder.current_docname
    rows = []
    for metric, key, cells in node["claims"]:
        link = citation_html((Cited(key),), "name", here, builder, docname)
        rows.append([html_text(metric), link, *map(html_text, cells)])
    head = (here.words.gettext("Metric"), *claims_head(here.words))
    self.body.append(claims_html(head, rows, _CLAIMS_WIDTHS))
    raise nodes.SkipNode


def stats_table(spot: Spot) -> list[nodes.Node]:
    """What the survey holds."""
    words = spot.here.words
    counts = totals(spot.here.survey)
    parts = words.gettext("{sections} and {topics}")
    years = f"{counts.first_year}–{counts.last_year}" if counts.first_year else ""
    rows: list[list[Cell]] = [
        [words.gettext("Papers"), str(counts.papers)],
        [words.gettext("Years of the versions described"), years],
        [
            words.gettext("Sections and topics"),
            parts.format(sections=counts.sections, topics=counts.topics),
        ],
        [words.gettext("Notes"), str(counts.notes)],
        [words.gettext("Claims"), str(counts.claims)],
        [words.gettext("Claims with their place in the abstract"), str(counts.located_claims)],
        [words.gettext("Narratives"), str(counts.narratives)],
        [words.gettext("Citations in narratives"), str(counts.citations)],
    ]
    shown = [row for row in rows if row[1] not in ("", "0")]
    head = (words.gettext("What"), words.gettext("How many"))
    return _printed(table(head, shown, widths=(70, 30), name="survey-stats"), _counts(70, 1))


def timeline_table(spot: Spot) -> list[nodes.Node]:
    """Papers per year and top section."""
    found = timeline(spot.here.survey)
    if not found.spans:
        return []
    words = spot.here.words
    # Translators: heads the sums in a table.
    everything = words.gettext("All")
    head = (words.gettext("Section"), *map(span_label, found.spans), everything)
    rows: list[list[Cell]] = [
        [_section_link(top), *(str(count or "") for count in counts), str(sum(counts))]
        for top, counts in found.rows
    ]
    sums = [sum(column) for column in zip(*(counts for _, counts in found.rows), strict=True)]
    rows.append([everything, *(str(count or "") for count in sums), str(sum(sums))])
    widths = (28, *([6] * len(found.spans)), 7)
    caption = words.gettext("Papers per year, by section of their home.")
    made = table(head, rows, widths=widths, name="survey-timeline")
    is_wide = sum(map(len, head[1:-1])) > _LETTERS_IN_HEAD
    return _printed(made, _counts(20, len(head) - 1), caption, is_wide=is_wide)


def overlap_table(spot: Spot) -> list[nodes.Node]:
    """How many papers of a section (rows) are listed in another (columns)."""
    counts = overlap(spot.here.survey)
    tops = spot.here.survey.taxonomy.sections
    rows: list[list[Cell]] = [
        [
            _section_link(home),
            *("–" if home is other else str(counts.get((home.id, other.id), "")) for other in tops),
        ]
        for home in tops
    ]
    words = spot.here.words
    head = (words.gettext("Home"), *(top.title for top in tops))
    caption = words.gettext(
        "Papers with their home in the row's section that the column's section lists too."
    )
    widths = (22, *([max(8, 78 // max(1, len(tops)))] * len(tops)))
    made = table(head, rows, widths=widths, name="survey-overlap")
    return _printed(made, caption=caption)


def tree_table(spot: Spot) -> list[nodes.Node]:
    """Sections and topics with what they are about and how many papers they hold."""
    survey = spot.here.survey
    parent = survey.sections[spot.section] if spot.section else survey.taxonomy
    rows: list[list[Cell]] = [
        [_section_link(part), part.description, str(survey.home_count(part))]
        for part in parent.sections
    ]
    if not rows:
        return []
    words = spot.here.words
    head = (words.gettext("Section"), words.gettext("About"), words.gettext("Papers"))
    return _printed(table(head, rows, widths=(26, 62, 12), name="survey-tree"))


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


def _printed(
    made: nodes.table, columns: str = "", caption: str = "", *, is_wide: bool = False
) -> list[nodes.Node]:
    """A table as it is set in print; ``columns`` is LaTeX's, where widths alone do not do."""
    begin = r"\begin{surveytable}" + (r"\surveynarrow" if is_wide else "")
    return [
        nodes.raw("", begin, format="latex"),
        *([_caption(caption)] if caption else []),
        *([addnodes.tabular_col_spec("", spec=columns)] if columns else []),
        made,
        nodes.raw("", r"\end{surveytable}", format="latex"),
    ]


def _counts(first: int, count: int) -> str:
    """LaTeX's columns for a name, ``first`` hundredths of the line, and ``count`` numbers."""
    return rf"\X{{{first}}}{{100}}" + rf"\surveynumbers{{{100 - first}}}{{{100 * count}}}" * count


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


def setup_survey_tables(app: Sphinx) -> None:
    """Register the node of the site."""
    app.add_node(section_claims, html=(_visit_claims_html, None))
