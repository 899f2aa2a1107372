"""Whether a file holds the image that its name promises.

A browser shows nothing of a damaged image, and TeX stops at it. Formats: PNG (W3C, third edition,
5.2 and 5.3), JPEG (ITU-T T.81, B.1.1.3), GIF89a, RIFF WebP, PDF (ISO 32000-1, 7.5.2 and 7.5.5).
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path

from surveygen.messages import N_, _
from surveygen.survey.codes import Code

_DAMAGED = N_('the image "{path}" is damaged, or none')
_POINTER = N_('the image "{path}" is a pointer of Git LFS, not the image itself')
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"


@dataclass(frozen=True, slots=True)
class ImageFault:
    """Why a file is no image, and what to do; in the language of the terminal."""

    message: str
    help: str


def image_fault(file: Path, shown: str) -> ImageFault | None:
    """What is wrong with the content of an image file; None where nothing is, or is known.

    Args:
        file: a file that is there.
        shown: its name for people.

    """
    try:
        data = file.read_bytes()
    except OSError as error:
        return ImageFault(f"{shown}: {error.strerror}", _(Code.UNREADABLE_FILE.help))
    if data.startswith(b"version https://git-lfs.github.com/"):
        return ImageFault(_(_POINTER).format(path=shown), _("run `git lfs pull`"))
    if _is_image(data, file.suffix.lower()):
        return None
    return ImageFault(_(_DAMAGED).format(path=shown), _("save or export it again"))


def _is_image(data: bytes, suffix: str) -> bool:
    match suffix:
        case ".png" | ".jpg" | ".jpeg":  # browsers and TeX go by the content
            return data.startswith(_JPEG) or _is_whole_png(data)
        case ".gif":
            return data.startswith((b"GIF87a", b"GIF89a"))
        case ".webp":
            return data.startswith(b"RIFF") and data[8:12] == b"WEBP"
        case ".svg":
            return b"<svg" in data
        case ".pdf":
            return b"%PDF-" in data[:1024] and b"startxref" in data[-2048:]
    return True


def _is_whole_png(data: bytes) -> bool:
    """Whether all chunks of a PNG are there as they were written, up to the last."""
    if not data.startswith(_PNG):
        return False
    start = len(_PNG)
    while start + 12 <= len(data):
        end = start + 8 + int.from_bytes(data[start : start + 4])
        if int.from_bytes(data[end : end + 4]) != zlib.crc32(data[start + 4 : end]):
            return False
        if data[start + 4 : start + 8] == b"IEND":
            return True
        start = end + 4
    return False
