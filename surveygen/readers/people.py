"""People as formats other than BibTeX write them: inverted, in natural order, many in one text."""

from __future__ import annotations

import re
from dataclasses import replace

from surveygen.text.html_markup import unescaped
from surveygen.text.names import Person

_INITIALS = re.compile(r"(?:[A-Z]\.?[ -]?){1,4}")
_SPELT_INITIALS = re.compile(r"(?:[A-Z]\.[ -]?){1,4}")
_SUFFIX = re.compile(r"(?:Jr|Sr|jr|sr)\.?|I{2,3}|IV")
"""What stands behind a name and is no part of it."""
_BODY = re.compile(
    r"(?:collaboration|consortium|group|team|committee|university|institute|organi[sz]ation|society"
    r"|foundation|community|contributors|project|network|agency|laboratory)s?|(?:inc|ltd)\.?",
    re.IGNORECASE,
)
"""The last word of a name that is no person's."""
_NUMBER = re.compile(r"\s*\([\w ]*\d{4,}\)")
"""Scopus writes its number of a person behind the name."""


def person_of(name: str) -> Person:
    """``Turing, Alan``, ``Turing A.M.`` or ``Alan Turing``, with ``Jr.`` behind it or without."""
    name = " ".join(name.split())
    whole, _blank, last = name.rpartition(" ")
    if " " in whole and _SUFFIX.fullmatch(last):
        return replace(person_of(whole.rstrip(",")), suffix=last)
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma:
        return Person(given, "", family)
    words = name.split(" ")
    if len(words) > 1 and _BODY.fullmatch(words[-1]):
        return Person(family=name, literal=True)
    if len(words) > 1 and _INITIALS.fullmatch(words[-1]) and not _INITIALS.fullmatch(words[0]):
        return Person(words[-1], "", " ".join(words[:-1]))
    at = next((n for n, word in enumerate(words[:-1]) if n and word.islower()), len(words) - 1)
    return Person(" ".join(words[:at]), "", " ".join(words[at:]))


def inverted_person(name: str) -> Person:
    """``Turing, Alan, Jr.`` as RIS has it; without a comma it is a body's name or a single word."""
    parts = [part.strip() for part in name.strip().rstrip(",").split(",")]
    if len(parts) == 1:
        family, _blank, last = parts[0].rpartition(" ")
        if family and _SPELT_INITIALS.fullmatch(last):
            return Person(last, "", family)
        return Person(family=parts[0], literal=bool(family))
    if len(parts) > 3:
        return Person(family=name.strip(), literal=True)
    return Person(parts[1], "", parts[0], parts[2] if len(parts) == 3 else "")


def people_of(text: str) -> list[Person]:
    """People of one text: parted by semicolons, bars, lines or *and*; else by commas.

    Where commas alone part them, ``Turing, Alan`` is one person, ``Alan Turing, Alonzo Church`` are
    two, and so are ``Turing A, Church A``.
    """
    text = _NUMBER.sub("", unescaped(text))
    for pattern in (r";", r"\|", r"\n", r"\s+and\s+"):
        if re.search(pattern, text):
            return [person_of(part) for part in re.split(pattern, text) if part.strip(" ,")]
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if _are_pairs(parts):
        pairs = zip(parts[::2], parts[1::2], strict=True)
        return [Person(given, "", family) for family, given in pairs]
    return [person_of(part) for part in parts]


def _are_pairs(parts: list[str]) -> bool:
    """Whether every second part is the given name of the one before it."""
    if len(parts) % 2 or not parts:
        return False
    if all(_INITIALS.fullmatch(part) for part in parts[1::2]):
        return True
    is_name = " " not in parts[0] or parts[0][0].islower() or parts[1].endswith(".")
    return len(parts) == 2 and (is_name or " " not in parts[1])
