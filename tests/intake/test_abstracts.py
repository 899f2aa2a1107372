"""Abstracts are kept beside the survey, and never lost."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from surveygen.intake.abstracts import ABSTRACTS, read_abstracts, with_abstracts


def kept(root: Path, data: bytes) -> Path:
    file = root / ABSTRACTS
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(data)
    return file


def test_a_survey_without_abstracts_has_none(tmp_path: Path) -> None:
    assert read_abstracts(tmp_path) == {}


@given(st.dictionaries(st.text(min_size=1), st.text(), max_size=5))
def test_what_is_kept_is_read_back(abstracts: dict[str, str]) -> None:
    data = with_abstracts(b"", abstracts)
    assert with_abstracts(data, {}) == data
    assert {json.loads(line)["key"] for line in data.split(b"\n") if line} == abstracts.keys()


def test_line_separators_inside_an_abstract_end_no_record(tmp_path: Path) -> None:
    kept(tmp_path, with_abstracts(b"", {"a": "one\u2028two\x85three\nfour"}))
    assert read_abstracts(tmp_path) == {"a": "one\u2028two\x85three\nfour"}


def test_records_are_sorted_so_that_differences_are_small() -> None:
    lines = with_abstracts(b"", {"b": "B", "é": "É", "a": "A"}).decode().splitlines()
    assert [json.loads(line)["key"] for line in lines] == ["a", "b", "é"]
    assert lines[2] == '{"key": "é", "text": "É"}'


def test_an_abstract_that_is_kept_already_is_not_replaced(tmp_path: Path) -> None:
    data = with_abstracts(b"", {"a": "Old."})
    kept(tmp_path, with_abstracts(data, {"a": "New.", "b": "B"}))
    assert read_abstracts(tmp_path) == {"a": "Old.", "b": "B"}


def test_lines_that_are_no_record_are_passed_over_and_kept(tmp_path: Path) -> None:
    damaged = [b'{"key": "cut off', b'["a", "list"]', b'{"key": "no text"}', b"\xff\xfe", b"7"]
    data = b"\n".join([*damaged, b'{"key": "a", "text": "A"}', b"", b""])
    kept(tmp_path, data)
    assert read_abstracts(tmp_path) == {"a": "A"}
    lines = with_abstracts(data, {"b": "B"}).splitlines()
    assert lines == [b'{"key": "a", "text": "A"}', b'{"key": "b", "text": "B"}', *damaged]
