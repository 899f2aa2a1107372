"""Paragraphs of notes as short lists of parts, and as the HTML that MyST and docutils make of them.

A note is text of a small grammar that our own reader has written anew, and most notes are nothing
but paragraphs without links: those need neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from markdown_it import MarkdownIt

from surveygen.readers.prose_parser import prose_parser
from surveygen.site.citation_texts import citation_html
from surveygen.site.html_text import html_literal, html_text
from surveygen.survey.note import Note
from surveygen.text.citation_syntax import parse_citation
from surveygen.text.math import to_mathml

if TYPE_CHECKING:
    from surveygen.site.builder_like import BuilderLike
    from surveygen.site.state import Loaded

Part = tuple[str, str]
"""Kind and text; `_MARKS` say where emphasis begins and ends."""
MAY_EDUCATE = re.compile("[\"'`\\\\\0]|--|\\.\\.\\.")
"""What smart quotes may change, or take for an escape."""
_OTHER_BLOCKS = re.compile(
    r"^(?:[ \t]|[-*+](?:[ \t]|$)|\d{1,9}[.)]|`{3}|~{3}|:{3}|[>#|%]|\$\$|\+{3}|\([^)\n]*\)=)|\\$",
    re.MULTILINE,
)
"""What may begin or be something else than a paragraph; also a line that is broken on purpose."""
_MARKS = {
    "em_open": "<em>",
    "em_close": "</em>",
    "strong_open": "<strong>",
    "strong_close": "</strong>",
}
_ROLES = frozenset(("math", "cite:p", "cite:t"))


class Quotes(NamedTuple):
    """How quotes and dashes are set."""

    language: str
    """Of `docutils.utils.smartquotes`."""
    action: str
    """Sphinx's ``smartquotes_action``."""


class Paragraph(NamedTuple):
    """A paragraph of a note."""

    markdown: str
    line: int
    """Its first line, from 0."""
    parts: tuple[Part, ...]


def plain_paragraphs(note: Note) -> list[Paragraph] | None:
    """The paragraphs of a note that is nothing else; None where it is more."""
    markdown = note.body.markdown.strip("\n")
    if _OTHER_BLOCKS.search(markdown):
        return None
    line = 0
    found = []
    for text in re.split(r"(\n{2,})", markdown):
        if text.strip("\n"):
            parts = inline_parts(text)
            if parts is None:
                return None
            found.append(Paragraph(text, line, parts))
        line += text.count("\n")
    return found


def inline_parts(markdown: str) -> tuple[Part, ...] | None:
    """What the text of a paragraph holds; None where that is more than can be told here."""
    parts: list[Part] = []
    for token in _parser().parseInline(markdown)[0].children or ():
        kind, text = token.type, token.content
        if kind in ("text", "text_special"):
            if parts and parts[-1][0] == "text":
                parts[-1] = ("text", parts[-1][1] + text)
            elif text:
                parts.append(("text", text))
        elif kind == "softbreak":
            parts.append((kind, "\n"))
        elif kind in _MARKS:
            parts.append((kind, ""))
        elif kind == "code_inline":
            parts.append((kind, text))
        elif kind == "myst_role" and token.meta["name"] in _ROLES and "`" not in text:
            parts.append((token.meta["name"], text))
        else:
            return None
    return tuple(parts)


@cache
def _parser() -> MarkdownIt:
    return prose_parser()


def paragraph_html(parts: Iterable[Part], here: Loaded, builder: BuilderLike, docname: str) -> str:
    """A paragraph as HTML of a page; quotes and dashes are as they are."""
    found = ["<p>"]
    for kind, text in parts:
        if kind in ("text", "softbreak"):
            found.append(html_text(text))
        elif kind in _MARKS:
            found.append(_MARKS[kind])
        elif kind == "code_inline":
            code = html_literal(text)
            found.append(f'<code class="docutils literal notranslate">{code}</code>')
        elif kind == "math":
            found.append(to_mathml(text) or f"<code>{escape(text)}</code>")
        else:
            style = kind.removeprefix("cite:")
            found.append(citation_html(parse_citation(text), style, here, builder, docname))
    return "".join((*found, "</p>\n"))


def has_quotes(parts: Iterable[Part]) -> bool:
    """Whether there is anything that `educated` may change."""
    return any(kind == "text" and MAY_EDUCATE.search(text) for kind, text in parts)


def educated(parts: Sequence[Part], quotes: Quotes) -> Iterator[Part]:
    """The parts with typographic quotes and dashes."""
    if not has_quotes(parts):
        yield from parts
        return
    from docutils.utils import smartquotes  # most paragraphs have no quotes

    tokens = [
        ("plain" if kind in ("text", "softbreak") else "literal", text)
        for kind, text in parts
        if text and not kind.startswith("cite:")
    ]
    changed = smartquotes.educate_tokens(iter(tokens), quotes.action, quotes.language)
    for kind, text in parts:
        is_token = text and not kind.startswith("cite:")
        yield kind, next(changed) if is_token else text
