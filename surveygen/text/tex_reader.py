"""The reader behind `latex.to_richtext`: a walk over the tokens of a field, to runs of text.

One call per group, linear. The rules are those of the TeXbook (chapters 7 to 9): a word macro
swallows the blanks after it, an argument is a group or the next token, ``--`` is a dash unless a
brace parts it.
"""

import re
import unicodedata
from itertools import takewhile
from typing import Final

from surveygen.text import tex_macros as macros
from surveygen.text.identifiers import unescape_url
from surveygen.text.richtext import RichText, Run, Style, normalised
from surveygen.text.tex_tokens import in_parentheses, pair_braces, tokenize

MAX_LENGTH: Final = 200_000
MAX_DEPTH: Final = 50

_LIGATURES: Final = {
    "---": "—", "--": "–", "``": "“", "''": "”", "?`": "¿", "!`": "¡", "~": " ",
}  # fmt: skip
_QUOTES: Final = (("“", "”"), ("‘", "’"))
_DOTLESS: Final = {"ı": "i", "ȷ": "j"}


class TooDeepError(ValueError):
    """The value nests deeper than `MAX_DEPTH`."""


def read(source: str) -> RichText:
    """Read a value.

    Raises:
        TooDeepError: groups and arguments nest too deep.

    """
    tokens = tokenize(source)
    reader = _Reader(tokens, pair_braces(tokens))
    reader.walk(0, len(tokens), "plain")
    return normalised(reader.runs)


class _Reader:
    """Walks the tokens and collects runs."""

    def __init__(self, tokens: list[str], pairs: dict[int, int]) -> None:
        self.tokens = tokens
        self.pairs = pairs
        self.runs: list[Run] = []
        self.depth = 0
        self.quotes = 0  # levels of \enquote
        self.single = 0  # single quotation marks that wait for their end

    def walk(self, at: int, end: int, style: Style) -> None:
        """Read the tokens from `at` to `end`, a whole value or the inside of a group."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise TooDeepError
        while at < end:
            name = self.tokens[at][1:]
            if self.tokens[at][0] == "\\" and name in macros.DECLARED:
                style = _toggled(macros.DECLARED[name], style, name)
                at = self._after_blanks(at + 1, end)
            else:
                at = self._item(at, end, style)
        self.depth -= 1

    def _item(self, at: int, end: int, style: Style) -> int:
        """Read one character, group, formula or macro; return the place after it."""
        tok = self.tokens[at]
        first = tok[0]
        if first == "\\":
            if in_parentheses(tok):
                self._emit(tok[2:-2], "math")
                return at + 1
            return self._macro(at, end, style)
        if first == "{" and at in self.pairs:
            self.walk(at + 1, self.pairs[at], style)
            return self.pairs[at] + 1
        if first == "$" and len(tok) > 1:
            self._emit(tok.strip("$"), "math")
        elif style == "code" and tok != "~":
            self._emit(tok, style)
        elif tok in _LIGATURES:
            self._emit(_LIGATURES[tok], style)
        elif tok == "`":
            self.single += 1
            self._emit("‘", style)
        elif tok == "'":
            self._emit(self._apostrophe(at, end), style)
        else:
            self._emit(tok, style)
        return at + 1

    def _apostrophe(self, at: int, end: int) -> str:
        """Tell the end of a quotation from an apostrophe, which stays as it is written."""
        before = self.runs[-1].text[-1:] if self.runs else ""
        after = self.tokens[at + 1][0] if at + 1 < end else ""
        if self.single and not (before.isalnum() and after.isalnum()):
            self.single -= 1
            return "’"
        return "'"

    # -- macros --------------------------------------------------------------------------------

    def _macro(self, at: int, end: int, style: Style) -> int:
        tok = self.tokens[at]
        name = tok[1:]
        after = at + 1
        if name in macros.ACCENTS:
            return self._accent(name, after, end, style)
        if name in macros.STYLED:
            return self._argument(after, end, _toggled(macros.STYLED[name], style, name))
        if name in macros.TRANSPARENT or name in macros.SECOND or name in macros.FIRST:
            return self._shown_argument(name, after, end, style)
        if name in macros.WRAPPED or name in macros.QUOTED:
            return self._wrapped(name, after, end, style)
        if name in macros.UPPER or name in macros.LOWER:
            return self._cased(name, after, end, style)
        if name in macros.ADDRESS or name == "ensuremath":
            return self._verbatim(name, after, end, style)
        if name in macros.HIDDEN and self._group(after, end):
            return self._skipped(after, end)
        shown = macros.symbol(name) if name else None
        if shown is not None:
            self._emit(shown, style)
            return self._after_blanks(after, end) if name.isalpha() else after
        group = self._group(after, end)
        if not (group and name.isalpha() and group[0] < group[1]):
            self._emit(tok, style)  # unknown and without argument; else the argument is shown
        return after

    def _accent(self, name: str, at: int, end: int, style: Style) -> int:
        if self._after_blanks(at, end) == end:
            self._emit("\\" + name, style)
            return at
        base = _Reader(self.tokens, self.pairs)
        base.depth = self.depth
        after = base._argument(at, end, style)
        if not base.runs:
            self._emit(macros.SPACING_ACCENTS.get(name, "\\" + name), style)
            return after
        first, *others = base.runs
        letter = first.text[:1]
        if first.style != "math":
            dotted = _DOTLESS.get(letter, letter)
            mark = "" if name == "." and dotted != letter else macros.ACCENTS[name]
            # Behind the accents that the letter has already: \'{\^{e}} is ế.
            behind = 1 + len(_leading_marks(first.text[1:]))
            text = dotted + first.text[1:behind] + mark + first.text[behind:]
            first = Run(text, first.style)
        self.runs += [first, *others]
        return after

    def _shown_argument(self, name: str, at: int, end: int, style: Style) -> int:
        if name in macros.SECOND:
            at = self._skipped(self._after_option(at, end), end)
        at = self._argument(at, end, style)
        return self._skipped(at, end) if name in macros.FIRST else at

    def _wrapped(self, name: str, at: int, end: int, style: Style) -> int:
        quoted = name in macros.QUOTED
        left, right = _QUOTES[self.quotes % 2] if quoted else macros.WRAPPED[name]
        if self._after_blanks(at, end) == end:
            return at
        self._emit(left, style)
        self.quotes += quoted
        at = self._argument(at, end, style)
        self.quotes -= quoted
        self._emit(right, style)
        return at

    def _cased(self, name: str, at: int, end: int, style: Style) -> int:
        start = len(self.runs)
        at = self._argument(at, end, style)
        for place, run in enumerate(self.runs[start:], start):
            if run.style != "math":
                text = run.text.upper() if name in macros.UPPER else run.text.lower()
                self.runs[place] = Run(text, run.style)
        return at

    def _verbatim(self, name: str, at: int, end: int, style: Style) -> int:
        group = self._group(self._after_blanks(at, end), end)
        if group is None:
            return self._argument(at, end, style)
        source = "".join(self.tokens[group[0] : group[1]])
        if name == "ensuremath":
            self._emit(source.strip("$"), "math")
        else:
            self._emit(unescape_url(source), style)
        return group[1] + 1

    # -- arguments -----------------------------------------------------------------------------

    def _argument(self, at: int, end: int, style: Style) -> int:
        """Read the next group or token in `style`; return `at` itself where there is none."""
        start = at
        at = self._after_blanks(at, end)
        if at >= end:
            return start
        tok = self.tokens[at]
        if tok[0] not in "\\{$" and len(tok) > 1:
            self._emit(tok[0], style)
            self.tokens[at] = tok[1:]
            return at
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise TooDeepError
        at = self._item(at, end, style)
        self.depth -= 1
        return at

    def _group(self, at: int, end: int) -> tuple[int, int] | None:
        """Return where the inside of the group at `at` begins and ends."""
        return (at + 1, self.pairs[at]) if at < end and at in self.pairs else None

    def _skipped(self, at: int, end: int) -> int:
        group = self._group(self._after_blanks(at, end), end)
        return group[1] + 1 if group else at

    def _after_blanks(self, at: int, end: int) -> int:
        while at < end and self.tokens[at].isspace():
            at += 1
        return at

    def _after_option(self, at: int, end: int) -> int:
        if at < end and re.fullmatch(r"\[[^\[\]]*\]", self.tokens[at]):
            at += 1
        return at

    def _emit(self, text: str, style: Style) -> None:
        self.runs.append(Run(text, style))


def _leading_marks(text: str) -> str:
    """The combining characters that a text begins with."""
    return "".join(takewhile(unicodedata.combining, text))


def _toggled(wanted: Style, style: Style, name: str) -> Style:
    r"""Emphasis inside emphasis is upright (LaTeX, ``\emph``)."""
    return "plain" if name in {"em", "emph"} and style == "emph" else wanted
