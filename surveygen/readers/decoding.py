"""Bytes of a hand-edited file to text: encodings, line ends, control characters."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from surveygen.survey.diagnostics import Code, Diagnostic

# A byte-order mark inside a file is what gluing two files together leaves.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]")
_ESCAPED = re.compile("[\udc80-\udcff]")
"""Bytes that are not UTF-8, as `surrogateescape` hands them over (PEP 383)."""
_WINDOWS_1252 = {
    0xDC00 + byte: bytes((byte,)).decode("cp1252", errors="ignore") or chr(byte)
    for byte in range(0x80, 0x100)
}
_UTF16_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with ``\\n`` line ends, and what had to be said about its bytes."""

    text: str
    diagnostics: tuple[Diagnostic, ...] = ()


def decode(data: bytes, *, path: str, encoding_code: Code) -> Decoded:
    """Decode a file that should be UTF-8 so that every byte of it still shows.

    UTF-16 is known by its byte-order mark. Bytes that are not UTF-8 are read as Windows-1252, where
    every byte is a character (the five that it leaves open are read as Latin-1); those around them
    are not touched, for files are glued together from several sources.
    """
    found: list[Diagnostic] = []
    utf16 = _UTF16_MARKS.get(data[:2])
    if utf16:
        text = data.decode(utf16, errors="replace")
        found.append(Diagnostic(encoding_code, "file is UTF-16", path, 1, help="save it as UTF-8"))
    else:
        data = data.removeprefix(codecs.BOM_UTF8)
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = len(re.findall(rb"\r\n|\r|\n", data[: error.start])) + 1
            text, count = _mended(data)
            bytes_are = f"{count} bytes are" if count > 1 else "a byte is"
            found.append(
                Diagnostic(
                    encoding_code,
                    f"{bytes_are} not UTF-8, the first 0x{data[error.start]:02x}; "
                    "read as Windows-1252",
                    path,
                    line,
                    help="save the file as UTF-8",
                )
            )
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    control = _CONTROL.search(text)
    if control:
        count = len(_CONTROL.findall(text))
        found.append(
            Diagnostic(
                Code.CONTROL_CHARACTER,
                f"{count} control character{'s' * (count > 1)} left out, "
                f"the first U+{ord(control[0]):04X}",
                path,
                text.count("\n", 0, control.start()) + 1,
                help="delete them",
            )
        )
        text = _CONTROL.sub("", text)
    return Decoded(text, tuple(found))


def _mended(data: bytes) -> tuple[str, int]:
    """The text of bytes that are not all UTF-8, and how many are not."""
    text = data.decode("utf-8", errors="surrogateescape")
    return text.translate(_WINDOWS_1252), len(_ESCAPED.findall(text))
