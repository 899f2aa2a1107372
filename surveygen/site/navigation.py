"""Bounded navigation: the sections, and the children of the page that is open.

A theme that prints its whole tree on every page costs time and bytes with the square of the number
of topics; this one shows the open path and its neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from surveygen.site.targets import has_paper_pages

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

ALWAYS_OPEN = frozenset(("survey/index",))


def navigation_html(builder: StandaloneHTMLBuilder, pagename: str, current: str) -> str:
    """The tree as HTML.

    Args:
        builder: its environment holds the tree.
        pagename: the page that the links start from.
        current: the document to show as open; differs from ``pagename`` on papers' pages.

    """
    env = builder.env
    parents = {child: doc for doc, children in env.toctree_includes.items() for child in children}
    path = [current]
    while path[-1] in parents and parents[path[-1]] not in path:
        path.append(parents[path[-1]])
    open_documents = frozenset(path) | ALWAYS_OPEN

    def tree(documents: Sequence[str], level: int) -> str:
        items = []
        for docname in documents:
            if docname not in env.titles:
                continue
            is_current = docname == current and pagename == current
            classes = [f"toctree-l{level}"]
            if docname in path:
                classes.append("current")
            if is_current:
                classes.append("current-page")
            uri = escape(builder.get_relative_uri(pagename, docname) or "#")
            mark = ' aria-current="page"' if is_current else ""
            title = escape(env.titles[docname].astext())
            children = env.toctree_includes.get(docname, ())
            below = tree(children, level + 1) if children and docname in open_documents else ""
            link = f'<a class="reference internal" href="{uri}"{mark}>{title}</a>'
            items.append(f'<li class="{" ".join(classes)}">{link}{below}</li>')
        return f"<ul>{''.join(items)}</ul>" if items else ""

    return tree(env.toctree_includes.get(env.config.root_doc, ()), 1)


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
        context["furo_navigation_tree"] = navigation_html(app.builder, pagename, current)


def setup_navigation(app: Sphinx) -> None:
    """Take the tree from furo before it is walked, and put ours in its place."""
    app.connect("html-page-context", _blank_tree, priority=100)
    app.connect("html-page-context", _own_tree, priority=900)
