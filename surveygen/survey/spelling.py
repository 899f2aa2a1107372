"""Misspelt words: the known one that was meant, and how that is said."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from surveygen.messages import _


def nearest(word: str, known: Iterable[str], *, likeness: float = 0.7, longest: int = 100) -> str:
    """The known word that a misspelt one is nearest to; empty where none is near.

    Args:
        word: what was written.
        known: the words that it may stand for; a repeated one counts once.
        likeness: share of equal letters from which two words are near.
        longest: characters; what is longer is no misspelt word, and costly to compare.

    """
    if len(word) > longest:
        return ""
    near = difflib.get_close_matches(word, list(dict.fromkeys(known)), 1, likeness)
    return near[0] if near else ""


def suggestion(word: str, known: Iterable[str]) -> str:
    """``did you mean "..."?`` for the known word that is nearest, empty where none is near."""
    return did_you_mean(nearest(word, known))


def did_you_mean(near: str) -> str:
    """``did you mean "..."?``; empty where there is no near word."""
    return _('did you mean "{word}"?').format(word=near) if near else ""
