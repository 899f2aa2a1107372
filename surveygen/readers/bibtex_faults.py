"""What can be wrong with a block of a BibTeX file, in an author's words and with its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pybtex.scanner import PybtexSyntaxError

from surveygen.messages import N_, _
from surveygen.readers.bibtex_places import FieldAt, fields_at
from surveygen.readers.merge_conflicts import FIRST_SIDE, HELP

NO_HEAD = N_("its beginning, @type and a brace, is missing")
NO_KEY = N_("it has no key")
BAD_KEY = N_("its key cannot be cited")
NOT_CLOSED = N_("it is not closed before the next entry")
NOT_CLOSED_AT_ALL = N_("it is not closed before the end of the file")
CLOSED_TOO_EARLY = N_('it is closed before its field "{field}"; a brace is too many')
EMPTY = N_("it holds nothing")
NO_BIBTEX = N_("the file holds no entry of BibTeX")
NO_EQUALS = N_('"{field}" is followed by no "="')
_UNCLOSED_FIELD = N_('field "{field}" is not closed')
_SWALLOWING_FIELD = N_('field "{field}" is not closed; it swallows "{lost}"')
_BAD_LETTER = N_('a field is named with the letter "{letter}"')
_COMMENT = N_("a % begins no comment inside an entry")
_BARE_VALUE = N_('the value of "{field}" is neither a number nor the name of a string')
_MISSING_COMMA = N_("a comma or # is missing before this, or a brace or quote is too many")
_QUOTE_IN_QUOTES = N_('the value of "{field}" ends at a quote inside of it')
_MISSING_QUOTE = N_("a quote or brace is missing")
_NO_NAME = N_("it has no name")
_NO_VALUE = N_('"{field}" has no value')
_TOO_DEEP = N_("its braces nest more than a hundred deep")
_OTHER = N_("it cannot be parsed: {problem}")

_HELP = {
    NO_HEAD: N_("begin it with @, its type, a brace, its key and a comma"),
    NO_KEY: N_("write a key and a comma behind the brace"),
    NOT_CLOSED: N_("write the brace that closes it"),
    NOT_CLOSED_AT_ALL: N_("write the brace that closes it"),
    CLOSED_TOO_EARLY: N_("delete that brace"),
    NO_BIBTEX: N_("export it as BibTeX, or begin each entry with @, its type and a brace"),
    FIRST_SIDE: HELP,
    NO_EQUALS: N_("write each field as name = {value}, with a comma behind it"),
    _UNCLOSED_FIELD: N_("write the brace or quote that closes it"),
    _SWALLOWING_FIELD: N_("write the brace or quote that closes it"),
    _BAD_LETTER: N_("use a-z and digits in the names of fields"),
    _COMMENT: N_("delete the line"),
    _BARE_VALUE: N_("put it into braces"),
    _QUOTE_IN_QUOTES: N_("put the value into braces"),
    _MISSING_COMMA: N_("write each field as name = {value}, with a comma behind it"),
    _NO_VALUE: N_("write a value, or delete the field"),
}
"""What to do, where it is more than to mend the entry."""

_IN_PLAIN_WORDS = {
    "entry key expected": NO_KEY,
    "a valid name expected": _NO_NAME,
    "'=' expected": NO_EQUALS,
    "field value expected": _NO_VALUE,
    "'}' expected": _MISSING_COMMA,
    "')' expected": _MISSING_COMMA,
    "unbalanced braces": _MISSING_QUOTE,
    "premature end of file": _MISSING_QUOTE,
    "too many nested braces": _TOO_DEEP,
}
"""Complaints of pybtex."""

_SWALLOWED = re.compile(
    r",[^\S\n]*+\n\s*+(author|booktitle|doi|editor|journal|month|number|pages|publisher|title|url"
    r"|volume|year)\s*+=\s*+[\"{\w]",
    re.IGNORECASE,
)
"""A field inside the value of another: a brace is missing before it, and one too many after."""
_NEXT_FIELD = re.compile(r"[A-Za-z][\w:+-]*+\s*+=")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a block is no entry, as a clause that can follow a colon."""

    reason: str
    """A marked message; the names in braces are those of ``parts``."""
    offset: int = 0
    """Where in the block's text."""
    parts: Mapping[str, str] = field(default_factory=dict)

    @property
    def shown(self) -> str:
        """The clause in the language of whoever reads the terminal."""
        return _(self.reason).format(**self.parts)

    @property
    def help(self) -> str:
        """What to do, in that language; empty where there is nothing particular to say."""
        return _(_HELP.get(self.reason, ""))


def swallowing_field(text: str, end: int | None = None) -> Fault | None:
    """The first field of an entry, before an offset, that runs on into the next one."""
    for here in fields_at(text):
        if end is not None and here.start >= end:
            break
        if lost := _SWALLOWED.search(text, here.start, here.end):
            parts = {"field": here.name, "lost": lost[1].lower()}
            return Fault(_SWALLOWING_FIELD, here.offset, parts)
    return None


def cause_of_unclosed(text: str) -> Fault | None:
    """The field on account of which an entry is not closed; None where it is the entry's brace."""
    if fault := swallowing_field(text):
        return fault
    for here in fields_at(text):
        if not here.is_closed:
            return Fault(_UNCLOSED_FIELD, here.offset, {"field": here.name})
    return None


def swallows(value: str) -> bool:
    """Whether the value of a field holds another field."""
    return _SWALLOWED.search(value) is not None


def fault_of_syntax(error: PybtexSyntaxError, text: str) -> Fault:
    """What pybtex complains of, at the place where its cause can be seen best."""
    offset = min(error.parser.pos, len(text.rstrip()))
    name = error.parser.current_field_name or ""
    problem = str(error.args[0])
    reason = _IN_PLAIN_WORDS.get(problem, _OTHER)
    if reason == _MISSING_QUOTE and (cause := cause_of_unclosed(text)):
        return cause
    if reason == _MISSING_COMMA:
        return _stray_text(text, offset)
    if reason == NO_EQUALS and name.startswith("@"):  # the next entry, which is indented
        return cause_of_unclosed(text) or Fault(NOT_CLOSED)
    letter = text[offset : offset + 1]
    if reason == _NO_VALUE and letter not in ("", ",", "}"):  # a curly quote, for one
        return Fault(_BARE_VALUE, offset, {"field": name})
    if reason == NO_EQUALS and not letter.isascii():
        return Fault(_BAD_LETTER, offset, {"letter": letter})
    return Fault(reason, offset, {"field": name, "problem": problem})


def _stray_text(text: str, offset: int) -> Fault:
    """Why something stands behind a value that is neither a comma nor the end of the entry."""
    if fault := swallowing_field(text, offset):
        return fault
    if text[offset : offset + 1] == "%":
        return Fault(_COMMENT, offset)
    before: FieldAt | None = None
    for here in fields_at(text):
        if here.start >= offset:
            break
        before = here
    if before and not _NEXT_FIELD.match(text, offset):
        end = text[before.end - 1 : before.end]
        if end == '"' and before.end == offset:
            return Fault(_QUOTE_IN_QUOTES, before.end - 1, {"field": before.name})
        if end not in ('"', "}"):
            return Fault(_BARE_VALUE, before.offset, {"field": before.name})
    return Fault(_MISSING_COMMA, offset)
