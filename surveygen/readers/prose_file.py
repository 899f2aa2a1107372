"""Bytes of a note or narrative to text; a byte that is no UTF-8 costs its line alone."""

from __future__ import annotations

import codecs
import re

from surveygen.survey.diagnostics import Code, Diagnostic

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HELP = "save the file as UTF-8"


def decode_prose(data: bytes, path: str) -> tuple[str, list[Diagnostic]]:
    """Decode UTF-8, with or without byte order mark, line ends made ``\\n``.

    A line with other bytes is read as Windows-1252, in which a file that is no UTF-8 mostly is, and
    reported.
    """
    if data.startswith(_UTF16):
        message = "the file is UTF-16"
        text = data.decode("utf-16", "replace")
        found = [Diagnostic(Code.PROSE_ENCODING, message, path, 1, None, _HELP)]
        return re.sub("\r\n?", "\n", text), found
    data = data.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        return data.decode(), []
    except UnicodeDecodeError:
        pass
    lines = []
    found = []
    for number, raw in enumerate(data.split(b"\n"), start=1):
        try:
            lines.append(raw.decode())
        except UnicodeDecodeError as error:
            lines.append(raw.decode("cp1252", "replace"))
            message = f"byte 0x{raw[error.start]:02X} is no UTF-8; the line is read as Windows-1252"
            column = len(raw[: error.start].decode()) + 1
            found.append(Diagnostic(Code.PROSE_ENCODING, message, path, number, column, _HELP))
    return "\n".join(lines), found
