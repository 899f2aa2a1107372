r"""The line that a section of a LaTeX outline begins with: its title, and what stands there.

``\item \textbf{Title}~\cite{k1,k2} and some words\\`` has its title up to the first citation. What
the line cites stands in the section; further words, and what follows a line break, describe it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from surveygen.readers.latex_cites import Cite, cites_in
from surveygen.readers.latex_prose import plain
from surveygen.readers.latex_tokens import Token
from surveygen.survey.outline import SEE_ALSO

_BREAKS = frozenset((r"\\", r"\newline", r"\linebreak"))
_PARAGRAPH = Token("\n\n", 0)


@dataclass(frozen=True, slots=True)
class FirstLine:
    """What the line says, and the text behind it."""

    title: str
    works: list[tuple[str, int]]
    also: list[tuple[str, int]]
    description: list[Token]


def first_line(text: list[Token], heading: list[Token] | None, *, is_item: bool) -> FirstLine:
    """Tell what a section begins with.

    Args:
        text: from behind its ``\\item`` or heading up to the next one.
        heading: the title where it does not stand in the text.
        is_item: whether a line break ends the line.

    """
    first, behind = _split(text, _BREAKS if is_item else frozenset())
    cites = [cite for _at, cite in cites_in(first)]
    if heading is None:
        title, words = _title_of(first)
    else:
        title, words = heading, first
        if not is_item and _has_words(words):
            cites = []  # A paragraph below a heading is prose, unless it only cites.
        cites = [*(cite for _at, cite in cites_in(title)), *cites]
    words = _without_pointers(words)
    if _has_words(words):
        behind = [*words, _PARAGRAPH, *behind]
    also = [cite for cite in cites if _is_also(cite)]
    return FirstLine(
        plain(title),
        [key for cite in cites if cite not in also for key in cite.keys],
        [key for cite in also for key in cite.keys],
        behind,
    )


def _split(tokens: list[Token], breaks: frozenset[str]) -> tuple[list[Token], list[Token]]:
    """The tokens before the first break outside of braces, and those behind it."""
    start = next((n for n, token in enumerate(tokens) if not token.is_blank), len(tokens))
    depth = 0
    for at in range(start, len(tokens)):
        token = tokens[at]
        depth += {"{": 1, "}": -1}.get(token.text, 0)
        if depth == 0 and (token.text in breaks or token.ends_paragraph):
            return tokens[start:at], _without_room(tokens[at + 1 :])
    return tokens[start:], []


def _without_room(tokens: list[Token]) -> list[Token]:
    r"""Tokens without the length behind a break, ``\\[2pt]``."""
    texts = [token.text for token in tokens[:6]]
    if texts[:1] == ["["] and "]" in texts:
        return tokens[texts.index("]") + 1 :]
    return tokens


def _title_of(line: list[Token]) -> tuple[list[Token], list[Token]]:
    """The title at the beginning of a line, up to its first citation, and what follows it."""
    first = next((at for at, _cite in cites_in(line)), None)
    if first is None:
        return line, []
    depth = sum({"{": 1, "}": -1}.get(token.text, 0) for token in line[:first])
    end = first
    while depth > 0 and end < len(line):
        depth += {"{": 1, "}": -1}.get(line[end].text, 0)
        end += 1
    title = line[:end]
    while title and (title[-1].text == "~" or title[-1].is_blank):
        title = title[:-1]
    # What leads over to the citation: "Title (", "Title:".
    if title and title[-1].text != "}":
        last = title[-1]
        kept = last.text.rstrip("(:,;")
        title = [*title[:-1], replace(last, text=kept)] if kept else title[:-1]
    return title, line[end:]


def _is_also(cite: Cite) -> bool:
    return cite.before.casefold() == SEE_ALSO


def _without_pointers(tokens: list[Token]) -> list[Token]:
    """Tokens without citations of works whose home is elsewhere."""
    for at, cite in reversed(list(cites_in(tokens))):
        if _is_also(cite):
            tokens = tokens[:at] + tokens[cite.end :]
    return tokens


def _has_words(tokens: Sequence[Token]) -> bool:
    """Whether tokens say something beside what they cite."""
    return any(character.isalnum() for character in plain(tokens))
