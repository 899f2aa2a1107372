"""Search over the pages of papers and the prose of sections, by Pagefind where it is installed.

Pagefind indexes the pages that were written; see `search_indexing`. Where it is not installed,
Sphinx's own search stays, which knows the documents alone. A page on a disk may not load the index;
there the browse page filters.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.util import logging

from surveygen.messages import _
from surveygen.site.browse_data import BROWSE
from surveygen.site.browse_pages import has_browse_pages, static_uri
from surveygen.site.outputs import state_folder, synchronize
from surveygen.site.search_indexing import (
    INDEX,
    OTHER,
    SEARCHED,
    SEARCHED_END,
    IndexingFailed,
    SearchIndex,
    has_pagefind,
)
from surveygen.site.search_sections import bundles_of_pages, bundles_of_sections, section_filters
from surveygen.site.state import Loaded, loaded
from surveygen.site.targets import file_uri, has_paper_pages
from surveygen.site.templates import template
from surveygen.site.theme_page import theme_page

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

SEARCH = "search"
INDEXING = 900
"""The priority at ``build-finished`` of making the index: behind whatever else writes pages."""

logger = logging.getLogger(__name__)


def _leave_out_sphinx(app: Sphinx) -> None:
    if has_paper_pages(app.builder) and has_pagefind():
        app.builder.search = False


def _mark_body(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Let the text of documents be found; what papers' pages say is found there."""
    if doctree is None or not has_paper_pages(app.builder) or not has_pagefind():
        return
    here = loaded(app.config)
    page = here.page(pagename)
    filters = ""
    if page is not None:
        if page.name not in here.survey.sections:
            return  # Lists of what other pages say.
        filters = section_filters(here, page.name)
    context["body"] = f"<div {SEARCHED}>{filters}{context['body']}</div>{SEARCHED_END}"


def _write_search_page(app: Sphinx) -> list[Any]:
    builder = app.builder
    if has_paper_pages(builder):
        wanted = [_search_page(builder, loaded(app.config))] if has_pagefind() else []
        synchronize(builder, "search", wanted)
    return []


def _search_page(builder: StandaloneHTMLBuilder, here: Loaded) -> tuple[str, bytes]:
    words = here.words
    body = template("search.html.j2", here.language).render(
        program=file_uri(builder, SEARCH, f"{INDEX}/{OTHER}/pagefind.js"),
        bundles=list(dict.fromkeys((OTHER, *bundles_of_sections(here.survey).values()))),
        browse=builder.get_relative_uri(SEARCH, BROWSE) if has_browse_pages(builder, here) else "",
        sections=[[depth, section.title] for depth, section in here.survey.taxonomy.walk()],
        style=static_uri(builder, SEARCH, "surveygen-browse.css"),
        script=static_uri(builder, SEARCH, "surveygen-search.js"),
    )
    html = theme_page(builder, SEARCH, words.gettext("Search"), body)
    name = Path(builder.get_output_path(SEARCH)).relative_to(builder.outdir)
    return name.as_posix(), html.encode("utf-8")


def _index(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or not has_paper_pages(app.builder):
        return
    index = SearchIndex(Path(app.builder.outdir), state_folder(app.builder) / "search")
    if not has_pagefind():
        index.delete()
        return
    try:
        index.update(bundles_of_pages(app.builder, loaded(app.config).survey))
    except IndexingFailed as error:
        message = _("there is no search in the site, for pagefind failed: {reason}")
        logger.warning("%s", message.format(reason=error), type="surveygen")


def setup_full_text_search(app: Sphinx) -> None:
    """Register the steps, from the choice of the search to its index."""
    app.add_js_file("surveygen-search-key.js", loading_method="defer")
    app.connect("builder-inited", _leave_out_sphinx)
    app.connect("html-page-context", _mark_body, priority=600)
    app.connect("html-collect-pages", _write_search_page)
    app.connect("build-finished", _index, priority=INDEXING)
