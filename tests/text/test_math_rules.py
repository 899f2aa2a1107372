"""Formulas: the allow-list holds, and what it allows can be shown."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveygen.text.math import refusal, to_mathml, to_tex, to_unicode
from surveygen.text.math_layouts import ALLOWED
from surveygen.text.math_symbols import SYMBOLS
from text_tables import rows

#: Control sequences that must never reach TeX, whatever surrounds them.
FORBIDDEN = [
    "input",
    "include",
    "def",
    "let",
    "end{document}",
    "href",
    "url",
    "write",
    "csname",
    "catcode",
    "mbox",
    "hbox",
    "vbox",
    "expandafter",
    "newcommand",
    "openin",
    "read",
    "special",
    "loop",
    "jobname",
    "string",
    "the",
    "afterassignment",
    "aftergroup",
    "par",
]

FORMULA = st.lists(
    st.sampled_from([f"\\{name}" for name in sorted(ALLOWED)])
    | st.sampled_from(
        [*"τΣ≤∞→²₁′ℝ×", *"abxyzAB019^_{}[]()&'|.+-=<>~ \n%#$\"", "{x}", "^2", "_i", "{", "}"]
    ),
    max_size=12,
).map("".join)


@pytest.mark.parametrize(("source", "shown"), rows("math_allowed.tsv"))
def test_allowed_formula(source: str, shown: str) -> None:
    assert refusal(source) is None
    assert to_unicode(source) == shown


@pytest.mark.parametrize("source", [row[0] for row in rows("math_refused.txt")])
def test_refused_formula(source: str) -> None:
    assert refusal(source) is not None
    assert to_mathml(source) is None
    assert to_tex(source) is None
    assert to_unicode(source) == f"${' '.join(source.split())}$"


@pytest.mark.parametrize("name", sorted(SYMBOLS))
def test_symbol_is_shown_in_both_forms(name: str) -> None:
    assert refusal(f"\\{name}") is None
    assert to_unicode(f"\\{name}") == SYMBOLS[name]


def test_a_character_that_stands_for_a_command_is_spelled_out() -> None:
    assert to_tex("τ") == r"\tau"
    assert to_tex("a≤bᵢ") is None
    assert to_tex("σ²x₁₂ → 10⁻³") == r"\sigma^{2}x_{12} \to 10^{-3}"
    assert to_tex("βx×γ2") == r"\beta x\times\gamma2"
    assert to_mathml("τ≤φ") == to_mathml(r"\tau\le\varphi")


def test_a_formula_in_ascii_stays_as_it_is_written() -> None:
    assert to_tex(r"O( n\log n )") == r"O( n\log n )"


def test_every_allowed_command_has_a_case() -> None:
    sources = " ".join(row[0] for row in rows("math_allowed.tsv"))
    used = {name[1:] for name in re.findall(r"\\[A-Za-z]+|\\.", sources)}
    assert ALLOWED - set(SYMBOLS) <= used


@pytest.mark.parametrize(
    "source", ["", " ", "x" * 1001, "{" * 500 + "}" * 500, "a\n\nb", "a\r\rb", "\\"]
)
def test_formula_out_of_bounds_is_refused(source: str) -> None:
    assert refusal(source) is not None


def test_reason_names_the_command() -> None:
    assert refusal(r"a\input{b}") == r"\input is not on the list of math commands"


@given(
    st.sampled_from(FORBIDDEN),
    st.sampled_from(
        ["{}", r"\frac{{{}}}{{x}}", r"\text{{{}}}", r"x^{{{}}}", r"\left({}\right)", "{{{}}}"]
    ),
    st.sampled_from(["", " ", "\n", "%\n", "{}", r"\relax", "x", "^", "\\"]),
    st.sampled_from(["{x}", " x", "", "=", "18{ls}"]),
)
def test_forbidden_command_does_not_slip_in(name: str, frame: str, before: str, after: str) -> None:
    formula = (
        frame.replace("{{", "{").replace("}}", "}").replace("{}", f"{before}\\{name}{after}", 1)
    )
    assert refusal(formula) is not None


@given(FORMULA | st.text(max_size=30))
def test_allowed_formula_holds_nothing_but_the_list(source: str) -> None:
    if refusal(source) is None:
        tex = to_tex(source)
        assert tex is not None
        assert tex.isascii()
        assert refusal(tex) is None
        assert not re.search(r"[%#$\"\x00-\x08\x0b-\x1f]|\^\^", re.sub(r"\\[%#$]", "", tex))
        assert {name[1:] for name in re.findall(r"\\[A-Za-z]+|\\.", tex, re.DOTALL)} <= ALLOWED
        mathml = to_mathml(source)
        assert mathml is not None
        assert ElementTree.fromstring(mathml).tag == "{http://www.w3.org/1998/Math/MathML}math"


@given(FORMULA | st.text(max_size=30))
def test_any_formula_has_plain_text(source: str) -> None:
    assert "\n" not in to_unicode(source)


def test_mathml_escapes_and_knows_display() -> None:
    assert "&lt;" in (to_mathml("a < b") or "")
    assert 'display="block"' in (to_mathml("a", display=True) or "")


def test_numbers_stay_whole_in_mathml() -> None:
    assert "<mn>10</mn>" in (to_mathml("10") or "")


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"N \log N", "N log N"),
        (r"O(N \log N)", "O(N log N)"),
        (r"\log(n)", "log(n)"),
        (r"2\log_2 n + 1", "2 log2 n+1"),
        (r"\log\log n", "log log n"),
        (r"(1+x)\ln x", "(1+x) ln x"),
        (r"n!\sin^2 x", "n! sin2 x"),
        (r"-\exp x", "-exp x"),
        (r"x \operatorname{ReLU} y", "x ReLU y"),
        (r"\sqrt{n \log n}", "n log n"),
        (r"e^{\log n}", "elog n"),
        (r"(n)^2 \log n", "(n)2 log n"),
        (r"\arg\max_x f", "argmaxxf"),  # an operator such as max brings its own spaces
        (r"x y", "xy"),
    ],
)
def test_functions_stand_apart_as_in_tex(source: str, shown: str) -> None:
    formula = ElementTree.fromstring(to_mathml(source) or "")
    parts = (" " if part.tag.endswith("mspace") else part.text or "" for part in formula.iter())
    text = "".join(part if part == " " else part.strip() for part in parts)
    assert text.replace("\N{FUNCTION APPLICATION}", "").replace("\N{MINUS SIGN}", "-") == shown


def test_a_formula_is_written_alike_whatever_namespaces_the_process_knows() -> None:
    """An EPUB's package document, written before, has its own namespace without a prefix."""
    ElementTree.register_namespace("", "http://www.idpf.org/2007/opf")
    assert (to_mathml(r"\ln n^3") or "").startswith("<math xmlns=")
