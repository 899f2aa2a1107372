"""Regular expressions of Java programs, as far as Python reads them alike and is done in time.

Python's engine tries every way to match. A few characters, ``(a+)+``, make more ways than anybody
waits for, and a bibliography comes from anywhere: so what may have many ways is refused.
"""

from __future__ import annotations

import re
import warnings

LONGEST_TEXT = 2000
"""Characters to search at most; one repetition takes time with the square of their number."""

_LONGEST_EXPRESSION = 300
_MOST_CHOICES = 64
_REFUSED = re.compile(r"\)[*+{]|\(\?|\\[0-9A-CE-RT-VX-Zace-rt-vx-z]")
"""A repeated group, an extension, or an escape that Python reads otherwise than Java."""


def pattern_of_words(expression: str, *, is_case_sensitive: bool) -> re.Pattern[str] | None:
    r"""The pattern ``\b``, an expression, ``\b``; None where it is refused, or is none."""
    # What may be anything at an end needs no search, and no word border either.
    before, rest = ("", expression[2:]) if expression.startswith(".*") else (r"\b", expression)
    is_open = re.search(r"(?<!\\)\.\*\Z", rest)
    inner, after = (rest[:-2], "") if is_open else (rest, r"\b")
    if len(inner) > _LONGEST_EXPRESSION or _REFUSED.search(inner) or _has_many_ways(inner):
        return None
    try:
        # Python warns of what it may read otherwise one day; Java reads it otherwise today.
        with warnings.catch_warnings(action="error"):
            flags = 0 if is_case_sensitive else re.IGNORECASE
            return re.compile(f"{before}{inner}{after}", flags)
    except (re.error, OverflowError, Warning):
        return None


def _has_many_ways(expression: str) -> bool:
    repetitions = sum(map(expression.count, "*+{"))
    groups = expression.count("(")
    choices = (1 + expression.count("|")) ** groups * 2 ** expression.count("?")
    return repetitions > 1 or choices > _MOST_CHOICES
