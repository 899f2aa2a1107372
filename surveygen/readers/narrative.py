"""``docs/sections/<id>.md``: the prose that opens a section."""

from __future__ import annotations

from surveygen.messages import _
from surveygen.readers.decoding import decode
from surveygen.readers.merge_conflicts import FIRST_SIDE, HELP, first_sides
from surveygen.readers.prose import Grammar, read_prose
from surveygen.survey.codes import Code
from surveygen.survey.diagnostics import Diagnostic
from surveygen.survey.prose import Prose


def read_narrative(data: bytes, *, path: str) -> tuple[Prose, list[Diagnostic]]:
    """Read a narrative. It has no front matter. Never fails: what is wrong is a diagnostic."""
    decoded = decode(data, path=path, encoding_code=Code.PROSE_ENCODING)
    sides = first_sides(decoded.text)
    found = [
        *decoded.diagnostics,
        *(Diagnostic(Code.NOT_ALLOWED, _(FIRST_SIDE), path, n, help=_(HELP)) for n in sides.lines),
    ]
    prose, refused = read_prose(sides.text, path=path, line=1, grammar=Grammar.NARRATIVE)
    return prose, found + refused
