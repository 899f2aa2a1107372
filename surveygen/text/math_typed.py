"""Characters that people type in a formula where TeX has a command: ``τ`` for ``\\tau``.

A font of TeX holds none of them, so they are spelled out before the formula is read. Where two
shapes share a letter, the character stands for the shape that Unicode charts show: ``ε`` and ``φ``
are the curly ones.
"""

import re
from typing import Final

from surveygen.text.math_commands import BLACKBOARD
from surveygen.text.math_symbols import (
    ARROWS,
    CLOSING,
    DOTS,
    FENCES,
    LARGE,
    LETTERS,
    OPENING,
    OPERATORS,
    ORDINARY,
    RELATIONS,
)

_TABLES: Final = (
    LETTERS, ORDINARY, OPERATORS, RELATIONS, ARROWS, LARGE, DOTS, OPENING, CLOSING, FENCES,
)  # fmt: skip
_NAMES: Final = {
    # Of several commands for a character the first one prints it, but for these.
    **{text: name for table in reversed(_TABLES) for name, text in reversed(table.items())},
    "ε": "varepsilon",
    "ϵ": "epsilon",
    "φ": "varphi",
    "ϕ": "phi",
    "µ": "mu",
    "…": "ldots",
    "∣": "mid",
    "⋅": "cdot",
    "◦": "circ",
    "→": "to",
}
TYPED: Final = {
    **{it: f"\\{name}" for it, name in _NAMES.items() if len(it) == 1 and not it.isascii()},
    **{it: rf"\mathbb{{{letter}}}" for letter, it in BLACKBOARD.items()},
    "−": "-",
    "′": "'",
    "″": "''",
    "°": r"^\circ",
}
"""Character -> TeX."""
_RAISED: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ"
_LOWERED: Final = "₀₁₂₃₄₅₆₇₈₉₊₋"
_ON_THE_LINE: Final = str.maketrans(_RAISED + _LOWERED, "0123456789+-n" + "0123456789+-")
_LETTER: Final = re.compile("[A-Za-z]")
# A character behind a backslash is the name of a command, and none that there is.
_FOUND: Final = re.compile(
    rf"\\.|[{''.join(TYPED)}]|(?P<raised>[{_RAISED}]+)|(?P<lowered>[{_LOWERED}]+)", re.DOTALL
)


def spelled_out(source: str) -> str:
    """Return the TeX source of a formula with commands for the characters that have one."""
    return source if source.isascii() else _FOUND.sub(_spelling, source)


def _spelling(found: re.Match[str]) -> str:
    if found["raised"] or found["lowered"]:
        mark = "^" if found["raised"] else "_"
        return f"{mark}{{{found[0].translate(_ON_THE_LINE)}}}"
    tex = TYPED.get(found[0])
    if tex is None:
        return found[0]
    following = found.string[found.end() : found.end() + 1]
    # TeX takes letters behind a command for a part of its name.
    return f"{tex} " if tex[-1].isalpha() and _LETTER.match(following) else tex
