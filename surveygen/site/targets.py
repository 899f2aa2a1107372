"""Where links to papers lead, in each builder."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard, cast

from sphinx.util.osutil import relative_uri

from surveygen.site.state import Loaded
from surveygen.survey.paper import Paper

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

REFERENCES = "survey/references"
"""Docname of the page with every reference."""


def builder_of(env: BuildEnvironment) -> Builder:
    """The builder that an environment serves."""
    # Sphinx 9 deprecates `app`; Sphinx 8 has nothing else.
    app = getattr(env, "_app", None) or env.app
    return cast("Builder", app.builder)


def has_paper_pages(builder: Builder) -> TypeGuard[StandaloneHTMLBuilder]:
    """Whether this builder gives every paper a page of its own."""
    return builder.name in ("html", "dirhtml")


def paper_docname(paper: Paper) -> str:
    """The page name of a paper's permalink."""
    return f"papers/{paper.slug}"


def paper_uri(builder: Builder, docname: str, paper: Paper, here: Loaded) -> str:
    """The address of a paper as seen from a page: permalink, else place in the references."""
    if paper.home is not None:
        return builder.get_relative_uri(docname, paper_docname(paper))
    return f"{builder.get_relative_uri(docname, REFERENCES)}#{reference_id(paper)}"


def file_uri(builder: Builder, docname: str, name: str) -> str:
    """The address of an output file as seen from a page."""
    return relative_uri(builder.get_target_uri(docname), name)


def card_id(paper: Paper) -> str:
    """The id of a paper's card on the page of its home section."""
    return f"paper-{paper.slug}"


def reference_id(paper: Paper) -> str:
    """The id of a paper in the reference list."""
    return f"ref-{paper.slug}"
