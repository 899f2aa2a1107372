"""How the search follows the tree: what results are narrowed by, and which bundle holds a page."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from surveygen.site.builder_like import SiteBuilderLike, output_name
from surveygen.site.search_indexing import section_bundles
from surveygen.site.state import PAGES, Loaded
from surveygen.site.targets import paper_docname
from surveygen.survey.paper import Paper
from surveygen.survey.survey import Survey

_FILTER = '<span hidden data-pagefind-filter="{}:{}"></span>'


def paper_filters(here: Loaded, paper: Paper) -> str:
    """What results can be narrowed by, on the page of a paper."""
    filters = _sections(here, (id for id in (paper.home, *paper.also) if id is not None))
    if paper.entry.year_number is not None:
        filters += _FILTER.format("year", paper.entry.year_number)
    return filters


def section_filters(here: Loaded, section: str) -> str:
    """The same on the page of a section."""
    return _sections(here, (section,))


def _sections(here: Loaded, ids: Iterable[str]) -> str:
    titles = dict.fromkeys(part.title for id in ids for part in here.survey.ancestors[id])
    return "".join(_FILTER.format("section", escape(title)) for title in titles)


def bundles_of_sections(survey: Survey) -> dict[str, str]:
    """The bundle of every section, by its id."""
    sections = survey.sections
    return section_bundles({id: 1 + len(survey.home_papers(it)) for id, it in sections.items()})


def bundles_of_pages(builder: SiteBuilderLike, survey: Survey) -> dict[str, str]:
    """The bundle of every page that belongs to a section, by its file."""
    found = {}
    for id, bundle in bundles_of_sections(survey).items():
        papers = map(paper_docname, survey.home_papers(survey.sections[id]))
        for docname in (f"{PAGES}/{id}", *papers):
            found[output_name(builder, docname)] = bundle
    return found
