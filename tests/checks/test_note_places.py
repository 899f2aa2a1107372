"""What a check finds in the text of a note is shown at its line."""

import pytest

from surveygen.checks.note_places import BodyPlaces, plain_words
from surveygen.readers.note import read_note


def body_places(text: str) -> BodyPlaces:
    note, _ = read_note(f"---\ntldr: A.\n---\n{text}".encode(), key="k", path="p")
    return BodyPlaces(note.body)


@pytest.mark.parametrize(
    ("shown", "line"),
    [
        ("12.5%", 5),
        ("ResNet-50", 7),
        ("3 million", 8),  # begins there and ends on the next line
        ("2", 10),  # not the one in 12.5 or in a key
        ("FP_8", 10),  # written with a backslash
        ("nowhere", 4),
    ],
)
def test_a_number_or_name_is_found_in_its_line(shown: str, line: int) -> None:
    text = "One {cite:p}`yao2_2`.\nSaves 12.5%.\n\n"
    items = "- ResNet-50\n- with 3\n  million\n  2 FP\\_8 steps\n"
    assert body_places(text + items).line_of(shown) == line


def test_what_stands_twice_is_found_twice() -> None:
    places = body_places("One 9.\nTwo 9 and 9.\n")
    assert [places.line_of("9") for _ in range(4)] == [4, 5, 5, 4]


def test_a_run_of_words_is_found_where_it_begins() -> None:
    places = body_places("A word.\nThe way\n{cite:p}`key` of one word *in* three.\n")
    assert places.line_of_run(("of", "one", "word", "in", "three")) == 6
    assert places.line_of_run(("way", "of", "one")) == 5
    assert places.line_of_run(("no", "such", "run")) == 4


def test_plain_words_have_no_capital_digit_or_hyphen() -> None:
    assert plain_words("The usual ResNet-50 is state-of-the-art; don’t") == ["usual", "is", "don't"]
