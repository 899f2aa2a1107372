r"""Text as MyST that reads as this text and nothing else, whatever extensions are enabled.

Sources: CommonMark 0.31 (2.4 backslash escapes, 6.1 code spans, 6.3 links) and the rules of
mdit-py-plugins 0.7 that MyST-Parser 5.2 can enable. A backslash before ASCII punctuation makes it
text for every one of them, and ends the run of text that the rules for bare links and typographic
replacements look at. Quotes alone stay as they are: a site may set them as it likes.
"""

from __future__ import annotations

import re
from typing import Final

_SPECIAL: Final = re.compile(
    r"(?=[!-.:-@\[-`{-~])(?:"  # no letter needs to be looked at more closely
    r"[\\`*_{}\[\]<$~|]"  # opens or closes something wherever it stands
    r"|!(?=\[|$)"  # images, also where the bracket comes from a link
    r"|&(?=[#A-Za-z])"  # entities
    r"|@(?=\S)|:(?=\S)|\.(?=[^\W\d_]{2})|(?<=www)\."  # bare e-mail addresses, URLs, domain names
    r"|(?<=\(tm)\)|(?<=\([crp])\)|\+(?=-)"  # (tm), (c), +-
    r"|(?<=\))="  # targets: (name)=
    r"|(?<=([!-.:-@^]))\1"  # --, ..., ::, == and their like
    r")",
    re.IGNORECASE,
)
_LINE_START: Final = re.compile(r"(?=[-+:=%#>])|[0-9]{1,9}(?=[.)])")
_SECTION_REFERENCE: Final = re.compile(r"§(?=[0-9])")
_WHITE: Final = re.compile("[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")
_PUNCTUATION: Final = re.compile(r"[!-/:-@\[-`{-~]")
_BACKTICKS: Final = re.compile("`+")
_FENCES: Final = re.compile("`+|~+|:+")
_UNSAFE_IN_URL: Final = re.compile(r"[^!-~]|[&<>\\`{}|^]")


def escape(text: str, *, line_start: bool = False) -> str:
    """A run of text on one line; white space becomes single blanks.

    ``line_start`` says that nothing but markers of lists and quotes stands before it.
    """
    text = _WHITE.sub(" ", text)
    if line_start:
        text = text.lstrip()
    escaped = _SPECIAL.sub(r"\\\g<0>", text)
    if line_start and (marker := _LINE_START.match(escaped)):
        escaped = f"{escaped[: marker.end()]}\\{escaped[marker.end() :]}"
    # A section sign is no ASCII punctuation: only an entity takes its meaning.
    return _SECTION_REFERENCE.sub("&sect;", escaped) if "§" in escaped else escaped


def escape_all(text: str) -> str:
    """A run of text with every punctuation escaped, for link titles."""
    return _PUNCTUATION.sub(r"\\\g<0>", _WHITE.sub(" ", text))


def code_span(content: str) -> str:
    """Inline code."""
    content = _WHITE.sub(" ", content)
    ticks = "`" * (_longest(_BACKTICKS, content) + 1)
    strippable = content.startswith(" ") and content.endswith(" ") and content.strip(" ")
    pad = " " if strippable or content[:1] == "`" or content[-1:] == "`" else ""
    return f"{ticks}{pad}{content}{pad}{ticks}"


def role(name: str, content: str) -> str | None:
    """A role; None where the content cannot stand in one."""
    content = _WHITE.sub(" ", content).strip(" ")
    if not content or content[0] == "`" or content[-1] == "`":
        return None
    ticks = "`" * (_longest(_BACKTICKS, content) + 1)
    return f"{{{name}}}{ticks}{content}{ticks}"


def link_destination(url: str) -> str:
    """A URL between angle brackets."""
    return f"<{_UNSAFE_IN_URL.sub(_percent, url)}>"


def _percent(found: re.Match[str]) -> str:
    character = found[0]
    if character == "&":
        return r"\&"
    return "".join(f"%{byte:02X}" for byte in character.encode())


def fenced(info: str, body: list[str], *, mark: str = "`") -> list[str]:
    """A fenced block around lines, its fence longer than any in them."""
    longest = max((_longest(_FENCES, line) for line in body), default=0)
    fence = mark * max(3, longest + 1)
    return [f"{fence}{info}", *body, fence]


def code_block(text: str, language: str = "text") -> list[str]:
    """A block of code that no site setting turns into a directive (``fence_as_directive``)."""
    body = text.splitlines()
    if not any(line.strip() for line in body):
        return fenced("", body)
    return fenced(f"{{code-block}} {language}", guarded(body))


def guarded(body: list[str]) -> list[str]:
    """The body of a directive, with a blank line before what would be read as its options."""
    return ["", *body] if body and body[0].lstrip()[:1] in (":", "-", "") else body


def _longest(runs: re.Pattern[str], text: str) -> int:
    return max(map(len, runs.findall(text)), default=0)
