"""Bounded navigation: the sections, and the children of the page that is open.

A theme that prints its whole tree on every page costs time and bytes with the square of the number
of topics; this one shows the open path and its neighbours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from surveygen.site.browse_data import BROWSE, browse_title
from surveygen.site.browse_pages import has_browse_pages
from surveygen.site.paper_pages import SKELETON_TREE
from surveygen.site.state import loaded
from surveygen.site.targets import has_paper_pages

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

ALWAYS_OPEN = frozenset(("survey/index",))
UNKNOWN = "surveygen-unknown"
"""In place of the document that a page shows as open; `section_navigation` tells it later."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What the trees of all pages have in common, which thousands of them ask for."""

    builder: StandaloneHTMLBuilder
    parents: Mapping[str, str]
    children: Mapping[str, Sequence[str]]
    titles: Mapping[str, str]
    """HTML."""
    uris: dict[tuple[str, str], str] = field(default_factory=dict)
    """By the folder of the page that a link stands on, and the document that it leads to."""

    def uri(self, pagename: str, folder: str, docname: str) -> str:
        """The address of a document in a link of a page, which lies in a folder."""
        if pagename == docname:
            return escape(self.builder.get_relative_uri(pagename, docname) or "#")
        known = self.uris.get((folder, docname))
        if known is None:
            known = escape(self.builder.get_relative_uri(pagename, docname) or "#")
            self.uris[folder, docname] = known
        return known


@lru_cache(maxsize=1)  # pages are written when all are read
def _known(builder: StandaloneHTMLBuilder) -> _Known:
    env = builder.env
    return _Known(
        builder,
        {child: doc for doc, children in env.toctree_includes.items() for child in children},
        env.toctree_includes,
        {name: escape(title.astext()) for name, title in env.titles.items()},
    )


def navigation_html(
    builder: StandaloneHTMLBuilder,
    pagename: str,
    current: str,
    first: tuple[str, str] | None = None,
) -> str:
    """The tree as HTML.

    Args:
        builder: its environment holds the tree.
        pagename: the page that the links start from.
        current: the document to show as open; differs from ``pagename`` on papers' pages.
        first: name and title of a page before all others, which is no document.

    """
    known = _known(builder)
    path = [current]
    while path[-1] in known.parents and known.parents[path[-1]] not in path:
        path.append(known.parents[path[-1]])
    open_documents = frozenset(path) | ALWAYS_OPEN
    folder = builder.get_target_uri(pagename).rpartition("/")[0]

    def tree(documents: Sequence[str], level: int) -> str:
        items = []
        for docname in documents:
            title = known.titles.get(docname)
            if title is None:
                continue
            is_current = docname == current and pagename == current
            classes = [f"toctree-l{level}"]
            if docname in path:
                classes.append("current")
            if is_current:
                classes.append("current-page")
            uri = known.uri(pagename, folder, docname)
            mark = ' aria-current="page"' if is_current else ""
            children = known.children.get(docname, ())
            below = tree(children, level + 1) if children and docname in open_documents else ""
            link = f'<a class="reference internal" href="{uri}"{mark}>{title}</a>'
            items.append(f'<li class="{" ".join(classes)}">{link}{below}</li>')
        return f"<ul>{''.join(items)}</ul>" if items else ""

    whole = tree(known.children.get(builder.env.config.root_doc, ()), 1)
    if first is None:
        return whole
    name, title = first
    item = _item(builder.get_relative_uri(pagename, name), title, name == pagename)
    return whole.replace("<ul>", f"<ul>{item}</li>", 1) if whole else f"<ul>{item}</li></ul>"


def section_navigation(builder: StandaloneHTMLBuilder, pagename: str, current: str) -> str:
    """The tree of a page of the survey, with the page of all papers before it.

    Args:
        builder: its environment holds the tree.
        pagename: the page that the links start from.
        current: the document to show as open.

    """
    here = loaded(builder.config)
    first = (BROWSE, browse_title(here)) if has_browse_pages(builder, here) else None
    return navigation_html(builder, pagename, current, first)


def _item(uri: str, title: str, is_current: bool) -> str:
    """The beginning of an item of the tree's first level."""
    classes = "toctree-l1 current current-page" if is_current else "toctree-l1"
    mark = ' aria-current="page"' if is_current else ""
    link = f'<a class="reference internal" href="{escape(uri or "#")}"{mark}>{escape(title)}</a>'
    return f'<li class="{classes}">{link}'


def _blank_tree(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    if "toctree" in context and has_paper_pages(app.builder):
        context["surveygen_toctree"] = context["toctree"]
        context["toctree"] = lambda **_options: ""


def _own_tree(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    if "surveygen_toctree" in context:
        context["toctree"] = context.pop("surveygen_toctree")
    if "furo_navigation_tree" in context and has_paper_pages(app.builder):
        current = context.get("surveygen_current", pagename)
        is_known = current != UNKNOWN
        context["furo_navigation_tree"] = (
            section_navigation(app.builder, pagename, current) if is_known else SKELETON_TREE
        )


def setup_navigation(app: Sphinx) -> None:
    """Take the tree from furo before it is walked, and put ours in its place."""
    app.connect("html-page-context", _blank_tree, priority=100)
    app.connect("html-page-context", _own_tree, priority=900)
