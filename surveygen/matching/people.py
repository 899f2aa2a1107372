"""Lists of people: how far two that may be spelled, ordered and cut differently name the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from rapidfuzz import fuzz

from surveygen.text.names import Person
from surveygen.text.normal import fold
from surveygen.text.romanise import to_ascii

_LIKENESS = 80
"""Likeness, of 100, of two spellings of a family name whose given names begin alike."""
_SHORTEST = 5
"""Letters of a family name that may be misspelt; shorter ones are all alike."""
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_SOUNDS = (
    # How English, German and French write one Slavic name.
    (re.compile("schtsch|shch"), "sh"),
    (re.compile("t?sch|tch|ch"), "ch"),
    (re.compile("ff|w"), "v"),
    (re.compile("cz"), "ch"),
    (re.compile("zh"), "j"),
    (re.compile("ts|tz"), "c"),
    (re.compile("(?:iy|ij|yi|yy|ii|y|j)"), "i"),
    (re.compile("oo|ou"), "u"),
)


class Agreement(Enum):
    """How far two lists of people agree."""

    UNKNOWN = auto()
    """One of them names nobody."""
    SAME = auto()
    """The same people, whatever their order; a list that says ``and others`` may be cut."""
    OVERLAP = auto()
    """Some people are on both, and some on one alone."""
    NONE = auto()
    """Nobody is on both."""


@dataclass(frozen=True, slots=True)
class People:
    """A list of people as it is compared."""

    persons: tuple[Person, ...] = ()
    is_cut: bool = False
    """Whether it ends in ``and others``."""

    @property
    def families(self) -> tuple[str, ...]:
        """Folded family names in alphabetical order: a key under which equal lists meet."""
        return tuple(sorted(_family(person) for person in self.persons))


def agreement(one: People, other: People) -> Agreement:
    """Compare two lists."""
    if not one.persons or not other.persons:
        return Agreement.UNKNOWN
    shorter, longer = sorted((one, other), key=lambda people: len(people.persons))
    found = _in_common(shorter.persons, longer.persons)
    if not found:
        return Agreement.NONE
    has_all = found == len(shorter.persons)
    is_whole = len(shorter.persons) == len(longer.persons) or shorter.is_cut
    # Of two lists that are cut, neither need name whom the other names.
    if (has_all and is_whole) or (one.is_cut and other.is_cut):
        return Agreement.SAME
    return Agreement.OVERLAP


def is_same_first(one: People, other: People) -> bool:
    """Whether two lists begin with the same person."""
    return bool(one.persons and other.persons) and is_same_person(one.persons[0], other.persons[0])


def _in_common(shorter: Sequence[Person], longer: Sequence[Person]) -> int:
    left = list(longer)
    found = 0
    for person in shorter:
        for at, other in enumerate(left):
            if is_same_person(person, other):
                del left[at]
                found += 1
                break
    return found


def is_same_person(one: Person, other: Person) -> bool:
    """Whether two names can be those of one person."""
    if one == other:
        return True
    if _family_forms(one) & _family_forms(other):
        return _initials_agree(one, other)
    # The family name came first, or was taken for the given one.
    if one.given and other.given:
        given, others_given = _compact(one.given), _compact(other.given)
        if given == _family(other) and others_given == _family(one):
            return True
    return _is_spelling(one, other)


def _is_spelling(one: Person, other: Person) -> bool:
    first, second = _family(one), _family(other)
    if min(len(first), len(second)) < _SHORTEST or not (one.given and other.given):
        return False
    if not _initials_agree(one, other):
        return False
    first, second = _sound(first), _sound(second)
    return first == second or fuzz.ratio(first, second) >= _LIKENESS


def _initials_agree(one: Person, other: Person) -> bool:
    first, second = _initial(one), _initial(other)
    return not first or not second or first == second


@lru_cache(maxsize=32768)
def _family_forms(person: Person) -> frozenset[str]:
    """What a family name may be written as: "Skriver Hansen" is Hansen elsewhere."""
    forms = {_family(person), _compact(person.surname)}
    # "Müller" is written Mueller or Muller.
    forms.add(_compact(person.surname.casefold().translate(_UMLAUTS)))
    if not person.literal:
        words = re.split(r"[\s\-‐]+", person.family)
        forms |= {_compact(words[0]), _compact(words[-1])}
    return frozenset(forms - {""})


@lru_cache(maxsize=32768)
def _family(person: Person) -> str:
    return _compact(person.family) or person.family


@lru_cache(maxsize=32768)
def _compact(name: str) -> str:
    """A name in ASCII without blanks and hyphens; in a script without such a form, folded."""
    return re.sub("[^a-z0-9]", "", to_ascii(name)) or fold(name).replace(" ", "")


@lru_cache(maxsize=32768)
def _initial(person: Person) -> str:
    return _sound(_compact(person.given))[:1]


def _sound(name: str) -> str:
    for pattern, sound in _SOUNDS:
        name = pattern.sub(sound, name)
    return name
