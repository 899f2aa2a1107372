"""The page for addresses that nothing stands at; static hosts show ``404.html`` for all of them.

The browser shows it under the address that was asked for, at any depth, so links relative to the
page would lead astray. It needs no file of the theme. Its links are absolute where the taxonomy
knows the site's address; elsewhere they are relative, which is right at the root and from a disk,
and a script mends them below the folders of the site. A ``<base>`` would need the address, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sphinx.util.osutil import SEP

from surveygen.site.outputs import synchronize
from surveygen.site.state import PAGES, Loaded, loaded
from surveygen.site.targets import REFERENCES, has_paper_pages
from surveygen.site.templates import template
from surveygen.text.identifiers import web_url

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

NAME = "404"


def _write_not_found(app: Sphinx) -> list[Any]:
    builder = app.builder
    if has_paper_pages(builder) and not _has_own(builder):
        synchronize(builder, "not-found", [(f"{NAME}.html", _page(builder, loaded(app.config)))])
    return []


def _has_own(builder: StandaloneHTMLBuilder) -> bool:
    """Whether the survey brings such a page itself."""
    return NAME in builder.env.found_docs or NAME in builder.config.html_additional_pages


def _page(builder: StandaloneHTMLBuilder, here: Loaded) -> bytes:
    taxonomy = here.survey.taxonomy
    site = web_url(taxonomy.url)
    root = f"{site.rstrip('/')}/" if site else ""
    home = builder.get_target_uri(builder.config.root_doc)
    page = template("not_found.html.j2", here.language).render(
        language=here.language.replace("_", "-"),
        survey=taxonomy.title,
        is_absolute=bool(site),
        home=root + home or "./",
        contents=root + builder.get_target_uri(f"{PAGES}/index"),
        references=root + builder.get_target_uri(REFERENCES),
        folders=sorted({"papers", *_folders(builder)}),
    )
    return page.encode("utf-8")


def _folders(builder: StandaloneHTMLBuilder) -> Iterator[str]:
    """First parts of the addresses of all documents in folders."""
    for docname in builder.env.found_docs:
        folder, slash, _rest = docname.partition(SEP)
        if slash:
            yield folder


def setup_not_found(app: Sphinx) -> None:
    """Register the step."""
    app.connect("html-collect-pages", _write_not_found)
