"""Numbers and names with digits in running text, in one normal form."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveygen.checks.numbers import name_set, names_of, number_set, numbers_of


def only(text: str) -> tuple[Decimal, str]:
    (number,) = numbers_of(text)
    return number.value, number.kind


@pytest.mark.parametrize(
    "spellings",
    [
        ("80%", "80.0 %", "80 percent", r"80\%", "80 percentage points"),
        (
            "2x faster",
            "2× faster",
            "2 times faster",
            "2-fold",
            "2X",
            "2times",
            "two-fold",
            "two times",
        ),
        ("1.3M", "1.3 million", "1,300,000"),
        ("50k", "50K", "50 thousand", "50,000"),
        ("5e-3", "0.005", "5 x 10^-3", "5 × 10^{-3}", ".005", "5e^{-3}"),
        ("7 bits", "seven bits", "7-bit"),
        ("-3.2 dB", "−3.2 dB"),
    ],
)
def test_spellings_of_one_number(spellings: tuple[str, ...]) -> None:
    assert len({only(text) for text in spellings}) == 1


@pytest.mark.parametrize(
    ("note", "source"),
    [
        ("gains 5%", "gains 5 points"),
        ("2x faster", "2 of them"),
        ("1.3M", "1.3 of them"),
        ("80", "800"),
        ("0.5", "5"),
        ("six", "five"),
    ],
)
def test_what_is_not_grounded(note: str, source: str) -> None:
    (number,) = numbers_of(note)
    assert not number.is_grounded_in(number_set(source))


@pytest.mark.parametrize(
    ("note", "source"),
    [
        ("80", "80.0%"),
        ("from 3%", "between 3 and 5%"),
        ("2x", "a 2-4x gain"),
        ("two stages", "a two-stage search"),
        ("a gain of 3.2", "changed by -3.2"),
        ("4 bits", "4-bit weights"),
    ],
)
def test_what_is_grounded(note: str, source: str) -> None:
    (number,) = numbers_of(note)
    assert number.is_grounded_in(number_set(source))


def test_words_with_digits_are_names_and_no_numbers() -> None:
    text = "ResNet-50 on CIFAR-10 in INT8 with W4A8"
    assert list(names_of(text)) == ["ResNet-50", "CIFAR-10", "INT8", "W4A8"]
    assert list(numbers_of(text)) == []
    assert name_set("resnet50, CIFAR 10, Int-8") & name_set("ResNet-50 INT8")


def test_one_is_a_pronoun() -> None:
    assert list(numbers_of("one of them")) == []


@given(st.text(alphabet="0123456789.,eExX×%kKM-−^{} \\twofoldmilnpercs"))
def test_any_text_is_read(text: str) -> None:
    list(numbers_of(text))
    number_set(text)


@given(st.decimals(min_value=0, max_value=10**9, places=3))
def test_a_number_is_grounded_in_itself(value: Decimal) -> None:
    text = f"it is {value}."
    for number in numbers_of(text):
        assert number.is_grounded_in(number_set(text))
