"""Findings with the line they are about, as JSON, and as annotations for GitHub."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from surveygen.cli.findings import as_github, as_json, with_excerpts
from surveygen.survey.codes import Code
from surveygen.survey.diagnostics import Diagnostic


def finding(line: int | None, column: int | None = None, path: str = "file.bib") -> Diagnostic:
    return Diagnostic(Code.NO_YEAR, "no year", path, line, column, "add it")


def excerpt(tmp_path: Path, content: bytes, line: int, column: int) -> list[str]:
    (tmp_path / "file.bib").write_bytes(content)
    return with_excerpts([finding(line, column)], tmp_path)[1:]


def unstyled(lines: list[str]) -> list[str]:
    import click

    return [click.unstyle(line) for line in lines]


@pytest.mark.parametrize(
    ("content", "place", "shown"),
    [
        (b"one\n  two three\n", (2, 3), ["  2 |   two three", "    |   ^^^"]),
        (b"\ttitle = x\n", (1, 2), ["  1 |  title = x", "    |  ^^^^^"]),
        (b"a = {b}\r\n", (1, 5), ["  1 | a = {b}", "    |     ^"]),
        ("題名 = x\n".encode(), (1, 4), ["  1 | 題名 = x", "    |      ^"]),
        ("de\u0301ja\u0300 vu\n".encode(), (1, 8), ["  1 | de\u0301ja\u0300 vu", "    |      ^^"]),
        (b"ab\x1b[31mcd\n", (1, 1), ["  1 | ab[31mcd", "    | ^^"]),
        (b"short\n", (1, 99), ["  1 | short", "    |      ^"]),
    ],
)
def test_the_line_stands_below_with_a_mark_under_the_place(
    tmp_path: Path, content: bytes, place: tuple[int, int], shown: list[str]
) -> None:
    assert unstyled(excerpt(tmp_path, content, *place)) == shown


def test_a_long_line_is_cut_around_the_place(tmp_path: Path) -> None:
    line, mark = unstyled(excerpt(tmp_path, b"x" * 5000 + b" here " + b"y" * 5000, 1, 5002))
    assert len(line) < 80
    assert line[mark.index("^") :].startswith("here")
    assert mark.count("^") == 4


def test_a_line_that_is_not_there_has_no_excerpt(tmp_path: Path) -> None:
    assert excerpt(tmp_path, b"one\n", 7, 1) == []
    assert len(with_excerpts([finding(1, 1, "gone.bib"), finding(None)], tmp_path)) == 2


def test_many_of_a_kind_are_counted_unless_all_are_asked_for(tmp_path: Path) -> None:
    """What must be mended is shown sooner than what is doubtful."""
    for code, limit in ((Code.NO_YEAR, 5), (Code.ENTRY_SYNTAX, 20)):
        found = [Diagnostic(code, "wrong", f"{n}.md") for n in range(limit + 3)]
        lines = with_excerpts(found, tmp_path)
        assert len(lines) == limit + 1
        assert lines[-1] == f"... and 3 more of [{code.id}]; -v shows them"
        assert len(with_excerpts(found, tmp_path, show_all=True)) == limit + 3


def test_json_holds_every_part_of_every_finding(tmp_path: Path) -> None:
    (tmp_path / "file.bib").write_text("@misc{a}\n", encoding="utf-8")
    found = json.loads(as_json([finding(1)] * 30, tmp_path, {"papers": 1}))
    assert (found["format"], found["papers"], len(found["findings"])) == (1, 1, 30)
    assert found["findings"][0] == {
        "code": "B005",
        "severity": "warning",
        "path": "file.bib",
        "line": 1,
        "column": 1,
        "message": "no year",
        "help": "add it",
        "excerpt": "@misc{a}",
    }


def test_annotations_escape_what_would_end_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    message = "100%\n::error::x"
    found = Diagnostic(Code.ENTRY_SYNTAX, message, "a,b:c.bib", 3, 7, "mend it")
    assert as_github([found], tmp_path / "survey") == [
        "::error file=survey/a%2Cb%3Ac.bib,line=3,col=7,title=surveygen B004"
        "::100%25%0A::error::x; mend it"
    ]
