r"""Sections in one cell of a table: ``Learning > Robustness; Theory``.

Semicolons part the sections, ``>`` the titles of each from the top down. A backslash makes either,
or another backslash, a character of the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

_SPECIAL = re.compile(r"[\\;>]")
_PIECE = re.compile(r"\\([\\;>])|([;>])|(.)", re.DOTALL)


def write_section_paths(paths: Iterable[Sequence[str]]) -> str:
    """The cell of sections, each as its titles from the top down."""
    return "; ".join(
        " > ".join(_SPECIAL.sub(r"\\\g<0>", title) for title in titles) for titles in paths
    )


def read_section_paths(cell: str) -> Iterator[tuple[str, ...]]:
    """The titles of each section that a cell names, from the top down; empty ones are left out."""
    titles = [""]
    for literal, sign, letter in _PIECE.findall(f"{cell};"):
        if not sign:
            titles[-1] += literal or letter
            continue
        titles[-1] = " ".join(titles[-1].split())
        if sign == ">":
            titles.append("")
        else:
            if path := tuple(filter(None, titles)):
                yield path
            titles = [""]
