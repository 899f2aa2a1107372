"""Split a BibTeX file into its ``@`` blocks, so that a fault in one costs no other.

A block ends where the brace (or parenthesis) that opened it is closed. When that never happens, or
another block opens in column 1 before it does, the block is faulty and reading goes on at that next
block. BibTeX counts braces without regard to backslashes, and so does this (btxdoc, section 2).

What stands between blocks is comment, unless it looks like a part of an entry: then a brace or an
``@type{`` is missing, and dropping it in silence would lose what the author wrote. Two habits of
biber and JabRef are followed where BibTeX itself would read on: a line that begins with ``%`` opens
no entry, and what stands inside ``@comment{...}`` is no entry either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

# Possessive quantifiers keep these linear on any text.
_NAME = r"[A-Za-z][A-Za-z0-9_-]*+"
_KEY = r"[^\s,={}()\"@%]++"
_FIELD = r"[A-Za-z][\w:+-]*+[ \t]*+=[ \t]*+(?:[\"{]|\w++[ \t]*+(?:[,#}\n]|\Z))"
# A line behind "%"; or an opening, but not that of "me@home (evenings)".
_OPENING = re.compile(rf"(?m)^[ \t]*+%.*|(?<![\w.])@[ \t]*+({_NAME})\s*+([{{(])")
_MARK = re.compile(rf"(?m)[{{}}()\"]|^@[ \t]*+{_NAME}\s*+(?:\{{|\([ \t]*+{_KEY}\s*+[,=])")
_BRACE = re.compile(r"[{}]")
_LEFT_OVER = re.compile(rf"[ \t]*+,?\s*+({_FIELD})")
_HEAD = rf"(?:(?:@[ \t]*+)?(?:{_NAME}[ \t]*+)?[{{(]|@[ \t]*+{_NAME})[ \t]*+{_KEY}\s*+,"
# Behind "%" it is a comment, unless its fields stand on lines without one.
_HEADLESS = re.compile(rf"(?m)^[ \t]*+(?:{_HEAD}\s*+{_FIELD}|%[ \t]*+{_HEAD}[ \t]*+\n\s*+{_FIELD})")


@dataclass(frozen=True, slots=True)
class Block:
    """One ``@type{...}`` of a file."""

    type: str
    """Lower case, without the ``@``; empty where the block has no ``@type{``."""
    text: str
    """From the ``@`` to the closing brace, or to where reading goes on after a fault."""
    line: int
    start: int
    """Offset in the decoded text."""
    fault: str = ""
    """Why the block is no entry; empty when it may be one."""


def split_blocks(text: str) -> Iterator[Block]:
    """Every block of ``text`` in order, and what looks like a damaged one."""
    line, counted = 1, 0
    for block in _blocks(text):
        line += text.count("\n", counted, block.start)
        counted = block.start
        yield replace(block, line=line)


def _blocks(text: str) -> Iterator[Block]:
    position = 0
    block: Block | None = None
    comments = _Comments(text)
    while opening := _next_opening(text, position):
        gap, start = position, opening.start()
        if opening[1].lower() == "comment":
            position, fault = comments.end(opening), ""
        else:
            position, fault = _end_of_block(text, opening)
        yield from _with_gap(text, block, gap, start)
        block = Block(opening[1].lower(), text[start:position], 0, start, fault)
    yield from _with_gap(text, block, position, len(text))


def _next_opening(text: str, position: int) -> re.Match[str] | None:
    found = _OPENING.search(text, position)
    while found and found[1] is None:
        found = _OPENING.search(text, found.end())
    return found


def _with_gap(text: str, block: Block | None, start: int, end: int) -> Iterator[Block]:
    """The block before a gap, and what the gap holds of damaged entries."""
    if block:
        left_over = _LEFT_OVER.match(text, start, end)
        if left_over and not block.fault:
            name = left_over[1].split("=")[0].strip()
            fault = f'is closed before its field "{name}"; a brace is too many'
            yield replace(block, text=text[block.start : end], fault=fault)
            return
        yield block
    heads = [found.start() for found in _HEADLESS.finditer(text, start, end)]
    for head, stop in pairwise([*heads, end]):
        yield Block("", text[head:stop], 0, head, "does not begin with @type{")


def _end_of_block(text: str, opening: re.Match[str]) -> tuple[int, str]:
    """Where a block ends, and why that is no end."""
    parenthesis = opening[2] == "("
    depth = 0 if parenthesis else 1
    quoted = False
    for mark in _MARK.finditer(text, opening.end()):
        match mark[0]:
            case "{":
                depth += 1
            case "}":
                depth -= 1
                if depth == 0 and not parenthesis:
                    return mark.end(), ""
            case '"':
                quoted ^= depth == 0
            case ")":
                if parenthesis and depth == 0 and not quoted:
                    return mark.end(), ""
            case "(":
                pass
            case _:
                return mark.start(), "is not closed before the next entry"
    return len(text), "is not closed before the end of the file"


@dataclass
class _Comments:
    """Where the comments of a text end."""

    text: str

    def end(self, opening: re.Match[str]) -> int:
        """Behind the closing brace; one that is never closed is the word ``@comment`` alone."""
        return self.closing.get(opening.end() - 1, opening.end() - 1) + 1

    @cached_property
    def closing(self) -> dict[int, int]:
        """Offset of each opening brace to that of the brace that closes it."""
        pairs: dict[int, int] = {}
        unclosed: list[int] = []
        for brace in _BRACE.finditer(self.text):
            if brace[0] == "{":
                unclosed.append(brace.start())
            elif unclosed:
                pairs[unclosed.pop()] = brace.start()
        return pairs
