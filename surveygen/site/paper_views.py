"""The switch between cards and a dense list of a section's papers.

It is a pair of radio buttons; the style sheet does the rest, so that it works without scripts. A
script of a few lines remembers the choice. It stands in the page, right behind the buttons: one
that is loaded would come after the cards have been painted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from surveygen.site.state import loaded
from surveygen.site.targets import builder_of, has_paper_pages
from surveygen.site.templates import template

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class paper_views(nodes.General, nodes.Element):  # noqa: N801  docutils names nodes in lower case
    """Where the switch stands."""


class PaperViewsDirective(SphinxDirective):
    """``{paper-views}`` has neither arguments nor content."""

    def run(self) -> Sequence[nodes.Node]:
        """A mark: other builders than those of the site have nothing to switch."""
        return [paper_views()]


class MakePaperViews(SphinxPostTransform):
    """Put the switch where the mark is."""

    default_priority = 4

    def run(self, **kwargs: object) -> None:
        """Replace every mark."""
        here, builder = loaded(self.config), builder_of(self.env)
        for node in list(self.document.findall(paper_views)):
            switch = template("paper_views.html.j2", here.language).render()
            made = [nodes.raw("", switch, format="html")] if has_paper_pages(builder) else []
            node.replace_self(made)


def setup_paper_views(app: Sphinx) -> None:
    """Register directive, node and transform."""
    app.add_directive("paper-views", PaperViewsDirective)
    app.add_node(paper_views)
    app.add_post_transform(MakePaperViews)
