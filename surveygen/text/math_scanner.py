"""What a formula is made of: tokens, and the parts that are read without looking further.

The parser of `math_grammar` builds on it.
"""

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Final

from surveygen.messages import N_, _
from surveygen.text import math_commands as commands
from surveygen.text.math_symbols import SYMBOLS

MAX_LENGTH: Final = 1000

_TOKEN: Final = re.compile(r"\\[A-Za-z]+|\\.|[ \t\n]+|.", re.DOTALL)


class RefusedError(ValueError):
    """The formula holds something that may not be shown; the message says what."""

    def __init__(self, message: str, **parts: object) -> None:
        """Keep the message, which is marked for translation, and what fills its fields."""
        super().__init__(message.format(**parts))
        self.message = message
        self.parts = parts

    @property
    def reason(self) -> str:
        """What is wrong, in the language of whoever reads the terminal."""
        return _(self.message).format(**self.parts)


def too_long() -> RefusedError:
    """The refusal of a formula that is too long to look at."""
    return RefusedError(N_("the formula is longer than {limit} characters"), limit=MAX_LENGTH)


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, or a part of one, in two forms."""

    tex: str  # spelled out for docutils' converter
    text: str  # readable Unicode


class Scanner(ABC):
    """The tokens of a formula and the place in them."""

    def __init__(self, source: str) -> None:
        """Take the source apart; RefusedError where its characters alone forbid it."""
        if len(source) > MAX_LENGTH:
            raise too_long()
        if "^^" in source:
            raise RefusedError(N_("^^ is TeX's way to write a character code"))
        if re.search(r"\n[ \t]*\n", source):
            raise RefusedError(N_("an empty line ends a formula"))
        for character in source:
            if not (character.isascii() and character.isprintable()) and character not in "\t\n":
                code = f"U+{ord(character):04X}"
                raise RefusedError(N_("{token} has no meaning here"), token=code)
        if not source.strip():
            raise RefusedError(N_("the formula is empty"))
        self.tokens: list[str] = _TOKEN.findall(source)
        self.at = 0
        self.depth = 0
        self.alphabet = ""  # the font command that holds the place, if any

    @abstractmethod
    def sequence(self, end: str) -> Formula:
        """Read everything up to the token `end`, which stays."""

    @abstractmethod
    def argument(self, owner: str) -> Formula:
        """Read what `owner` acts on: a group, a character or a symbol."""

    def peek(self, *, skip_space: bool = True) -> str:
        """Return the next token, "" at the end."""
        while skip_space and self.at < len(self.tokens) and self.tokens[self.at].isspace():
            self.at += 1
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def next(self) -> str:
        """Take the next token that is no blank."""
        tok = self.peek()
        self.at += 1
        return tok

    def expect(self, wanted: str, after: str) -> None:
        """Take the token `wanted`."""
        if self.next() != wanted:
            message = N_("{token} is missing after {other}")
            raise RefusedError(message, token=wanted, other=after)

    def words(self, owner: str) -> str:
        """Read a group of plain words."""
        self.expect("{", owner)
        words = ""
        while (tok := self.peek(skip_space=False)) != "}":
            if tok.isspace():
                tok = " "
            if not tok or not commands.WORD_CHARACTERS.issuperset(tok):
                raise RefusedError(N_("{token} may hold plain words only"), token=owner)
            words += tok
            self.at += 1
        self.at += 1
        if not words.strip():
            raise RefusedError(N_("{token} is empty"), token=owner)
        return words

    def delimiter(self, owner: str) -> Formula:
        """Read a delimiter; TeX's empty one, a full stop, has neither spelling nor text."""
        tok = self.next()
        if tok == ".":
            return Formula("", "")
        if tok in {"<", ">"}:
            tok = r"\langle" if tok == "<" else r"\rangle"
        if tok == r"\|":
            tok = r"\Vert"
        if tok in commands.DELIMITERS:
            return Formula(tok, tok)
        name = tok[1:]
        if tok.startswith("\\") and name in commands.DELIMITER_COMMANDS:
            return Formula(tok, commands.ESCAPES.get(name) or SYMBOLS[name])
        raise RefusedError(N_("{token} needs a delimiter"), token=owner)

    def environment_name(self, owner: str) -> str:
        """Read the name of an environment that is on the list."""
        self.expect("{", owner)
        name = ""
        while (tok := self.peek(skip_space=False)).isalpha():
            name += tok
            self.at += 1
        self.expect("}", owner)
        if name not in commands.ENVIRONMENTS:
            raise RefusedError(N_("environment {name} is not on the list"), name=name)
        return name
