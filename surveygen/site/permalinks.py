"""The steps of a build that lead to the pages of papers, and to those at their old addresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from surveygen.site.builder_like import output_name
from surveygen.site.navigation import UNKNOWN, section_navigation
from surveygen.site.outputs import replace_record, synchronize, synchronize_made
from surveygen.site.paper_cards import paper as paper_node
from surveygen.site.paper_context import PaperContexts, nearest_papers
from surveygen.site.paper_pages import (
    SKELETON,
    SKELETON_BODY,
    SKELETON_HEAD,
    SKELETON_TITLE,
    Skeleton,
    keep_fragments,
    keep_skeleton,
    paper_pages,
)
from surveygen.site.state import PAGES, Loaded, loaded
from surveygen.site.targets import has_paper_pages, paper_uri
from surveygen.site.templates import template
from surveygen.site.theme_page import theme_page
from surveygen.survey.taxonomy import SECTION_ID
from surveygen.text.slugs import unique_slugs

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder


def paper_skeleton(builder: StandaloneHTMLBuilder, here: Loaded) -> Skeleton:
    """Have the theme render what stands around the body of a paper's page."""
    titles = builder.env.titles
    return Skeleton(
        theme_page(
            builder, SKELETON, SKELETON_TITLE, SKELETON_BODY, head=SKELETON_HEAD, current=UNKNOWN
        ),
        {
            top.id: section_navigation(builder, SKELETON, f"{PAGES}/{top.id}")
            for top in here.survey.taxonomy.sections
        },
        {id: titles[f"{PAGES}/{id}"].astext() for id in ("index", *here.survey.sections)},
    )


def _keep_fragments(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    if doctree is not None and has_paper_pages(app.builder):
        fragments = {node["key"]: node["fragment"] for node in doctree.findall(paper_node)}
        keep_fragments(app.builder, pagename, fragments)


def _write_paper_pages(app: Sphinx) -> list[Any]:
    builder = app.builder
    if has_paper_pages(builder):
        here = loaded(app.config)
        skeleton = paper_skeleton(builder, here)
        keep_skeleton(builder, skeleton)
        nearest, _changed = nearest_papers(builder, here.survey)
        contexts = PaperContexts(builder, here, skeleton.titles, nearest)
        synchronize_made(builder, "papers", paper_pages(builder, contexts, skeleton))
        synchronize(builder, "redirects", _redirects(builder, here))
        names = [output_name(builder, f"{PAGES}/{name}") for name in here.pages]
        replace_record(builder, "documents", names)
    return []


def _redirects(builder: StandaloneHTMLBuilder, here: Loaded) -> Iterator[tuple[str, bytes]]:
    """A page at every old address of a paper or section that leads to the new one."""
    for old, new in here.survey.taxonomy.aliases.items():
        paper = here.survey.papers.get(new)
        if paper is not None:
            source = f"papers/{unique_slugs([old])[old]}"
            target = paper_uri(builder, source, paper, here)
        elif new in here.survey.sections and SECTION_ID.fullmatch(old):
            source = f"{PAGES}/{old}"
            target = builder.get_relative_uri(source, f"{PAGES}/{new}")
        else:
            continue
        page = template("redirect.html.j2", here.language).render(
            target=target, language=here.language.replace("_", "-")
        )
        yield output_name(builder, source), page.encode("utf-8")


def setup_permalinks(app: Sphinx) -> None:
    """Register the two steps: keep fragments while pages are written, then write the papers'."""
    app.connect("html-page-context", _keep_fragments)
    app.connect("html-collect-pages", _write_paper_pages)
