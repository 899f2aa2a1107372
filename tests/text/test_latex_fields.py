"""Fields of a bibliography are decoded as TeX would print them, and nothing is lost or raised."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveygen.text.latex import from_unicode, to_richtext, to_unicode
from surveygen.text.normal import clean
from surveygen.text.richtext import Run, plain_text
from text_tables import rows

#: Text that is likely to hit the reader: pieces of TeX among arbitrary characters.
PIECES = r"""\ { } $ ` ' " - -- ~ \' \" \i \c \emph \it \bf \url \enquote \MakeUppercase \foo \( \)
        \textcolor \ensuremath \href \texorpdfstring \noopsort [ ] x é % # & _ ^ \\ $x$"""
TEX = st.lists(
    st.sampled_from([*PIECES.split(), " ", "\n", "\x00", "\u0301", "\ud800"]) | st.text(max_size=5),
    max_size=30,
).map("".join)


@pytest.mark.parametrize(("source", "shown"), rows("latex_fields.tsv"))
def test_field_shows(source: str, shown: str) -> None:
    assert to_unicode(source) == shown


def test_styles_are_kept() -> None:
    runs = to_richtext(
        r"A \emph{b}, \textbf{c}, \texttt{d}, H\textsubscript{2}O, $x^2$, x\textsuperscript{e}"
    )
    assert runs == (
        Run("A ", "plain"),
        Run("b", "emph"),
        Run(", ", "plain"),
        Run("c", "strong"),
        Run(", ", "plain"),
        Run("d", "code"),
        Run(", H", "plain"),
        Run("2", "sub"),
        Run("O, ", "plain"),
        Run("x^2", "math"),
        Run(", x", "plain"),
        Run("e", "sup"),
    )


def test_declaration_ends_with_its_group() -> None:
    assert to_richtext(r"{\it a} b") == (Run("a", "emph"), Run(" b", "plain"))


def test_emphasis_inside_emphasis_is_upright() -> None:
    assert to_richtext(r"\emph{a \emph{b}}") == (Run("a ", "emph"), Run("b", "plain"))


def test_refused_formula_is_shown_as_it_is_written() -> None:
    assert to_unicode(r"a $\input{x}$ b") == r"a $\input{x}$ b"


def test_empty_field_has_no_runs() -> None:
    assert to_richtext(" {} \n") == ()


def test_control_characters_are_removed() -> None:
    assert to_unicode("a\x00b\x1b[0m\u202ec\\&") == "ab[0mc&"


@given(st.text() | TEX)
def test_any_text_is_read(source: str) -> None:
    runs = to_richtext(source)
    shown = plain_text(runs)
    assert all(run.text for run in runs)
    assert all(one.style != other.style or one.style == "math" for one, other in pairwise(runs))
    assert shown == shown.strip()
    shown.encode("utf-8")


@given(st.text() | TEX)
def test_text_survives_the_way_into_a_field_and_back(text: str) -> None:
    assert to_unicode(from_unicode(text)) == clean(text)


def test_written_field_is_what_other_programs_know() -> None:
    assert from_unicode(r"a_b \ {c} -- 5% & `d' ~") == (
        r"a\_b \textbackslash{} \{c\} -{}- 5\% \& \textasciigrave{}d' \textasciitilde{}"
    )
    assert from_unicode("{a") == r"\textbraceleft{}a"


@given(st.text() | TEX)
def test_written_fields_balance(text: str) -> None:
    depth = 0
    for character in from_unicode(text):
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth >= 0
    assert depth == 0


@given(st.text(st.characters(exclude_characters="\\{}$~`", exclude_categories=["Cs"])))
def test_text_without_markup_is_itself(text: str) -> None:
    if "--" not in text and "''" not in text:
        assert to_unicode(text) == clean(text)


@pytest.mark.parametrize(
    "source",
    [
        "{" * 100_000,
        "{" * 100_000 + "}" * 100_000,
        r"\emph{" * 60 + "x" + "}" * 60,
        r"\emph" * 30_000,
        r"\"" * 90_000,
        r"\"o" * 60_000,
        "$ {" * 60_000,
        r"\(" * 90_000,
        "$" * 190_000,
        "`" * 190_000,
        r"\textcolor[" * 15_000,
        r"\'o" * 3_000_000,
        "word " * 2_000_000,
    ],
    ids=lambda source: f"{source[:12]}... {len(source)}",
)
def test_hostile_field_is_read_in_time(source: str) -> None:
    start = time.process_time()
    to_unicode(source)
    assert time.process_time() - start < 3


def test_too_deep_field_is_literal() -> None:
    source = r"\emph{" * 60 + "x" + "}" * 60
    assert to_unicode(source) == source
