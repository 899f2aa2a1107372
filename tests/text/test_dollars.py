"""Formulas of a line are seen by the rule that the text of notes has."""

import time

import pytest
from markdown_it.token import Token

from surveygen.readers.prose_parser import prose_parser
from surveygen.text.dollars import with_formulas

LINES = [
    "needs $O(n \\log n)$ steps",
    "$x$",
    "$x$ and $y$",
    "costs $5 or $6",
    "costs $5",
    "from 5$ to $x$",
    "$x$5",
    "a \\$x$ b",
    r"$a \$ b$",
    "$ x$ and $x $",
    "$$",
    "a$b$c",
    "none",
]


def formulas(text: str) -> list[str]:
    return [run.text for run in with_formulas(text) if run.style == "math"]


def of_markdown(tokens: list[Token] | None) -> list[str]:
    return [
        formula
        for token in tokens or []
        for formula in (
            [token.content] if token.type.startswith("math") else of_markdown(token.children)
        )
    ]


@pytest.mark.parametrize("text", LINES)
def test_what_is_a_formula_in_the_text_of_a_note_is_one_in_a_line(text: str) -> None:
    assert formulas(text) == of_markdown(prose_parser().parse(text))


def test_the_rest_is_text() -> None:
    shown = [(run.text, run.style) for run in with_formulas(r"for \$5: $x$ or $y z")]
    assert shown == [("for $5: ", "plain"), ("x", "math"), (" or $y z", "plain")]


@pytest.mark.parametrize("text", ["$" * 50_000, "$a" * 50_000, "\\" * 50_000 + "$", "$\\" * 50_000])
def test_any_line_is_read_in_time(text: str) -> None:
    start = time.process_time()
    with_formulas(text)
    assert time.process_time() - start < 2
