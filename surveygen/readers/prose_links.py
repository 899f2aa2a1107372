"""Which addresses prose may link to or show, and how they are written."""

from __future__ import annotations

import posixpath
import re
from typing import Final
from urllib.parse import unquote

from surveygen.text.identifiers import web_url

_MAIL: Final = re.compile(r"mailto:[\w.!#$%&'*+/=^~-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_ANCHOR: Final = re.compile(r"#[\w.:-]+")
_PATH: Final = re.compile(r"/?(?:(?:\.\.?|[\w][\w .+@=(),-]*)/)*[\w][\w .+@=(),-]*")
_IMAGE_SUFFIXES: Final = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".pdf")


def external_link(url: str) -> str | None:
    """A link that notes may hold: http, https, or mailto with an address alone."""
    if _MAIL.fullmatch(url):
        return url
    return web_url(url)


def document_link(url: str) -> str | None:
    """A link inside docs/: ``#anchor``, or a Markdown document, absolute from docs/."""
    path, hash_mark, anchor = unquote(url).partition("#")
    if hash_mark and not _ANCHOR.fullmatch(f"#{anchor}"):
        return None
    if not path:
        return f"#{anchor}" if hash_mark else None
    inside = _inside_docs(path)
    if inside is None or not inside.endswith(".md"):
        return None
    return f"{inside}{hash_mark}{anchor}"


def image_path(url: str) -> str | None:
    """An image inside docs/, absolute from docs/."""
    inside = _inside_docs(unquote(url))
    return inside if inside and inside.lower().endswith(_IMAGE_SUFFIXES) else None


def _inside_docs(path: str) -> str | None:
    """A path relative to docs/ as ``/path``; None where it leaves docs/ or is no plain path."""
    if not _PATH.fullmatch(path):
        return None
    normal = posixpath.normpath(path.removeprefix("/"))
    return None if normal.startswith("../") else f"/{normal}"
