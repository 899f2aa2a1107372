"""Text in HTML, escaped as docutils escapes it, with which it stands on one page."""

from __future__ import annotations

import re

_ESCAPES = (
    ("&", "&amp;"),  # before those that bring one
    ("<", "&lt;"),
    ('"', "&quot;"),
    (">", "&gt;"),
    ("@", "&#64;"),  # against harvesters of addresses
)
_ESCAPED = re.compile('[&<">@]')
_BREAKS = re.compile("[\n\r\t\v\f]")
_WORDS_AND_SPACES = re.compile("[^ \n]+| +|\n")


def html_text(text: str) -> str:
    """Plain text between tags."""
    if _ESCAPED.search(text):  # faster than a table of characters, which is asked for each
        for character, entity in _ESCAPES:
            text = text.replace(character, entity)
    return text


def html_attribute(text: str) -> str:
    """Plain text as the value of an attribute."""
    return html_text(_BREAKS.sub(" ", text))


def html_literal(text: str) -> str:
    """Code in a line: it breaks between words alone, and keeps the blanks between them."""
    return "".join(map(_unbroken, _WORDS_AND_SPACES.findall(html_text(text))))


def _unbroken(piece: str) -> str:
    if piece.strip():
        return f'<span class="pre">{piece}</span>'
    return piece if piece in (" ", "\n") else "&#160;" * (len(piece) - 1) + " "
