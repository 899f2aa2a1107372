"""Identifiers of works and addresses on the web: DOI, arXiv identifier, http(s) URL.

Sources: DOI handbook, section 2.2 (syntax) and 3.8 (as URL); "Understanding the arXiv
identifier", arxiv.org/help/arxiv_identifier; RFC 3986.
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote, urlsplit

MAX_LENGTH: Final = 2048

_ESCAPED: Final = re.compile(r"\\([%_&#~{}$])(?:\{\})?")
_TILDE: Final = re.compile(r"\{?\\(?:textasciitilde|sim)\}?(?:\{\})?|\$\\sim\$")
_DOI_PREFIX: Final = re.compile(
    r"(?:https?://)?(?:(?:dx|www)\.)?doi\.org/(?:doi:)?|doi:?\s*", re.IGNORECASE
)
_DOI: Final = re.compile(
    r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s\\{}]+"
)  # what LaTeX is left is no part of it
_ARXIV_NEW: Final = r"[0-9]{2}(?:0[1-9]|1[0-2])\.[0-9]{4,5}"
_ARXIV_OLD: Final = r"[a-z]+(?:-[a-z]+)?(?:\.[A-Z]{2})?/[0-9]{2}(?:0[1-9]|1[0-2])[0-9]{3}"
_ARXIV: Final = re.compile(rf"({_ARXIV_NEW}|{_ARXIV_OLD})(?:v([1-9][0-9]?))?(?:\s*\[[^\]]*\])?")
_ARXIV_PREFIX: Final = re.compile(
    r"(?:https?://)?(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html|format|src)/"
    r"|(?:https?://)?(?:dx\.)?doi\.org/10\.48550/arxiv\.|10\.48550/arxiv\.|arxiv:\s*",
    re.IGNORECASE,
)
_HOST: Final = re.compile(
    r"(?:[^\W_](?:[\w\-]{0,61}[^\W_])?\.)*[^\W_](?:[\w\-]{0,61}[^\W_])?\.?"
    r"|[0-9a-f]*:[0-9a-f:.]+"  # IPv6, without its brackets
)


def unescape_url(source: str) -> str:
    r"""Undo the LaTeX in an address: ``\_``, ``\%``, ``\~{}``, ``\url{...}``, outer braces."""
    text = source.strip()
    for opening in (r"\url{", r"\path{", r"\nolinkurl{", "{"):
        if text.startswith(opening) and text.endswith("}"):
            text = text.removeprefix(opening).removesuffix("}").strip()
    if "\\" in text:
        text = _TILDE.sub("~", text)
        text = _ESCAPED.sub(r"\1", text)
    return text


def doi(raw: str) -> str | None:
    """Read a DOI.

    Args:
        raw: a bare DOI, with ``doi:``, or as a URL of doi.org; LaTeX escapes are undone.

    Returns:
        The DOI as it is written there, without prefix; None where it is none. Two DOIs are the
        same if they are equal in lower case (DOI handbook, 2.2.2).

    """
    if len(raw) > MAX_LENGTH:
        return None
    text = unescape_url(raw)
    prefix = _DOI_PREFIX.match(text)
    if prefix:
        text = text[prefix.end() :]
        if "/" in prefix[0]:
            text = unquote(text.split("?", 1)[0] if text.count("?") else text)
    text = text.rstrip(".,;")
    return text if _DOI.fullmatch(text) and text.isprintable() else None


def doi_url(doi: str) -> str:
    """Return the address of a DOI, everything but unreserved characters percent-encoded."""
    return "https://doi.org/" + quote(doi, safe="/:;()-._~")


@dataclass(frozen=True, slots=True)
class ArxivId:
    """An arXiv identifier: ``2311.10721`` or ``math.GT/0309136``, and the version, 0 if none."""

    id: str
    version: int = 0

    def __str__(self) -> str:
        return f"{self.id}v{self.version}" if self.version else self.id


def arxiv(raw: str) -> ArxivId | None:
    """Read an arXiv identifier: bare, with ``arXiv:``, as a URL or as arXiv's DOI."""
    if len(raw) > MAX_LENGTH:
        return None
    text = unescape_url(raw)
    prefix = _ARXIV_PREFIX.match(text)
    if prefix:
        text = text[prefix.end() :]
        if "/" in prefix[0]:
            text = re.split(r"[?#]", text, maxsplit=1)[0].rstrip("/")
            text = text.removesuffix(".pdf")
    found = _ARXIV.fullmatch(text)
    return ArxivId(found[1], int(found[2] or 0)) if found else None


def arxiv_url(arxiv_id: ArxivId) -> str:
    """Return the address of the abstract page."""
    return f"https://arxiv.org/abs/{arxiv_id}"


def web_url(raw: str) -> str | None:
    """Read an address that a reader may be sent to.

    Args:
        raw: the value of a ``url`` field; LaTeX escapes are undone.

    Returns:
        The address, safe to stand in an ``href`` once HTML-escaped; None where it is not a plain
        http or https URL: other schemes, white space, control or invisible characters, a
        backslash, user names and passwords, no host.

    """
    if len(raw) > MAX_LENGTH:
        return None
    text = unescape_url(raw)
    if not text.isprintable() or re.search(r"[\s\\<>\"`{}|^]", text):
        return None
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:  # a bracket without an IPv6 address, a port that is no number
        return None
    if parts.scheme not in {"http", "https"} or "@" in parts.netloc or port == 0:
        return None
    return text if _HOST.fullmatch(parts.hostname or "") else None
