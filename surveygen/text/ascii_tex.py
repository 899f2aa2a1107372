r"""Values of fields with TeX's commands in the place of letters beyond ASCII.

For programs that know no UTF-8. pylatexenc's table says which command stands for which character;
accents that it does not have are put together. A command is used only where our own reader gives
the same character back. LaTeX knows all of them with ``\usepackage[T1]{fontenc}`` and the packages
amsmath and amssymb.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from surveygen.text.latex import to_unicode
from surveygen.text.normal import without_controls
from surveygen.text.tex_macros import ACCENTS
from surveygen.text.tex_tokens import tokenize

_VERBATIM: Final = frozenset({"url", "doi", "eprint", "file"})
"""Fields in which a command would not be read as one."""
_BELOW: Final = ("c", "d", "b", "k", "textcommabelow")
_ABOVE: Final = ("`", "'", "^", "~", '"', "=", ".", "u", "v", "H", "r")
"""Accents that every font of LaTeX has; hooks and double graves are Vietnamese and Croatian."""
_MARKS: Final = {ACCENTS[name]: name for name in (*_ABOVE, *_BELOW)}
_UNCOMMON: Final = frozenset(("\\texthvlig", "\\textnrleg"))
"""Commands of the table that no common package has."""
_LETTER: Final = re.compile(
    "[\u0370-\u03ff\u1f00-\u1fff]{2,}|[^\u0300-\u036f][\u0300-\u036f]*", re.DOTALL
)
"""A character with the marks that it bears; a Greek word, which is no formula, is one as well."""


def to_ascii_tex(name: str, value: str) -> str:
    r"""Write a field with commands: ``Erdős`` as ``Erd{\H{o}}s``.

    Letters stay where there is no command for them: in formulas, addresses and Greek words, and of
    scripts that TeX has none for.
    """
    if value.isascii() or name in _VERBATIM:
        return value
    value = unicodedata.normalize("NFC", without_controls(value))
    written = "".join(
        token
        if token.isascii() or token[0] in "$\\"
        else _LETTER.sub(lambda letter: _command(letter[0]), token)
        for token in tokenize(value)
    )
    return written if to_unicode(written) == to_unicode(value) else value


@lru_cache(maxsize=4096)
def _command(letter: str) -> str:
    """The command in braces for a character and its marks, or what there is none for."""
    if letter.isascii():
        return letter
    for command in (_of_table(letter), _put_together(letter)):
        written = f"{{{command}}}"
        if command and command.isascii() and to_unicode(written) == to_unicode(letter):
            return written
    return letter


def _of_table(letter: str) -> str:
    command = _table().get(ord(letter), "") if len(letter) == 1 else ""
    return "" if command in _UNCOMMON else command


def _put_together(letter: str) -> str:
    """A letter of ASCII with its accents, those below it outermost, as TeX can set them."""
    parts = unicodedata.normalize("NFD", letter)
    base, names = parts[0], [_MARKS.get(mark, "") for mark in parts[1:]]
    if not (base.isascii() and base.isalpha() and names and all(names)):
        return ""
    written = base
    for name in sorted(names, key=lambda name: name in _BELOW):
        written = rf"\{name}{{{written}}}"
    return written


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    # Imported when it is asked for: it takes longer than writing a bibliography.
    from pylatexenc.latexencode import get_builtin_uni2latex_dict

    table: dict[int, str] = get_builtin_uni2latex_dict()
    return table
