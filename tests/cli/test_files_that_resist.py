"""Folders in place of files, files that may not be read, outputs that may not be written."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unicodedata import normalize

import pytest
from click.testing import Result
from conftest import DATA, contents, run, run_surveygen

from surveygen.project import load

NOBODY = 65534


@contextmanager
def without_privileges() -> Iterator[None]:
    """As an ordinary user: permissions do not hold for root."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)


@pytest.fixture
def open_sample() -> Iterator[Path]:
    """A copy of the sample survey that an ordinary user owns."""
    folder = Path(tempfile.mkdtemp(prefix="surveygen-"))
    ignored = shutil.ignore_patterns(".surveygen")
    root = Path(shutil.copytree(DATA / "sample", folder / "sample", ignore=ignored))
    for path in (folder, root, *root.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
        if os.geteuid() == 0:
            os.chown(path, NOBODY, NOBODY)
    yield root
    for path in root.rglob("*"):
        if path.is_dir():
            path.chmod(0o755)
    shutil.rmtree(folder)


def run_as_nobody(root: Path, *arguments: str) -> Result:
    # Modules are imported before privileges go.
    other = shutil.copytree(DATA / "sample", root.parent / "other", dirs_exist_ok=True)
    run(other, *arguments)
    with without_privileges():
        return run(root, *arguments)


class TestAFolderInPlaceOfAFile:
    def test_taxonomy_and_bibliography_are_1(self, sample: Path) -> None:
        for name in ("docs/references.bib", "taxonomy.yaml"):
            (sample / name).rename(sample / "aside")
            (sample / name).mkdir()
            result = run(sample, "build")
            assert result.exit_code == 1
            assert f"{name}: error: cannot be read: Is a directory" in result.stderr
            (sample / name).rmdir()
            (sample / "aside").rename(sample / name)

    def test_a_note_costs_itself(self, sample: Path) -> None:
        note = sample / "docs" / "notes" / "cook1971complexity.md"
        note.unlink()
        note.mkdir()
        result = run(sample, "check")
        assert "cook1971complexity.md: error: cannot be read: Is a directory" in result.stdout
        assert "10 papers" in result.stderr

    @pytest.mark.parametrize("name", ["docs/notes", "docs/sections", "docs/tags.yaml"])
    def test_the_other_way_round_costs_itself(self, sample: Path, name: str) -> None:
        shutil.rmtree(sample / name, ignore_errors=True)
        if name.endswith(".yaml"):
            (sample / name).mkdir()
        else:
            (sample / name).write_text("mine", encoding="utf-8")
        result = run(sample, "check")
        assert f"{name}: error: cannot be read" in result.stdout
        assert "[N010]" in result.stdout
        assert "10 papers" in result.stderr


class TestLinks:
    def test_a_link_to_a_folder_above_is_told_and_passed_over(self, sample: Path) -> None:
        for name, target in (("docs/again", "../docs"), ("docs/notes/loop", ".")):
            (sample / name).symlink_to(target, target_is_directory=True)
        (sample / "docs/other").symlink_to("guide", target_is_directory=True)
        found = run(sample, "check").stdout
        told = re.findall(r"(?m)^(\S+): error: this link leads to a folder above it;", found)
        assert told == ["docs/again", "docs/notes/loop"]
        assert found.count("error: ") == 2
        result = run_surveygen(sample, "build")
        assert result.returncode == 0
        assert "again/" not in result.stderr
        assert (sample / "build/html/other/index.html").is_file()

    def test_a_link_to_itself_costs_itself(self, sample: Path) -> None:
        (sample / "docs/notes/karp1972reducibility.md").symlink_to("karp1972reducibility.md")
        found = run(sample, "check").stdout
        assert "karp1972reducibility.md: error: cannot be read: Too many levels" in found
        assert found.count("error: ") == 1


class TestNames:
    def test_a_note_whose_name_was_decomposed_is_found(self, sample: Path) -> None:
        """As macOS does to the names of files."""
        with (sample / "docs/references.bib").open("a", encoding="utf-8") as file:
            file.write("\n@misc{gödel1951, title = {Some Theorems}}\n")
        note = sample / "docs" / "notes" / "cook1971complexity.md"
        note.rename(note.with_name(normalize("NFD", "gödel1951") + ".md"))
        survey = load(sample)
        assert survey.papers["gödel1951"].note is not None
        assert not any(one.code.id == "N001" for one in survey.diagnostics)

    @pytest.mark.parametrize("name", ["karp1972reducibility.md.txt", "karp1972reducibility.MD"])
    def test_a_note_of_another_ending_is_told(self, sample: Path, name: str) -> None:
        note = sample / "docs" / "notes" / "cook1971complexity.md"
        shutil.copy(note, note.with_name(name))
        told = f"docs/notes/{name}:1:1: error: this file is not read, because its name does not"
        found = run(sample, "check").stdout
        assert told in found
        assert 'rename it to "karp1972reducibility.md" [N010]' in found


class TestPermissions:
    def test_a_taxonomy_that_may_not_be_read_is_1(self, open_sample: Path) -> None:
        (open_sample / "taxonomy.yaml").chmod(0)
        result = run_as_nobody(open_sample, "check")
        assert result.exit_code == 1
        assert "taxonomy.yaml: error: cannot be read: Permission denied" in result.stdout

    @pytest.mark.parametrize("name", ["docs/notes", "docs/notes/turing1936computable.md"])
    def test_a_note_or_their_folder_costs_itself(self, open_sample: Path, name: str) -> None:
        (open_sample / name).chmod(0)
        result = run_as_nobody(open_sample, "check")
        assert f"{name}: error: cannot be read: Permission denied" in result.stdout
        assert "10 papers" in result.stderr

    def test_an_output_that_may_not_be_written_is_1(self, open_sample: Path) -> None:
        open_sample.chmod(0o555)
        before = contents(open_sample)
        result = run_as_nobody(open_sample, "build", "exports")
        assert result.exit_code == 1
        assert "build: Permission denied" in result.stderr
        assert contents(open_sample) == before

    def test_a_survey_that_may_not_be_written_is_checked_all_the_same(
        self, open_sample: Path
    ) -> None:
        open_sample.chmod(0o555)
        result = run_as_nobody(open_sample, "check")
        assert result.exit_code == 0
        assert "10 papers" in result.stderr

    def test_an_import_that_may_not_be_written_changes_nothing(
        self, open_sample: Path, tmp_path: Path
    ) -> None:
        new = open_sample.parent / "new.bib"
        new.write_text("@misc{hoare, title = {Quicksort}}", encoding="utf-8")
        (open_sample / "docs").chmod(0o555)
        before = contents(open_sample)
        result = run_as_nobody(open_sample, "import", str(new), "--yes")
        assert result.exit_code == 1
        assert "Permission denied" in result.stderr
        after = {name: it for name, it in contents(open_sample).items() if "cache" not in name}
        assert after == before


@pytest.mark.slow
class TestWithoutWhatABuildNeeds:
    @pytest.mark.parametrize("content", [None, b"sections: [", b"version: 9\n", b"\xff\xfe\x00"])
    def test_without_a_taxonomy_a_build_is_1_and_the_old_site_stays(
        self, sample: Path, content: bytes | None
    ) -> None:
        assert run_surveygen(sample, "build").returncode == 0
        before = contents(sample / "build")
        assert "html/index.html" in before
        (sample / "taxonomy.yaml").unlink()
        if content is not None:
            (sample / "taxonomy.yaml").write_bytes(content)
        assert run(sample, "build").exit_code == 1
        assert contents(sample / "build") == before
