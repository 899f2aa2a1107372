"""``status`` counts what is there and what is not, and names the next thing to do."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from conftest import change, contents, run, run_surveygen


def status(root: Path) -> dict[str, Any]:
    result = run(root, "status", "--json")
    assert result.exit_code == 0
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_every_section_has_its_counts(sample: Path) -> None:
    result = run(sample, "status")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert "         3          -          1        yes    Computability" in lines
    assert "         4          -          1          -  Means" in lines
    assert "10 papers, 6 sections, 0 problems" in lines


def test_what_is_lacking_is_counted_and_named(sample: Path) -> None:
    bibliography = sample / "docs" / "references.bib"
    text = bibliography.read_text(encoding="utf-8")
    more = """@misc{hoare1961quicksort, title = {Quicksort}, author = {Hoare}, year = {1962}}
    @misc{gone, title = {G}, author = {H}, year = {1962}, x-status = {retracted},
      x-unverified = {year}}
    @misc{bad, title = {B
    """
    bibliography.write_text(f"{text}\n{more}", encoding="utf-8")
    found = status(sample)
    assert found["not_yet_placed"] == ["gone", "hoare1961quicksort"]
    assert (found["to_mend"], found["retracted"], found["unverified"]) == (1, ["gone"], ["gone"])
    assert len(found["without_note"]) == 9


def test_a_draft_is_counted(sample: Path) -> None:
    note = sample / "docs" / "notes" / "cook1971complexity.md"
    text = note.read_text(encoding="utf-8")
    note.write_text(text.replace("---\n", "---\ndraft: true\n", 1), encoding="utf-8")
    assert status(sample)["drafts"] == ["cook1971complexity"]


class TestNextStep:
    def test_what_is_wrong_comes_first(self, with_error: Path) -> None:
        assert status(with_error)["next"] == "surveygen check, and mend what it names"

    def test_then_what_is_not_placed(self, sample: Path) -> None:
        change(sample / "taxonomy.yaml", "papers: [knuth1984texbook]", "papers: []")
        assert status(sample)["next"].startswith('place "knuth1984texbook"')

    def test_then_the_build_then_notes(self, sample: Path) -> None:
        assert status(sample)["next"] == "surveygen build"
        assert run_surveygen(sample, "build").returncode == 0
        assert status(sample)["next"] == "write docs/notes/agrawal2004primes.md"


class TestWhatWasBuilt:
    def test_it_is_told_whether_it_is_that_of_the_present_files(self, sample: Path) -> None:
        assert status(sample)["built"]["html"] == "not built"
        assert run_surveygen(sample, "build").returncode == 0
        built = status(sample)["built"]
        assert (built["html"], built["exports"], built["pdf"]) == (
            "up to date",
            "up to date",
            "not built",
        )
        change(sample / "docs" / "notes" / "cook1971complexity.md", "tldr: ", "tldr: In short, ")
        assert status(sample)["built"]["html"] == "out of date"
        change(sample / "docs" / "notes" / "cook1971complexity.md", "tldr: In short, ", "tldr: ")
        assert status(sample)["built"]["html"] == "up to date"

    def test_figures_are_out_of_date_when_their_data_changed(self, sample: Path) -> None:
        assert run_surveygen(sample, "build").returncode == 0
        assert status(sample)["built"]["figures"] == "up to date"
        change(sample / "docs" / "references.bib", "year      = {1984}", "year      = {2004}")
        assert status(sample)["built"]["figures"] == "out of date"

    def test_a_copy_without_file_times_is_up_to_date(self, sample: Path, tmp_path: Path) -> None:
        assert run_surveygen(sample, "build", "exports").returncode == 0
        copy = tmp_path / "copy"
        shutil.copytree(sample, copy, copy_function=shutil.copyfile)
        assert status(copy)["built"]["exports"] == "up to date"


def test_it_writes_nothing_but_its_cache(sample: Path) -> None:
    before = contents(sample)
    run(sample, "status")
    after = contents(sample)
    assert before == {name: it for name, it in after.items() if ".surveygen" not in name}


def test_version_and_status_import_no_sphinx(sample: Path) -> None:
    import subprocess
    import sys

    for arguments in (["--version"], ["-C", str(sample), "status"], ["--help"]):
        program = (
            "import sys\nfrom surveygen.cli.main import main\n"
            f"try: main({arguments!r})\nexcept SystemExit: pass\n"
            "heavy = {'sphinx', 'jinja2', 'myst_parser'}\n"
            "sys.exit(str(heavy & sys.modules.keys()) if heavy & sys.modules.keys() else 0)"
        )
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stderr
