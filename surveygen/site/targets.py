"""Where links to papers lead, in each builder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeGuard, cast

from docutils import nodes
from sphinx.util.osutil import relative_uri

from surveygen.site.builder_like import BuilderLike
from surveygen.site.state import PAGES, Loaded
from surveygen.survey.paper import Paper
from surveygen.text.identifiers import web_url

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

REFERENCES = f"{PAGES}/references"
"""Docname of the page with every reference."""
_BOOKS = ("epub", "singlehtml")
"""Builders whose papers have no pages, but cards that links can lead to."""


def builder_of(env: BuildEnvironment) -> Builder:
    """The builder that an environment serves."""
    # Sphinx 9 deprecates `app`; Sphinx 8 has nothing else.
    app = getattr(env, "_app", None) or env.app
    return cast("Builder", app.builder)


def has_paper_pages(builder: BuilderLike) -> TypeGuard[StandaloneHTMLBuilder]:
    """Whether this builder gives every paper a page of its own."""
    return builder.name in ("html", "dirhtml")


def has_visitors(builder: BuilderLike) -> bool:
    """Whether this builder writes our nodes itself; all others get plain docutils."""
    return has_paper_pages(builder) or builder.name == "latex"


def links_papers(builder: BuilderLike) -> bool:
    """Whether a mention of a paper can lead to it; elsewhere it is plain text."""
    return has_paper_pages(builder) or builder.name in _BOOKS


def paper_docname(paper: Paper) -> str:
    """The page name of a paper's permalink."""
    return f"papers/{paper.slug}"


def paper_uri(builder: BuilderLike, docname: str, paper: Paper, here: Loaded) -> str:
    """The address of a paper as seen from a page: its permalink, or in a book its card.

    A paper that stands nowhere has its place in the references alone.
    """
    if paper.home is None:
        return reference_uri(builder, docname, paper)
    if has_paper_pages(builder):
        return builder.get_relative_uri(docname, paper_docname(paper))
    home = builder.get_relative_uri(docname, f"{PAGES}/{paper.home}")
    return f"{home}#{card_id(paper)}"


def reference_uri(builder: BuilderLike, docname: str, paper: Paper) -> str:
    """The address of a paper's place in the reference list."""
    return f"{builder.get_relative_uri(docname, REFERENCES)}#{reference_id(paper)}"


def paper_link(
    builder: BuilderLike, docname: str, paper: Paper, here: Loaded, shown: Sequence[nodes.Node]
) -> nodes.Node:
    """A mention of a paper as a node; no link where the builder has nothing to link to."""
    if not links_papers(builder):
        return nodes.inline("", "", *shown)
    uri = paper_uri(builder, docname, paper, here)
    return nodes.reference("", "", *shown, internal=True, refuri=uri)


def file_uri(builder: BuilderLike, docname: str, name: str) -> str:
    """The address of an output file as seen from a page."""
    return relative_uri(builder.get_target_uri(docname), name)


def site_root(here: Loaded) -> str:
    """The address of the site with a slash at its end; empty where the taxonomy has none."""
    site = web_url(here.survey.taxonomy.url)
    return f"{site.rstrip('/')}/" if site else ""


def paper_address(builder: BuilderLike, here: Loaded, paper: Paper) -> str:
    """The whole address of a paper's page; relative to the site where that has none."""
    target = paper_docname(paper) if paper.home is not None else REFERENCES
    return site_root(here) + builder.get_target_uri(target)


def card_id(paper: Paper) -> str:
    """The id of a paper's card on the page of its home section."""
    return f"paper-{paper.slug}"


def reference_id(paper: Paper) -> str:
    """The id of a paper in the reference list."""
    return f"ref-{paper.slug}"
