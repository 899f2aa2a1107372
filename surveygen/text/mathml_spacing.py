"""Thin spaces around functions such as log, which MathML takes for one long variable.

TeX sets a thin space between a function and a letter or number beside it, and none where an
operator or an opening fence stands (The TeXbook, chapter 18). MathML gives spaces to operators
alone.
"""

from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from surveygen.text.math_symbols import CLOSING, FUNCTIONS

_XMLNS: Final = ' xmlns="http://www.w3.org/1998/Math/MathML"'
#: Elements whose children stand in a row; elsewhere their number has a meaning.
_ROWS: Final = frozenset(("math", "mrow", "mtd", "mstyle", "msqrt"))
_SCRIPTED: Final = frozenset(("msub", "msup", "msubsup", "munder", "mover", "munderover"))
_NAMES: Final = frozenset(FUNCTIONS.values())
_AFTER_WHICH_IT_IS_SPACED: Final = frozenset((")", "]", "}", "!", *CLOSING.values()))
_APPLY: Final = "\N{FUNCTION APPLICATION}"


def space_functions(mathml: str) -> str:
    """Return a ``math`` element with thin spaces where TeX sets them beside a function."""
    if _APPLY not in mathml and not any(f">{name}<" in mathml for name in _NAMES):
        return mathml
    # Read without its namespace: how that is written is a setting of the whole process.
    bare = mathml.replace(_XMLNS, "", 1)
    tree = ElementTree.fromstring(bare)  # noqa: S314  docutils wrote it, without a DOCTYPE
    for row in tree.iter():
        if row.tag in _ROWS:
            row[:] = list(_spaced(list(row)))
    spaced = ElementTree.tostring(tree, encoding="unicode")
    return spaced.replace("<math", f"<math{_XMLNS}", 1)


def _spaced(row: list[Element]) -> Iterator[Element]:
    for place, part in enumerate(row):
        before, after = row[place - 1] if place else None, row[place + 1 :]
        applied = bool(after) and after[0].text == _APPLY
        is_function = _is_function(part) or applied
        if is_function and before is not None and _is_spaced_from(before):
            yield Element("mspace", width="0.1667em")
        yield part
        end_of_function = part.text == _APPLY or (is_function and not applied)
        if end_of_function and after and _core(after[0]).tag != "mo":
            yield Element("mspace", width="0.1667em")


def _core(part: Element) -> Element:
    """What bears scripts and limits, without them."""
    while part.tag in _SCRIPTED:
        part = part[0]
    return part


def _is_function(part: Element) -> bool:
    core = _core(part)
    return core.tag == "mi" and core.text in _NAMES


def _is_spaced_from(before: Element) -> bool:
    """Whether a function behind this has a space; behind another one, that has brought it."""
    core = _core(before)
    if core.tag == "mo":
        return core.text in _AFTER_WHICH_IT_IS_SPACED
    return before.tag != "mspace" and not _is_function(before)
