"""Merge conflicts that nobody has resolved: lines ``<<<<<<<``, ``=======`` and ``>>>>>>>``.

Source: git-merge(1), "How conflicts are presented".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from surveygen.messages import N_

FIRST_SIDE: Final = N_("a merge conflict is not resolved; its first side is used")
HELP: Final = N_("keep one side, and delete the lines <<<<<<<, ======= and >>>>>>>")
_MARK: Final = re.compile(r"(?m)^(?:<{7}|\|{7}|={7}|>{7})(?:[ \t][^\n]*+)?$")
_LETTER: Final = re.compile(r"[^\n]")


@dataclass(frozen=True, slots=True)
class Conflict:
    """Offsets in a text with ``\\n`` line ends."""

    start: int
    """Of the line that opens it."""
    middle: int
    """Of the line behind its first side."""
    last: int
    """Of the line that closes it."""
    end: int
    """Behind that line."""


def merge_conflicts(text: str) -> Iterator[Conflict]:
    """Every conflict of a text that has its lines in order; other such lines are text."""
    signs, start, middle = "", 0, 0
    for mark in _MARK.finditer(text):
        sign = mark[0][0]
        if sign == "<":
            signs, start = sign, mark.start()
            continue
        if signs == "<":
            middle = mark.start()
        signs += sign if signs else ""
        if signs in ("<=>", "<|=>"):
            yield Conflict(start, middle, mark.start(), mark.end())
            signs = ""


@dataclass(frozen=True, slots=True)
class FirstSides:
    """A text with one side of each of its conflicts."""

    text: str
    """Every line stands where it stood; what was left out is blank."""
    lines: tuple[int, ...]
    """Where the conflicts begin; first is 1."""
    left_out: str
    """The other sides."""


def first_sides(text: str, conflicts: Iterable[Conflict] | None = None) -> FirstSides:
    """Resolve every conflict, or some, as of two values the first one is used."""
    kept: list[str] = []
    lines: list[int] = []
    left_out: list[str] = []
    done, line = 0, 1
    for conflict in merge_conflicts(text) if conflicts is None else conflicts:
        line += text.count("\n", done, conflict.start)
        lines.append(line)
        line += text.count("\n", conflict.start, conflict.end)
        first = text.find("\n", conflict.start)
        other = text[conflict.middle : conflict.end]
        left_out.append(other)
        kept += [text[done : conflict.start], text[first : conflict.middle]]
        kept.append(_LETTER.sub("", other))
        done = conflict.end
    return FirstSides("".join([*kept, text[done:]]), tuple(lines), "\n".join(left_out))
