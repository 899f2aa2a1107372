"""The grammar of formulas that may be shown: a parser that knows nothing but the allow-list.

It reads the TeX source once and gives it back in two forms: `Formula.tex`, spelled out for
docutils' converter (every argument braced, scripts without a base given an empty one), and
`Formula.text`, readable Unicode. The first thing that it does not know ends the reading, so a
command cannot slip in by nesting, white space or a spelling that only TeX would understand.
Rules: TeXbook chapters 17 to 19 and 26; amsldoc.
"""

import re
from typing import Final

from surveygen.messages import N_
from surveygen.text import math_commands as commands
from surveygen.text.math_layouts import LAYOUTS, spelled
from surveygen.text.math_scanner import Formula, RefusedError, Scanner
from surveygen.text.math_symbols import ARROWS, FUNCTIONS, LARGE, OPERATORS, RELATIONS, SYMBOLS
from surveygen.text.math_text import join, script_text

MAX_DEPTH: Final = 20

_CHARACTERS: Final = frozenset("+-*/=<>()[]|,.:;!?@")
#: What TeX takes for an argument without braces.
_BARE: Final = frozenset("*+-/=")
_BARE_SCRIPTS: Final = commands.TEXT | commands.ALPHABETS | frozenset(commands.LETTER_ALPHABETS)


def parse(source: str) -> Formula:
    """Read a formula.

    Args:
        source: TeX without the dollars.

    Returns:
        Both forms of the formula.

    Raises:
        RefusedError: the formula is not of the allowed language.

    """
    formula = _Parser(source).sequence("")
    return Formula(formula.tex, " ".join(formula.text.split()))


class _Parser(Scanner):
    """A recursive descent over the tokens."""

    def sequence(self, end: str) -> Formula:
        ends = {end, *_FURTHER_ENDS.get(end, ())}
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise RefusedError(N_("the formula nests deeper than {depth}"), depth=MAX_DEPTH)
        tex = ""
        text: list[str] = []
        while True:
            blank = self.peek(skip_space=False).isspace()
            tok = self.peek()
            if tok in ends:
                break
            if not tok:
                raise RefusedError(N_("{token} is missing"), token=end)
            after_command = _ends_in_command(tex)
            # A blank behind a command ends it; before an operator it was not needed for that.
            if blank and text and (not after_command or tok[1:] in OPERATORS):
                text.append(" ")
            piece = self._element()
            tex += f" {piece.tex}" if after_command and piece.tex[:1].isalpha() else piece.tex
            text.append(piece.text)
            if self._wants_blank(tok, blank=blank):
                text.append(" ")
        self.depth -= 1
        return Formula(tex, join(text))

    def _wants_blank(self, tok: str, *, blank: bool) -> bool:
        """Whether a blank belongs behind a command that swallowed the one in the source."""
        if tok[1:] in FUNCTIONS:
            return self.peek() not in {"(", "[", ","}
        return blank and tok[1:] in OPERATORS

    def _element(self) -> Formula:
        """Read one atom with its scripts, a space or a change of size."""
        tok = self.peek()
        name = tok[1:]
        if tok.startswith("\\") and name in commands.SPACES:
            self.next()
            return Formula(spelled(tok), commands.SPACES[name])
        if tok == "~":
            self.next()
            return Formula(r"\ ", " ")
        if tok.startswith("\\") and name in commands.STYLES:
            self.next()
            return Formula(tok, "")
        return self._scripts(Formula("{}", "") if tok in {"^", "_"} else self._atom())

    def _scripts(self, base: Formula) -> Formula:
        """Read primes, at most one superscript and one subscript."""
        tex, text = base.tex, base.text
        taken: set[str] = {"^", "_"} if _SCRIPTED_ACCENT.match(tex) else set()
        while mark := self._script_mark():
            place = "_" if mark == "_" else "^"
            if place in taken:
                raise RefusedError(N_("two {token} at one base"), token=place)
            taken.add(place)
            while mark == "'":  # primes are one superscript with the ^ that follows at once
                tex, text = tex + mark, text + "′"
                mark = self.next() if self.peek(skip_space=False) in {"'", "^"} else ""
            if mark:
                script = self.argument(mark)
                tex += f"{mark}{{{script.tex}}}"
                text += script_text(mark, script.text)
        return Formula(tex, text)

    def _script_mark(self) -> str:
        """Take the mark of the next script; blanks may stand before it."""
        following = next((t for t in self.tokens[self.at : self.at + 2] if not t.isspace()), "")
        return self.next() if following in {"^", "_", "'"} else ""

    def argument(self, owner: str) -> Formula:
        tok = self.next()
        name = tok[1:]
        if tok == "{":
            group = self.sequence("}")
            self.next()
            return group
        if tok.isalnum() or tok in _BARE:
            return Formula(tok, tok)
        if tok.startswith("\\") and name in SYMBOLS and name not in commands.COMPOSED:
            self._check_font(tok)
            return Formula(tok, SYMBOLS[name])
        if tok.startswith("\\") and name in _BARE_SCRIPTS and owner in {"^", "_"}:
            return LAYOUTS[name](self, tok)
        raise RefusedError(N_("{token} has no argument"), token=owner)

    def _atom(self) -> Formula:
        tok = self.next()
        name = tok[1:]
        if tok == "{":
            group = self.sequence("}")
            self.next()
            return Formula(f"{{{group.tex}}}", group.text)
        if tok.isalnum() or tok in _CHARACTERS:
            return Formula(tok, tok)
        if not tok.startswith("\\") or name in commands.PUNCTUATION:
            raise RefusedError(N_("{token} has no meaning here"), token=tok)
        self._check_font(tok)
        if name in SYMBOLS:
            return self._symbol(tok)
        if name in commands.ESCAPES:
            return Formula(r"\Vert" if name == "|" else tok, commands.ESCAPES[name])
        if name in commands.PLAIN:
            return Formula(spelled(tok), commands.PLAIN[name])
        if name in LAYOUTS:
            return LAYOUTS[name](self, tok)
        raise RefusedError(N_("{token} is not on the list of math commands"), token=tok)

    def _check_font(self, tok: str) -> None:
        if self.alphabet and tok[1:] in commands.NOT_IN_ALPHABETS:
            message = N_("the font of {font} does not hold {token}")
            raise RefusedError(message, font=self.alphabet, token=tok)

    def _symbol(self, tok: str) -> Formula:
        name = tok[1:]
        text = SYMBOLS[name]
        if name in RELATIONS or name in ARROWS:
            text = f" {text} "
        elif name in FUNCTIONS:
            text = f" {text}"
        if name in LARGE and self.peek() in {r"\limits", r"\nolimits"}:
            limits = self.next()
            # docutils fails where no script follows.
            return Formula(tok + limits if self.peek() in {"^", "_"} else tok, text)
        return Formula(tok, text)


#: TeX takes the braces of a lone accent away, so that its scripts and those of the group meet
#: (TeX: The Program, section 1186).
_SCRIPTED_ACCENT: Final = re.compile(rf"\{{+\\(?:{'|'.join(sorted(commands.ACCENTS))})\b.*[\^_']")

#: Tokens that also end a sequence: the caller decides what follows.
_FURTHER_ENDS: Final = {r"\end": ("&", r"\\"), r"\right": (r"\middle",)}


def _ends_in_command(tex: str) -> bool:
    """Whether TeX skips the blank after `tex`, and would take a letter for part of a name."""
    return re.search(r"\\[A-Za-z]+\Z", tex) is not None
