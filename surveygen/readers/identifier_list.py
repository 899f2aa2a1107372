"""Lists of identifiers to entries: one DOI, arXiv identifier or address a line.

The entries hold the identifier alone: what it stands for is not known offline, and not made up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveygen.messages import N_
from surveygen.readers.records import Files, Reading, Records
from surveygen.readers.unicode_entry import described
from surveygen.text import identifiers

_COMMENT = re.compile(r"(?:^|\s)#.*")
_BULLET = re.compile(r"^(?:[-*+•]|\d+[.)])\s+")
_NOT_ONE = N_('"{text}" is no DOI, arXiv identifier or address')
_SHOWN = 80


def looks_like_identifiers(path: str, text: str) -> bool:
    """Whether most lines that are no comments are identifiers, the first one among them."""
    known = (_is_identifier(line) for _number, _column, line in _lines(text))
    if not next(known, False):
        return False
    others = list(known)
    return 2 * (sum(others) + 1) > len(others) + 1


def read_identifiers(files: Files) -> Records:
    """Read files one by one; a line that is none costs only itself."""
    reading = Reading()
    for path, data in files:
        for number, column, line in _lines(reading.text(path, data)):
            place = number, column
            if _is_identifier(line):
                reading.add(described("", {}, people={}, links=[line], path=path, place=place))
            else:
                parts = {"text": line[:_SHOWN]}
                reading.put_aside(_NOT_ONE, path, place, line, parts)
    return reading.finished()


def _lines(text: str) -> Iterator[tuple[int, int, str]]:
    """Number, column and content of every line that has some, without comments and bullets."""
    for number, line in enumerate(text.split("\n"), 1):
        content = _BULLET.sub("", _COMMENT.sub("", line).strip()).strip("<>,; \t")
        if content:
            yield number, line.index(content) + 1, content


def _is_identifier(line: str) -> bool:
    readers = (identifiers.doi, identifiers.arxiv, identifiers.web_url)
    return any(read(line) is not None for read in readers)
