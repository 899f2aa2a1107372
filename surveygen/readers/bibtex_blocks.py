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

from surveygen.readers.bibtex_faults import (
    CLOSED_TOO_EARLY,
    NO_HEAD,
    NOT_CLOSED,
    NOT_CLOSED_AT_ALL,
    Fault,
)
from surveygen.survey.entry import Place, places_in

# Possessive quantifiers keep these linear on any text.
_NAME = r"[A-Za-z][A-Za-z0-9_-]*+"
_KEY = r"[^\s,={}()\"@%]++"
_FIELD = r"[A-Za-z][\w:+-]*+[ \t]*+=[ \t]*+(?:[\"{]|\w++[ \t]*+(?:[,#}\n]|\Z))"
# A line behind "%"; or an opening, but not that of "me@home (evenings)".
_OPENING = re.compile(rf"(?m)^[ \t]*+%.*|(?<![\w.])@[ \t]*+({_NAME})\s*+([{{(])")
_MARK = re.compile(rf"(?m)[{{}}()\"]|^@[ \t]*+{_NAME}\s*+(?:\{{|\([ \t]*+{_KEY}\s*+[,=])")
_BRACE = re.compile(r"[{}]")
_LEFT_OVER = re.compile(rf"[ \t]*+(,?)\s*+({_FIELD})")
_HEAD = rf"(?:(?:(?:@[ \t]*+)?(?:{_NAME}[ \t]*+)?[{{(]|@[ \t]*+{_NAME})[ \t]*+|@){_KEY}\s*+,"
# Behind "%" it is a comment, unless its fields stand on lines without one.
_HEADLESS = re.compile(rf"(?m)^[ \t]*+(?:{_HEAD}\s*+{_FIELD}|%[ \t]*+{_HEAD}[ \t]*+\n\s*+{_FIELD})")


_CUT_OFF = re.compile(rf"(?m)^@[ \t]*+(?:{_NAME})?+\s*+\Z")
"""A type without a brace, with which a file ends."""


@dataclass(frozen=True, slots=True)
class Block:
    """One ``@type{...}`` of a file."""

    type: str
    """Lower case, without the ``@``; empty where the block has no ``@type{``."""
    text: str
    """From the ``@`` to the closing brace, or to where reading goes on after a fault."""
    line: int
    column: int
    start: int
    """Offset in the decoded text."""
    fault: Fault | None = None
    """None when the block may be an entry."""

    def place(self, offset: int = 0) -> Place:
        """Where in the file an offset of the block's text is."""
        (found,) = places_in(self.text, (offset,), (self.line, self.column))
        return found


def split_blocks(text: str) -> Iterator[Block]:
    """Every block of ``text`` in order, and what looks like a damaged one."""
    line, line_start, counted = 1, 0, 0
    for block in _blocks(text):
        line += text.count("\n", counted, block.start)
        line_start = text.rfind("\n", counted, block.start) + 1 or line_start
        counted = block.start
        yield replace(block, line=line, column=block.start - line_start + 1)


def _blocks(text: str) -> Iterator[Block]:
    position = 0
    block: Block | None = None
    comments = _Comments(text)
    while opening := _next_opening(text, position):
        gap, start = position, opening.start()
        if opening[1].lower() == "comment":
            position, fault = comments.end(opening), None
        else:
            position, fault = _end_of_block(text, opening)
        yield from _with_gap(text, block, gap, start)
        block = Block(opening[1].lower(), text[start:position], 0, 0, start, fault)
    cut = _CUT_OFF.search(text, position)
    end = cut.start() if cut else len(text)
    yield from _with_gap(text, block, position, end)
    if cut:
        yield Block("", cut[0], 0, 0, end, Fault(NOT_CLOSED_AT_ALL))


def _next_opening(text: str, position: int) -> re.Match[str] | None:
    found = _OPENING.search(text, position)
    while found and found[1] is None:
        found = _OPENING.search(text, found.end())
    return found


def _with_gap(text: str, block: Block | None, start: int, end: int) -> Iterator[Block]:
    """The block before a gap, and what the gap holds of damaged entries."""
    left_over = None
    if block:
        left_over = _LEFT_OVER.match(text, start, end)
        if left_over and left_over[1] and not block.fault:
            name = left_over[2].split("=")[0].strip()
            offset = left_over.start(2) - block.start
            fault = Fault(CLOSED_TOO_EARLY, offset, {"field": name})
            yield replace(block, text=text[block.start : end], fault=fault)
            return
        yield block
        if block.fault or block.type == "comment":
            left_over = None
    heads = [found.start() for found in _HEADLESS.finditer(text, start, end)]
    if left_over and not heads:  # fields of an entry whose whole first line is missing
        heads = [left_over.start(2)]
    for head, stop in pairwise([*heads, end]):
        yield Block("", text[head:stop], 0, 0, head, Fault(NO_HEAD))


def _end_of_block(text: str, opening: re.Match[str]) -> tuple[int, Fault | None]:
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
                    return mark.end(), None
            case '"':
                quoted ^= depth == 0
            case ")":
                if parenthesis and depth == 0 and not quoted:
                    return mark.end(), None
            case "(":
                pass
            case _:
                return mark.start(), Fault(NOT_CLOSED)
    return len(text), Fault(NOT_CLOSED_AT_ALL)


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
