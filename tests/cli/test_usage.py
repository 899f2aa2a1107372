"""How commands are called, and how they fail."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import run

from surveygen.cli.main import main


@pytest.mark.parametrize(
    "arguments", [["frobnicate"], ["check", "--frobnicate"], ["build", "docx"], ["import"]]
)
def test_a_wrong_call_is_2(sample: Path, arguments: list[str]) -> None:
    result = run(sample, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")


def test_a_folder_without_a_survey_is_1(tmp_path: Path) -> None:
    result = run(tmp_path, "check")
    assert result.exit_code == 1
    assert "surveygen: no taxonomy.yaml in" in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="a folder in use cannot be deleted there")
def test_a_current_folder_that_is_gone_is_1(tmp_path: Path) -> None:
    program = "import os; os.rmdir(os.getcwd()); from surveygen.cli.main import main; main()"
    line = [sys.executable, "-c", program, "status"]
    done = subprocess.run(line, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    said = "surveygen: the current folder is gone; go to another\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", said)


def test_the_survey_is_found_from_a_folder_inside(sample: Path) -> None:
    assert run(sample / "docs" / "notes", "check").exit_code == 0


@pytest.mark.parametrize("verb", ["build", "check", "export", "import"])
def test_every_verb_has_help_with_an_example(verb: str) -> None:
    result = CliRunner().invoke(main, [verb, "--help"])
    assert result.exit_code == 0
    assert f"surveygen {verb}" in result.stdout


@pytest.mark.parametrize("verb", ["check", "export", "build"])
def test_a_taxonomy_that_cannot_be_read_is_1(sample: Path, verb: str) -> None:
    (sample / "taxonomy.yaml").write_text("version: 2\n", encoding="utf-8")
    result = run(sample, verb)
    assert result.exit_code == 1
    # The findings are what `check` was asked for; elsewhere they are remarks.
    said = result.stdout if verb == "check" else result.stderr
    assert 'taxonomy.yaml:1:10: error: format version "2"' in said
