"""Normal forms: equal for people means equal for us, and doing it twice changes nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveygen.text.normal import clean, fold, one_line, sort_key, without_accents
from surveygen.text.romanise import to_ascii


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("École  Normale", "ecole normale"),
        ("E\u0301COLE", "ecole"),
        ("Straße", "strasse"),
        ("Łódź, Øre & ısı", "lodz ore isi"),
        ("İstanbul", "istanbul"),
        ("self-supervised: a 2nd look", "self supervised a 2nd look"),
        ("ﬁne²", "fine2"),
        ("北京", "北京"),
        ("한글 ガ हिन्दी", "한글 ガ हिन्दी"),
        ("!?", ""),
    ],
)
def test_fold(text: str, expected: str) -> None:
    assert fold(text) == expected


@given(st.text())
def test_fold_is_stable(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(text.upper().lower()) == fold(text.lower().upper().lower())


@given(st.text())
def test_clean_is_stable_and_encodable(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    clean(text).encode("utf-8")


def test_names_sort_without_case_and_accents() -> None:
    names = ["Zhou", "Émile", "eagle", "Eagle", "Ørsted", "Özgür", "!"]
    assert sorted(names, key=sort_key) == [
        "Eagle",
        "eagle",
        "Émile",
        "Ørsted",
        "Özgür",
        "Zhou",
        "!",
    ]


@given(st.text(), st.integers(10, 200))
def test_one_line_is_short_and_prints(text: str, limit: int) -> None:
    line = one_line(text, limit)
    assert len(line) <= limit
    assert line.isprintable()


def test_one_line_shows_terminal_codes() -> None:
    assert one_line("a\n\x1b[31mb", 80) == "a \\x1b[31mb"


@given(st.text())
def test_base_letters_have_no_marks(text: str) -> None:
    assert without_accents(without_accents(text)) == without_accents(text)
    assert to_ascii(text).isascii()
