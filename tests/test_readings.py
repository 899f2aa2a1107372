"""A survey that is loaded again is the same, and only what changed is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import change

from surveygen import project
from surveygen.project import Readings, load
from surveygen.survey.survey import Survey

NOTE = "docs/notes/turing1936computable.md"


def parts(survey: Survey) -> tuple[object, ...]:
    return survey.papers, survey.narratives, survey.diagnostics


def test_only_what_changed_is_read_again(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (sample / NOTE).open("a", encoding="utf-8") as file:
        file.write("\n![](picture.png)\n")
    readings = Readings()
    first = load(sample, readings)
    assert first.diagnostics
    read: list[str] = []
    for name in ("read_note", "read_narrative"):
        monkeypatch.setattr(project, name, _recording(read, getattr(project, name)))
    assert parts(load(sample, readings)) == parts(first)
    assert read == []
    change(sample / NOTE, "![](picture.png)", "A later thought.")
    second = load(sample, readings)
    assert read == [NOTE]
    assert parts(second) == parts(load(sample))
    assert parts(second) != parts(first)


def _recording(read, reader):
    def record(data, **arguments):
        read.append(arguments["path"])
        return reader(data, **arguments)

    return record
