"""Keywords of sections, found in texts.

A keyword is a word or several, and ``*`` stands for any letters of one word. Case, accents, hyphens
and the plural make no difference: ``low-bit`` is found in "Low bit", "lowbit" and "low-bits".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

from surveygen.mapping.weighed_words import UNSPACED
from surveygen.text.normal import fold

_Word: TypeAlias = tuple[str, ...]
"""The parts of a word between its stars; a single one is a word without."""


class KeywordFinder:
    """Finds many keywords at once; the time for a text hardly grows with their number."""

    def __init__(self, keywords: Iterable[str]) -> None:
        self._words: dict[str, list[tuple[str, Sequence[_Word]]]] = {}
        """Keywords by their first word, where that has no star."""
        self._beginnings: dict[str, list[tuple[str, Sequence[_Word]]]] = {}
        """The others by what stands before the star."""
        self._met: dict[str, list[tuple[str, Sequence[_Word]]]] = {}
        """What has been found to begin with a word."""
        for keyword in dict.fromkeys(keywords):
            for words in _spellings(keyword):
                first = words[0]
                index = self._words if len(first) == 1 else self._beginnings
                index.setdefault(first[0], []).append((keyword, words))
        self._longest = max(map(len, self._beginnings), default=0)

    def mentions(self, text: str) -> Counter[str]:
        """How often each keyword stands in a text; those that do not are left out."""
        found: Counter[str] = Counter()
        words = [_singular(word) for word in fold(text).split()]
        for at, (word, after) in enumerate(pairwise((*words, ""))):
            begun = self._met.get(word)
            if begun is None:
                begun = self._met[word] = self._begun_with(word)
            here = [keyword for keyword, wanted in begun if _go_on(wanted, words, at)]
            # "multi-task" where the keyword is "multitask"
            joined = self._words.get(word + after, ())
            here += [keyword for keyword, wanted in joined if len(wanted) == 1]
            for keyword in dict.fromkeys(here):
                found[keyword] += 1
        return found

    def _begun_with(self, word: str) -> list[tuple[str, Sequence[_Word]]]:
        found = list(self._words.get(word, ()))
        for end in range(min(len(word), self._longest) + 1):
            begun = self._beginnings.get(word[:end], ())
            found += [known for known in begun if _is(known[1][0], word)]
        return found


def _go_on(wanted: Sequence[_Word], words: Sequence[str], at: int) -> bool:
    """Whether the words of a keyword behind its first stand there too."""
    return at + len(wanted) <= len(words) and all(
        _is(word, words[place]) for place, word in enumerate(wanted[1:], start=at + 1)
    )


def _is(wanted: _Word, word: str) -> bool:
    first, *middle = wanted
    if not middle:
        return word == first
    last = middle.pop()
    at, end = len(first), len(word) - len(last)
    if at > end or not (word.startswith(first) and word.endswith(last)):
        return False
    # Taking each part where it stands first leaves most room for the others: no search goes back.
    for part in middle:
        at = word.find(part, at, end)
        if at < 0:
            return False
        at += len(part)
    return True


def _spellings(keyword: str) -> Iterator[Sequence[_Word]]:
    """The words of a keyword, and two of them as one; nothing for one that would be everywhere."""
    # Folding drops the star, and blanks at both ends unless letters stand around them.
    parts = (fold(f"x{part}x")[1:-1] for part in re.split(r"\*+", keyword))
    words = [_parts(word) for word in "*".join(parts).split()]
    if not any(any(word) for word in words):
        return
    yield words
    if len(words) == 2 and all(len(word) == 1 for word in words):
        yield [(words[0][0] + words[1][0],)]


def _parts(word: str) -> _Word:
    if UNSPACED.search(word):
        # Such scripts put no blanks between words: it may stand amid others.
        word = f"*{word.strip('*')}*"
    *parts, last = word.split("*")
    return (*parts, _singular(last))


@lru_cache(maxsize=1 << 16)
def _singular(word: str) -> str:
    """A word without the ending of a plural; what is cut too short is so wherever it stands."""
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word
