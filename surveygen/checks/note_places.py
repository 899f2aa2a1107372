"""Where in its file something of a note stands: found only when there is something to say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveygen.survey.codes import Code
from surveygen.survey.diagnostics import Diagnostic
from surveygen.survey.note import Note
from surveygen.survey.prose import Prose

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_CITATION = re.compile(r"\{cite:[pt]\}`[^`]*`")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def plain_words(text: str) -> list[str]:
    """The words of a text in order, those with a capital, digit or hyphen left out."""
    return [word for word, _offset in _plain_words(text)]


def _plain_words(text: str) -> Iterator[tuple[str, int]]:
    for found in _WORD.finditer(text):
        word = found[0]
        if word == word.lower() and not re.search(r"[\d-]", word):
            yield word.replace("’", "'"), found.start()


def finding_at(code: Code, message: str, note: Note, field: str, help: str = "") -> Diagnostic:
    """A finding at a field of the front matter, or at what it belongs to."""
    while field and field not in note.places:
        field = field.rpartition(".")[0]
    return Diagnostic(code, message, note.path, *note.places.get(field, (1, 1)), help)


class BodyPlaces:
    """Finds lines of a body; what is asked for again is looked for further down.

    The prose that was written anew keeps the lines of its source, but not its columns.
    """

    def __init__(self, prose: Prose) -> None:
        self._first = prose.line
        unescaped = _ESCAPED.sub(r"\1", prose.markdown)
        self._text = _CITATION.sub(lambda role: " " * len(role[0]), unescaped)
        self._searched: dict[str, int] = {}

    def line_of(self, shown: str) -> int:
        """The line where a number or name begins; that of the body where it cannot be found."""
        words = r"\s+".join(map(re.escape, shown.split()))
        found = re.compile(rf"(?<!\w){words}(?!\w)").search(
            self._text, self._searched.get(shown, 0)
        )
        if found is None:
            return self._first
        self._searched[shown] = found.end()
        return self._line_at(found.start())

    def line_of_run(self, run: tuple[str, ...]) -> int:
        """The line where a run of plain words begins; that of the body where there is none."""
        words = list(_plain_words(self._text))
        for start in range(len(words) - len(run) + 1):
            if all(word == words[start + n][0] for n, word in enumerate(run)):
                return self._line_at(words[start][1])
        return self._first

    def _line_at(self, offset: int) -> int:
        return self._first + self._text.count("\n", 0, offset)
