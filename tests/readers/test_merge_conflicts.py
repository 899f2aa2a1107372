"""Of a merge conflict that nobody resolved, the first side is read; every line stays in place."""

from __future__ import annotations

import time

import pytest

from surveygen.readers.merge_conflicts import Conflict, first_sides, merge_conflicts

ONE = "a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> theirs\nd\n"
WITH_BASE = "<<<<<<< HEAD\nb\n||||||| merged common ancestors\na\n=======\nc\n>>>>>>> theirs\n"


def test_the_first_side_stays_and_every_line_where_it_was() -> None:
    sides = first_sides(ONE)
    assert sides.text == "a\n\nb\n\n\n\nd\n"
    assert sides.lines == (2,)
    assert sides.left_out == "=======\nc\n>>>>>>> theirs"


def test_the_common_ancestor_is_no_side() -> None:
    assert first_sides(WITH_BASE).text == "\nb\n\n\n\n\n\n"


def test_every_conflict_is_found() -> None:
    sides = first_sides(ONE + WITH_BASE + ONE)
    assert sides.lines == (2, 8, 16)
    assert sides.text.split("\n").count("b") == 3
    assert sides.text.count("\n") == (ONE + WITH_BASE + ONE).count("\n")


def test_a_conflict_knows_its_lines() -> None:
    (conflict,) = merge_conflicts(ONE)
    assert conflict == Conflict(2, ONE.index("====="), ONE.index(">>>>>>>"), ONE.index("\nd"))


@pytest.mark.parametrize(
    "text",
    [
        "A heading\n=======\n",
        "<<<<<<< HEAD\nb\n",
        "<<<<<<< HEAD\nb\n>>>>>>> theirs\n=======\n",
        "=======\n>>>>>>> theirs\n",
        " <<<<<<< HEAD\nb\n =======\nc\n >>>>>>> theirs\n",
        "<<<<<<<< HEAD\nb\n========\nc\n>>>>>>>> theirs\n",
        "<<<<<<<HEAD\nb\n=======\nc\n>>>>>>>theirs\n",
    ],
)
def test_other_lines_of_such_signs_are_text(text: str) -> None:
    assert first_sides(text).text == text
    assert not first_sides(text).lines


def test_a_conflict_that_begins_anew_begins_there() -> None:
    sides = first_sides("<<<<<<< a\nb\n<<<<<<< c\nd\n=======\ne\n>>>>>>> f\n")
    assert sides.lines == (3,)
    assert sides.text == "<<<<<<< a\nb\n\nd\n\n\n\n"


@pytest.mark.parametrize("text", [ONE, "<<<<<<< a\n", "=======\n", ">>>>>>> a\n", "<<<<<<<"])
def test_many_take_linear_time(text: str) -> None:
    start = time.process_time()
    first_sides(text * 100_000)
    assert time.process_time() - start < 4
