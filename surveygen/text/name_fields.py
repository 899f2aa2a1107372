"""People to the value of an ``author`` or ``editor`` field.

Written as BibTeX reads it (btxdoc, section 4), ``von Last, Jr, First``, because biblatex's extended
name format is unknown to most programs. Braces guard what would part a name where it must not.
"""

import re
from collections.abc import Iterable
from typing import Final

from surveygen.text.latex import from_unicode
from surveygen.text.names import OTHERS, SUFFIX, Person

_PARTS: Final = re.compile(r",|=|(?i:\band\b)")
"""What splits a name, or a list of names; ``=`` is of biblatex's extended format."""


def write_names(people: Iterable[Person], *, and_others: bool = False) -> str:
    """The value of a name field, from which `parse_names` reads the same full names.

    People of whom nothing is known are left out.
    """
    names = [_written(person) for person in people if person.surname or person.given]
    return " and ".join([*names, "others"] if and_others and names else names)


def _written(person: Person) -> str:
    if person.literal or not (person.surname and (person.given or person.suffix)):
        whole = person.surname or person.given
        is_word = not (person.literal or " " in whole or whole.casefold() in OTHERS)
        return _guarded(whole) if is_word else f"{{{from_unicode(whole)}}}"
    family, given = _guarded(person.surname), _guarded(person.given)
    if person.suffix:
        return f"{family}, {_guarded(person.suffix)}, {given or '{}'}"
    return f"{family}, {{{given}}}" if SUFFIX.fullmatch(given) else f"{family}, {given}"


def _guarded(part: str) -> str:
    """A part of a name, in braces where something in it would split it."""
    written = from_unicode(part)
    return f"{{{written}}}" if _PARTS.search(part) else written
