"""What the writers of prose share: the grammar, the source's lines, and what was found in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from itertools import islice
from typing import Literal

from surveygen.messages import N_, _
from surveygen.readers.sentences import CITATION, sentences, without_citations
from surveygen.survey.codes import Code
from surveygen.survey.diagnostics import Diagnostic
from surveygen.survey.prose import Citation, CitationStyle, Mention

_LONGEST_EXCERPT = 60


class Grammar(Enum):
    """What prose may hold; everything else is shown as text."""

    NOTE = N_("notes hold paragraphs, lists, emphasis, web links, math, inline code and citations")
    NARRATIVE = N_(
        "narratives hold what notes hold, headings, tables, quotes, admonitions, figures, code "
        "and links to pages of the survey"
    )


@dataclass(frozen=True, slots=True)
class CitedAt:
    """A citation before its sentence is known."""

    keys: tuple[str, ...]
    style: CitationStyle
    line: int
    """Of the prose, counted from 0."""
    column: int


@dataclass(slots=True)
class ProsePage:
    """One note or narrative while it is written anew."""

    grammar: Grammar
    path: str
    line: int
    """Line of the file where the prose starts, first is 1."""
    source: list[str]
    """Lines of the prose."""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)

    def refuse(
        self, message: str, line: int, column: int | None, excerpt: str = "", help: str = ""
    ) -> None:
        """Report a construct that is shown as text, with the beginning of its source.

        ``line`` counts the prose's lines from 0, ``column`` from 1 and is None where it is unknown.
        """
        first = excerpt.split("\n", 1)[0]
        if first:
            cut = "..." if len(first) > _LONGEST_EXCERPT else ""
            message = f"{message}: {first[:_LONGEST_EXCERPT]}{cut}"
        self.report(message, line, column, help or _(self.grammar.value))

    def report(self, message: str, line: int, column: int | None, help: str) -> None:
        """Report what is not shown as written."""
        self.diagnostics.append(
            Diagnostic(Code.NOT_ALLOWED, message, self.path, self.line + line, column, help)
        )

    def mention(
        self, kind: Literal["section", "page", "image"], name: str, line: int, column: int | None
    ) -> None:
        """Note a part of the survey that is named; line and column as for `refuse`."""
        self.mentions.append(Mention(kind, name, self.line + line, column or 1))

    def add_text(self, text: str, cited: list[CitedAt]) -> None:
        """Add a block's plain text; each of its citations stands in it as `CITATION`."""
        waiting = iter(cited)
        plain = []
        for sentence in sentences(text):
            plain.append(without_citations(sentence))
            for at in islice(waiting, sentence.count(CITATION)):
                line = self.line + at.line
                self.citations.append(Citation(at.keys, at.style, line, plain[-1], at.column))
        if any(plain):
            self.texts.append(" ".join(filter(None, plain)))
