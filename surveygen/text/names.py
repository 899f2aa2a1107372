"""Names of people in ``author`` and ``editor`` fields.

The rules are BibTeX's (btxdoc, section 4; Markey, "Tame the BeaST", section 11) and biblatex's
extended name format (biblatex manual, section 3.4). A name is split first and decoded part by
part after, because a comma or a blank inside braces does not part a name. In four places people
know better than BibTeX: "King Jr." and "King, Jr." end in a suffix, a last "et al." means
``others``, "山田 太郎" begins with the family name, and a name with too many commas is kept whole.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from surveygen.text.latex import to_unicode

_TOKEN: Final = re.compile(r"\\[A-Za-z]+\s*|\\.|[{}]|[,~]|\s+|[^\\{},~\s]+|.", re.DOTALL)
SUFFIX: Final = re.compile(r"(?i:jr|sr|jnr|snr|2nd|3rd)\.?|II|III|IV")
"""What follows a family name and is no given name."""
_ROMAN: Final = re.compile(r"[IVX]+|2nd|3rd")
_EXTENDED: Final = re.compile(
    r"\s*(family|given|prefix|suffix|[a-z]+(?:-[a-z]+)?)\s*=(.*)", re.DOTALL
)
_EAST_ASIAN: Final = re.compile("[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_AMPERSANDS: Final = frozenset(("&", r"\&", "&amp;"))
_ENTITY: Final = re.compile(r"&#?\w+;")
OTHERS: Final = frozenset({"others", "et al.", "et al"})
"""What ends a list that names not everybody, in lower case."""


@dataclass(frozen=True, slots=True)
class Person:
    """An author or editor; all parts are Unicode text, empty where there is none.

    A body such as a company or a team has only `family`, which is its whole name, and is
    `literal`: it is never inverted, shortened or sorted by one of its words.
    """

    given: str = ""  # "Donald E."
    particle: str = ""  # "von der"; BibTeX's von part
    family: str = ""  # "Knuth"
    suffix: str = ""  # "Jr."
    literal: bool = False

    @property
    def surname(self) -> str:
        """Particle and family name: "Van den Broeck"."""
        return _joined(self.particle, self.family)

    @property
    def full(self) -> str:
        """The name in natural order: "Guy Van den Broeck", "Martin Luther King, Jr."."""
        if _is_east_asian(self.family):
            name = _joined(self.surname, self.given)
        else:
            name = _joined(self.given, self.surname)
        if not self.suffix:
            return name
        return name + (" " if _ROMAN.fullmatch(self.suffix) else ", ") + self.suffix

    @property
    def inverted(self) -> str:
        """The name as lists order it: "Van den Broeck, Guy", "King, Martin Luther, Jr."."""
        return ", ".join(part for part in (self.surname, self.given, self.suffix) if part)

    @property
    def initials(self) -> str:
        """The initials of the given names: "D. E.", "J.-P."; a script without case has none."""
        if self.given.upper() == self.given.lower():
            return self.given
        words = self.given.replace(".", ". ").split()
        return " ".join(
            "-".join(f"{part[0]}." for part in word.split("-") if part) for word in words
        )


def parse_names(field: str) -> tuple[tuple[Person, ...], bool]:
    """Read the value of a name field.

    Args:
        field: the value as it stands in the file: names parted by ``and``, LaTeX and all.

    Returns:
        The people in order, and whether ``and others`` ended the list. Never fails; empty names
        are left out. Linear in the length of the field.

    """
    names = [name for name in _split(_words(field)) if name]
    people = [_person(tuple(name)) for name in names]
    people = [person for person in people if person.full]
    others = bool(people) and people[-1].full.lower() in OTHERS and not people[-1].literal
    return tuple(people[:-1] if others else people), others


def names_run_together(field: str) -> str | None:
    """The first name of a list that is probably more than one, as Unicode text.

    BibTeX parts people by ``and`` alone. A name with a semicolon or ampersand, with more commas
    than "King, Jr., Martin" has, or that ends in "et al.", comes of a list parted otherwise.
    """
    return next((_shown(name) for name in _split(_words(field)) if _is_run_together(name)), None)


def _is_run_together(name: list[str]) -> bool:
    parts = _parts(name)
    if len(parts) > 3 or (len(parts) == 3 and not SUFFIX.fullmatch(" ".join(parts[1]))):
        return _extended(parts) is None
    if len(name) > 2 and " ".join(name[-2:]).lower() in OTHERS:
        return True
    return any(
        word in _AMPERSANDS or ";" in _ENTITY.sub("", word)
        for word in name
        if not _is_one_group(word)
    )


def _parts(name: Sequence[str]) -> list[list[str]]:
    """The words of a name between its commas."""
    parts: list[list[str]] = [[]]
    for word in name:
        if word == ",":
            parts.append([])
        else:
            parts[-1].append(word)
    if len(parts) > 1 and not parts[-1]:  # "Aristotle," has no more to say
        parts.pop()
    return parts


def _shown(name: Sequence[str]) -> str:
    return to_unicode(" ".join(name).replace(" ,", ","))


def _words(field: str) -> list[str]:
    """Return the words and commas outside braces; a braced group is part of its word."""
    if "{" not in field and "\\" not in field:
        return field.replace(",", " , ").replace("~", " ").split()
    tokens = _TOKEN.findall(field)
    closing = _unclosed(tokens)
    words: list[str] = []
    word: list[str] = []
    depth = 0
    for place, tok in enumerate(tokens):
        if tok in {"{", "}"} and place not in closing:
            depth += 1 if tok == "{" else -1
        elif depth == 0 and (tok in {",", "~"} or tok.isspace()):
            words += ["".join(word)] if word else []
            words += [","] if tok == "," else []
            word = []
            continue
        word.append(tok)
    return [*words, "".join(word)] if word else words


def _unclosed(tokens: list[str]) -> set[int]:
    """Return the places of braces that have no partner; they group nothing."""
    open_braces: list[int] = []
    unclosed: set[int] = set()
    for place, tok in enumerate(tokens):
        if tok == "{":
            open_braces.append(place)
        elif tok == "}":
            if open_braces:
                open_braces.pop()
            else:
                unclosed.add(place)
    return unclosed | set(open_braces)


def _split(words: list[str]) -> list[list[str]]:
    """Split at the word ``and`` in any case (btxdoc); "Metin And" ends in a family name."""
    names: list[list[str]] = [[]]
    last = len(words) - 1
    for place, word in enumerate(words):
        if word == "and" or (word.lower() == "and" and 0 < place < last):
            names.append([])
        else:
            names[-1].append(word)
    return names


@lru_cache(maxsize=8192)
def _person(words: tuple[str, ...]) -> Person:
    """Read one name."""
    parts = _parts(words)
    if extended := _extended(parts):
        return extended
    if len(words) == 1 and _is_one_group(words[0]):
        return Person(family=to_unicode(words[0]), literal=True)
    if len(parts) > 3:
        return Person(family=_shown(words), literal=True)
    if len(parts) == 3:
        return _decoded(parts[2], *_particle_family(parts[0]), parts[1])
    if len(parts) == 2 and not (len(parts[1]) == 1 and SUFFIX.fullmatch(parts[1][0])):
        return _decoded(parts[1], *_particle_family(parts[0]), [])
    name, suffix = parts[0], parts[1] if len(parts) == 2 else []
    if not suffix and len(name) > 2 and SUFFIX.fullmatch(name[-1]):
        name, suffix = name[:-1], name[-1:]
    if len(name) == 2 and not suffix and all(map(_is_east_asian, name)):
        return _decoded(name[1:], [], name[:1], [])
    given = next((at for at, word in enumerate(name[:-1]) if _is_particle(word)), len(name) - 1)
    return _decoded(name[: max(given, 0)], *_particle_family(name[max(given, 0) :]), suffix)


def _particle_family(words: list[str]) -> tuple[list[str], list[str]]:
    """Split "von Last": the particle ends at the last word in lower case but the very last."""
    last = max((at for at, word in enumerate(words[:-1]) if _is_particle(word)), default=-1)
    return words[: last + 1], words[last + 1 :]


def _is_particle(word: str) -> bool:
    r"""Whether BibTeX takes a word for lower case: its first letter outside braces decides.

    A group that starts with a macro, ``{\'e}``, counts as the letter that it shows.
    """
    if word[0] == "{" and word[1:2] != "\\":
        depth = 0
        for at, character in enumerate(word):
            depth += {"{": 1, "}": -1}.get(character, 0)
            if depth == 0:
                return len(word) > at + 1 and _is_particle(word[at + 1 :])
        return False
    shown = word if word[0].isalpha() else to_unicode(word)
    return next((letter.islower() for letter in shown if letter.isalpha()), False)


def _is_east_asian(text: str) -> bool:
    """Whether a name is written in Han, kana or Hangul, where the family name stands first."""
    return _EAST_ASIAN.fullmatch(text) is not None


def _is_one_group(word: str) -> bool:
    if not (word[0] == "{" and word[-1] == "}"):
        return False
    depth = 0
    for tok, following in pairwise(_TOKEN.findall(word)):
        depth += {"{": 1, "}": -1}.get(tok, 0)
        if depth == 0 and following:
            return False
    return True


def _extended(parts: list[list[str]]) -> Person | None:
    """Read ``family=..., given=...``; None where the name is not written so."""
    values: dict[str, str] = {}
    for part in parts:
        found = _EXTENDED.fullmatch(" ".join(part))
        if found is None:
            return None
        values[found[1]] = to_unicode(found[2].strip().strip('"'))
    if not values.get("family"):
        return None
    return Person(
        given=values.get("given", ""),
        particle=values.get("prefix", ""),
        family=values["family"],
        suffix=values.get("suffix", ""),
    )


def _decoded(*parts: list[str]) -> Person:
    given, particle, family, suffix = (to_unicode(" ".join(words)) for words in parts)
    return Person(given, particle, family, suffix)


def _joined(first: str, second: str) -> str:
    """Join with a blank, but for a particle that ends in an apostrophe: "d'Alembert"."""
    glue = "" if not first or not second or first[-1] in "'’" else " "
    return first + glue + second
