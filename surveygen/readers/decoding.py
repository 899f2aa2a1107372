"""Bytes of a hand-edited file to text: encodings, line ends, control characters."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from surveygen.messages import _, ngettext
from surveygen.survey.codes import Code
from surveygen.survey.diagnostics import Diagnostic
from surveygen.text.lines import place_behind

# A byte-order mark inside a file is what gluing two files together leaves.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]")
_ESCAPED = re.compile("[\udc80-\udcff]")
"""Bytes that are not UTF-8, as `surrogateescape` hands them over (PEP 383)."""
_WINDOWS_1252 = {
    0xDC00 + byte: bytes((byte,)).decode("cp1252", errors="ignore") or chr(byte)
    for byte in range(0x80, 0x100)
}
_BINARY = re.compile(rb"[\x01-\x08\x0e-\x1f]")
_TEXT_PER_CONTROL = 20
"""A file with more control characters than one in so many bytes is no text."""
ISO_2022_JP = re.compile(rb"\x1b\$[@B]")
"""What begins Japanese in a file of seven bits (RFC 1468); no other text has it."""
_UTF16_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with ``\\n`` line ends, and what had to be said about its bytes."""

    text: str
    diagnostics: tuple[Diagnostic, ...] = ()
    is_text: bool = True
    """False for a file of another sort, such as an image; its text is empty."""
    is_cut: bool = False
    """Whether it ends in the middle of a character."""


def decode(data: bytes, *, path: str, encoding_code: Code) -> Decoded:
    """Decode a file that should be UTF-8 so that every byte of it still shows.

    UTF-16 is known by its byte-order mark, or by its zeros, ISO-2022-JP by its escapes. Bytes that
    are not UTF-8 are read as Windows-1252, where every byte is a character (the five that it leaves
    open are read as Latin-1); those around them are not touched, for files are glued together from
    several sources.
    """
    found: list[Diagnostic] = []
    is_cut = False
    utf16 = _UTF16_MARKS.get(data[:2]) or _utf16_by_its_zeros(data)
    if utf16:
        text = data.decode(utf16, errors="replace")
        found.append(Diagnostic(encoding_code, _("the file is UTF-16"), path, 1))
    elif ISO_2022_JP.search(data):
        text = data.decode("iso2022_jp", errors="replace")
        found.append(Diagnostic(encoding_code, _("the file is ISO-2022-JP"), path, 1))
    else:
        data = data.removeprefix(codecs.BOM_UTF8)
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            if _is_binary(data):
                return _no_text(path)
            is_cut = error.reason == "unexpected end of data"
            text, count = _mended(data)
            message = ngettext(
                "{count} byte is not UTF-8, 0x{byte}; read as Windows-1252",
                "{count} bytes are not UTF-8, the first one 0x{byte}; read as Windows-1252",
                count,
            ).format(count=count, byte=f"{data[error.start]:02x}")
            place = place_behind(data[: error.start].decode("utf-8"))
            found.append(Diagnostic(encoding_code, message, path, *place))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    control = _CONTROL.search(text)
    if "\0" in text and not text.strip("\0 \t\n"):  # what a power cut leaves of a file
        return _no_text(path)
    if control:
        count = len(_CONTROL.findall(text))
        message = ngettext(
            "{count} control character is left out, U+{code}",
            "{count} control characters are left out, the first one U+{code}",
            count,
        ).format(count=count, code=f"{ord(control[0]):04X}")
        help = ngettext("delete it", "delete them", count)
        place = place_behind(text[: control.start()])
        found.append(Diagnostic(Code.CONTROL_CHARACTER, message, path, *place, help=help))
        text = _CONTROL.sub("", text)
    return Decoded(text, tuple(found), is_cut=is_cut)


def text_of(data: bytes) -> str:
    """The text of a file as `decode` gives it, where nothing is to be said of its bytes."""
    return decode(data, path="", encoding_code=Code.PROSE_ENCODING).text


def _no_text(path: str) -> Decoded:
    message, help = _("the file is no text; it is not read"), _("put the text back")
    return Decoded("", (Diagnostic(Code.UNREADABLE_FILE, message, path, 1, help=help),), False)


def _utf16_by_its_zeros(data: bytes) -> str | None:
    """The encoding of UTF-16 without its mark: every other byte of western text in it is zero."""
    if len(data) < 4 or len(data) % 2:
        return None
    most, few = len(data) // 4, len(data) // 40
    first, second = data[::2].count(0), data[1::2].count(0)
    if second > most and first <= few:
        return "utf-16-le"
    return "utf-16-be" if first > most and second <= few else None


def _is_binary(data: bytes) -> bool:
    """Whether bytes that are not UTF-8 are no text at all.

    NUL does not count: every other byte of UTF-16 without its mark is one.
    """
    return len(data) < _TEXT_PER_CONTROL * len(_BINARY.findall(data))


def _mended(data: bytes) -> tuple[str, int]:
    """The text of bytes that are not all UTF-8, and how many are not."""
    text = data.decode("utf-8", errors="surrogateescape")
    return text.translate(_WINDOWS_1252), len(_ESCAPED.findall(text))
