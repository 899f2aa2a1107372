"""``docs/sections/<id>.md``: the prose that opens a section."""

from __future__ import annotations

from surveygen.readers.prose import Grammar, read_prose
from surveygen.readers.prose_file import decode_prose
from surveygen.survey.diagnostics import Diagnostic
from surveygen.survey.prose import Prose


def read_narrative(data: bytes, *, path: str) -> tuple[Prose, list[Diagnostic]]:
    """Read a narrative. It has no front matter. Never fails: what is wrong is a diagnostic."""
    text, found = decode_prose(data, path)
    prose, refused = read_prose(text, path=path, line=1, grammar=Grammar.NARRATIVE)
    return prose, found + refused
