"""Where the parts of a BibTeX entry stand in its text; asked only when there is something to say.

Values are skipped as BibTeX reads them: braces balance without regard to backslashes, and within
braces a quote is a letter (btxdoc, section 2). One pass over the text, whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pybtex.database.input.bibtex import NAME_CHARS

_LETTERS = re.escape(NAME_CHARS)
_NAME = rf"[{_LETTERS}][{_LETTERS}0-9]*+"
_HEAD = re.compile(r"@\s*+[^\s{(]*+\s*+[{(]\s*+")
_STRING_NAME = re.compile(_NAME)
_KEY = re.compile(r"[^\s,]*+")
_FIELD = re.compile(rf"[\s,]*+({_NAME})\s*+=\s*+")
_PART = re.compile(rf"[{{\"]|[0-9]++|{_NAME}")
_JOINT = re.compile(r"\s*+#\s*+")
_BRACE = re.compile(r"[{}]")
_BRACE_OR_QUOTE = re.compile(r"[{}\"]")


@dataclass(frozen=True, slots=True)
class FieldAt:
    """A field of an entry where it stands in the entry's text."""

    name: str
    """Lower case."""
    offset: int
    """Of the name."""
    start: int
    """Of the value."""
    end: int
    strings: tuple[str, ...]
    """Names of the ``@string`` definitions that the value uses, as written."""
    is_closed: bool
    """Whether the brace or quote that opens the value is closed."""


def key_offset(text: str) -> int:
    """Where the key of an entry, or the name of an ``@string``, stands or should stand."""
    head = _HEAD.match(text)
    return head.end() if head else 0


def string_name(text: str) -> str:
    """The name that an ``@string`` defines; empty where it has none."""
    name = _STRING_NAME.match(text, key_offset(text))
    return name[0] if name else ""


def fields_at(text: str) -> Iterator[FieldAt]:
    """Every field of an entry in order, up to the first place where the text is no BibTeX."""
    key = _KEY.match(text, key_offset(text))
    position = key.end() if key else len(text)
    while field := _FIELD.match(text, position):
        strings: list[str] = []
        end: int | None = field.end()
        position = field.end()
        while part := _PART.match(text, position):
            if part[0] in '{"':
                end = _closing(text, part.end(), part[0])
            else:
                end = part.end()
                if not part[0].isdigit():
                    strings.append(part[0])
            position = len(text) if end is None else end
            joint = _JOINT.match(text, position)
            if joint is None:
                break
            position = joint.end()
        yield FieldAt(
            name=field[1].lower(),
            offset=field.start(1),
            start=field.end(),
            end=position,
            strings=tuple(strings),
            is_closed=end is not None,
        )


def field_offsets(text: str) -> Iterator[tuple[str, int]]:
    """Name and offset of every field of an entry."""
    for field in fields_at(text):
        yield field.name, field.offset


def _closing(text: str, position: int, opening: str) -> int | None:
    """Behind the brace or quote that closes a value; None where nothing does."""
    depth = 0
    for mark in (_BRACE if opening == "{" else _BRACE_OR_QUOTE).finditer(text, position):
        match mark[0]:
            case "{":
                depth += 1
            case "}" if depth:
                depth -= 1
            case "}":
                return mark.end() if opening == "{" else None
            case _ if not depth:
                return mark.end()
    return None
