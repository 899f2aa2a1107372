"""Numbers in running text, in one normal form: what a note says must stand in abstract or title.

``80.0%``, ``80 percent`` and ``80 %`` are one number; so are ``2x``, ``2×``, ``2 times`` and
``2-fold``, and ``1.3M``, ``1.3 million`` and ``1,300,000``. Number words to twelve are numbers. A
word that holds digits, such as ``ResNet-50``, is a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

WORDS = dict(
    zip(
        "two three four five six seven eight nine ten eleven twelve".split(),
        range(2, 13),
        strict=True,
    )
)
"""``one`` is mostly a pronoun, so it is no number here."""

_SCALES = {
    **dict.fromkeys(("k", "thousand"), 3),
    **dict.fromkeys(("m", "million"), 6),
    **dict.fromkeys(("b", "billion"), 9),
    **dict.fromkeys(("t", "trillion"), 12),
}
_NUMBER = re.compile(
    r"""
    (?<![\w.])(?P<sign>[-+−–](?=\d))?
    (?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)
    (?:e\^?\{?(?P<e>[-+−]?\d+)\}?
      |\s?[×x*]\s?10\s?\^?\{?(?P<ten>[-+−]?\d+)\}?)?
    (?:\s?(?P<percent>%|\\%|percent\b|per\ cent\b|percentage\b|pp\b)
      |-?\s?(?P<times>[x×X](?![\w])|times(?!\w)|fold\b)
      |\s?(?P<scale>[kKMBT](?![\w])|(?:thousand|million|billion|trillion)\b))?
    """,
    re.VERBOSE,
)
_WORD = re.compile(rf"(?<![\w-])({'|'.join(WORDS)})\b(?:-?\s?(times|fold)\b)?", re.IGNORECASE)
_NAME = re.compile(r"(?<!\w)[^\W\d_][^\W_]*(?:[-.][^\W_]+)*\d[\w.]*(?:-[^\W_]+)*", re.UNICODE)
_TRIM = str.maketrans("", "", "-. ")


@dataclass(frozen=True, slots=True)
class Number:
    """A value with what it measures in: ``%``, ``x`` or nothing."""

    value: Decimal
    kind: str
    shown: str

    def is_grounded_in(self, numbers: frozenset[tuple[Decimal, str]]) -> bool:
        """Whether the same number stands among these; a bare one may stand with any kind."""
        kinds = (self.kind,) if self.kind else ("", "%", "x")
        return any((self.value, kind) in numbers for kind in kinds)


def numbers_of(text: str) -> Iterator[Number]:
    """Every number of a text, those within names left out."""
    text = _NAME.sub(lambda name: " " * len(name[0]), text)
    for match in _NUMBER.finditer(text):
        try:
            value = Decimal(match["digits"].replace(",", ""))
            exponent = match["e"] or match["ten"]
            if exponent:
                value = value.scaleb(int(exponent.replace("−", "-")))
            if match["scale"]:
                value = value.scaleb(_SCALES[match["scale"].lower()])
        except (InvalidOperation, ValueError, OverflowError):
            continue
        if match["sign"] in ("-", "−"):
            value = -value
        kind = "%" if match["percent"] else "x" if match["times"] else ""
        yield Number(value.normalize(), kind, match[0].strip())
    for match in _WORD.finditer(text):
        value = Decimal(WORDS[match[1].lower()])
        yield Number(value.normalize(), "x" if match[2] else "", match[0])


def names_of(text: str) -> Iterator[str]:
    """Every word that holds both letters and digits, as written."""
    for match in _NAME.finditer(text):
        yield match[0].rstrip(".")


def number_set(text: str) -> frozenset[tuple[Decimal, str]]:
    """The numbers of a source, signs aside, each also without its kind where that is safe."""
    found = set()
    for number in numbers_of(text):
        found.add((number.value, number.kind))
        # "a 3-5% gain": a hyphen before a number may be a range.
        found.add((abs(number.value), number.kind))
    # In "between 3 and 5%" and "2-4x" the kind of the last number holds for the first, too.
    for match in re.finditer(
        r"(\d+(?:\.\d+)?)\s?(?:-|–|−|to|and|or|,|/)\s?(\d+(?:\.\d+)?)\s?(%|[x×](?!\w)|times)", text
    ):
        found.add((Decimal(match[1]).normalize(), "%" if match[3] == "%" else "x"))
    return frozenset(found)


def name_set(text: str) -> frozenset[str]:
    """The names of a source in the form that `same_name` compares."""
    return frozenset(same_name(name) for name in names_of(text))


def same_name(name: str) -> str:
    """``ResNet-50`` and ``resnet50`` are one name."""
    return name.translate(_TRIM).casefold()
