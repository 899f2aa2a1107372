"""Blocks of prose written anew: a handler for every block that is allowed, text for the rest."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from surveygen.readers import prose_escape
from surveygen.readers.prose_directives import directive
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
_NAMES: Final = {
    "heading_open": "a heading",
    "blockquote_open": "a block quote",
    "table_open": "a table",
    "fence": "a fenced block",
    "colon_fence": "a colon fence",
    "code_block": "an indented code block",
    "html_block": "HTML",
    "hr": "a thematic break",
    "myst_target": "a target",
    "myst_line_comment": "a comment",
    "myst_block_break": "a block break",
    "amsmath": "an equation environment",
    "math_block_label": "a labelled equation",
}
_HELP: Final = {
    "amsmath": "write $$ ... $$ around the formula, without the environment",
    "math_block_label": "leave the label out",
    "code_block": "start the line with fewer than four blanks",
    "html_block": "write text or Markdown instead of HTML",
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

    def inline(self, token: Token, *, single_line: bool = False, in_table: bool = False) -> str:
        """The inline content of a block; its text and citations go to the page."""
        line = token.map[0] if token.map else 0
        writer = InlineWriter(self.page, line, single_line, in_table)
        written = writer.write(token.children or [])
        self.page.add_text(writer.text, writer.cited)
        return written

    def literal(self, block: Sequence[Token], what: str, help_text: str = "") -> list[str]:
        """Report a block and show its source."""
        lines, first = self._source_of(block), block[0].map[0] if block[0].map else 0
        self.page.refuse(what, first, next(filter(None, lines), ""), help_text)
        self.page.add_text(" ".join(lines), [])
        if len(lines) > 1 and block[0].type in _SHOWN_AS_CODE:
            return prose_escape.code_block("\n".join(lines))
        return [prose_escape.escape(text, line_start=True) for text in lines if text.strip()]

    def _block(self, block: Sequence[Token]) -> list[str]:
        kind = block[0].type
        handler = _HANDLERS[self.page.grammar].get(kind)
        if handler is not None:
            return handler(self, block)
        return self.literal(block, _NAMES.get(kind, "this block"), _HELP.get(kind, ""))

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
        reason = math.refusal(source)
        if reason or not source:
            return self.literal(block, "this formula", reason or "")
        self.page.add_text(math.to_unicode(source), [])
        return prose_escape.fenced("{math}", prose_escape.guarded(source.splitlines()))

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
                return self.literal(block, "nesting this deep")
            return self.blocks(inner, line)
        finally:
            self.depth -= 1

    def _heading(self, block: Sequence[Token]) -> list[str]:
        if self.depth or not block[1].content.strip():
            return self.literal(block, "a heading", "headings stand between blocks, with a text")
        level = int(block[0].tag[1:])
        if level == 1:
            line = block[0].map[0] if block[0].map else 0
            message = "a heading of level 1 is the section's own; shown as level 2"
            self.page.report(message, line, "#", "start it with ##")
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
        if any(len(escapedSplit(line.strip().strip("|"))) > columns for line in source):
            return self.literal(block, "a row with more cells than the head")
        for position, token in enumerate(block):
            if token.type == "tr_open":
                rows.append([])
            elif token.type in ("th_open", "td_open"):
                cell = block[position + 1]
                rows[-1].append(self.inline(cell, single_line=True, in_table=True).strip())
                if token.type == "th_open":
                    align = str(token.attrGet("style") or "")
                    marks.append(_ALIGNMENT.get(align.removeprefix("text-align:"), "---"))
        head, *body = [f"| {' | '.join(row)} |" for row in rows]
        return [head, f"| {' | '.join(marks)} |", *body]

    def _fence(self, block: Sequence[Token]) -> list[str]:
        token = block[0]
        name, _, argument = token.info.strip().partition(" ")
        if name.startswith("{"):
            return directive(self, block, name, argument.strip())
        if token.type == "colon_fence" or (name and not _LANGUAGE.fullmatch(name)) or argument:
            return self.literal(block, "this fenced block", "write at most a language behind ```")
        if not token.content.strip():
            return self.literal(block, "an empty fenced block", "delete it")
        self.page.add_text(" ".join(token.content.split()), [])
        return prose_escape.code_block(token.content, name or "text")


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
