"""Text in HTML is escaped as docutils and Sphinx escape it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from docutils import nodes
from docutils.writers._html_base import HTMLTranslator
from hypothesis import given
from hypothesis import strategies as st
from sphinx.writers.html5 import HTML5Translator

from surveygen.site.html_text import html_attribute, html_literal, html_text

MARKS = st.sampled_from("ab <>&\"'@.\n\t\v\f\r\\\u00a0\u2028é")
TEXT = st.text(MARKS) | st.text(st.characters(exclude_characters="\0"))
"""Without NUL, which is a mark of docutils, and which our readers leave out."""


def translator(**facts: object) -> Any:
    """As much of Sphinx's writer as its methods ask for."""
    known = {"body": [], "in_mailto": 0, "special_characters": HTMLTranslator.special_characters}
    words = HTMLTranslator.words_and_spaces
    self = SimpleNamespace(**known, words_and_spaces=words, **facts)
    self.encode = lambda text: HTMLTranslator.encode(cast("Any", self), text)
    return self


@given(TEXT)
def test_text_and_attributes(text: str) -> None:
    self = translator()
    assert html_text(text) == HTMLTranslator.encode(self, text)
    assert html_attribute(text) == HTMLTranslator.attval(self, text)


@given(TEXT)
def test_code(text: str) -> None:
    self = translator(protect_literal_text=1)
    HTML5Translator.visit_Text(self, nodes.Text(text))
    assert html_literal(text) == "".join(self.body)
