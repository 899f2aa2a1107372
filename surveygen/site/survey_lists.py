"""Parts of a front page: the newest papers, how to cite the survey, what can be downloaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from surveygen.references.reference import title_runs
from surveygen.site.paper_cards import venue_and_year
from surveygen.site.serialize import rich_nodes
from surveygen.site.targets import file_uri, has_paper_pages, paper_uri
from surveygen.text.identifiers import web_url
from surveygen.writers.survey_citation import survey_bibtex, survey_reference, survey_ris

if TYPE_CHECKING:
    from surveygen.site.state import Spot

NEWEST = 10


def newest_list(spot: Spot) -> list[nodes.Node]:
    """The ten newest papers, of a section or of the survey."""
    survey = spot.here.survey
    papers = tuple(survey.papers.values())
    if spot.section:
        papers = survey.subtree_papers(survey.sections[spot.section])
    newest = sorted(papers, key=lambda paper: paper.sort_key)[:NEWEST]
    listing = nodes.bullet_list()
    for paper in newest:
        title = rich_nodes(title_runs(paper.entry))
        if has_paper_pages(spot.builder):
            uri = paper_uri(spot.builder, spot.docname, paper, spot.here)
            title = [nodes.reference("", "", *title, refuri=uri, internal=True)]
        authors = spot.here.labels[paper.key].authors
        rest = nodes.Text(f" · {authors} · {venue_and_year(paper)}")
        listing += nodes.list_item("", nodes.paragraph("", "", *title, rest))
    return [listing] if newest else []


def citation_blocks(spot: Spot) -> list[nodes.Node]:
    """The survey itself as reference, BibTeX and RIS."""
    taxonomy = spot.here.survey.taxonomy
    text = survey_reference(taxonomy)
    found: list[nodes.Node] = [nodes.paragraph(text, text)]
    for block, language in ((survey_bibtex(taxonomy), "bibtex"), (survey_ris(taxonomy), "text")):
        found.append(nodes.literal_block(block, block, language=language))
    return found


def downloads_list(spot: Spot) -> list[nodes.Node]:
    """Files that lie beside the pages; the PDF only when it was built."""
    if not has_paper_pages(spot.builder):
        return []
    listing = nodes.bullet_list()

    def add(uri: str, shown: str, rest: str = "") -> None:
        link = nodes.reference("", shown, refuri=uri, internal="://" not in uri)
        listing.append(nodes.list_item("", nodes.paragraph("", "", link, nodes.Text(rest))))

    def beside(name: str) -> str:
        return file_uri(spot.builder, spot.docname, name)

    pdf = spot.here.pdf
    if pdf is not None:
        add(beside("survey.pdf"), "PDF", f", {pdf.pages} pages, {pdf.size / 1e6:.1f} MB")
    rest = f" of all {len(spot.here.everything)} works; each section and each paper has its own"
    add(beside("survey.bib"), "BibTeX", rest)
    repository = web_url(spot.here.survey.taxonomy.repository)
    if repository:
        add(repository, "Source")
        add(f"{repository.rstrip('/')}/issues", "Report a problem")
    return [listing]
