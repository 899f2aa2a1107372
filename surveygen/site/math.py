"""Math in HTML as MathML made at build time: no script, no font, no network."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from docutils import nodes

from surveygen.text.math import to_mathml

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


def _visit_inline(self: HTML5Translator, node: nodes.math) -> None:
    source = node.astext()
    self.body.append(to_mathml(source) or f"<code>{escape(source)}</code>")
    raise nodes.SkipNode


def _visit_block(self: HTML5Translator, node: nodes.math_block) -> None:
    source = node.astext()
    math = to_mathml(source, display=True) or f"<code>{escape(source)}</code>"
    self.body.append(f'<div class="math">{math}</div>\n')
    raise nodes.SkipNode


def setup_math(app: Sphinx) -> None:
    """Register the renderer; `identity` chooses it where conf.py does not."""
    app.add_html_math_renderer(
        "surveygen", inline_renderers=(_visit_inline, None), block_renderers=(_visit_block, None)
    )
