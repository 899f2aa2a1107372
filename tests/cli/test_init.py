"""``init`` makes a survey that builds, and takes nothing away."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import DATA, contents, run

from surveygen.project import load

DAMAGED = DATA / "damaged" / "brace-of-entry-lost-middle.bib"
GROUPED = """@misc{a, title = {A}, year = 2020, author = {A B}, keywords = {vision > robustness}}
@misc{b, title = {B}, year = 2021, author = {A B}, groups = {Theory}}
@misc{c, title = {C}, year = 2022, author = {A B}}
@comment{jabref-meta: grouping:
0 AllEntriesGroup:;
1 StaticGroup:Theory\\;0\\;1\\;\\;\\;\\;;
}
"""


@pytest.fixture(autouse=True)
def fixed_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795651200")


class TestSample:
    def test_it_holds_five_works_and_nothing_is_wrong_with_it(self, tmp_path: Path) -> None:
        result = run(tmp_path, "init", "my-survey")
        assert (result.exit_code, result.stdout) == (0, "")
        assert "next: cd my-survey && surveygen build" in result.stderr
        root = tmp_path / "my-survey"
        survey = load(root)
        assert (len(survey.papers), survey.taxonomy.title) == (5, "My survey")
        assert survey.taxonomy.date == "2026-11-26"
        assert all(paper.note and paper.home for paper in survey.papers.values())
        assert run(root, "check", "--strict").exit_code == 0

    def test_it_brings_what_a_repository_needs(self, tmp_path: Path) -> None:
        run(tmp_path, "init", "my-survey")
        files = contents(tmp_path / "my-survey").keys()
        assert {
            ".gitignore",
            ".github/ISSUE_TEMPLATE/paper.yml",
            ".github/actions/propose/action.yml",
            ".github/workflows/add-paper.yml",
            ".github/workflows/publish.yml",
            ".github/workflows/upkeep.yml",
            "README.md",
            "docs/conf.py",
            "docs/index.md",
            "requirements.txt",
        } <= files

    def test_a_title_of_any_letters_is_taken_as_it_is(self, tmp_path: Path) -> None:
        title = 'Über "Netze": 5 % & {mehr} # $x$ *a* @@DATE@@ 題'
        assert run(tmp_path, "init", "s", "--title", title).exit_code == 0
        assert load(tmp_path / "s").taxonomy.title == title
        assert run(tmp_path / "s", "check", "--strict").exit_code == 0

    def test_the_same_call_gives_the_same_bytes(self, tmp_path: Path) -> None:
        run(tmp_path, "init", "a/survey")
        run(tmp_path, "init", "b/survey")
        assert contents(tmp_path / "a") == contents(tmp_path / "b")

    def test_no_mark_of_the_templates_is_left(self, tmp_path: Path) -> None:
        run(tmp_path, "init", "s")
        for file in (tmp_path / "s").rglob("*"):
            assert not file.is_file() or b"@@" not in file.read_bytes(), file

    def test_a_dry_run_shows_the_files_and_writes_none(self, tmp_path: Path) -> None:
        result = run(tmp_path, "init", "s", "--dry-run")
        assert result.exit_code == 0
        assert "+++ b/taxonomy.yaml" in result.stdout
        assert not (tmp_path / "s").exists()


class TestFrom:
    def test_the_bibliography_is_copied_byte_for_byte(self, tmp_path: Path) -> None:
        result = run(tmp_path, "init", "s", "--from", str(DAMAGED))
        assert result.exit_code == 0
        assert (tmp_path / "s/docs/references.bib").read_bytes() == DAMAGED.read_bytes()
        assert "2 entries are not yet placed" in result.stderr
        assert "1 entry is damaged" in result.stderr
        assert "next: cd s && surveygen check" in result.stderr
        assert len(load(tmp_path / "s").not_placed) == 2

    def test_groups_and_hierarchical_keywords_become_sections(self, tmp_path: Path) -> None:
        source = tmp_path / "grouped.bib"
        source.write_text(GROUPED, encoding="utf-8")
        assert run(tmp_path, "init", "s", "--from", str(source)).exit_code == 0
        survey = load(tmp_path / "s")
        homes = {key: paper.home for key, paper in survey.papers.items()}
        assert homes == {"a": "robustness", "b": "theory", "c": None}
        assert [s.title for s in survey.ancestors["robustness"]] == ["vision", "robustness"]
        assert [paper.key for paper in survey.not_placed] == ["c"]

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("a.ris", "TY  - JOUR\nTI  - A\nKW  - vision > robustness\nKW  - plain\nER  - \n"),
            ("a.csv", "Title,Manual Tags,Year\nA,vision > robustness; plain,2020\n"),
            ("a.csv", "Title,Automatic Tags,Year\nA,vision > robustness; plain,2020\n"),
            (
                "a.json",
                '[{"id": "a", "type": "article-journal", "title": "A",'
                ' "keyword": "plain, vision > robustness"}]',
            ),
            ("a.bib", "@misc{a, title = {A}, keywords = {plain, vision > robustness}}\n"),
        ],
    )
    def test_hierarchical_keywords_of_any_format_become_sections(
        self, tmp_path: Path, name: str, text: str
    ) -> None:
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert run(tmp_path, "init", "s", "--from", str(tmp_path / name)).exit_code == 0
        said = run(tmp_path, "import", str(tmp_path / name), "--into", "t", "--yes").stderr
        assert "2 sections of groups and keywords" in said
        for folder in ("s", "t"):
            survey = load(tmp_path / folder)
            (paper,) = survey.papers.values()
            assert paper.home == "robustness"
            assert list(survey.sections) == ["vision", "robustness"]

    def test_it_is_the_survey_that_import_makes(self, tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_text("Title,Section\nA,One > Two\n", encoding="utf-8")
        (tmp_path / "b.bib").write_text(GROUPED, encoding="utf-8")
        files = [str(tmp_path / "a.csv"), str(tmp_path / "b.bib")]
        (tmp_path / "made").mkdir()
        run(tmp_path / "made", "init", "s", "--from", files[0], "--from", files[1])
        run(tmp_path, "import", *files, "--into", "s", "--yes")
        assert contents(tmp_path / "made" / "s") == contents(tmp_path / "s")
        assert load(tmp_path / "s").sections.keys() == {"one", "two"}

    def test_an_outline_comes_with_the_bibliography_that_it_names(self, tmp_path: Path) -> None:
        (tmp_path / "refs.bib").write_text("@misc{a, title = {A}}\n", encoding="utf-8")
        tex = tmp_path / "review.tex"
        tex.write_text(
            r"\begin{document}\section{One}\cite{a}\bibliography{refs}\end{document}",
            encoding="utf-8",
        )
        result = run(tmp_path, "init", "s", "--from", str(tex), "--title", "Mine")
        assert result.exit_code == 0
        survey = load(tmp_path / "s")
        assert (survey.taxonomy.title, survey.papers["a"].home) == ("Mine", "one")
        (tmp_path / "refs.bib").unlink()
        result = run(tmp_path, "init", "t", "--from", str(tex))
        assert result.exit_code == 1
        assert "name that file as well" in result.stderr

    def test_a_file_of_no_known_format_is_1_and_nothing_is_written(self, tmp_path: Path) -> None:
        (tmp_path / "notes").write_text("buy milk\n", encoding="utf-8")
        assert run(tmp_path, "init", "s", "--from", str(tmp_path / "notes")).exit_code == 1
        assert not (tmp_path / "s").exists()

    def test_of_a_file_that_cannot_be_read_no_survey_is_made(self, tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_text("a;b\n1;2\n", encoding="utf-8")
        for verb in (("init", "s", "--from", "a.csv"), ("import", "a.csv", "--into", "s", "--yes")):
            result = run(
                tmp_path, *[word.replace("a.csv", str(tmp_path / "a.csv")) for word in verb]
            )
            assert result.exit_code == 1
            assert "[F004]" in result.stderr
            assert not (tmp_path / "s").exists()

    def test_several_bibliographies_keep_their_names(self, tmp_path: Path) -> None:
        for folder, text in (("x", "@misc{a, title={A}}"), ("y", "@misc{b, title={B}}")):
            (tmp_path / folder).mkdir()
            (tmp_path / folder / "refs.bib").write_text(text, encoding="utf-8")
        (tmp_path / "x" / "Other One.bib").write_text("@misc{c, title={C}}", encoding="utf-8")
        files = ("x/refs.bib", "y/refs.bib", "x/Other One.bib")
        sources = [part for file in files for part in ("--from", str(tmp_path / file))]
        assert run(tmp_path, "init", "s", *sources).exit_code == 0
        survey = load(tmp_path / "s")
        assert survey.papers.keys() == {"a", "b", "c"}
        assert len(survey.taxonomy.bibliography) == 3

    def test_a_bibliography_without_entries_makes_a_survey_without_papers(
        self, tmp_path: Path
    ) -> None:
        (tmp_path / "empty.bib").touch()
        assert run(tmp_path, "init", "s", "--from", str(tmp_path / "empty.bib")).exit_code == 0
        assert not load(tmp_path / "s").papers


class TestFolder:
    def test_a_survey_is_not_made_twice(self, tmp_path: Path) -> None:
        run(tmp_path, "init", "s")
        before = contents(tmp_path)
        result = run(tmp_path, "init", "s")
        assert (result.exit_code, result.stdout) == (1, "")
        assert "is a survey already; `surveygen import` adds to it" in result.stderr
        assert contents(tmp_path) == before

    def test_files_that_are_there_stay(self, tmp_path: Path) -> None:
        (tmp_path / "README.md").write_text("# Mine\n", encoding="utf-8")
        (tmp_path / ".gitignore").write_text("*.log\n/build/", encoding="utf-8")
        result = run(tmp_path, "init", ".")
        assert result.exit_code == 0
        assert "README.md was there and stays as it is" in result.stderr
        assert (tmp_path / "README.md").read_text(encoding="utf-8") == "# Mine\n"
        lines = (tmp_path / ".gitignore").read_text(encoding="utf-8").splitlines()
        assert lines[:2] == ["*.log", "/build/"]
        assert lines.count("/build/") == 1
        assert "/.surveygen/" in lines

    def test_a_file_in_place_of_a_folder_is_1_and_nothing_is_written(self, tmp_path: Path) -> None:
        (tmp_path / "docs").write_text("mine", encoding="utf-8")
        result = run(tmp_path, "init", ".")
        assert (result.exit_code, result.stdout) == (1, "")
        assert contents(tmp_path).keys() == {"docs"}

    def test_a_name_of_nothing_is_2(self, tmp_path: Path) -> None:
        result = run(tmp_path, "init", "")
        assert result.exit_code == 2
        assert "NAME is empty" in result.stderr
        assert contents(tmp_path) == {}

    def test_the_next_command_can_be_pasted_into_a_shell(self, tmp_path: Path) -> None:
        result = run(tmp_path, "init", "my survey")
        assert "next: cd 'my survey' && surveygen build" in result.stderr

    def test_a_source_that_is_not_there_is_2(self, tmp_path: Path) -> None:
        assert run(tmp_path, "init", "s", "--from", "nowhere.bib").exit_code == 2
        assert not (tmp_path / "s").exists()
