"""Normal forms: how texts are cleaned, compared and sorted."""

import re
import sys
import unicodedata
from functools import lru_cache
from typing import Final

#: Letters that NFKD leaves whole although readers and citation keys take them for others.
_LETTERS: Final = {
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O",
    "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th",
    "ħ": "h", "Ħ": "H", "ı": "i", "ȷ": "j", "ŋ": "ng", "Ŋ": "NG", "ŧ": "t", "Ŧ": "T",
    "ƒ": "f", "ɨ": "i", "ə": "a", "Ə": "A",
}  # fmt: skip
_LETTER_TABLE: Final = str.maketrans(_LETTERS)

# C0 and C1 controls print nothing; explicit bidirectional overrides (UAX 9) and a stray byte
# order mark would act on the text around the field.
_REMOVED: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
# Marks on Latin, Greek and Cyrillic letters. Those of other scripts (a Japanese dakuten, an
# Indic vowel) make another letter, not an accented one.
_ACCENTS: Final = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")


def collapse_whitespace(text: str) -> str:
    """Turn every run of Unicode white space into one blank and strip both ends."""
    return " ".join(text.split())


def without_controls(text: str) -> str:
    """Return `text` in NFC without characters that print nothing but act on what is around them.

    White space stays. A lone surrogate, which no UTF-8 file can hold, becomes U+FFFD.
    """
    if text.isascii():
        return text if text.isprintable() else _REMOVED.sub("", text)
    return unicodedata.normalize("NFC", _REMOVED.sub("", _SURROGATES.sub("\ufffd", text)))


def clean(text: str) -> str:
    """Make `text` fit to be shown: NFC, no control characters, single blanks. Idempotent."""
    return collapse_whitespace(without_controls(text))


def one_line(text: str, limit: int) -> str:
    """Return `text` as one line for a terminal or a log, of at most `limit` characters.

    Characters that do not print, such as terminal codes and bidirectional controls, are written
    as escapes; a cut is marked by an ellipsis.
    """
    kept = collapse_whitespace(text[: 2 * limit + 80])
    line = "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in kept
    )
    return line if len(line) <= limit else line[: limit - 1] + "…"


def without_accents(text: str) -> str:
    """Replace letters by their base letters: NFKD, no combining marks, ``ß`` -> ``ss``.

    Letters of scripts without such a form stay; case is kept.
    """
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTER_TABLE))
    base = _ACCENTS.sub("", decomposed).translate(_LETTER_TABLE)
    return unicodedata.normalize("NFC", base)


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    r"""Return the form in which two spellings of one title or name are equal.

    Without case and accents, only letters and digits, single blanks: ``{\'E}cole`` decoded,
    ``"ÉCOLE"`` and ``"ecole"`` all fold to ``"ecole"``. Idempotent.
    """
    folded = without_accents(without_accents(text).casefold()).casefold()
    kept = (c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in folded)
    return " ".join("".join(kept).split())


def sort_key(text: str) -> tuple[str, str]:
    """Return a key that sorts names without regard to case and accents.

    Texts that fold alike are ordered by their own code points, so that the order never depends
    on the order of the input. What folds to nothing sorts last.
    """
    return fold(text) or chr(sys.maxunicode), text
