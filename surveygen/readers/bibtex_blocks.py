"""Split a BibTeX file into its ``@`` blocks, so that a fault in one costs no other.

A block ends where the brace (or parenthesis) that opened it is closed. When that never happens, or
another block opens in column 1 before it does, the block is faulty and reading goes on at that next
block. BibTeX counts braces without regard to backslashes, and so does this (btxdoc, section 2).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_OPENING = re.compile(r"@[ \t]*([A-Za-z][A-Za-z0-9_-]*)\s*([{(])")
_MARK = re.compile(r"(?m)[{}()]|^@[ \t]*[A-Za-z][A-Za-z0-9_-]*\s*[{(]")


@dataclass(frozen=True, slots=True)
class Block:
    """One ``@type{...}`` of a file."""

    type: str
    """Lower case, without the ``@``."""
    text: str
    """From the ``@`` to the closing brace, or to where reading goes on after a fault."""
    line: int
    start: int
    """Offset in the decoded text."""
    fault: str = ""
    """Why the block has no end; empty when it has one."""


def split_blocks(text: str) -> Iterator[Block]:
    """Every block of ``text`` in order; what stands between blocks is comment and left out."""
    line, counted, position = 1, 0, 0
    while opening := _OPENING.search(text, position):
        start = opening.start()
        line += text.count("\n", counted, start)
        counted = start
        end, fault = _end_of_block(text, opening)
        yield Block(opening[1].lower(), text[start:end], line, start, fault)
        position = end


def _end_of_block(text: str, opening: re.Match[str]) -> tuple[int, str]:
    parenthesis = opening[2] == "("
    depth = 0 if parenthesis else 1
    position = opening.end()
    while mark := _MARK.search(text, position):
        position = mark.end()
        match mark[0]:
            case "{":
                depth += 1
            case "}":
                depth -= 1
                if depth == 0 and not parenthesis:
                    return position, ""
            case ")":
                if parenthesis and depth == 0:
                    return position, ""
            case "(":
                pass
            case _:
                return mark.start(), "is not closed before the next entry"
    return len(text), "is not closed before the end of the file"
