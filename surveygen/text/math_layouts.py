"""How each kind of command with arguments is read, and what its text is.

`LAYOUTS` is the third and last part of the allow-list: command name -> reader. A reader takes the
parser, which stands after the command, and the command itself.
"""

import unicodedata
from collections.abc import Callable
from typing import Final

from surveygen.messages import N_
from surveygen.text import math_commands as commands
from surveygen.text.math_scanner import Formula, RefusedError, Scanner
from surveygen.text.math_symbols import SYMBOLS
from surveygen.text.math_text import accented, closed, script_text

Layout = Callable[[Scanner, str], Formula]

_STROKE: Final = "\u0338"  # of \not


def spelled(command: str) -> str:
    """Return docutils' spelling of a command."""
    return "\\" + commands.DOCUTILS_SPELLING.get(command[1:], command[1:])


def _accent(parser: Scanner, command: str) -> Formula:
    base = parser.argument(command)
    text = accented(base.text, commands.ACCENTS[command[1:]])
    return Formula(f"{command}{{{base.tex}}}", text)


def _wrapper(parser: Scanner, command: str) -> Formula:
    base = parser.argument(command)
    return Formula(f"{command}{{{base.tex}}}", base.text)


def _alphabet(parser: Scanner, command: str) -> Formula:
    outer, parser.alphabet = parser.alphabet, command
    formula = _wrapper(parser, command)
    parser.alphabet = outer
    return formula


def _letters(parser: Scanner, command: str) -> Formula:
    base = parser.argument(command)
    held = commands.LETTER_ALPHABETS[command[1:]]
    if not base.text or not held.issuperset(base.text):
        message = N_("the font of {font} does not hold {token}")
        raise RefusedError(message, font=command, token=base.text or "{}")
    text = base.text
    if command == r"\mathbb":
        text = "".join(commands.BLACKBOARD.get(letter, letter) for letter in text)
    return Formula(f"{command}{{{base.tex}}}", text)


def _text(parser: Scanner, command: str) -> Formula:
    words = parser.words(command)
    return Formula(rf"\text{{{words}}}", words)


def _operator_name(parser: Scanner, command: str) -> Formula:
    if parser.peek() == "*":
        parser.next()
    words = parser.words(command).strip()
    return Formula(rf"\operatorname{{{words}}}", f" {words} ")


def _fraction(parser: Scanner, command: str) -> Formula:
    over, under = parser.argument(command), parser.argument(command)
    text = f"{closed(over.text)}/{closed(under.text)}"
    return Formula(f"{command}{{{over.tex}}}{{{under.tex}}}", text)


def _binomial(parser: Scanner, command: str) -> Formula:
    over, under = parser.argument(command), parser.argument(command)
    text = f"binom({over.text}, {under.text})"
    return Formula(f"{command}{{{over.tex}}}{{{under.tex}}}", text)


def _stack(parser: Scanner, command: str) -> Formula:
    script, base = parser.argument(command), parser.argument(command)
    mark = "_" if command == r"\underset" else "^"
    text = base.text + script_text(mark, script.text)
    return Formula(f"{spelled(command)}{{{script.tex}}}{{{base.tex}}}", text)


def _labelled_arrow(parser: Scanner, command: str) -> Formula:
    label = parser.argument(command)
    arrow = commands.LABELLED_ARROWS[command[1:]]
    return Formula(f"{command}{{{label.tex}}}", f" {arrow}{script_text('^', label.text)} ")


def _modulus(parser: Scanner, command: str) -> Formula:
    modulus = parser.argument(command)
    return Formula(f"{command}{{{modulus.tex}}}", f" (mod {modulus.text})")


def _root(parser: Scanner, command: str) -> Formula:
    if parser.peek() != "[":
        radicand = parser.argument(command)
        return Formula(f"{command}{{{radicand.tex}}}", f"√{closed(radicand.text)}")
    parser.next()
    degree = parser.sequence("]")
    parser.next()
    if "[" in degree.tex or "]" in degree.tex:  # docutils would end the degree there
        raise RefusedError(N_("the degree of {token} holds a bracket"), token=command)
    radicand = parser.argument(command)
    text = f"{closed(radicand.text)}^(1/{closed(degree.text)})"
    return Formula(f"{command}[{degree.tex}]{{{radicand.tex}}}", text)


def _negation(parser: Scanner, command: str) -> Formula:
    tok = parser.next()
    name = tok[1:]
    if tok in {"=", "<", ">"}:
        struck = tok
    elif tok.startswith("\\") and name in commands.NEGATABLE:
        struck = SYMBOLS[name]
    else:
        raise RefusedError(N_("{token} cannot negate {other}"), token=command, other=tok)
    text = unicodedata.normalize("NFC", struck + _STROKE)
    return Formula(command + tok, f" {text} ")


def _big_delimiter(parser: Scanner, command: str) -> Formula:
    # docutils knows some of the sizes, and only in pairs; the delimiter alone means the same.
    return parser.delimiter(command)


def _fence(parser: Scanner, command: str) -> Formula:
    left = parser.delimiter(command)
    parts = [parser.sequence(r"\right")]
    while parser.next() == r"\middle":
        parts += [parser.delimiter(r"\middle"), parser.sequence(r"\right")]
    right = parser.delimiter(r"\right")
    body = " ".join(part.tex for part in parts)
    text = "".join(part.text for part in (left, *parts, right))
    return Formula(rf"\left{left.tex or '.'} {body} \right{right.tex or '.'} ", text)


def _environment(parser: Scanner, command: str) -> Formula:
    name = parser.environment_name(command)
    columns = commands.ENVIRONMENTS[name]
    if name == "array":
        spec = parser.words(command).replace(" ", "")
        if not set(spec) <= set("lcr"):
            raise RefusedError(N_("the columns of an array may be l, c and r"))
        columns = min(columns, len(spec))
    rows: list[list[Formula]] = [[]]
    while True:
        if parser.peek() in {"[", "*"}:  # LaTeX would take them for an option of the row before
            message = N_("{token} may not begin a cell of {name}")
            raise RefusedError(message, token=parser.peek(), name=name)
        rows[-1].append(parser.sequence(r"\end"))
        if len(rows[-1]) > columns:
            message = N_("{name} has more than {count} columns")
            raise RefusedError(message, name=name, count=columns)
        mark = parser.next()
        if mark == r"\end":
            break
        if mark == r"\\":
            rows.append([])
    if parser.environment_name(r"\end") != name:
        raise RefusedError(N_("{token} is not closed"), token=rf"\begin{{{name}}}")
    body = r" \\ ".join(" & ".join(cell.tex for cell in row) for row in rows)
    text = "; ".join(", ".join(cell.text.strip() for cell in row) for row in rows)
    left, right = commands.FENCED.get(name, ("", ""))
    docutils_name = "matrix" if name == "array" else name
    tex = rf"\begin{{{docutils_name}}} {body} \end{{{docutils_name}}}"
    return Formula(tex, f"{left}{text}{right}")


#: Command name -> how it is read.
LAYOUTS: Final[dict[str, Layout]] = {
    **dict.fromkeys(commands.ACCENTS, _accent),
    **dict.fromkeys(commands.WRAPPERS, _wrapper),
    **dict.fromkeys(commands.ALPHABETS, _alphabet),
    **dict.fromkeys(commands.LETTER_ALPHABETS, _letters),
    **dict.fromkeys(commands.TEXT, _text),
    **dict.fromkeys(commands.FRACTIONS, _fraction),
    **dict.fromkeys(commands.BINOMIALS, _binomial),
    **dict.fromkeys(commands.STACKS, _stack),
    **dict.fromkeys(commands.LABELLED_ARROWS, _labelled_arrow),
    **dict.fromkeys(commands.BIG, _big_delimiter),
    "begin": _environment,
    "left": _fence,
    "not": _negation,
    "operatorname": _operator_name,
    "pmod": _modulus,
    "sqrt": _root,
}

#: Every control sequence that a formula may hold, without the backslash.
ALLOWED: Final[frozenset[str]] = (
    frozenset(SYMBOLS) | frozenset(LAYOUTS) | frozenset(commands.SPACES) | commands.STYLES
    | frozenset(commands.ESCAPES) | frozenset(commands.PLAIN) | commands.PUNCTUATION
)  # fmt: skip
