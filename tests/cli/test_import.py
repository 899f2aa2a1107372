"""``import`` shows a plan, writes it with consent alone, and changes nothing the second time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import DATA, ROOT, change, contents, run, run_surveygen

from surveygen.cli.import_ import FORMAT_NAMES
from surveygen.project import load
from surveygen.readers.formats import FORMATS

SEEDS = ROOT.parent / "shared" / "corpus" / "seeds"
LISTING = str(DATA / "listings" / "glued.txt")
NEW = """@string{acm = {ACM}}
@article{t36,
  author = {Turing, Alan}, title = {On computable numbers, with an application to the
  Entscheidungsproblem}, year = 1937, number = {1},
}
@misc{hoare1961quicksort, author = {C. A. R. Hoare}, title = {Quicksort}, year = 1962, note = acm}
@misc{bad, title = {Not closed
"""


def sources(root: Path) -> dict[str, str]:
    return {name: it for name, it in contents(root).items() if ".surveygen/cache" not in name}


@pytest.fixture
def new(tmp_path: Path) -> str:
    file = tmp_path / "new.bib"
    file.write_text(NEW, encoding="utf-8")
    return str(file)


class TestPlan:
    def test_it_says_what_becomes_of_every_work(self, sample: Path, new: str) -> None:
        result = run(sample, "import", new, "--dry-run")
        assert result.exit_code == 0
        assert "1 new, 1 merged, 1 damaged and left out" in result.stderr
        assert 'new: hoare1961quicksort  "Quicksort"' in result.stderr
        assert "merged: turing1936computable  takes over number" in result.stderr
        assert f"{new}:7:" in result.stderr
        assert "[B004]" in result.stderr

    def test_a_dry_run_shows_the_diff_and_writes_nothing(self, sample: Path, new: str) -> None:
        before = sources(sample)
        result = run(sample, "import", new, "--dry-run")
        assert "+  number  = {1}," in result.stdout.splitlines()
        assert sources(sample) == before

    def test_without_consent_nothing_is_written(self, sample: Path, new: str) -> None:
        before = sources(sample)
        result = run(sample, "import", new)
        assert (result.exit_code, result.stdout) == (1, "")
        assert "nothing was written; --yes writes it" in result.stderr
        assert sources(sample) == before

    def test_it_is_there_for_programs(self, sample: Path, new: str) -> None:
        found = json.loads(run(sample, "import", new, "-n", "--json").stdout)
        assert [(work["key"], work["verdict"]) for work in found["works"]] == [
            ("turing1936computable", "merged"),
            ("hoare1961quicksort", "new"),
        ]
        assert found["damaged"][0]["line"] == 7
        assert found["damaged"][0]["text"].startswith("@")
        assert found["files"] == ["docs/references.bib"]
        assert [finding["code"] for finding in found["findings"]] == ["B004"]

    def test_strict_writes_nothing_when_an_entry_is_damaged(self, sample: Path, new: str) -> None:
        before = sources(sample)
        assert run(sample, "import", new, "--yes", "--strict").exit_code == 1
        assert sources(sample) == before


class TestWriting:
    def test_new_works_land_in_the_bibliography_and_are_not_yet_placed(
        self, sample: Path, new: str
    ) -> None:
        taxonomy = (sample / "taxonomy.yaml").read_bytes()
        result = run(sample, "import", new, "--yes")
        assert (result.exit_code, result.stdout) == (0, "")
        survey = load(sample)
        assert [paper.key for paper in survey.not_placed] == ["hoare1961quicksort"]
        assert survey.papers["hoare1961quicksort"].entry.text("note") == "ACM"
        assert survey.papers["turing1936computable"].entry.text("number") == "1"
        assert (sample / "taxonomy.yaml").read_bytes() == taxonomy

    def test_every_other_byte_of_the_bibliography_stays(self, sample: Path, new: str) -> None:
        before = (sample / "docs" / "references.bib").read_bytes().splitlines(keepends=True)
        run(sample, "import", new, "--yes")
        after = (sample / "docs" / "references.bib").read_bytes().splitlines(keepends=True)
        kept = iter(after)
        assert all(line in kept for line in before)

    def test_a_second_import_changes_nothing(self, sample: Path, new: str) -> None:
        run(sample, "import", new, "--yes")
        before = sources(sample)
        result = run(sample, "import", new)
        assert result.exit_code == 0
        assert "nothing to change" in result.stderr
        assert sources(sample) == before

    def test_a_bibliography_that_cannot_be_edited_is_1_and_stays(
        self, sample: Path, new: str
    ) -> None:
        file = sample / "docs" / "references.bib"
        file.write_bytes(file.read_bytes() + b"% \xe9\n")
        before = sources(sample)
        result = run(sample, "import", new, "--yes")
        assert result.exit_code == 1
        assert "save it as UTF-8 first" in result.stderr
        assert sources(sample) == before


class TestFormats:
    def test_the_format_is_seen_from_the_content(self, sample: Path, tmp_path: Path) -> None:
        file = tmp_path / "saved"
        file.write_text("@misc{hoare, title = {Quicksort}}", encoding="utf-8")
        assert f"{file}: BibTeX or biblatex" in run(sample, "import", str(file), "-n").stderr
        assert "saved page of a paper listing" in run(sample, "import", LISTING, "-n").stderr

    def test_what_says_most_of_a_work_is_read_first(self, tmp_path: Path) -> None:
        (tmp_path / "a.md").write_text("# A\n## B\n- [Quicksort](https://doi.org/10.1000/q)\n")
        (tmp_path / "b.ris").write_text(
            "TY  - JOUR\nAU  - Hoare, C. A. R.\nTI  - Quicksort\nDO  - 10.1000/q\nER  - \n"
        )
        files = [str(tmp_path / name) for name in ("a.md", "b.ris")]
        run(tmp_path, "import", *files, "--into", "s", "--yes")
        (paper,) = load(tmp_path / "s").papers.values()
        assert (paper.key, paper.entry.entry_type, paper.home) == (
            "hoarequicksort",
            "article",
            "b",
        )

    def test_a_format_that_nobody_knows_is_1_and_names_those_that_are(
        self, sample: Path, tmp_path: Path
    ) -> None:
        file = tmp_path / "notes"
        file.write_text("buy milk\n", encoding="utf-8")
        result = run(sample, "import", str(file), "--yes")
        assert result.exit_code == 1
        assert f"`import --format` names it ({', '.join(FORMAT_NAMES)})" in result.stderr

    def test_a_file_that_is_not_there_is_2(self, sample: Path) -> None:
        assert run(sample, "import", "nowhere.txt").exit_code == 2


def test_every_format_can_be_named() -> None:
    assert [known.name for known in FORMATS] == list(FORMAT_NAMES)


class TestListings:
    def test_titles_that_are_there_bring_their_abstracts_alone(self, sample: Path) -> None:
        result = run(sample, "import", LISTING, "--yes")
        assert result.exit_code == 0
        assert "1 new, 4 already there, 5 abstracts to keep" in result.stderr
        assert len((sample / ".surveygen" / "abstracts.jsonl").read_bytes().splitlines()) == 5

    def test_faults_of_a_listing_are_named_and_cost_no_more(self, sample: Path) -> None:
        faulty = str(DATA / "listings" / "faulty.txt")
        result = run(sample, "import", faulty, "-n", "--format", "listing")
        assert "faulty.txt:3:1: error: an abstract without a title" in result.stderr

    @pytest.mark.skipif(not SEEDS.is_dir(), reason="the saved listings are not in ../shared")
    def test_the_five_listings_add_nothing_to_the_finished_survey(self, tmp_path: Path) -> None:
        import shutil

        root = tmp_path / "survey"
        ignored = shutil.ignore_patterns("survey")
        shutil.copytree(ROOT / "docs", root / "docs", ignore=ignored)
        shutil.copy(ROOT / "taxonomy.yaml", root)
        before = contents(root)
        files = [str(file) for file in sorted(SEEDS.glob("*.txt"))]
        result = run(root, "import", *files, "--yes")
        assert "411 already there, 321 abstracts to keep" in result.stderr
        after = {name: it for name, it in contents(root).items() if ".surveygen" not in name}
        assert after == before
        assert "nothing to change" in run(root, "import", *files).stderr


class TestInto:
    def test_a_folder_without_a_survey_becomes_one(self, tmp_path: Path, new: str) -> None:
        result = run(tmp_path, "import", new, "--into", "review", "--yes")
        assert result.exit_code == 0, result.stderr
        root = tmp_path / "review"
        assert (root / "docs" / "references.bib").read_text(encoding="utf-8") == NEW
        assert load(root).taxonomy.title == "Review"
        assert "nothing to change" in run(tmp_path, "import", new, "--into", "review").stderr

    def test_listed_titles_become_entries_of_a_new_survey(self, tmp_path: Path) -> None:
        run(tmp_path, "import", LISTING, "--into", "review", "--yes")
        survey = load(tmp_path / "review")
        assert len(survey.papers) == 5
        assert len(survey.not_placed) == 5

    def test_a_survey_is_added_to(self, sample: Path, tmp_path: Path, new: str) -> None:
        assert run(tmp_path, "import", new, "--into", "sample", "--yes").exit_code == 0
        assert "hoare1961quicksort" in load(sample).papers


def test_a_file_that_was_edited_meanwhile_is_not_overwritten(
    sample: Path, new: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bibliography = sample / "docs" / "references.bib"

    def edit_and_agree(session: object, yes: bool) -> None:
        change(bibliography, "@book{knuth1984texbook", "% edited\n@book{knuth1984texbook")

    monkeypatch.setattr("surveygen.cli.import_.ask", edit_and_agree)
    result = run(sample, "import", new, "--yes")
    assert result.exit_code == 1
    assert "docs/references.bib was changed meanwhile" in result.stderr
    assert "hoare1961quicksort" not in bibliography.read_text(encoding="utf-8")


def test_a_question_is_asked_on_a_terminal_alone(sample: Path, new: str) -> None:
    done = run_surveygen(sample, "import", new)
    assert done.returncode == 1
    assert "Write this?" not in done.stderr
