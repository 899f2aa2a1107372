"""The command line: what it writes where, how it fails, and that data alone goes to stdout."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import run_surveygen

from surveygen.cli.main import main
from surveygen.readers.bibtex import read_bibtex

DATA = Path(__file__).parent.parent / "data"


def run(root: Path, *arguments: str) -> Result:
    result = CliRunner().invoke(main, ["-C", str(root), *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def contents(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the sample survey that a test may damage."""
    root = tmp_path / "sample"
    ignored = shutil.ignore_patterns("build", ".surveygen", "survey")
    return Path(shutil.copytree(DATA / "sample", root, ignore=ignored))


@pytest.fixture
def with_error(sample: Path) -> Path:
    change(sample / "docs" / "references.bib", "{173--198},", "{173--198,")
    return sample


class TestCheck:
    def test_a_survey_without_an_error_is_0(self, sample: Path) -> None:
        result = run(sample, "check")
        assert result.exit_code == 0
        assert "10 papers, 6 sections" in result.stderr

    def test_an_error_is_1_and_names_file_line_and_help(self, with_error: Path) -> None:
        result = run(with_error, "check")
        assert result.exit_code == 1
        place, message = "docs/references.bib:3: error: ", 'entry "godel1931formal" is not closed'
        assert place + message in result.stderr
        assert "9 papers, 6 sections, 1 error" in result.stderr

    def test_a_warning_is_1_only_if_strict(self, sample: Path) -> None:
        change(sample / "docs" / "references.bib", "  year      = {1984},\n", "")
        assert run(sample, "check").exit_code == 0
        assert run(sample, "check", "--strict").exit_code == 1

    def test_it_writes_nothing_but_its_cache(self, sample: Path) -> None:
        before = contents(sample)
        run(sample, "check")
        after = contents(sample)
        assert before == {name: it for name, it in after.items() if ".surveygen" not in name}

    def test_a_second_check_says_the_same(self, with_error: Path) -> None:
        assert run(with_error, "check").stderr == run(with_error, "check").stderr

    def test_many_findings_of_a_kind_are_counted(self, sample: Path) -> None:
        text = "".join(f"@misc{{extra{number}}}\n" for number in range(30))
        bibliography = sample / "docs" / "references.bib"
        bibliography.write_text(bibliography.read_text(encoding="utf-8") + text, encoding="utf-8")
        assert "... and 10 more of [T204]" in run(sample, "check").stderr

    def test_without_a_site_there_is_nothing_to_read_back(self, sample: Path) -> None:
        result = run(sample, "check", "--built")
        assert result.exit_code == 1
        assert "[S002]" in result.stderr


class TestExport:
    def test_stdout_is_the_bibliography(self, sample: Path) -> None:
        result = run(sample, "export")
        found = read_bibtex([("export.bib", result.stdout_bytes)])
        assert result.exit_code == 0
        assert result.stderr == ""
        assert not found.diagnostics
        assert len(found.entries) == 11

    def test_findings_do_not_mix_with_the_bibliography(self, with_error: Path) -> None:
        result = run(with_error, "export")
        assert result.exit_code == 0
        assert not read_bibtex([("export.bib", result.stdout_bytes)]).diagnostics

    def test_a_section_holds_what_stands_in_it_and_below(self, sample: Path) -> None:
        result = run(sample, "export", "--section", "means")
        assert list(read_bibtex([("export.bib", result.stdout_bytes)]).entries) == [
            "erdos1960evolution",
            "ajtai1983sorting",
            "strassen1969gaussian",
            "karp1972reducibility",
            "knuth1984texbook",
        ]

    def test_an_unknown_section_is_1_with_a_suggestion(self, sample: Path) -> None:
        result = run(sample, "export", "--section", "complexty")
        assert (result.exit_code, result.stdout) == (1, "")
        assert 'did you mean "complexity"?' in result.stderr

    def test_a_file_is_written_whole(self, sample: Path, tmp_path: Path) -> None:
        output = tmp_path / "new folder" / "survey.bib"
        result = run(sample, "export", "-o", str(output))
        assert (result.exit_code, result.stdout) == (0, "")
        assert output.read_bytes() == run(sample, "export").stdout_bytes

    def test_an_output_that_cannot_be_written_is_1(self, sample: Path, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        result = run(sample, "export", "-o", str(tmp_path / "file" / "survey.bib"))
        assert (result.exit_code, result.stdout) == (1, "")
        assert "survey.bib: " in result.stderr

    def test_bibtex_is_utf_8_in_every_locale(
        self, sample: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        change(sample / "docs" / "references.bib", r"G{\"o}del", "Gödel")
        monkeypatch.setenv("PYTHONIOENCODING", "latin-1")
        done = run_surveygen(sample, "export")
        assert (done.returncode, done.stderr) == (0, "")
        assert "Gödel" in done.stdout


class TestImport:
    def test_abstracts_of_known_papers_are_kept(self, sample: Path) -> None:
        result = run(sample, "import", str(DATA / "listings" / "glued.txt"))
        assert (result.exit_code, result.stdout) == (0, "")
        assert "5 listed, 5 distinct, 2 not in the survey; 3 abstracts kept" in result.stderr
        assert (sample / ".surveygen" / "abstracts.jsonl").is_file()

    def test_a_dry_run_keeps_nothing(self, sample: Path) -> None:
        result = run(sample, "import", "-n", str(DATA / "listings" / "glued.txt"))
        assert result.exit_code == 0
        assert "3 abstracts to keep" in result.stderr
        assert not (sample / ".surveygen" / "abstracts.jsonl").exists()

    def test_a_second_import_changes_nothing(self, sample: Path) -> None:
        run(sample, "import", str(DATA / "listings" / "glued.txt"))
        before = contents(sample)
        result = run(sample, "import", str(DATA / "listings" / "glued.txt"))
        assert "0 abstracts kept" in result.stderr
        assert contents(sample) == before

    def test_faults_of_a_listing_are_named_and_cost_no_more(self, sample: Path) -> None:
        result = run(sample, "import", str(DATA / "listings" / "faulty.txt"))
        assert result.exit_code == 0
        assert "faulty.txt:3: error: an abstract without a title" in result.stderr

    def test_abstracts_that_cannot_be_kept_are_1(self, sample: Path) -> None:
        (sample / ".surveygen").touch()
        assert run(sample, "check").exit_code == 0
        result = run(sample, "import", str(DATA / "listings" / "glued.txt"))
        assert (result.exit_code, result.stdout) == (1, "")
        assert "abstracts.jsonl: " in result.stderr

    def test_a_listing_that_is_not_there_is_2(self, sample: Path) -> None:
        assert run(sample, "import", "nowhere.txt").exit_code == 2


class TestUsage:
    @pytest.mark.parametrize(
        "arguments", [["frobnicate"], ["check", "--frobnicate"], ["build", "docx"], ["import"]]
    )
    def test_a_wrong_call_is_2(self, sample: Path, arguments: list[str]) -> None:
        result = run(sample, *arguments)
        assert (result.exit_code, result.stdout) == (2, "")

    def test_a_folder_without_a_survey_is_1(self, tmp_path: Path) -> None:
        result = run(tmp_path, "check")
        assert result.exit_code == 1
        assert "surveygen: no taxonomy.yaml in" in result.stderr

    def test_the_survey_is_found_from_a_folder_inside(self, sample: Path) -> None:
        assert run(sample / "docs" / "notes", "check").exit_code == 0

    @pytest.mark.parametrize("verb", ["build", "check", "export", "import"])
    def test_every_verb_has_help_with_an_example(self, verb: str) -> None:
        result = CliRunner().invoke(main, [verb, "--help"])
        assert result.exit_code == 0
        assert f"surveygen {verb}" in result.stdout

    @pytest.mark.parametrize("verb", ["check", "export", "build"])
    def test_a_taxonomy_that_cannot_be_read_is_1(self, sample: Path, verb: str) -> None:
        (sample / "taxonomy.yaml").write_text("version: 2\n", encoding="utf-8")
        result = run(sample, verb)
        assert (result.exit_code, result.stdout) == (1, "")
        assert 'taxonomy.yaml:1:10: error: format version "2"' in result.stderr


class TestBuild:
    def test_two_builds_at_once_exclude_each_other(self, sample: Path) -> None:
        (sample / "build").mkdir()
        with (sample / "build" / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            result = run(sample, "build", "exports")
            assert (result.exit_code, result.stdout) == (1, "")
            assert "another build of this survey is under way" in result.stderr
        assert run(sample, "build", "exports").exit_code == 0

    def test_an_output_folder_that_cannot_be_made_is_1(self, sample: Path) -> None:
        (sample / "build").touch()
        result = run(sample, "build", "exports")
        assert (result.exit_code, result.stdout) == (1, "")

    def test_an_error_in_an_entry_is_0_for_the_rest_is_built(self, with_error: Path) -> None:
        result = run(with_error, "build", "exports")
        assert (result.exit_code, result.stdout) == (0, "")
        assert "1 error" in result.stderr
        assert run(with_error, "build", "exports", "--strict").exit_code == 1

    def test_exports_of_papers_that_are_gone_are_deleted(self, sample: Path) -> None:
        run(sample, "build", "exports")
        exports = sample / "build" / "exports"
        assert (exports / "papers" / "shannon1948mathematical.bib").is_file()
        change(sample / "taxonomy.yaml", "background: [shannon1948mathematical]\n", "")
        bibliography = sample / "docs" / "references.bib"
        text = bibliography.read_text(encoding="utf-8")
        start = text.index("@article{shannon1948mathematical")
        bibliography.write_text(text[:start], encoding="utf-8")
        run(sample, "build", "exports")
        assert not (exports / "papers" / "shannon1948mathematical.bib").exists()

    def test_without_its_bibliography_a_build_is_1_and_the_old_site_stays(
        self, sample: Path
    ) -> None:
        assert run_surveygen(sample, "build").returncode == 0
        before = contents(sample / "build")
        assert "html/index.html" in before
        (sample / "docs" / "references.bib").rename(sample / "docs" / "renamed.bib")
        result = run(sample, "build")
        assert (result.exit_code, result.stdout) == (1, "")
        assert "docs/references.bib: error: cannot be read" in result.stderr
        assert "mend `bibliography:` in taxonomy.yaml" in result.stderr
        assert contents(sample / "build") == before
