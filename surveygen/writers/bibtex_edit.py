"""Edits of a bibliography: of one entry, or of new ones, and of no other byte of the file."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Mapping

from surveygen.survey.entry import Entry

_FIELD = re.compile(r"(?m)^([ \t]+)([A-Za-z][\w:+-]*)([ \t]*)=")
_TYPE = re.compile(r"@[ \t]*[A-Za-z][\w-]*(\s*[{(])")
_PLAIN_VALUE = (
    r"(?i)(?<=[,\s]){name}\s*=\s*"
    r"(?P<value>\{{[^{{}}\"]*\}}|\"[^{{}}\"]*\"|[^\s,{{}}\"#]+)(?=\s*[,}})])"
)
_REST_OF_LINE = re.compile(rb"[ \t]*,?[ \t]*(?:\r\n|\n|\r|\Z)")
_BLANK_LINE = re.compile(rb"[ \t]*(?:\r\n|\n|\r)")
_BLANK_LINE_ABOVE = re.compile(rb"(?:\A|\n|\r(?!\n))([ \t]*(?:\r\n|\n|\r))\Z")
_LINE_END = re.compile(rb"\r\n|\n|\r")


class NotEditable(Exception):
    """An edit could do harm: to the whole file, or to one entry.

    ``key`` is that of an entry that does not stand in the file as it was read, because its text was
    mended on the way; empty where the file is not UTF-8.
    """

    def __init__(self, key: str = "") -> None:
        super().__init__(key)
        self.key = key


def append_entries(data: bytes, texts: Iterable[str]) -> bytes:
    """A bibliography with entries behind its last one.

    Args:
        data: the file; may be empty.
        texts: BibTeX of the entries, with ``\\n`` between lines.

    Raises:
        NotEditable: the file is not UTF-8.

    """
    _check_utf8(data)
    line_end = _line_end(data)
    added = b"".join(
        line_end + text.strip().replace("\n", line_end.decode()).encode("utf-8") + line_end
        for text in texts
    )
    if not added:
        return data
    if not data.removeprefix(codecs.BOM_UTF8).strip():
        return data + added.removeprefix(line_end)
    return (data if data.endswith((b"\n", b"\r")) else data + line_end) + added


def replace_entry(data: bytes, entry: Entry, text: str) -> bytes:
    """A bibliography with one entry's text replaced.

    Raises:
        NotEditable: the file is not UTF-8, or the entry does not stand in it as it was read.

    """
    start, end, ending = _span(data, entry)
    return data[:start] + text.replace("\n", ending).encode("utf-8") + data[end:]


def remove_entry(data: bytes, entry: Entry) -> bytes:
    """A bibliography without an entry, its lines, and the blank line that parted it from the next.

    Raises:
        NotEditable: the file is not UTF-8, or the entry does not stand in it as it was read.

    """
    start, end, _ending = _span(data, entry)
    line_start = max(data.rfind(b"\n", 0, start), data.rfind(b"\r", 0, start)) + 1
    before = data[line_start:start].removeprefix(codecs.BOM_UTF8)
    rest = _REST_OF_LINE.match(data, end)
    if before.strip() or rest is None:  # something else stands on its line
        return data[:start] + data[end:]
    start, end = start - len(before), rest.end()
    head = data[:start]
    above = _BLANK_LINE_ABOVE.search(head)
    if end == len(data):
        head = head[: above.start(1)] if above else head
    elif (above or not head.removeprefix(codecs.BOM_UTF8)) and (
        blank := _BLANK_LINE.match(data, end)
    ):
        end = blank.end()
    return head + data[end:]


def _span(data: bytes, entry: Entry) -> tuple[int, int, str]:
    """Where an entry begins and ends in its file, and the line end that it uses."""
    _check_utf8(data)
    starts = [0, *(found.end() for found in _LINE_END.finditer(data))]
    start = starts[entry.line - 1] if 0 < entry.line <= len(starts) else len(data)
    for line_end in (b"\n", b"\r\n", b"\r"):
        ending = line_end.decode()
        old = entry.raw.replace("\n", ending).encode("utf-8")
        found = data.find(old, start)
        # It begins on its line; further down would be a copy of it.
        if found >= 0 and not _LINE_END.search(data, start, found):
            return found, found + len(old), ending
    raise NotEditable(entry.key)


def with_fields(raw: str, fields: Mapping[str, str], entry_type: str = "") -> str:
    """The text of an entry with further fields behind its last one, laid out as its own are.

    Args:
        raw: the entry, from its ``@`` to its closing brace.
        fields: value by name; values are written in braces.
        entry_type: another type for it, where one is given.

    """
    if entry_type:
        raw = _TYPE.sub(lambda found: f"@{entry_type}{found[1]}", raw, count=1)
    body, closing = raw.rstrip()[:-1].rstrip(), raw.rstrip()[-1]
    laid_out = list(_FIELD.finditer(body))
    indent = laid_out[-1][1] if laid_out else "  "
    columns = {len(found[0]) for found in laid_out}
    # Where every equals sign stands in one column, so do those of the new fields.
    column = columns.pop() if len(columns) == 1 and len(laid_out) > 1 else 0
    blank = " " if not laid_out or laid_out[-1][3] or column else ""
    lines = [
        f"{f'{indent}{name}{blank}':<{max(column - 1, 0)}}={' ' if blank else ''}{{{value}}},"
        for name, value in fields.items()
    ]
    comma = "" if body.endswith(",") else ","
    return f"{body}{comma}\n" + "\n".join(lines) + f"\n{closing}"


def with_value(raw: str, name: str, value: str) -> str:
    """The text of an entry with another value of a field that has a plain one.

    Raises:
        NotEditable: the field stands there twice or not at all, or its value holds braces, quotes
            or a ``#``.

    """
    found = list(re.finditer(_PLAIN_VALUE.format(name=re.escape(name)), raw))
    if len(found) != 1:
        raise NotEditable(name)
    start, end = found[0].span("value")
    return f"{raw[:start]}{{{value}}}{raw[end:]}"


def without_field(raw: str, name: str) -> str:
    """The text of an entry without a field that has a plain value.

    Raises:
        NotEditable: the field stands there twice or not at all, or its value holds braces, quotes
            or a ``#``.

    """
    found = list(re.finditer(_PLAIN_VALUE.format(name=re.escape(name)), raw))
    if len(found) != 1:
        raise NotEditable(name)
    before, after = raw[: found[0].start()].rstrip(), raw[found[0].end() :]
    # One of the commas around it goes with it.
    if after.lstrip().startswith(","):
        return before + after.lstrip()[1:]
    return before.removesuffix(",") + after


def _check_utf8(data: bytes) -> None:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        raise NotEditable from None
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise NotEditable
    if b"\x1b" in data:  # ISO-2022-JP is ASCII to look at
        raise NotEditable


def _line_end(data: bytes) -> bytes:
    found = _LINE_END.search(data)
    return found[0] if found else b"\n"
