"""``export`` writes data alone to stdout, and what was asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import change, run, run_surveygen

from surveygen.readers.bibtex import read_bibtex


def test_stdout_is_the_bibliography(sample: Path) -> None:
    result = run(sample, "export")
    found = read_bibtex([("export.bib", result.stdout_bytes)])
    assert result.exit_code == 0
    assert result.stderr == ""
    assert not found.diagnostics
    assert len(found.entries) == 11


def test_findings_do_not_mix_with_the_bibliography(with_error: Path) -> None:
    result = run(with_error, "export")
    assert result.exit_code == 0
    assert not read_bibtex([("export.bib", result.stdout_bytes)]).diagnostics


def test_a_section_holds_what_stands_in_it_and_below(sample: Path) -> None:
    result = run(sample, "export", "--section", "means")
    assert list(read_bibtex([("export.bib", result.stdout_bytes)]).entries) == [
        "erdos1960evolution",
        "ajtai1983sorting",
        "strassen1969gaussian",
        "karp1972reducibility",
        "knuth1984texbook",
    ]


def test_an_unknown_section_is_1_with_a_suggestion(sample: Path) -> None:
    result = run(sample, "export", "--section", "complexty")
    assert (result.exit_code, result.stdout) == (1, "")
    assert 'did you mean "complexity"?' in result.stderr


def test_a_file_is_written_whole(sample: Path, tmp_path: Path) -> None:
    output = tmp_path / "new folder" / "survey.bib"
    result = run(sample, "export", "-o", str(output))
    assert (result.exit_code, result.stdout) == (0, "")
    assert output.read_bytes() == run(sample, "export").stdout_bytes


def test_an_output_that_cannot_be_written_is_1(sample: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = run(sample, "export", "-o", str(tmp_path / "file" / "survey.bib"))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "survey.bib: " in result.stderr


def test_bibtex_is_utf_8_in_every_locale(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change(sample / "docs" / "references.bib", r"G{\"o}del", "Gödel")
    monkeypatch.setenv("PYTHONIOENCODING", "latin-1")
    done = run_surveygen(sample, "export")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Gödel" in done.stdout


@pytest.mark.parametrize(
    "name", ["taxonomy.yaml", "docs/references.bib", "docs/index.md", "docs/sections/../index.md"]
)
def test_what_people_wrote_is_not_overwritten(sample: Path, name: str) -> None:
    before = (sample / name).read_bytes()
    result = run(sample, "export", "--all-fields", "-o", str(sample / name))
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"{name} is a file of the survey; name another one" in result.stderr
    assert (sample / name).read_bytes() == before


def test_an_export_among_the_pages_can_be_written_again(sample: Path) -> None:
    for _time in range(2):
        assert run(sample, "export", "-o", str(sample / "docs" / "all.bib")).exit_code == 0


def test_a_document_that_cites_nothing_is_1(sample: Path, tmp_path: Path) -> None:
    document = tmp_path / "paper.aux"
    document.write_text("\\relax\n", encoding="utf-8")
    result = run(sample, "export", "--keys", str(document), "-o", str(tmp_path / "paper.bib"))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "paper.aux cites nothing; the .aux file of a LaTeX run has all keys" in result.stderr
    assert not (tmp_path / "paper.bib").exists()
