"""Files that hosts and search engines look for: sitemap, robots.txt, .nojekyll.

Sources: sitemaps.org protocol 0.9; RFC 9309 (robots.txt); GitHub Pages leaves out files whose names
begin with an underscore unless there is a .nojekyll.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from surveygen.site.browse_data import BROWSE, CLAIMS
from surveygen.site.outputs import synchronize
from surveygen.site.state import Loaded, loaded
from surveygen.site.targets import has_paper_pages, paper_docname, site_root

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

_LIMIT = 50_000
"""Addresses that one sitemap may hold."""


def _write_host_files(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and has_paper_pages(app.builder):
        here = loaded(app.config)
        synchronize(app.builder, "host-files", _files(app.builder, here))


def _files(builder: StandaloneHTMLBuilder, here: Loaded) -> Iterator[tuple[str, bytes]]:
    # Of those that the survey brings itself, none is touched.
    extra = {str(path).rpartition("/")[2] for path in builder.config.html_extra_path}
    if ".nojekyll" not in extra:
        yield ".nojekyll", b""
    root = site_root(here)
    if not root:
        return
    if "sitemap.xml" not in extra:
        yield "sitemap.xml", _sitemap(root, _addresses(builder, here)).encode()
    if "robots.txt" not in extra:
        yield "robots.txt", f"User-agent: *\nAllow: /\nSitemap: {root}sitemap.xml\n".encode()


def _addresses(builder: StandaloneHTMLBuilder, here: Loaded) -> Iterator[str]:
    """Of every page that people should find, without the root."""
    for docname in sorted(builder.env.found_docs):
        yield builder.get_target_uri(docname)
    for name in (BROWSE, CLAIMS):
        if builder.get_output_path(name).exists():
            yield builder.get_target_uri(name)
    for paper in here.survey.papers.values():
        if paper.home is not None:
            yield builder.get_target_uri(paper_docname(paper))


def _sitemap(root: str, addresses: Iterator[str]) -> str:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">')
    for number, address in enumerate(addresses):
        if number < _LIMIT:
            lines.append(f"<url><loc>{escape(root + address)}</loc></url>")
    return "\n".join([*lines, "</urlset>", ""])


def setup_host_files(app: Sphinx) -> None:
    """Register the handler."""
    app.connect("build-finished", _write_host_files)
