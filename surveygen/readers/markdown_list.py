"""A list of papers in Markdown, an "awesome list", to works and the sections that they stand in.

Headings become sections where works stand below them, and so do items without a link that have
items below. Every item that names a work becomes one; tables of contents, pictures and raw HTML
are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from surveygen.messages import _
from surveygen.readers.decoding import decode
from surveygen.readers.listed_work import ListedWork, Piece, listed_work
from surveygen.readers.plain_prose import plain_prose
from surveygen.readers.prose import Grammar, read_prose
from surveygen.survey.codes import Code
from surveygen.survey.diagnostics import Diagnostic
from surveygen.survey.entry import Entry
from surveygen.survey.outline import Outline, OutlineSection
from surveygen.survey.taxonomy import Placement
from surveygen.text.identifiers import web_url
from surveygen.text.normal import clean

_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_CONTENTS = frozenset(("contents", "table of contents"))
"""Headings that say that sections follow, and are none."""
_TITLE_COLUMNS = frozenset(("title", "paper", "paper title", "name", "work", "publication"))


@dataclass(frozen=True, slots=True)
class MarkdownList:
    """What a file holds."""

    outline: Outline
    works: tuple[tuple[str, Entry], ...]
    """Handle and entry, without a key, of every item that is a work."""
    diagnostics: tuple[Diagnostic, ...] = ()


def read_markdown_list(data: bytes, *, path: str) -> MarkdownList:
    """Read a list. Never fails; what names no work is passed over."""
    decoded = decode(data, path=path, encoding_code=Code.PROSE_ENCODING)
    return _Reader(path, decoded.text, decoded.diagnostics).read()


@dataclass(slots=True)
class _Node:
    """A section in the making."""

    title: str
    level: int
    line: int
    description: list[str] = field(default_factory=list)
    works: list[Placement] = field(default_factory=list)
    also: list[Placement] = field(default_factory=list)
    nodes: list[_Node] = field(default_factory=list)


class _Reader:
    def __init__(self, path: str, text: str, diagnostics: tuple[Diagnostic, ...]) -> None:
        self.path = path
        self.lines = text.split("\n")
        self.tokens = _parser().parse(text)
        self.diagnostics = list(diagnostics)
        self.works: list[tuple[str, Entry]] = []
        self.root = _Node("", 0, 1)
        self.open = [self.root]
        """Headings around the present place."""

    def read(self) -> MarkdownList:
        for at, token in enumerate(self.tokens):
            if token.level == 0:
                self.block(at, token)
        top = self.root
        title = introduction = ""
        if [node.level for node in top.nodes] == [1] and not top.works:
            # The only heading of the first level is the title of the list.
            top = top.nodes[0]
            title, introduction = top.title, "\n\n".join(top.description)
        sections = tuple(_sections(top.nodes))
        if top.works or top.also:
            own = OutlineSection(top.title or self.path, "", tuple(top.works), also=tuple(top.also))
            sections = (own, *sections)
        abstract = plain_prose(introduction) or ""
        introduction = "" if abstract else introduction
        outline = Outline(sections, (), title, abstract, introduction)
        return MarkdownList(outline, tuple(self.works), tuple(self.diagnostics))

    def block(self, at: int, token: Token) -> None:
        match token.type:
            case "heading_open":
                self.heading(at)
            case "paragraph_open":
                self.paragraph(at)
            case "bullet_list_open" | "ordered_list_open":
                self.list(_inside(self.tokens, at), self.open[-1])
            case "table_open":
                self.table(_inside(self.tokens, at))

    def heading(self, at: int) -> None:
        level = int(self.tokens[at].tag[1:])
        title = _plain(_pieces(self.tokens[at + 1]))
        while self.open[-1].level >= level:
            self.open.pop()
        node = _Node(title, level, _line(self.tokens[at]))
        self.open[-1].nodes.append(node)
        self.open.append(node)

    def paragraph(self, at: int) -> None:
        inline = self.tokens[at + 1]
        children = inline.children or ()
        # Badges, "back to top" and the like are about the page, not about the section.
        urls = [str(child.attrs.get("href", "")) for child in children if child.type == "link_open"]
        is_prose = not any(child.type in ("image", "html_inline") for child in children)
        if is_prose and all(url.startswith(("http://", "https://")) for url in urls):
            start, end = self.tokens[at].map or (0, 0)
            text = "\n".join(self.lines[start:end])
            prose, _found = read_prose(text, path=self.path, line=start + 1, grammar=Grammar.NOTE)
            self.open[-1].description.append(" ".join(prose.markdown.split("\n")))

    def list(self, tokens: Sequence[Token], node: _Node) -> None:
        """Read the items of a list into a section."""
        for at, token in enumerate(tokens):
            if token.type != "list_item_open" or token.level != tokens[0].level:
                continue
            inside = _inside(tokens, at)
            inlines = [
                one for one in inside if one.type == "inline" and one.level == 2 + token.level
            ]
            pieces = [piece for one in inlines[:1] for piece in _pieces(one)]
            lists = [n for n, one in enumerate(inside) if _opens_list(one, token.level + 1)]
            below = node
            if work := self.work(pieces, _line(token)):
                self.add(work, node, _line(token))
            elif not lists and any(web_url(piece.url) for piece in pieces):
                self.say_unread(_line(token))
            elif lists and (title := _plain(pieces)) and not any(piece.url for piece in pieces):
                below = _Node(title, node.level + 1, _line(token))
                node.nodes.append(below)
            for n in lists:
                self.list(_inside(inside, n), below)

    def table(self, tokens: Sequence[Token]) -> None:
        """Read the rows of a table; a column that is named so holds the titles."""
        titles: list[bool] = []
        for at, token in enumerate(tokens):
            if token.type != "tr_open":
                continue
            cells = [one for one in _inside(tokens, at) if one.type == "inline"]
            names = [_plain(_pieces(cell)).casefold() for cell in cells]
            if not titles:
                titles = [name in _TITLE_COLUMNS for name in names]
                continue
            pieces: list[Piece] = []
            for cell, is_title in zip(cells, titles, strict=False):
                for piece in _pieces(cell):
                    strong = is_title or piece.is_strong
                    pieces.append(Piece(piece.text, piece.url, strong, piece.is_emph))
                pieces.append(Piece(" | "))
            if work := self.work(pieces, _line(token)):
                self.add(work, self.open[-1], _line(token))

    def work(self, pieces: Sequence[Piece], line: int) -> ListedWork | None:
        years = [node.title for node in self.open if _YEAR.fullmatch(node.title)]
        return listed_work(pieces, path=self.path, line=line, year=years[-1] if years else "")

    def say_unread(self, line: int) -> None:
        message = _("the title of this item cannot be made out; it is left out")
        help = _("write it as [title](address)")
        found = Diagnostic(Code.OUTLINE_SYNTAX, message, self.path, line, 1, help)
        self.diagnostics.append(found)

    def add(self, work: ListedWork, node: _Node, line: int) -> None:
        handle = f"{self.path}#{len(self.works) + 1}"
        self.works.append((handle, work.entry))
        (node.also if work.is_pointer else node.works).append(Placement(handle, line, 1))


def _sections(nodes: Sequence[_Node]) -> Iterator[OutlineSection]:
    """The sections that works stand in, or below."""
    for node in nodes:
        below = tuple(_sections(node.nodes))
        has_works = bool(node.works or node.also)
        if (node.title and has_works) or (below and node.title.casefold() not in _CONTENTS):
            description = "\n\n".join(node.description)
            works, also = tuple(node.works), tuple(node.also)
            yield OutlineSection(node.title, description, works, below, node.line, also=also)
        else:
            yield from below


def _pieces(inline: Token) -> list[Piece]:
    """What an inline token shows, by style; pictures and HTML show nothing."""
    found: list[Piece] = []
    strong = emph = 0
    url = ""
    for token in inline.children or ():
        match token.type:
            case "strong_open" | "strong_close":
                strong += token.nesting
            case "em_open" | "em_close":
                emph += token.nesting
            case "link_open":
                url = str(token.attrs.get("href", ""))
            case "link_close":
                url = ""
            case "softbreak" | "hardbreak":
                found.append(Piece(" ", url, bool(strong), bool(emph)))
            case "text" | "text_special" | "code_inline":
                if found and (found[-1].url, found[-1].is_strong, found[-1].is_emph) == (
                    *(url, bool(strong), bool(emph)),
                ):
                    found[-1] = Piece(found[-1].text + token.content, url, bool(strong), bool(emph))
                else:
                    found.append(Piece(token.content, url, bool(strong), bool(emph)))
    return found


def _plain(pieces: Sequence[Piece]) -> str:
    return clean("".join(piece.text for piece in pieces)).rstrip(":")


def _inside(tokens: Sequence[Token], at: int) -> Sequence[Token]:
    """The tokens between an opening token and the one that closes it."""
    depth = 0
    for end in range(at, len(tokens)):
        depth += tokens[end].nesting
        if depth == 0:
            return tokens[at + 1 : end]
    return tokens[at + 1 :]


def _opens_list(token: Token, level: int) -> bool:
    return token.type in ("bullet_list_open", "ordered_list_open") and token.level == level


def _line(token: Token) -> int:
    return (token.map or (0, 0))[0] + 1


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table")
