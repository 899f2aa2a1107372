"""Links on the one page of the singlehtml builder.

Sphinx writes a link to a heading as ``#document-<name>#<heading>``, which is no place on any page;
the last part alone is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

_TWO_ANCHORS = re.compile(r'(href="#)document-[^"#]*#')
_PARTS = ("body", "toc", "furo_navigation_tree", "furo_toc")
"""Of a page's context, those that hold links as HTML."""


def _mend_links(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    if app.builder.name != "singlehtml":
        return
    for part in _PARTS:
        if isinstance(context.get(part), str):
            context[part] = _TWO_ANCHORS.sub(r"\1", context[part])


def setup_single_page(app: Sphinx) -> None:
    """Mend links behind the theme, which makes some of these parts."""
    app.connect("html-page-context", _mend_links, priority=950)
