"""Blocks of prose written anew: a handler for every block that is allowed, text for the rest."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from surveygen.messages import N_, _
from surveygen.readers import prose_escape
from surveygen.readers.prose_directives import TOO_DEEP, directive
from surveygen.readers.prose_inline import InlineWriter
from surveygen.readers.prose_page import Grammar, ProsePage
from surveygen.readers.prose_parser import MAX_NESTING
from surveygen.text import math

_CONTAINER_MARKS: Final = re.compile(r"[ \t>]*(?:(?:[-+*]|[0-9]{1,9}[.)])[ \t]+[ \t>]*)*")
_CLOSING_MARK: Final = re.compile(r"(?<!\\)#$")
_LANGUAGE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9+#.-]{0,30}")
_SHOWN_AS_CODE: Final = frozenset(
    {"fence", "colon_fence", "code_block", "html_block", "table_open", "blockquote_open"}
    | {"amsmath", "math_block", "math_block_label"}
)
_REFUSED: Final = {
    "heading_open": N_("a heading is not allowed here; shown as text"),
    "blockquote_open": N_("a block quote is not allowed here; shown as text"),
    "table_open": N_("a table is not allowed here; shown as text"),
    "fence": N_("a fenced block is not allowed here; shown as text"),
    "colon_fence": N_("a colon fence is not allowed here; shown as text"),
    "code_block": N_("an indented code block is not allowed here; shown as text"),
    "html_block": N_("HTML is not allowed here; shown as text"),
    "hr": N_("a thematic break is not allowed here; shown as text"),
    "myst_target": N_("a target is not allowed here; shown as text"),
    "myst_line_comment": N_("a comment is not allowed here; shown as text"),
    "myst_block_break": N_("a block break is not allowed here; shown as text"),
    "amsmath": N_("an equation environment is not allowed here; shown as text"),
    "math_block_label": N_("a labelled equation is not allowed here; shown as text"),
}
_OTHER: Final = N_("this block is not allowed here; shown as text")
_HELP: Final = {
    "amsmath": N_("write $$ ... $$ around the formula, without the environment"),
    "math_block_label": N_("leave the label out"),
    "code_block": N_("start the line with fewer than four blanks"),
    "html_block": N_("write text or Markdown instead of HTML"),
}


@dataclass(slots=True)
class BlockWriter:
    """Writes the blocks of one note or narrative."""

    page: ProsePage
    md: MarkdownIt
    depth: int = 0
    """How many lists, quotes and directives are open."""
    heading: int = 1
    """Level of the last heading."""

    def blocks(self, tokens: Sequence[Token], line: int) -> list[str]:
        """Lines of the blocks: what starts at line ``line + k`` is at the k-th or further down."""
        lines: list[str] = []
        position = 0
        before: Token | None = None
        while position < len(tokens):
            after = _end_of(tokens, position)
            token, block = tokens[position], tokens[position:after]
            written = self._block(block)
            if written:
                gap = (token.map[0] if token.map else line) - line - len(lines)
                apart = 1 if before and not _may_touch(before, token, written) else 0
                lines += [""] * max(gap, apart)
                lines += written
                before = token
            position = after
        return lines

    def parse(self, text: str, line: int) -> list[Token]:
        """Tokens of the content of a directive that starts at a line of the prose."""
        # Without a line end, the rule for comments reads behind the last line of a quote.
        tokens = self.md.parse(f"{text}\n")
        for token in tokens:
            if token.map:
                token.map = [token.map[0] + line, token.map[1] + line]
        return tokens

    def inline(
        self,
        token: Token,
        *,
        single_line: bool = False,
        in_table: bool = False,
        margin: int | None = None,
    ) -> str:
        """The inline content of a block; its text and citations go to the page.

        ``margin`` is how many characters of its line stand before it, where the writer cannot know.
        """
        line = token.map[0] if token.map else 0
        writer = InlineWriter(self.page, line, token.content, single_line, in_table, margin)
        written = writer.write(token.children or [])
        self.page.add_text(writer.text, writer.cited)
        return written

    def literal(
        self, block: Sequence[Token], message: str, help: str = "", culprit: int = 0
    ) -> list[str]:
        """Report a block at its first or another line, and show its source."""
        lines = self._source_of(block)
        line, column = self.place(block[0])
        if culprit:
            line, column = line + culprit, 1
        self.page.refuse(message, line, column, next(filter(None, lines[culprit:]), ""), help)
        self.page.add_text(" ".join(lines), [])
        if len(lines) > 1 and block[0].type in _SHOWN_AS_CODE:
            return prose_escape.code_block("\n".join(lines))
        return [prose_escape.escape(text, line_start=True) for text in lines if text.strip()]

    def place(self, token: Token) -> tuple[int, int]:
        """Line (from 0) and column (from 1) where a block begins."""
        line = token.map[0] if token.map else 0
        text = self.page.source[line] if line < len(self.page.source) else ""
        marks = _CONTAINER_MARKS.match(text) if self.depth else None
        before = marks.end() if marks else len(text) - len(text.lstrip())
        return line, before + 1

    def _block(self, block: Sequence[Token]) -> list[str]:
        kind = block[0].type
        handler = _HANDLERS[self.page.grammar].get(kind)
        if handler is not None:
            return handler(self, block)
        return self.literal(block, _(_REFUSED.get(kind, _OTHER)), _(_HELP.get(kind, "")))

    def _source_of(self, block: Sequence[Token]) -> list[str]:
        """The lines that a block was read from, without the marks of lists and quotes around it."""
        first, last = block[0].map or [0, 0]
        if block[0].type == "amsmath":
            last += 1  # the plugin leaves the closing line out
        lines = self.page.source[first:last]
        if self.depth and lines:
            lines = [_CONTAINER_MARKS.sub("", lines[0], count=1), *map(str.strip, lines[1:])]
        while lines and not lines[-1].strip():
            lines.pop()
        return [line.expandtabs(4).rstrip() for line in lines]

    def _paragraph(self, block: Sequence[Token]) -> list[str]:
        written = self.inline(block[1])
        return written.split("\n") if written else []

    def _math(self, block: Sequence[Token]) -> list[str]:
        source = "\n".join(line for line in block[0].content.splitlines() if line.strip())
        tex = math.to_tex(source)
        if tex is None:
            message = _("this formula is not allowed here; shown as text")
            return self.literal(block, message, math.refusal(source) or "")
        self.page.add_text(math.to_unicode(source), [])
        return prose_escape.fenced("{math}", prose_escape.guarded(tex.splitlines()))

    def _list(self, block: Sequence[Token]) -> list[str]:
        lines: list[str] = []
        line = block[0].map[0] if block[0].map else 0
        position = 1
        while position < len(block) - 1:
            after = _end_of(block, position)
            item = block[position:after]
            start = item[0].map[0] if item[0].map else line
            lines += [""] * (start - line - len(lines))
            marker = f"{item[0].info}{item[0].markup}"
            content = self._nested(item, start)
            if content[:1] == [""]:  # the item's text starts on the line after the marker
                content = ["", *_without_leading_blanks(content)]
            first, *rest = content or [""]
            lines.append(f"{marker} {first}".rstrip(" "))
            lines += [f"{' ' * (len(marker) + 1)}{text}".rstrip(" ") for text in rest]
            position = after
        return lines

    def _quote(self, block: Sequence[Token]) -> list[str]:
        line = block[0].map[0] if block[0].map else 0
        return [f"> {text}".rstrip(" ") for text in self._nested(block, line)]

    def _nested(self, block: Sequence[Token], line: int) -> list[str]:
        """What a list item or quote holds; its source where the parser gave up on its depth."""
        self.depth += 1
        try:
            inner = block[1:-1]
            if not inner and block[0].level >= MAX_NESTING - 2 and any(self._source_of(block)):
                return self.literal(block, _(TOO_DEEP))
            return self.blocks(inner, line)
        finally:
            self.depth -= 1

    def _heading(self, block: Sequence[Token]) -> list[str]:
        if self.depth or not block[1].content.strip():
            help = _("headings stand between blocks, with a text")
            return self.literal(block, _(_REFUSED["heading_open"]), help)
        level = int(block[0].tag[1:])
        if level == 1:
            message = _("a heading of level 1 is the section's own; shown as level 2")
            self.page.report(message, *self.place(block[0]), _("start it with ##"))
        # The page's own heading is level 1, and no level is left out.
        self.heading = max(2, min(level, self.heading + 1))
        text = self.inline(block[1], single_line=True).strip()
        # A "#" at the end of the line would be taken for a closing mark.
        return ["#" * self.heading + " " + _CLOSING_MARK.sub(r"\\#", text)]

    def _table(self, block: Sequence[Token]) -> list[str]:
        rows: list[list[str]] = []
        marks: list[str] = []
        columns = sum(token.type == "th_open" for token in block)
        source = self._source_of(block)
        cells = [len(escapedSplit(line.strip().strip("|"))) for line in source]
        if max(cells, default=0) > columns:
            message = _("a row with more cells than the head is not allowed here; shown as text")
            help = _("give the head as many cells; a bar inside a cell is \\|")
            longer = next(row for row, count in enumerate(cells) if count > columns)
            return self.literal(block, message, help, longer)
        margins = _Margins(self.page.source)
        for position, token in enumerate(block):
            if token.type == "tr_open":
                rows.append([])
            elif token.type in ("th_open", "td_open"):
                cell = block[position + 1]
                margin = margins.of(cell)
                written = self.inline(cell, single_line=True, in_table=True, margin=margin)
                rows[-1].append(written.strip())
                if token.type == "th_open":
                    align = str(token.attrGet("style") or "")
                    marks.append(_ALIGNMENT.get(align.removeprefix("text-align:"), "---"))
        head, *body = [f"| {' | '.join(row)} |" for row in rows]
        return [head, f"| {' | '.join(marks)} |", *body]

    def _fence(self, block: Sequence[Token]) -> list[str]:
        token = block[0]
        is_closed = _is_closed(token)
        lines = self._fenced(block, is_closed=is_closed)
        line, column = self.place(token)
        if not (is_closed or any(it.line == self.page.line + line for it in self.page.diagnostics)):
            message = _("this block is not closed; it goes on to the end of the text")
            help = _("write {mark} on a line of its own behind it").format(mark=token.markup)
            self.page.report(message, line, column, help)
        return lines

    def _fenced(self, block: Sequence[Token], *, is_closed: bool) -> list[str]:
        token = block[0]
        name, _blank, argument = token.info.strip().partition(" ")
        if name.startswith("{"):
            return directive(self, block, name, argument.strip(), is_closed=is_closed)
        if token.type == "colon_fence" or (name and not _LANGUAGE.fullmatch(name)) or argument:
            message = _("this fenced block is not allowed here; shown as text")
            return self.literal(block, message, _("write at most a language behind ```"))
        if not token.content.strip():
            message = _("an empty fenced block is not allowed here; shown as text")
            return self.literal(block, message, _("delete it"))
        self.page.add_text(" ".join(token.content.split()), [])
        return prose_escape.code_block(token.content, name or "text")


@dataclass(slots=True)
class _Margins:
    """Where the cells of a table stand in their lines; asked from left to right."""

    source: Sequence[str]
    line: int = -1
    end: int = 0
    """Of the cell before."""

    def of(self, cell: Token) -> int | None:
        """How many characters stand before a cell; None where it is written with escapes."""
        line = cell.map[0] if cell.map else 0
        if line != self.line:
            self.line, self.end = line, 0
        start = self.source[line].find(cell.content, self.end) if line < len(self.source) else -1
        if start < 0:
            return None
        self.end = start + len(cell.content)
        return start


_ALIGNMENT: Final = {"left": ":--", "center": ":-:", "right": "--:"}
_Handler = Callable[[BlockWriter, Sequence[Token]], list[str]]
_NOTE: Final[dict[str, _Handler]] = {
    "paragraph_open": BlockWriter._paragraph,
    "bullet_list_open": BlockWriter._list,
    "ordered_list_open": BlockWriter._list,
    "math_block": BlockWriter._math,
}
_NARRATIVE: Final[dict[str, _Handler]] = {
    **_NOTE,
    "heading_open": BlockWriter._heading,
    "blockquote_open": BlockWriter._quote,
    "table_open": BlockWriter._table,
    "fence": BlockWriter._fence,
    "colon_fence": BlockWriter._fence,
}
_HANDLERS: Final = {Grammar.NOTE: _NOTE, Grammar.NARRATIVE: _NARRATIVE}


def _end_of(tokens: Sequence[Token], position: int) -> int:
    """Behind the block that starts at a position."""
    level = 0
    for index in range(position, len(tokens)):
        level += tokens[index].nesting
        if level == 0:
            return index + 1
    return len(tokens)


def _is_closed(fence: Token) -> bool:
    """Whether a fence has its closing line; without it, it goes on to the end (CommonMark, 4.5)."""
    first, end = fence.map or [0, 0]
    return end - first == fence.content.count("\n") + 2


def _may_touch(before: Token, token: Token, written: list[str]) -> bool:
    """Whether no blank line is needed between two blocks: a bullet list after its paragraph."""
    return (
        before.type == "paragraph_open"
        and token.type == "bullet_list_open"
        and written[0][2:].strip() != ""
    )


def _without_leading_blanks(lines: list[str]) -> list[str]:
    while lines and not lines[0]:
        lines = lines[1:]
    return lines
