"""LaTeX in bibliography fields: to rich text, to plain Unicode, and from Unicode to a field.

A field is not a document: ``%``, ``#``, ``&``, ``_`` and ``^`` stand for themselves (btxdoc,
section 3), braces only group, and a fault in one field must not hide what it says. So the reader
never fails: what it does not know is shown as it is written, and nothing is silently lost.

pylatexenc supplies the rarer characters (`tex_macros`). Its walker is not used: it recurses once
per brace, takes ``%`` for a comment and drops unknown macros and lone dollars.
"""

import re
from functools import lru_cache
from typing import Final

from surveygen.text.normal import clean
from surveygen.text.richtext import RichText, Run, plain_text
from surveygen.text.tex_reader import MAX_LENGTH, TooDeepError, read

_MARKUP: Final = re.compile(r"[\\{}$~`]|--|''")
_MORE_THAN_BRACES: Final = re.compile(r"[\\$~`]|--|''")
_BRACE: Final = re.compile(r"[{}]")

_ESCAPES: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "$": r"\$",
        "&": r"\&",
        "#": r"\#",
        "%": r"\%",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "`": r"\textasciigrave{}",
    }
)
# BibTeX counts braces without regard to the backslash (btxdoc, section 2), so braces that do not
# pair need a macro. Only then: fewer programs know it.
_LONE_BRACES: Final = _ESCAPES | {ord("{"): r"\textbraceleft{}", ord("}"): r"\textbraceright{}"}
_KEEPS_ITS_CASE: Final = re.compile(r"\w*\d|\w+[A-Z]")
"""A word with a capital behind its first letter, or with a digit; styles would lower it."""
_WORDS: Final = re.compile(r"[\w×]+|[^\w×]+")
_LIGATURE: Final = re.compile(r"-(?=-)|'(?=')")


def to_richtext(source: str) -> RichText:
    """Decode the value of a BibTeX or biblatex field.

    Args:
        source: the value without its outer delimiters; any text.

    Returns:
        What it shows, in NFC, with single blanks and none at the ends; neighbouring runs differ
        in style. Past `MAX_LENGTH` characters or about fifty levels of braces the literal text
        is the value.

    """
    unmarked = _unmarked(source)
    if unmarked is not None:
        return _plain(unmarked)
    try:
        return read(source)
    except TooDeepError:
        return _plain(source)


@lru_cache(maxsize=8192)
def to_unicode(source: str) -> str:
    """Decode the value of a field to plain text; formulas become readable Unicode."""
    unmarked = _unmarked(source)
    # Most values are such ones, and a large bibliography has many.
    return plain_text(to_richtext(source)) if unmarked is None else clean(unmarked)


def _unmarked(source: str) -> str | None:
    """The text of a value that has no markup but braces, or is too long; None of any other."""
    if len(source) > MAX_LENGTH or not _MARKUP.search(source):
        return source
    if not _MORE_THAN_BRACES.search(source) and is_balanced(source):
        return _BRACE.sub("", source)
    return None


def from_unicode(text: str) -> str:
    """Write plain text as the value of a field in a UTF-8 BibTeX file.

    Characters that TeX or BibTeX take for markup are written as macros, everything else as
    itself; braces balance. ``to_unicode(from_unicode(text)) == clean(text)``.
    """
    shown = clean(text)
    return _written(shown, _escapes_for(shown))


def title_from_unicode(text: str) -> str:
    """Write a plain title as `from_unicode`, words with inner capitals or digits in braces.

    Styles that lower-case titles leave them alone then: ``A study of {ImageNet} in {3D}``.
    """
    shown = clean(text)
    escapes = _escapes_for(shown)
    return "".join(
        f"{{{_written(part, escapes)}}}" if _KEEPS_ITS_CASE.match(part) else _written(part, escapes)
        for part in _WORDS.findall(shown)
    )


def _escapes_for(shown: str) -> dict[int, str]:
    return _ESCAPES if is_balanced(shown) else _LONE_BRACES


def _written(shown: str, escapes: dict[int, str]) -> str:
    return _LIGATURE.sub(lambda match: match[0] + "{}", shown.translate(escapes))


def _plain(text: str) -> RichText:
    shown = clean(text)
    return (Run(shown, "plain"),) if shown else ()


def is_balanced(source: str) -> bool:
    """Whether braces pair as BibTeX counts them, without regard to backslashes."""
    depth = 0
    for brace in _BRACE.findall(source):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0
