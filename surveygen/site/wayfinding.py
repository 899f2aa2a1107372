"""Where a page stands: the path above its heading, and what comes before and after it.

The theme takes previous and next from the toctree, which runs on from the last topic to lists of
references and indexes. Those are looked up, not read through: they are no neighbours of anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from surveygen.site.state import PAGES, Loaded, loaded
from surveygen.site.targets import has_paper_pages
from surveygen.site.templates import template

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder


def _find_way(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    if doctree is None or not has_paper_pages(app.builder):
        return
    here = loaded(app.config)
    context["body"] = _path(context["parents"], here) + context["body"]
    for side, step in (("prev", -1), ("next", 1)):
        context[side] = _neighbour(app.builder, here, pagename, step, context[side])


def _path(parents: list[Mapping[str, str]], here: Loaded) -> str:
    """The pages above one but the front page, as Sphinx knows them from the toctrees."""
    # Sphinx has rendered the titles.
    places = [(Markup(parent["title"]), parent["link"]) for parent in parents]  # noqa: S704
    return template("path.html.j2", here.language).render(path=places) if places else ""


def _neighbour(
    builder: StandaloneHTMLBuilder,
    here: Loaded,
    pagename: str,
    step: int,
    in_toctree: Mapping[str, str] | None,
) -> Mapping[str, str] | None:
    """Link and title of the page before (``step`` -1) or after another."""
    found = here.page(pagename)
    order = ("index", *here.survey.sections)
    if found is None:
        others = (f"{PAGES}/{name}" for name in here.pages.keys() - set(order))
        lists = {builder.get_relative_uri(pagename, name) for name in others}
        return None if in_toctree is None or in_toctree["link"] in lists else in_toctree
    if found.name not in order:
        return None
    place = order.index(found.name) + step
    if place < 0:
        return in_toctree
    if place == len(order):
        return None
    neighbour = f"{PAGES}/{order[place]}"
    link = builder.get_relative_uri(pagename, neighbour)
    return {"link": link, "title": escape(builder.env.titles[neighbour].astext())}


def setup_wayfinding(app: Sphinx) -> None:
    """Register the step."""
    app.connect("html-page-context", _find_way)
