"""Plain text of prose: citations taken out, sentences found."""

from __future__ import annotations

import re
from typing import Final

CITATION: Final = "\ufdd0"
"""Stands where a citation stood; a noncharacter that no text can hold (Unicode 15, 23.7)."""

_BOUNDARY: Final = re.compile(
    r"[.!?…][\"'\u201d\u2019)\]]*\s+(?=[\"'\u201c\u2018(\[]?[^\W_a-z]|\ufdd0)"
)
_LAST_WORD: Final = re.compile(r"([^\W_]+(?:\.[^\W_]+)*)\.$")
_ABBREVIATIONS: Final = frozenset(
    {"al", "approx", "ca", "cf", "ch", "dr", "e.g", "ed", "eds", "eq", "eqs", "fig", "figs", "i.e"}
    | {"no", "nos", "p", "pp", "prof", "ref", "refs", "resp", "sec", "secs", "st", "tab", "tabs"}
    | {"vol", "vs", "w.r.t"}
)
# Possessive, so that a long run of citations is gone through once.
_CITATIONS: Final = re.compile(
    r"(?P<open> ?[(\[] ?)? ?\ufdd0(?:[ ,;]*\ufdd0)*+(?P<close> ?[)\]])?(?P<stop> ?(?=[.,;:!?)\]]))?"
)
_LONGEST_WORD: Final = 40


def sentences(text: str) -> list[str]:
    """Split a paragraph into sentences.

    A sentence ends at ``.``, ``!``, ``?`` or ``…`` before white space and a capital, digit, bracket
    or citation. "et al.", "e.g.", "Fig." and their like, and initials, do not end one.
    """
    text = " ".join(text.split())
    found = []
    start = 0
    for boundary in _BOUNDARY.finditer(text):
        end = boundary.start() + 1
        if text[end - 1] == "." and _is_abbreviation(text[max(start, end - _LONGEST_WORD) : end]):
            continue
        found.append(text[start : boundary.end()].strip())
        start = boundary.end()
    found.append(text[start:].strip())
    return [sentence for sentence in found if sentence]


def without_citations(text: str) -> str:
    """The text with its citations left out, and the brackets and blanks that only they needed."""
    text = " ".join(text.split())
    if CITATION in text:
        text = " ".join(_CITATIONS.sub(_gap, text).split())
    return text


def _gap(found: re.Match[str]) -> str:
    """What stays in the place of citations and of the brackets around them."""
    if found["open"] and found["close"]:
        return ""
    if found["open"] or found["close"] or found["stop"] is not None:
        return f"{found['open'] or ''}{(found['close'] or '').lstrip()}"
    return " "


def _is_abbreviation(text: str) -> bool:
    word = _LAST_WORD.search(text)
    if not word:
        return False
    return word[1].lower() in _ABBREVIATIONS or (len(word[1]) == 1 and word[1].isupper())
