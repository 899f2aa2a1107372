"""Titles with the few HTML tags and entities that reference managers and publishers write.

Tags: CSL 1.0.2, "Rich text in CSL JSON"; Zotero knows the same. A tag without a partner, and any
other, is text.
"""

import html
import re
from typing import Final

from surveygen.text import math
from surveygen.text.latex import from_unicode, title_from_unicode
from surveygen.text.normal import clean
from surveygen.text.richtext import RichText, Style

_ENTITY: Final = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,6}|#[xX][0-9a-fA-F]{1,5});")
_SPOILED: Final = re.compile(r"\\(?=&)")
"""What is left of BibTeX in files that were made from it."""
_TAG: Final = re.compile(r"<(/?)(i|em|b|strong|sub|sup|sc|span)((?:\s[^<>]*)?)>", re.IGNORECASE)
_MACRO: Final = {
    "i": "emph", "em": "emph", "b": "textbf", "strong": "textbf", "sub": "textsubscript",
    "sup": "textsuperscript", "sc": "textsc",
}  # fmt: skip
_ELEMENT: Final[dict[Style, str]] = {"emph": "i", "strong": "b", "sub": "sub", "sup": "sup"}
_DEPTH: Final = 20
"""Levels of tags; what is deeper is text."""


def from_html(text: str) -> str:
    """Plain text of which the entities are decoded, as the value of a field."""
    return from_unicode(unescaped(text))


def unescaped(text: str) -> str:
    """Text with its entities decoded: ``R&amp;D`` is R&D."""
    if "&" not in text:
        return text
    return _ENTITY.sub(lambda found: html.unescape(found[0]), _SPOILED.sub("", text))


def title_from_html(text: str) -> str:
    """A title with tags as the value of a field, words with inner capitals or digits in braces."""
    shown = clean(unescaped(text))
    if "<" not in shown:
        return title_from_unicode(shown)
    tags = list(_TAG.finditer(shown))
    partner = _partners(tags)
    parts: list[str] = []
    position = 0
    for place, tag in enumerate(tags):
        if place not in partner:
            continue
        parts.append(_piece(shown[position : tag.start()]))
        # What a span means other than "keep the case" has no macro; braces do no harm.
        opening = f"\\{_MACRO[name]}{{" if (name := tag[2].lower()) in _MACRO else "{"
        parts.append("}" if tag[1] else opening)
        position = tag.end()
    return "".join([*parts, _piece(shown[position:])])


def title_to_html(runs: RichText) -> str:
    """A title as CSL JSON has it; formulas in readable Unicode."""
    parts = []
    for run in runs:
        text = math.to_unicode(run.text) if run.style == "math" else run.text
        element = _ELEMENT.get(run.style)
        parts.append(f"<{element}>{text}</{element}>" if element else text)
    return "".join(parts)


def _partners(tags: list[re.Match[str]]) -> frozenset[int]:
    """The places of the tags that have a partner."""
    found: set[int] = set()
    opened: list[int] = []
    for place, tag in enumerate(tags):
        name = tag[2].lower()
        if not tag[1]:
            opened.append(place)
        elif opened and tags[opened[-1]][2].lower() == name:
            if len(opened) <= _DEPTH:
                found |= {opened[-1], place}
            opened.pop()
    return frozenset(found)


def _piece(text: str) -> str:
    """A part of a title; blanks at its ends part it from what is around it."""
    before = " " if text[:1] == " " else ""
    after = " " if text[-1:] == " " and text.strip() else ""
    return f"{before}{title_from_unicode(text)}{after}"
