"""Titles: the forms in which two spellings of one are equal, and what sets two apart.

Two works of one series often differ in a single word of the title: a part, a number, a year. So
likeness alone says little; what differs is looked at.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz
from rapidfuzz.distance import DamerauLevenshtein

from surveygen.messages import N_
from surveygen.text.normal import fold

ALIKE = 60
"""Likeness, of 100, from which two titles may belong to one identifier."""
CORRECTED = 80
"""The same for one key, which people give to many works: a title that was corrected."""
REWORDED = 75
"""The same for a preprint and what was published of it by the same people."""
_TYPO = 75
"""Likeness of a word and its misspelling."""
_SHORTEST_TYPO = 4
"""Letters of a word whose misspelling is known for one; shorter words are names and signs."""
_TELLING = 4
"""Words but for little ones from which a title belongs to one work."""

_TAG = re.compile(r"</?(?:i|b|em|strong|sub|sup|span|tt|p)\b[^<>]*>", re.IGNORECASE)
_GREEK = re.compile("[\u0370-\u03ff\u1f00-\u1fff]+")
_SPOILED_TIMES = re.compile(r"(\d)times\b")
"""What copying from a web page makes of "100×"; the sign itself folds to nothing."""
_BRITISH = (
    # Only for comparison: that "noise" becomes a word that nobody writes does no harm.
    (re.compile(r"is(e|ed|er|ers|es|ing|ation|ations|ational)\b"), r"iz\1"),
    (re.compile(r"ys(e|ed|er|ers|ing)\b"), r"yz\1"),
    (re.compile(r"our(s|ed|ing|al|ally|able|hood|hoods)?\b"), r"or\1"),
    (re.compile(r"([bt])re(s|d)?\b"), r"\1er\2"),
    (re.compile(r"ogue(s)?\b"), r"og\1"),
    (re.compile(r"ll(ed|ing|er|ers)\b"), r"l\1"),
    (re.compile(r"ence(s)?\b"), r"ense\1"),
    (re.compile(r"amme(s)?\b"), r"am\1"),
    (re.compile(r"\bartef"), "artif"),
    (re.compile(r"\bgrey"), "gray"),
    (re.compile(r"aem|aes(?=t)"), lambda found: found[0][1:]),
)
_WORD_SIGNS = {"&": " and ", "+": " plus ", "@": " at "}
_SUBTITLE = re.compile(r"\s*[:.?!;–—]\s+|\s+-+\s+")
_ROMAN = re.compile(r"(?=[ivx])x{0,2}(?:ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10}
_NUMBER = re.compile(r"[0-9]+")
_NUMBER_WORDS = {
    word: str(number)
    for number, words in enumerate(
        ("one first 1st", "two second 2nd", "three third 3rd", "four fourth 4th", "five fifth 5th"),
        start=1,
    )
    for word in words.split()
}
_PARTS = frozenset("part parts volume vol chapter book lecture paper teil band number no".split())
_EDITION = re.compile(r"\b(?:edition|ed|auflage)\b")
_PLAYS_ON = re.compile(
    r"\b(erratum|errata|corrigend(?:um|a)|addend(?:um|a)|rejoinder)\b"
    r"|\b(corrections?|retraction|comments?|remarks?|discussion|response|reply) (?:on|to|of)\b"
    r"|^(?:a )?(correction|retraction|review|supplement|supplementary material)(?: of| to)?\b"
)
"""What says that a text is about another one of nearly the same title."""
_GENERIC = frozenset(
    (
        "introduction preface foreword editorial epilogue conclusion conclusions contents index "
        "acknowledgments glossary bibliography discussion abstract summary overview untitled"
    ).split()
) | {
    "guest editorial",
    "editors introduction",
    "book review",
    "letter to the editor",
    "table of contents",
    "front matter",
    "back matter",
    "introduction to the special issue",
    "in this issue",
}
_LITTLE_WORDS = frozenset("a an the of for in on and to with by via from as at using is".split())


@dataclass(frozen=True)
class Title:
    """A title as it is compared."""

    text: str
    """Plain Unicode text."""

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Folded words in American spelling, numbers in digits: "Part II" names part 2."""
        words = _form(self.text).split()
        return tuple(_in_digits(words, at) for at in range(len(words)))

    @cached_property
    def form(self) -> str:
        """The words with a blank between; empty where nothing is left."""
        return " ".join(self.words)

    @cached_property
    def compact(self) -> str:
        """The words without blanks: "pre-training" and "pretraining" are one word."""
        return "".join(self.words)

    @cached_property
    def main(self) -> str:
        """Of a title with a subtitle, what stands before it, as `compact`; else empty."""
        parts = _SUBTITLE.split(self.text.strip(), maxsplit=1)
        return Title(parts[0]).compact if len(parts) > 1 and parts[1] else ""

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """Numbers in their order, in digits."""
        return tuple(number for word in self.words for number in _NUMBER.findall(word))

    @property
    def is_generic(self) -> bool:
        """Whether many works have this title."""
        return self.form in _GENERIC

    @property
    def is_short(self) -> bool:
        """Whether it has so few words that people hit upon it independently."""
        return len(set(self.words) - _LITTLE_WORDS) < _TELLING

    @property
    def plays_on(self) -> str:
        """The word that says that the text is about another one, empty if none."""
        found = _PLAYS_ON.search(self.form)
        return next(filter(None, found.groups())) if found else ""

    @cached_property
    def without_numbers(self) -> str:
        """The words that neither hold a number nor count."""
        return " ".join(
            word for word in self.words if not _NUMBER.search(word) and word not in _PARTS
        )


def is_equal(one: Title, other: Title) -> bool:
    """Whether two titles are one but for spelling."""
    return bool(one.compact) and one.compact == other.compact


def is_shortened(one: Title, other: Title) -> bool:
    """Whether one title is the other without its subtitle."""
    return any(
        shorter.compact and shorter.compact == longer.main
        for shorter, longer in ((one, other), (other, one))
    )


def is_misspelt(one: Title, other: Title) -> bool:
    """Whether two titles differ in misspelt words and little ones alone."""
    first, second = (
        [word for word in title.words if word not in _LITTLE_WORDS] for title in (one, other)
    )
    if "".join(first) == "".join(second):
        return True
    left = [word for word in first if word not in second]
    right = [word for word in second if word not in first]
    if len(left) != len(right) or not 0 < len(left) <= 1 + min(len(first), len(second)) // 4:
        return False
    return all(map(_is_typo, left, right))


def _is_typo(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _SHORTEST_TYPO or _NUMBER.search(one + other):
        return False
    if DamerauLevenshtein.distance(one, other, score_cutoff=2) > 2:
        return False
    # A prefix makes the opposite: "supervised" and "unsupervised".
    if one.endswith(other) or other.endswith(one):
        return False
    return fuzz.ratio(one, other) >= _TYPO


def likeness(one: Title, other: Title) -> float:
    """How alike two titles are, from 0 to 100; a title and its shortened form are wholly so."""
    if not one.form or not other.form:
        return 0
    shorter, longer = sorted((one.compact, other.compact), key=len)
    if longer.startswith(shorter):
        return 100
    return fuzz.ratio(one.form, other.form)


def difference(one: Title, other: Title) -> str:
    """What sets two titles apart although they look alike, as a marked message; empty if nothing.

    It is asked of titles that look alike; two that do not are set apart by all their words.
    """
    if one.plays_on != other.plays_on:
        return N_("one is a correction of, or a comment on, the other")
    if one.numbers != other.numbers and _stands_out(one, other):
        if _EDITION.search(one.form) or _EDITION.search(other.form):
            return N_("the titles name two editions")
        if any(word in _PARTS for title in (one, other) for word in title.words):
            return N_("the titles name two parts")
        return N_("the titles differ in a number")
    return ""


def _stands_out(one: Title, other: Title) -> bool:
    """Whether the numbers of two titles differ where both say something."""
    if is_shortened(one, other):
        # What the subtitle says does not count, unless it says which part this is.
        longer = max(one, other, key=lambda title: len(title.compact))
        rest = longer.without_numbers.replace(" ", "")
        return rest == min(one.compact, other.compact, key=len)
    first, second = one.without_numbers, other.without_numbers
    return first == second or fuzz.ratio(first, second) >= CORRECTED


def _in_digits(words: Sequence[str], at: int) -> str:
    """A word, or the number that it is."""
    word = words[at]
    behind_part = at > 0 and words[at - 1] in _PARTS
    is_last = at == len(words) - 1
    if word in _NUMBER_WORDS:
        before_edition = not is_last and _EDITION.fullmatch(words[at + 1])
        return _NUMBER_WORDS[word] if behind_part or before_edition else word
    # "I" is a word and "V" a letter, but for the end of a title or behind "part".
    if _ROMAN.fullmatch(word) and (behind_part or (at > 0 and (is_last or len(word) > 1))):
        values = [_ROMAN_VALUES[letter] for letter in word]
        return str(sum(-v if v < max(values[i:]) else v for i, v in enumerate(values)))
    return word.lstrip("0") or "0" if word.isdecimal() else word


def _form(text: str) -> str:
    text = _TAG.sub("", html.unescape(text))
    if not text.isascii():
        text = _GREEK.sub(_name_of_letter, text)
    for sign, word in _WORD_SIGNS.items():
        text = text.replace(sign, word)
    form = fold(_SPOILED_TIMES.sub(r"\1", text))
    for british, american in _BRITISH:
        form = british.sub(american, form)
    return form


def _name_of_letter(found: re.Match[str]) -> str:
    """The name of a Greek letter that stands alone; a Greek word stays one."""
    if len(found[0]) > 1:
        return found[0]
    name = unicodedata.name(found[0], "").split()
    return f" {name[-1].lower()} " if "LETTER" in name else found[0]
