"""Tags and metrics: a word that cannot be read costs itself."""

from __future__ import annotations

import pytest

from surveygen.readers.vocabulary_yaml import read_metrics, read_tags
from surveygen.survey.diagnostics import Diagnostic
from surveygen.survey.vocabulary import Better, Metric

TAPES = Metric("tapes", "Tapes", Better.LOWER, "How many.", "1")
LINE = b"tapes: {name: Tapes, better: lower, definition: How many., unit: '1'}\n"


def places(found: list[Diagnostic]) -> list[str]:
    return [f"{one.code.id} {one.line}:{one.column}" for one in found]


def test_words_with_their_definitions() -> None:
    assert read_tags(b"a: One.\nb: Two.\n", path="t") == ({"a": "One.", "b": "Two."}, [])
    assert read_metrics(LINE, path="m") == ({"tapes": TAPES}, [])


@pytest.mark.parametrize("data", [b"", b"# nothing yet\n", b"\n\n"])
def test_a_file_without_words_has_none(data: bytes) -> None:
    assert read_tags(data, path="t") == ({}, [])
    assert read_metrics(data, path="m") == ({}, [])


def test_a_word_that_is_no_yaml_costs_itself() -> None:
    tags, found = read_tags(b"a: One.\nb: Two: two.\nc Three.\nd: Four.\n", path="t")
    assert tags == {"a": "One.", "d": "Four."}
    assert places(found) == ["T001 2:7"]
    metrics, found = read_metrics(b"speed: {name: Speed\n" + LINE, path="m")
    assert metrics == {"tapes": TAPES}
    assert places(found) == ["T001 1:8"]


def test_a_metric_on_several_lines_costs_itself() -> None:
    metrics, found = read_metrics(b"speed:\n\tname: Speed\n" + LINE, path="m")
    assert metrics == {"tapes": TAPES}
    assert places(found) == ["T001 2:1"]


@pytest.mark.parametrize(
    ("read", "inner", "wanted"),
    [(read_tags, b"  a: One.\n", {"a": "One."}), (read_metrics, b"  " + LINE, {"tapes": TAPES})],
)
def test_a_name_above_all_words_is_one_finding(read, inner, wanted) -> None:  # type: ignore[no-untyped-def]
    words, found = read(b"words:\n" + inner, path="w")
    assert words == wanted
    assert places(found) == ["T103 1:1"]


def test_a_single_metric_is_no_such_name() -> None:
    assert read_metrics(LINE, path="m")[1] == []


def test_of_a_merge_conflict_the_first_side_is_read() -> None:
    data = b"<<<<<<< HEAD\na: One.\n=======\na: Eins.\n>>>>>>> german\nb: Two.\n"
    tags, found = read_tags(data, path="t")
    assert tags == {"a": "One.", "b": "Two."}
    assert places(found) == ["T001 1:1"]
