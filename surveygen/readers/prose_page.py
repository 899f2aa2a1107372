"""What the writers of prose share: the grammar, the source's lines, and what was found in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from surveygen.readers.sentences import CITATION, sentences, without_citations
from surveygen.survey.diagnostics import Code, Diagnostic
from surveygen.survey.prose import Citation, CitationStyle

_LONGEST_SEARCHED_LINE = 2_000
_LONGEST_EXCERPT = 60


class Grammar(Enum):
    """What prose may hold; everything else is shown as text."""

    NOTE = "notes hold paragraphs, lists, emphasis, web links, math, inline code and citations"
    NARRATIVE = (
        "narratives hold what notes hold, headings, tables, quotes, admonitions, figures, code "
        "and links to pages of the survey"
    )


@dataclass(frozen=True, slots=True)
class CitedAt:
    """A citation before its sentence is known."""

    keys: tuple[str, ...]
    style: CitationStyle
    line: int


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

    def refuse(self, what: str, line: int, excerpt: str = "", help_text: str = "") -> None:
        """Report a construct that is shown as text. ``line`` counts the prose's lines from 0."""
        first = excerpt.split("\n", 1)[0]
        cut = "..." if len(first) > _LONGEST_EXCERPT else ""
        shown = f": {first[:_LONGEST_EXCERPT]}{cut}" if first else ""
        message = f"{what} is not allowed here; shown as text{shown}"
        self.report(message, line, first, help_text or self.grammar.value)

    def report(self, message: str, line: int, excerpt: str, help_text: str) -> None:
        """Report what is not shown as written, at the column where the excerpt stands."""
        column: int | None = None
        if excerpt and line < len(self.source) and len(self.source[line]) < _LONGEST_SEARCHED_LINE:
            column = self.source[line].find(excerpt) + 1 or None
        self.diagnostics.append(
            Diagnostic(Code.NOT_ALLOWED, message, self.path, self.line + line, column, help_text)
        )

    def add_text(self, text: str, cited: list[CitedAt]) -> None:
        """Add a block's plain text; each of its citations stands in it as `CITATION`."""
        waiting = iter(cited)
        plain = []
        for sentence in sentences(text):
            plain.append(without_citations(sentence))
            for _ in range(sentence.count(CITATION)):
                at = next(waiting)
                self.citations.append(Citation(at.keys, at.style, self.line + at.line, plain[-1]))
        if any(plain):
            self.texts.append(" ".join(filter(None, plain)))
