"""Tokens of TeX as they stand in a bibliography field, and which brace closes which.

Both passes are linear for any input (TeXbook, chapters 7 and 8; no character starts a comment).
"""

import re
from typing import Final

_TOKEN: Final = re.compile(
    r"""
      \\[A-Za-z]+
    | \\\( (?: [^\\$] | \\[^()] )+ \\\)
    | \\.
    | \$\$ [^$\\]* (?: \\. [^$\\]* )* \$\$
    | \$ [^$\\]* (?: \\. [^$\\]* )* \$
    | [^\\${}\s~`'\-?!]+
    | \s+
    | --?-? | ``? | ''? | \?` | !`
    | .
    """,
    re.DOTALL | re.VERBOSE,
)
_BRACE: Final = re.compile(r"\\.|([{}])", re.DOTALL)


def tokenize(source: str) -> list[str]:
    """Cut a field into tokens; joined they give it back.

    A formula is one token, with its dollars; a dollar that opens none is a token of its own.
    """
    tokens: list[str] = []
    position = 0
    while found := _TOKEN.match(source, position):
        tok = found[0]
        if tok[0] == "$" and not _is_math(tok, source[found.end() : found.end() + 1]):
            tok = "$"
        elif in_parentheses(tok) and not _balanced(tok[2:-2]):
            tok = "\\("
        tokens.append(tok)
        position += len(tok)
    return tokens


def in_parentheses(tok: str) -> bool:
    r"""Whether a token is a formula between ``\(`` and ``\)``."""
    return tok.startswith("\\(") and tok != "\\("


def _is_math(tok: str, following: str) -> bool:
    inner = tok.strip("$")
    if not inner or inner.isspace() or not _balanced(inner):
        return False
    # "from $5 to $10" is about money: a dollar between a blank and a word opens, it does not close.
    return not (inner[-1].isspace() and (following.isalnum() or following == "\\"))


def _balanced(source: str) -> bool:
    depth = 0
    for brace in _BRACE.findall(source):
        depth += {"{": 1, "}": -1, "": 0}[brace]
        if depth < 0:
            return False
    return depth == 0


def pair_braces(tokens: list[str]) -> dict[int, int]:
    """Map the place of each opening brace to that of the brace that closes it."""
    pairs: dict[int, int] = {}
    stack: list[int] = []
    for place, tok in enumerate(tokens):
        if tok == "{":
            stack.append(place)
        elif tok == "}" and stack:
            pairs[stack.pop()] = place
    return pairs
