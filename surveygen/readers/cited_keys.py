"""The keys that a document cites: a LaTeX .aux, .bcf or .tex, Markdown, or a plain list.

Sources: BibTeX's ``\\citation`` (btxdoc, section 4); biblatex manual, sections 3.9 and 4.4; the
citation syntax of MyST and pandoc.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from surveygen.readers.decoding import text_of
from surveygen.survey.entry import places_in
from surveygen.survey.taxonomy import Placement

_AUX = re.compile(r"\\citation\{([^}]*)\}|\\abx@aux@cite\{[^}]*\}\{([^}]*)\}")
_BCF = re.compile(r"<bcf:citekey[^>]*>([^<]*)</bcf:citekey>")
_TEX_COMMENT = re.compile(r"(?<!\\)(?:\\\\)*%.*")
_ARGUMENTS = r"(?:\s*\[[^\]]*\])*\s*\{([^{}]*)\}"
_NO_CITATION = r"(?:set)?citestyle\b|\w*citereset\b|citename\b|bibcite\b|\w*citecommand\b"
_TEX = re.compile(rf"\\(?!{_NO_CITATION})[A-Za-z]*[cC]ite[A-Za-z]*\*?(?:\s*\([^)]*\))*{_ARGUMENTS}")
_TEX_MORE = re.compile(_ARGUMENTS)
"""What follows the first key of ``\\cites[12]{a}[30]{b}``."""
_MARKDOWN = re.compile(
    r"\{cite(?::[a-z]+)?\}`([^`]*)`|(?<![\w.@])-?@([A-Za-z0-9_][\w:.#$%&+?<>~/-]*[\w/]|\w)"
)
_MYST_TEXTS = re.compile(r"\{[^{}]*\}")
"""Pre- and post-text inside a MyST citation."""
_LIST_COMMENT = re.compile(r"(?m)^\s*[#%].*")
_WORD = re.compile(r"[^\s,;]+")


@dataclass(frozen=True, slots=True)
class CitedKeys:
    """Each key once, where it first stands."""

    keys: tuple[Placement, ...]
    everything: bool = False
    """Whether the document cites everything (``\\nocite{*}``)."""


def read_cited_keys(data: bytes, *, path: str) -> CitedKeys:
    """Keys in the order of their first citation; the file's name says how it is read."""
    text = text_of(data)
    match PurePath(path).suffix.lower():
        case ".aux":
            found = _groups(_AUX, text)
        case ".bcf":
            found = _groups(_BCF, text)
        case ".tex" | ".ltx" | ".latex":
            found = _tex_groups(_blanked(_TEX_COMMENT, text))
        case ".md" | ".markdown" | ".qmd" | ".rmd":
            found = _groups(_MARKDOWN, text)
        case _:
            found = ((match[0], match.start()) for match in _WORD.finditer(_list_of(text)))
    offsets: dict[str, int] = {}
    everything = False
    for group, start in found:
        for word in _WORD.finditer(_blanked(_MYST_TEXTS, group)):
            key = word[0]
            if key == "*":
                everything = True
            elif "\\" not in key and not key.startswith("#"):
                offsets.setdefault(key, start + word.start())
    places = places_in(text, offsets.values())
    keys = (Placement(key, *place) for key, place in zip(offsets, places, strict=True))
    return CitedKeys(tuple(keys), everything)


def _groups(pattern: re.Pattern[str], text: str) -> Iterator[tuple[str, int]]:
    for match in pattern.finditer(text):
        number = match.lastindex or 0
        yield match[number], match.start(number)


def _tex_groups(text: str) -> Iterator[tuple[str, int]]:
    for match in _TEX.finditer(text):
        yield match[1], match.start(1)
        command = match[0].split("{")[0].split("[")[0].split("(")[0].strip().rstrip("*")
        end = match.end()
        while command.endswith("cites") and (more := _TEX_MORE.match(text, end)):
            yield more[1], more.start(1)
            end = more.end()


def _list_of(text: str) -> str:
    return _blanked(_LIST_COMMENT, text)


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    """The text with blanks in place of what matches, so that everything else stays in place."""
    return pattern.sub(lambda match: " " * len(match[0]), text)
