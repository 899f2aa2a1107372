"""Search over the pages of papers and the prose of sections, by Pagefind where it is installed.

Pagefind indexes the pages that were written; its bundle is made aside and put in place whole, for
it never takes anything away. Where it is not installed, Sphinx's own search stays, which knows the
documents alone. A page on a disk may not load the bundle; there the browse page filters.
"""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.util import logging

from surveygen.files import write_if_changed
from surveygen.messages import _
from surveygen.site.browse_data import BROWSE
from surveygen.site.browse_pages import has_browse_pages, static_uri
from surveygen.site.outputs import state_folder, synchronize
from surveygen.site.state import Loaded, loaded
from surveygen.site.targets import file_uri, has_paper_pages
from surveygen.site.templates import template
from surveygen.site.theme_page import theme_page
from surveygen.survey.paper import Paper
from surveygen.text.normal import one_line

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

SEARCH = "search"
BUNDLE = "pagefind"
INDEXING = 900
"""The priority at ``build-finished`` of making the index: behind whatever else writes pages."""
_FILTER = '<span hidden data-pagefind-filter="{}:{}"></span>'
_IDENTITY = "digest.txt"

logger = logging.getLogger(__name__)


@cache
def has_pagefind() -> bool:
    """Whether Pagefind and its program are installed."""
    needed = ("pagefind", "pagefind_bin", "cbor2")
    return all(importlib.util.find_spec(name) for name in needed)


def paper_filters(here: Loaded, paper: Paper) -> str:
    """What results can be narrowed by, on the page of a paper."""
    sections = dict.fromkeys(
        section.title
        for id in (paper.home, *paper.also)
        if id is not None
        for section in here.survey.ancestors[id]
    )
    pairs = [("section", title) for title in sections]
    if paper.entry.year_number is not None:
        pairs.append(("year", str(paper.entry.year_number)))
    return "".join(_FILTER.format(name, escape(value)) for name, value in pairs)


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
        path = here.survey.ancestors[page.name]
        filters = "".join(_FILTER.format("section", escape(it.title)) for it in path)
    context["body"] = f"<div data-pagefind-body>{filters}{context['body']}</div>"


def _write_search_page(app: Sphinx) -> list[Any]:
    builder = app.builder
    if has_paper_pages(builder):
        wanted = [_search_page(builder, loaded(app.config))] if has_pagefind() else []
        synchronize(builder, "search", wanted)
    return []


def _search_page(builder: StandaloneHTMLBuilder, here: Loaded) -> tuple[str, bytes]:
    words = here.words
    body = template("search.html.j2", here.language).render(
        bundle=file_uri(builder, SEARCH, f"{BUNDLE}/pagefind.js"),
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
    out = Path(app.builder.outdir)
    bundle = out / BUNDLE
    identity = state_folder(app.builder) / "pagefind" / _IDENTITY
    if not has_pagefind():
        shutil.rmtree(bundle, ignore_errors=True)
        return
    now = _identity(out)
    try:
        before = identity.read_text(encoding="utf-8")
    except OSError:
        before = ""
    if before == now and (bundle / "pagefind.js").is_file():
        return
    identity.unlink(missing_ok=True)
    identity.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=identity.parent) as name:
        made = Path(name) / BUNDLE
        command = [sys.executable, "-m", "pagefind", "--quiet", "--site", str(out)]
        done = subprocess.run(
            [*command, "--output-path", str(made)], capture_output=True, text=True, check=False
        )
        if done.returncode or not (made / "pagefind.js").is_file():
            reason = one_line(done.stderr.strip() or done.stdout.strip(), 300)
            message = _("there is no search in the site, for pagefind failed: {reason}")
            logger.warning("%s", message.format(reason=reason), type="surveygen")
            return
        # What the site's own pages use is the program alone.
        for part in ("pagefind-ui", "pagefind-modular-ui", "pagefind-component-ui"):
            for file in made.glob(f"{part}.*"):
                file.unlink()
        _put_in_order(made)
        shutil.rmtree(bundle, ignore_errors=True)
        made.replace(bundle)
    write_if_changed(identity, now.encode())


def _put_in_order(made: Path) -> None:
    from surveygen.site.search_bundle import UnknownFormat, put_in_order

    try:
        put_in_order(made)
    except UnknownFormat as error:
        logger.info("%s", f"pagefind: {error}")


def _identity(out: Path) -> str:
    """What the pages are; a page that is written again with the same bytes is left alone."""
    found = hashlib.sha256()
    for file in _pages(out):
        state = file.stat()
        name = file.relative_to(out).as_posix()
        found.update(f"{name} {state.st_size} {state.st_mtime_ns}\n".encode())
    return found.hexdigest()


def _pages(out: Path) -> Iterator[Path]:
    yield from sorted(file for file in out.rglob("*.html") if BUNDLE not in file.parts)


def setup_full_text_search(app: Sphinx) -> None:
    """Register the steps, from the choice of the search to its index."""
    app.add_js_file("surveygen-search-key.js", loading_method="defer")
    app.connect("builder-inited", _leave_out_sphinx)
    app.connect("html-page-context", _mark_body, priority=600)
    app.connect("html-collect-pages", _write_search_page)
    app.connect("build-finished", _index, priority=INDEXING)
