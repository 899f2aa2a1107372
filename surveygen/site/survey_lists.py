"""Parts of a front page: the newest papers, how to cite the survey, what can be downloaded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from docutils import nodes

from surveygen.messages import Words
from surveygen.pages.built_pdf import BuiltPdf
from surveygen.pages.index_pages import WHATS_NEW
from surveygen.references.reference import title_runs
from surveygen.site.paper_lines import brief_byline, status_nodes
from surveygen.site.serialize import rich_nodes
from surveygen.site.state import PAGES
from surveygen.site.targets import file_uri, has_paper_pages, links_papers, paper_link
from surveygen.text.identifiers import web_url
from surveygen.writers.survey_citation import survey_bibtex, survey_reference, survey_ris

if TYPE_CHECKING:
    from surveygen.site.state import Spot

NEWEST = 10
_OTHER_FILES = {
    "RIS": "survey.ris",
    "CSL JSON": "survey.csl.json",
    "CSV": "papers.csv",
    "JSON": "papers.json",
}
"""Exports beside the BibTeX, by the name of their format."""


def newest_list(spot: Spot) -> list[nodes.Node]:
    """The ten newest papers, of a section or of the survey; then where to find what is new here."""
    survey = spot.here.survey
    papers = tuple(survey.papers.values())
    if spot.section:
        papers = survey.subtree_papers(survey.sections[spot.section])
    newest = sorted(papers, key=lambda paper: paper.sort_key)[:NEWEST]
    listing = nodes.bullet_list()
    for paper in newest:
        shown = rich_nodes(title_runs(paper.entry))
        title = paper_link(spot.builder, spot.docname, paper, spot.here, shown)
        line = nodes.Text(f" · {brief_byline(paper, spot.here)}")
        status = status_nodes(paper, spot.here.words)
        listing += nodes.list_item("", nodes.paragraph("", "", title, line, *status))
    found: list[nodes.Node] = [listing] if newest else []
    # A paper may be old, and new in the survey.
    if not spot.section and WHATS_NEW in spot.here.pages and links_papers(spot.builder):
        uri = spot.builder.get_relative_uri(spot.docname, f"{PAGES}/{WHATS_NEW}")
        text = spot.here.words.gettext("What is new in this survey")
        found.append(nodes.paragraph("", "", nodes.reference("", text, refuri=uri, internal=True)))
    return found


def citation_blocks(spot: Spot) -> list[nodes.Node]:
    """The survey itself as reference, BibTeX and RIS."""
    taxonomy = spot.here.survey.taxonomy
    text = survey_reference(taxonomy, spot.here.words)
    found: list[nodes.Node] = [nodes.paragraph(text, text)]
    for block, language in ((survey_bibtex(taxonomy), "bibtex"), (survey_ris(taxonomy), "text")):
        found.append(nodes.literal_block(block, block, language=language))
    return found


def downloads_list(spot: Spot) -> list[nodes.Node]:
    """Files that lie beside the pages; the PDF only when it was built."""
    if not has_paper_pages(spot.builder):
        return []
    words = spot.here.words
    items = []

    def beside(name: str) -> str:
        return file_uri(spot.builder, spot.docname, name)

    pdf = spot.here.pdf
    if pdf is not None:
        items.append(_linked(f"{{file}}, {_extent(pdf, words)}", "PDF", beside("survey.pdf")))
    count = len(spot.here.everything)
    if count:
        every = words.ngettext(
            "{file} of the only work; each section and each paper has its own",
            "{file} of all {count} works; each section and each paper has its own",
            count,
        )
        every = every.format(file="{file}", count=count)
        items.append(_linked(every, "BibTeX", beside("survey.bib")))
        # Translators: {files} is a list of links such as RIS, CSV.
        others = words.gettext("Also as {files}")
        links = {name: beside(file) for name, file in _OTHER_FILES.items()}
        items.append(_with_links(others, links))
    repository = web_url(spot.here.survey.taxonomy.repository)
    if repository:
        issues = f"{repository.rstrip('/')}/issues"
        # Translators: links to the files that the site is made of.
        items.append(_linked("{file}", words.gettext("Source"), repository))
        items.append(_linked("{file}", words.gettext("Report a problem"), issues))
    return [nodes.bullet_list("", *items)] if items else []


def _extent(pdf: BuiltPdf, words: Words) -> str:
    """``124 pages, 1.2 MB``."""
    pages = words.ngettext("{count} page", "{count} pages", pdf.pages).format(count=pdf.pages)
    whole, _point, tenth = f"{pdf.size / 1e6:.1f}".partition(".")
    # Translators: a number of megabytes with its decimal mark.
    size = words.gettext("{whole}.{tenth} MB").format(whole=whole, tenth=tenth)
    return f"{pages}, {size}"


def _with_links(sentence: str, links: Mapping[str, str]) -> nodes.list_item:
    """A sentence with links, what is shown to where it leads, where it says ``{files}``."""
    before, _field, after = sentence.partition("{files}")
    parts: list[nodes.Node] = [nodes.Text(before)]
    for shown, uri in links.items():
        parts += [nodes.reference("", shown, refuri=uri, internal=True), nodes.Text(", ")]
    parts[-1] = nodes.Text(after)
    return nodes.list_item("", nodes.paragraph("", "", *parts))


def _linked(sentence: str, shown: str, uri: str) -> nodes.list_item:
    """A sentence with a link where it says ``{file}``."""
    before, _field, after = sentence.partition("{file}")
    link = nodes.reference("", shown, refuri=uri, internal="://" not in uri)
    parts = (nodes.Text(before), link, nodes.Text(after))
    return nodes.list_item("", nodes.paragraph("", "", *parts))
