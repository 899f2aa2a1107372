"""The topics of a section are siblings of the headings on its page, not children of the last one.

A toctree at the end of a Markdown page stands within its last heading, and LaTeX would set whole
topics as subsections of that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from surveygen.site.state import loaded

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class LiftTopics(SphinxTransform):
    """Move toctrees of generated pages to the end of the page's first section."""

    default_priority = 2

    def apply(self, **kwargs: object) -> None:
        """Look at each toctree once."""
        if loaded(self.config).page(self.env.docname) is None:
            return
        page = next(self.document.findall(nodes.section), None)
        for toctree in list(self.document.findall(addnodes.toctree)):
            wrapper = toctree.parent
            if page is not None and wrapper.parent is not page:
                wrapper.parent.remove(wrapper)
                page.append(wrapper)


def setup_topic_order(app: Sphinx) -> None:
    """Register the transform."""
    app.add_transform(LiftTopics)
