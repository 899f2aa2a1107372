"""Paragraphs of notes, which go past MyST and docutils where both would add nothing.

A note is text of a small grammar that our own reader has written anew, and most notes are nothing
but paragraphs without links. Those are kept as short lists of parts; HTML is written from them, and
for other builders they become docutils nodes when a page is written. Both are what MyST makes of
the same text, byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from html import escape
from typing import TYPE_CHECKING, cast

from docutils import nodes
from docutils.utils import normalize_language_tag, smartquotes
from markdown_it import MarkdownIt
from sphinx.addnodes import translatable
from sphinx.transforms import SphinxSmartQuotes
from sphinx.transforms.post_transforms import SphinxPostTransform

from surveygen.readers.prose_parser import prose_parser
from surveygen.site.citations import cite, cite_html
from surveygen.site.economy import MAY_EDUCATE
from surveygen.site.targets import builder_of, has_paper_pages
from surveygen.survey.note import Note
from surveygen.text.citation_syntax import parse_citation
from surveygen.text.math import to_mathml

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

Part = tuple[str, str]
"""Kind and text; `_MARKS` say where emphasis begins and ends."""
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


class note_paragraph(nodes.General, nodes.Element, translatable):  # noqa: N801  as docutils does
    """``markdown`` is its text, ``parts`` what that holds."""

    def preserve_original_messages(self) -> None:
        """Nothing to do: the text stays as it is."""

    def apply_translated_message(self, original_message: str, translated_message: str) -> None:
        """Show a translation where it keeps to the grammar."""
        parts = inline_parts(translated_message)
        if parts is not None:
            self["parts"] = parts

    def extract_original_messages(self) -> Sequence[str]:
        """The text, for the catalogue."""
        return [" ".join(self["markdown"].split("\n"))]


def note_paragraphs(note: Note, content: Sequence[str]) -> list[note_paragraph] | None:
    """The paragraphs of a note that is nothing else; None where it is, or the content is not its.

    Args:
        note: what `load` has read.
        content: lines that stand in a page in its place.

    """
    markdown = note.body.markdown.strip("\n")
    if _OTHER_BLOCKS.search(markdown) or "\n".join(content).strip("\n") != markdown:
        return None
    line = 0
    found = []
    for text in re.split(r"(\n{2,})", markdown):
        if text.strip("\n"):
            parts = inline_parts(text)
            if parts is None:
                return None
            node = note_paragraph(markdown=text, parts=parts)
            node.line = line  # of the content
            found.append(node)
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


def _visit_html(self: HTML5Translator, node: note_paragraph) -> None:
    self.body.append("<p>")
    for kind, text in _educated(node, self.document):
        if kind in ("text", "softbreak"):
            self.body.append(self.encode(text))
        elif kind in _MARKS:
            self.body.append(_MARKS[kind])
        elif kind == "code_inline":
            self.body.append('<code class="docutils literal notranslate">')
            self.protect_literal_text += 1
            self.visit_Text(nodes.Text(text))
            self.protect_literal_text -= 1
            self.body.append("</code>")
        elif kind == "math":
            self.body.append(to_mathml(text) or f"<code>{escape(text)}</code>")
        else:
            self.body.append(cite_html(self, _cite(kind, text)))
    self.body.append("</p>\n")
    raise nodes.SkipNode


def _cite(kind: str, text: str) -> cite:
    return cite(text, cited=parse_citation(text), style=kind.removeprefix("cite:"))


class MakeNoteParagraphs(SphinxPostTransform):
    """Docutils nodes for every builder but that of the site, whose own index reads them, too."""

    default_priority = 3  # before citations are lowered

    def run(self, **kwargs: object) -> None:
        """Replace every paragraph of a note."""
        builder = builder_of(self.env)
        if has_paper_pages(builder) and not builder.search:
            return
        for node in list(self.document.findall(note_paragraph)):
            made = nodes.paragraph(node["markdown"])
            made.source, made.line = node.source, node.line
            if uid := getattr(node, "uid", None):
                made.uid = uid  # type: ignore[attr-defined]  # by it catalogues know a text again
            open_: list[nodes.Element] = [made]
            for kind, text in _educated(node, self.document):
                if kind.endswith("_close"):
                    open_.pop()
                    continue
                part = _node(kind, text)
                open_[-1].append(part)
                if kind.endswith("_open"):
                    open_.append(cast("nodes.Element", part))
            node.replace_self(made)


def _node(kind: str, text: str) -> nodes.Node:
    match kind:
        case "em_open":
            return nodes.emphasis()
        case "strong_open":
            return nodes.strong()
        case "code_inline":
            return nodes.literal(text, text)
        case "math":
            return nodes.math(text, text)
        case "text" | "softbreak":
            return nodes.Text(text)
        case _:
            return _cite(kind, text)


def _educated(node: note_paragraph, document: nodes.document) -> Iterable[Part]:
    """The parts with typographic quotes and dashes, where Sphinx would set them."""
    parts: tuple[Part, ...] = node["parts"]
    if not any(kind == "text" and MAY_EDUCATE.search(text) for kind, text in parts):
        return parts
    transform = SphinxSmartQuotes(document, None)
    if not transform.is_available():
        return parts
    return _with_quotes(parts, transform)


def _with_quotes(parts: Sequence[Part], transform: SphinxSmartQuotes) -> Iterator[Part]:
    tags = normalize_language_tag(transform.env.settings["language_code"])
    language = next(tag for tag in tags if tag in smartquotes.smartchars.quotes)
    tokens = [
        ("plain" if kind in ("text", "softbreak") else "literal", text)
        for kind, text in parts
        if text and not kind.startswith("cite:")
    ]
    educated = smartquotes.educate_tokens(
        iter(tokens), transform.config.smartquotes_action, language
    )
    for kind, text in parts:
        is_token = text and not kind.startswith("cite:")
        yield kind, next(educated) if is_token else text


def setup_note_paragraphs(app: Sphinx) -> None:
    """Register node and transform."""
    app.add_node(note_paragraph, html=(_visit_html, None))
    app.add_post_transform(MakeNoteParagraphs)
