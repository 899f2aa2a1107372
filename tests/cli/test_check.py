"""``check`` names every finding with file, line and help, and writes nothing."""

from __future__ import annotations

from pathlib import Path

from conftest import change, contents, run


def test_a_survey_without_an_error_is_0(sample: Path) -> None:
    result = run(sample, "check")
    assert result.exit_code == 0
    assert "10 papers, 6 sections" in result.stderr


def test_an_error_is_1_and_names_file_line_and_help(with_error: Path) -> None:
    result = run(with_error, "check")
    assert result.exit_code == 1
    place, message = "docs/references.bib:8:3: error: ", 'entry "godel1931formal" is left out'
    assert place + message in result.stdout
    assert "  8 |   pages   = {173--198,\n    |   ^^^^^\n" in result.stdout
    assert "9 papers, 6 sections, 1 error" in result.stderr


def test_a_warning_is_1_only_if_strict(sample: Path) -> None:
    change(sample / "docs" / "references.bib", "  year      = {1984},\n", "")
    assert run(sample, "check").exit_code == 0
    assert run(sample, "check", "--strict").exit_code == 1


def test_it_writes_nothing_but_its_cache(sample: Path) -> None:
    before = contents(sample)
    run(sample, "check")
    after = contents(sample)
    assert before == {name: it for name, it in after.items() if ".surveygen" not in name}


def test_a_second_check_says_the_same(with_error: Path) -> None:
    assert run(with_error, "check").stderr == run(with_error, "check").stderr


def test_many_findings_of_a_kind_are_counted(sample: Path) -> None:
    text = "".join(f"@misc{{extra{number}}}\n" for number in range(30))
    bibliography = sample / "docs" / "references.bib"
    bibliography.write_text(bibliography.read_text(encoding="utf-8") + text, encoding="utf-8")
    assert "... and 25 more of [T204]; -v shows them" in run(sample, "check").stdout
    assert run(sample, "check", "-v").stdout.count("[T204]") == 30


def test_without_a_site_there_is_nothing_to_read_back(sample: Path) -> None:
    result = run(sample, "check", "--built")
    assert result.exit_code == 1
    assert "[S002]" in result.stdout


def test_a_site_without_a_front_page_is_told_by_check_and_build(sample: Path) -> None:
    (sample / "docs" / "index.md").unlink()
    told = "docs/index.md: error: there is no front page"
    assert told in run(sample, "check").stdout
    result = run(sample, "build", "html")
    assert result.exit_code == 1
    assert result.stderr.startswith(told)
    assert len(result.stderr.splitlines()) == 1


def test_another_front_page_that_conf_py_names_is_none_of_our_business(sample: Path) -> None:
    (sample / "docs" / "index.md").rename(sample / "docs" / "start.md")
    with (sample / "docs" / "conf.py").open("a", encoding="utf-8") as file:
        file.write('root_doc = "start"\n')
    assert "front page" not in run(sample, "check").stdout


def test_notes_in_a_folder_within_the_folder_are_not_lost_in_silence(sample: Path) -> None:
    inner = sample / "docs" / "notes" / "inner"
    inner.mkdir()
    (sample / "docs" / "notes" / "cook1971complexity.md").rename(inner / "cook1971complexity.md")
    result = run(sample, "check")
    told = "docs/notes/inner: error: the files of this folder are not read; move them up"
    assert told in result.stdout


def test_a_taxonomy_of_another_suffix_is_told(sample: Path) -> None:
    (sample / "taxonomy.yaml").rename(sample / "taxonomy.yml")
    result = run(sample, "check")
    assert result.exit_code == 1
    assert "rename it to taxonomy.yaml" in result.stderr
