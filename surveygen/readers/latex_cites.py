r"""Citation commands among the tokens of a LaTeX document.

Commands of LaTeX, natbib and biblatex: any whose name holds ``cite``, with texts in brackets before
and behind, and for ``\cites`` and its kin several groups of keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from surveygen.readers.latex_tokens import Token, source_of
from surveygen.text.latex import to_unicode

_CITE = re.compile(
    r"\\(?!(?:set)?citestyle|\w*citereset|citename|bibcite)[A-Za-z]*[cC]ite[A-Za-z]*\*?"
)
_TEXTUAL = re.compile(r"\\(?:[Tt]extcites?|[Cc]ite(?:al)?t|[Cc]iteauthor)\*?")
_NO_ROOM = re.compile(r"[{}`\\,]")
"""What a text beside a key cannot hold in a role (`text.citation_syntax`)."""


@dataclass(frozen=True, slots=True)
class Cite:
    """One use of a citation command."""

    keys: tuple[tuple[str, int], ...]
    """Keys and where each stands in the document."""
    end: int
    """Index of the token behind it."""
    before: str = ""
    """Text before and behind the citation, plain."""
    after: str = ""
    is_textual: bool = False
    """Whether it is a part of the sentence: Yao et al. (2024)."""
    is_silent: bool = False
    r"""Whether it prints nothing (``\nocite``)."""

    @property
    def role(self) -> str:
        """The citation as MyST."""
        names = [key for key, _offset in self.keys]
        before, after = (_NO_ROOM.sub("", text) for text in (self.before, self.after))
        names[0] = f"{{{before}}}{names[0]}" if before else names[0]
        names[-1] = f"{names[-1]}{{{after}}}" if after else names[-1]
        return f"{{cite:{'t' if self.is_textual else 'p'}}}`{','.join(names)}`"


def cite_at(tokens: Sequence[Token], at: int) -> Cite | None:
    """The citation that begins at an index; None where there is none, or it names no key."""
    command = tokens[at].text
    if not _CITE.fullmatch(command):
        return None
    keys: list[tuple[str, int]] = []
    texts: list[str] = []
    end = at + 1
    while True:
        options, opening = _options(tokens, _skipped(tokens, end))
        closing = _closing(tokens, opening)
        if closing is None:
            break
        texts = texts or options
        keys += _keys(tokens[opening + 1 : closing])
        end = closing + 1
        if not command.rstrip("*").endswith("cites"):
            break
    if not keys:
        return None
    before, after = texts if len(texts) == 2 else ("", *texts, "")[:2]
    is_textual = bool(_TEXTUAL.fullmatch(command))
    return Cite(tuple(keys), end, before, after, is_textual, "nocite" in command)


def _keys(tokens: Sequence[Token]) -> list[tuple[str, int]]:
    offsets = [token.offset + n for token in tokens for n in range(len(token.text))]
    words = re.finditer(r"[^\s,]+", source_of(tokens))
    found = [(word[0], offsets[word.start()]) for word in words]
    return [(key, offset) for key, offset in found if "\\" not in key and key not in ("*", "#")]


def _options(tokens: Sequence[Token], at: int) -> tuple[list[str], int]:
    texts: list[str] = []
    while at < len(tokens) and tokens[at].text == "[" and len(texts) < 2:
        stop = next((n for n in range(at, len(tokens)) if tokens[n].text == "]"), None)
        if stop is None:
            break
        texts.append(to_unicode(source_of(tokens[at + 1 : stop])))
        at = _skipped(tokens, stop + 1)
    return texts, at


def _closing(tokens: Sequence[Token], opening: int) -> int | None:
    if opening >= len(tokens) or tokens[opening].text != "{":
        return None
    return next((n for n in range(opening, len(tokens)) if tokens[n].text == "}"), None)


def _skipped(tokens: Sequence[Token], at: int) -> int:
    while at < len(tokens) and tokens[at].is_blank and not tokens[at].ends_paragraph:
        at += 1
    return at


def cites_in(tokens: Sequence[Token]) -> Iterator[tuple[int, Cite]]:
    """Index of each citation among tokens, and the citation."""
    at = 0
    while at < len(tokens):
        cite = cite_at(tokens, at)
        if cite is not None:
            yield at, cite
        at = cite.end if cite is not None else at + 1
