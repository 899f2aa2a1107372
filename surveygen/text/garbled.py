"""Letters that a program has spoilt: UTF-8 read as Windows-1252, entities of HTML, lost ones."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Final

# What Windows-1252 shows for the bytes of UTF-8 in western and central European texts: the first
# byte of two for U+0080 to U+017F, the first two of three for quotes and dashes.
_FIRST_BYTE: Final = "[ÂÃÄÅ]|â€"
_SUSPECT: Final = re.compile(
    rf"\ufffd|&#?\w{{1,31}};|(?:{_FIRST_BYTE})(?:[^\s\w]|[\x80-\xbfŒœŠšŽžŸƒˆ])"
)
_LEFT_OPEN: Final = {character: ord(character) for character in "\x81\x8d\x8f\x90\x9d"}
"""Bytes for which Windows-1252 has no character; programs take that of Latin-1."""


@dataclass(frozen=True, slots=True)
class Garbled:
    """A word with letters that nobody wrote."""

    shown: str
    meant: str
    """What it was; empty where that is lost."""


def garbled_word(text: str) -> Garbled | None:
    """The first word of a text whose letters were spoilt; None where all look well.

    Args:
        text: with single blanks between its words.

    """
    end = 0
    while found := _SUSPECT.search(text, end):
        start = text.rfind(" ", 0, found.start()) + 1
        end = text.find(" ", found.end())
        end = len(text) if end < 0 else end
        word = text[start:end]
        if "\ufffd" in word:
            return Garbled(word, "")
        meant = unescape(_as_utf8(word))
        if meant != word:
            return Garbled(word, meant)
    return None


def _as_utf8(word: str) -> str:
    """The word whose UTF-8 was read as Windows-1252; the word itself where it was not."""
    try:
        data = b"".join(
            bytes((_LEFT_OPEN[c],)) if c in _LEFT_OPEN else c.encode("cp1252") for c in word
        )
        return data.decode("utf-8")
    except UnicodeError:
        return word
