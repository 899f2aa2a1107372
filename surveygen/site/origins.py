"""Which note or narrative the text of a generated page came from.

Nodes know it, so a warning of Sphinx about them names that file and line, not the generated page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms import SphinxTransform

from surveygen.site.state import Loaded, loaded

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class NameOrigins(SphinxTransform):
    """Set ``source`` and ``line`` of nodes before anything is resolved."""

    default_priority = 1

    def apply(self, **kwargs: object) -> None:
        """Walk the page once."""
        here = loaded(self.config)
        page = here.page(self.env.docname)
        if page is None or not page.origins:
            return
        for node in self.document.findall(nodes.Element):
            found = page.origin_of(node.line) if node.line else None
            if found:
                node.source, node.line = str(here.survey.root / found[0]), found[1]


def source_of_line(here: Loaded, docname: str, line: int) -> str:
    """``file:line`` of the note or narrative that a line of a page came from; empty for others."""
    page = here.page(docname)
    found = page.origin_of(line) if page else None
    return f"{here.survey.root / found[0]}:{found[1]}" if found else ""


def setup_origins(app: Sphinx) -> None:
    """Register the transform."""
    app.add_transform(NameOrigins)
