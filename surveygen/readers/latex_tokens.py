r"""A LaTeX document as tokens with their offsets: comments gone, the author's macros written out.

Rules of the TeXbook (chapters 7, 8 and 20) as far as documents use them: a comment takes its line
end along, a blank line ends a paragraph, a word macro takes the blanks behind it. Macros are those
of ``\newcommand`` and its kin, ``\newenvironment``, ``\def`` with plain parameters, ``\let`` and
``\DeclareMathOperator``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from typing import Final

_TOKEN: Final = re.compile(
    r"(?P<comment>%[^\n]*(?:\n(?![ \t]*\n)[ \t]*)?)"
    r"|\\[A-Za-z@]+\*?|\\.|\#[1-9]|\$\$?|[{}\[\]~#]|\s+|[^\\{}\[\]$%~\#\s]+|\\",
    re.DOTALL,
)
_COMMANDS: Final = frozenset(
    r"\newcommand \renewcommand \providecommand \DeclareRobustCommand".split()
)
_ENVIRONMENTS: Final = frozenset((r"\newenvironment", r"\renewenvironment"))
_OPERATORS: Final = frozenset((r"\DeclareMathOperator", r"\DeclareMathOperator*"))
_KEPT: Final = re.compile(
    r"\\(?:item|begin|end|\w*[cC]ite\w*|(?:sub)*(?:section|paragraph)|chapter|part|textbf|textit|emph"
    r"|document)\*?"
)
"""What says where works stand; no definition changes it."""
MOST_EXPANDED: Final = 200_000
"""Tokens that macros may come to; one that calls itself would never end."""


@dataclass(frozen=True, slots=True)
class Token:
    """A command, a character of structure, white space, or text."""

    text: str
    offset: int
    """Where it stands in the document; of a macro's content, where the macro stands."""

    @property
    def is_blank(self) -> bool:
        """Whether it is white space."""
        return self.text.isspace()

    @property
    def ends_paragraph(self) -> bool:
        """Whether it is a blank line, or the command for one."""
        return self.text == r"\par" or (self.is_blank and self.text.count("\n") > 1)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a document."""

    tokens: tuple[Token, ...]
    endless: str = ""
    """A macro that calls itself, or comes to too much; it is left as it stands."""


def read_tokens(text: str) -> Tokens:
    """The tokens of a document in their order, every macro that it defines written out."""
    found = [
        Token(match[0], match.start()) for match in _TOKEN.finditer(text) if not match["comment"]
    ]
    return _Expansion(found).run()


@dataclass(frozen=True, slots=True)
class _Macro:
    arguments: int
    default: tuple[Token, ...] | None
    body: tuple[Token, ...]


class _Expansion:
    def __init__(self, tokens: Iterable[Token]) -> None:
        self.waiting = list(tokens)[::-1]
        self.macros: dict[str, _Macro] = {}
        self.room = MOST_EXPANDED
        self.endless = ""

    def run(self) -> Tokens:
        done: list[Token] = []
        while self.waiting:
            token = self.waiting.pop()
            name = token.text
            if name.removesuffix("*") in _COMMANDS:
                self.define(self.name())
            elif name.removesuffix("*") in _ENVIRONMENTS:
                self.define_environment()
            elif name in (r"\begin", r"\end") and (macro := self.environment(name)):
                self.expand(token, macro)
            elif name in _OPERATORS:
                self.define_operator(self.name())
            elif name == r"\def":
                self.define_plainly(self.name())
            elif name == r"\let":
                self.let(self.name())
            elif name in self.macros and self.room > 0:
                self.expand(token, self.macros[name])
            elif name.endswith("*") and name[:-1] in self.macros and self.room > 0:
                self.waiting.append(Token("*", token.offset + len(name) - 1))
                self.expand(token, self.macros[name[:-1]])
            else:
                done.append(token)
        return Tokens(tuple(_joined(done)), self.endless)

    # -- definitions ---------------------------------------------------------------------------

    def name(self) -> str:
        """The name that a definition is for, in braces or not; empty where there is none."""
        self.skip_blanks()
        group = self.group() if self.at("{") else self.take()
        names = [token.text for token in group if not token.is_blank]
        return names[0] if len(names) == 1 and names[0].startswith("\\") else ""

    def define_environment(self) -> None:
        """Keep what begins and what ends an environment as macros of these names."""
        self.skip_blanks()
        name = source_of(self.group())
        self.define(rf"\begin{{{name}}}")
        self.keep(rf"\end{{{name}}}", 0, None)

    def environment(self, command: str) -> _Macro | None:
        """The macro of an environment that begins or ends here; its name is taken then."""
        if not self.at("{") or self.room <= 0:
            return None
        name = source_of(takewhile(lambda token: token.text != "}", self.waiting[-2::-1]))
        macro = self.macros.get(f"{command}{{{name}}}")
        if macro is not None:
            self.group()
        return macro

    def define(self, name: str) -> None:
        options: list[list[Token]] = []
        while len(options) < 2 and (option := self.option()) is not None:
            options.append(option)
        count = "".join(token.text for token in options[0]) if options else "0"
        default = tuple(options[1]) if len(options) > 1 else None
        self.keep(name, int(count) if count.isdecimal() else 0, default)

    def define_operator(self, name: str) -> None:
        self.skip_blanks()
        body = self.group()
        if name:
            whole = (Token(r"\mathrm", 0), Token("{", 0), *body, Token("}", 0))
            self.macros[name] = _Macro(0, None, whole)

    def define_plainly(self, name: str) -> None:
        count = 0
        while self.waiting and re.fullmatch(r"#[1-9]", self.waiting[-1].text):
            self.waiting.pop()
            count += 1
        if self.at("{"):
            self.keep(name, count, None)

    def let(self, name: str) -> None:
        self.skip_blanks()
        if self.at("="):
            self.take()
            self.skip_blanks()
        body = tuple(self.take())
        if name and body and body[0].text != name and not _KEPT.fullmatch(name):
            self.macros[name] = self.macros.get(body[0].text) or _Macro(0, None, body)

    def keep(self, name: str, arguments: int, default: tuple[Token, ...] | None) -> None:
        self.skip_blanks()
        body = tuple(self.group() if self.at("{") else self.take())
        if name and not _KEPT.fullmatch(name):
            self.macros[name] = _Macro(arguments, default, body)

    # -- use -----------------------------------------------------------------------------------

    def expand(self, token: Token, macro: _Macro) -> None:
        body = macro.body
        ends_in_space = bool(body) and body[-1].text == r"\xspace"
        if ends_in_space:
            body = body[:-1]
        elif token.text[1:2].isalpha():
            self.skip_blanks()
        arguments: list[tuple[Token, ...]] = []
        if macro.default is not None:
            option = self.option()
            arguments.append(macro.default if option is None else tuple(option))
        while len(arguments) < macro.arguments:
            self.skip_blanks()
            arguments.append(tuple(self.group() if self.at("{") else self.character()))
        written: list[Token] = []
        for part in body:
            number = int(part.text[1:]) if re.fullmatch(r"#[1-9]", part.text) else 0
            written += arguments[number - 1] if 0 < number <= len(arguments) else [part]
        self.room -= len(written) + 1
        if self.room <= 0:
            self.endless = token.text
            self.waiting.append(token)
            return
        self.waiting += [replace(part, offset=token.offset) for part in reversed(written)]

    def at(self, text: str) -> bool:
        return bool(self.waiting) and self.waiting[-1].text == text

    def take(self) -> list[Token]:
        return [self.waiting.pop()] if self.waiting else []

    def character(self) -> list[Token]:
        """An argument without braces: a command, or a single character."""
        token = self.waiting.pop() if self.waiting else Token("", 0)
        if len(token.text) > 1 and token.text[0] != "\\":
            self.waiting.append(Token(token.text[1:], token.offset + 1))
            token = Token(token.text[0], token.offset)
        return [token] if token.text else []

    def skip_blanks(self) -> None:
        while self.waiting and self.waiting[-1].is_blank and not self.waiting[-1].ends_paragraph:
            self.waiting.pop()

    def option(self) -> list[Token] | None:
        """What stands in brackets here, without them; None where no bracket opens."""
        if not self.at("["):
            return None
        return self.between("[", "]")

    def group(self) -> list[Token]:
        """What stands in braces here, without them."""
        return self.between("{", "}") if self.at("{") else []

    def between(self, opening: str, closing: str) -> list[Token]:
        self.take()
        found: list[Token] = []
        depth = 0
        while self.waiting:
            token = self.waiting.pop()
            if token.text == closing and depth == 0:
                break
            depth += {"{": 1, "}": -1}.get(token.text, 0) if opening == "[" else 0
            depth += {opening: 1, closing: -1}.get(token.text, 0) if opening == "{" else 0
            found.append(token)
        return found


def _joined(tokens: list[Token]) -> Iterable[Token]:
    """Tokens with a blank where writing out a macro would glue a word to a command."""
    for token, following in pairwise((*tokens, Token("", 0))):
        yield token
        is_word = re.fullmatch(r"\\[A-Za-z]+", token.text)
        if is_word and following.offset == token.offset and following.text[:1].isalpha():
            yield Token(" ", token.offset)


def group_at(tokens: Sequence[Token], at: int) -> tuple[Sequence[Token], int]:
    """What stands in the next braces, and the index behind them; nothing where none open."""
    while at < len(tokens) and tokens[at].is_blank:
        at += 1
    if at >= len(tokens) or tokens[at].text != "{":
        return (), at
    depth = 0
    for end in range(at, len(tokens)):
        depth += {"{": 1, "}": -1}.get(tokens[end].text, 0)
        if depth == 0:
            return tokens[at + 1 : end], end + 1
    return tokens[at + 1 :], len(tokens)


def source_of(tokens: Iterable[Token]) -> str:
    """The text of tokens as LaTeX."""
    return "".join(token.text for token in tokens)
