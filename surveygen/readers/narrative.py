"""``docs/sections/<id>.md``: the prose that opens a section."""

from __future__ import annotations

from surveygen.readers.decoding import decode
from surveygen.readers.prose import Grammar, read_prose
from surveygen.survey.diagnostics import Code, Diagnostic
from surveygen.survey.prose import Prose


def read_narrative(data: bytes, *, path: str) -> tuple[Prose, list[Diagnostic]]:
    """Read a narrative. It has no front matter. Never fails: what is wrong is a diagnostic."""
    decoded = decode(data, path=path, encoding_code=Code.PROSE_ENCODING)
    text, found = decoded.text, list(decoded.diagnostics)
    prose, refused = read_prose(text, path=path, line=1, grammar=Grammar.NARRATIVE)
    return prose, found + refused
