"""Paragraphs of notes in Sphinx's documents, past MyST and docutils where both would add nothing.

HTML is written from the parts of a paragraph; for other builders they become docutils nodes when a
page is written. Both are what MyST makes of the same text, byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, cast

from docutils import nodes
from docutils.utils import normalize_language_tag, smartquotes
from sphinx.addnodes import translatable
from sphinx.transforms import SphinxSmartQuotes
from sphinx.transforms.post_transforms import SphinxPostTransform

from surveygen.site.citations import cite
from surveygen.site.note_parts import (
    Part,
    Quotes,
    educated,
    has_quotes,
    inline_parts,
    paragraph_html,
    plain_paragraphs,
)
from surveygen.site.state import loaded
from surveygen.site.targets import builder_of, has_paper_pages
from surveygen.survey.note import Note
from surveygen.text.citation_syntax import parse_citation

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


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
    paragraphs = plain_paragraphs(note)
    if paragraphs is None or "\n".join(content).strip("\n") != note.body.markdown.strip("\n"):
        return None
    found = []
    for paragraph in paragraphs:
        node = note_paragraph(markdown=paragraph.markdown, parts=paragraph.parts)
        node.line = paragraph.line  # of the content
        found.append(node)
    return found


def quotes_of(document: nodes.document) -> Quotes | None:
    """How Sphinx sets quotes and dashes in a document; None where it leaves them."""
    transform = SphinxSmartQuotes(document, None)
    if not transform.is_available():
        return None
    tags = normalize_language_tag(transform.env.settings["language_code"])
    language = next(tag for tag in tags if tag in smartquotes.smartchars.quotes)
    return Quotes(language, transform.config.smartquotes_action)


def _educated(node: note_paragraph, document: nodes.document) -> Iterable[Part]:
    parts: tuple[Part, ...] = node["parts"]
    quotes = quotes_of(document) if has_quotes(parts) else None
    return educated(parts, quotes) if quotes else parts


def _visit_html(self: HTML5Translator, node: note_paragraph) -> None:
    parts, docname = _educated(node, self.document), self.builder.current_docname
    self.body.append(paragraph_html(parts, loaded(self.config), self.builder, docname))
    raise nodes.SkipNode


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
            return cite(text, cited=parse_citation(text), style=kind.removeprefix("cite:"))


def setup_note_paragraphs(app: Sphinx) -> None:
    """Register node and transform."""
    app.add_node(note_paragraph, html=(_visit_html, None))
    app.add_post_transform(MakeNoteParagraphs)
