"""The shell completes commands, options, ids of sections and keys of the survey at hand."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from surveygen.cli.export import FORMATS


def offered(folder: Path, words: str) -> list[str]:
    """What bash would be offered behind these words, as it asks for it."""
    program = "from surveygen.cli.main import main; main(prog_name='surveygen')"
    environment = {
        "_SURVEYGEN_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split(" ")) - 1),
    }
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stderr == ""
    return [line.partition(",")[2] for line in done.stdout.split()]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("surveygen ch", ["check"]),
        ("surveygen export --form", ["--format"]),
        ("surveygen export --format ", list(FORMATS)),
        ("surveygen export --section comp", ["computability", "complexity"]),
        ("surveygen export --section x", []),
        ("surveygen merge kn", ["knuth1984texbook"]),
        ("surveygen merge godel1931formal --yes k", ["karp1972reducibility", "knuth1984texbook"]),
        ("surveygen merge x", []),
    ],
)
def test_it_offers(sample: Path, words: str, wanted: list[str]) -> None:
    assert offered(sample / "docs", words) == wanted


def test_the_folder_of_an_option_counts(sample: Path, tmp_path: Path) -> None:
    assert offered(tmp_path, "surveygen -C sample export --section type") == ["typesetting"]


@pytest.mark.parametrize("content", [None, "sections: ["])
def test_without_a_survey_that_can_be_read_it_offers_nothing(
    sample: Path, content: str | None
) -> None:
    (sample / "taxonomy.yaml").unlink()
    if content is not None:
        (sample / "taxonomy.yaml").write_text(content, encoding="utf-8")
    assert offered(sample, "surveygen export --section c") == []
    assert offered(sample, "surveygen merge k") == []


def test_without_a_bibliography_it_offers_no_keys(sample: Path) -> None:
    (sample / "docs/references.bib").unlink()
    assert offered(sample, "surveygen merge k") == []
