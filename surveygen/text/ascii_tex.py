r"""Values of fields with TeX's commands in the place of letters beyond ASCII.

For programs that know no UTF-8. pylatexenc's table says which command stands for which character;
a command is used only where our own reader gives the same character back.
"""

from functools import lru_cache
from typing import Final

from surveygen.text.latex import to_unicode
from surveygen.text.normal import without_controls
from surveygen.text.tex_tokens import tokenize

_VERBATIM: Final = frozenset({"url", "doi", "eprint", "file"})
"""Fields in which a command would not be read as one."""


def to_ascii_tex(name: str, value: str) -> str:
    r"""Write a field with commands: ``Erdős`` as ``Erd{\H{o}}s``.

    Letters stay where there is no command for them: in formulas and addresses, and of scripts
    that TeX has none for.
    """
    if value.isascii() or name in _VERBATIM:
        return value
    value = without_controls(value)
    written = "".join(
        token if token.isascii() or token[0] in "$\\" else "".join(map(_command, token))
        for token in tokenize(value)
    )
    return written if to_unicode(written) == to_unicode(value) else value


@lru_cache(maxsize=4096)
def _command(letter: str) -> str:
    """The command for a character in braces, or the character."""
    if letter.isascii():
        return letter
    command = _table().get(ord(letter))
    if command is None or not command.isascii():
        return letter
    written = f"{{{command}}}"
    return written if to_unicode(written) == to_unicode(letter) else letter


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    # Imported when it is asked for: it takes longer than writing a bibliography.
    from pylatexenc.latexencode import get_builtin_uni2latex_dict

    table: dict[int, str] = get_builtin_uni2latex_dict()
    return table
