"""``clean`` deletes what a build made, and nothing that people wrote or that is lost for good."""

from __future__ import annotations

from pathlib import Path

from conftest import contents, run, run_surveygen


def test_what_was_built_goes_and_everything_else_stays(sample: Path) -> None:
    before = contents(sample)
    (sample / ".surveygen").mkdir()
    (sample / ".surveygen" / "abstracts.jsonl").write_text('{"key": "a", "text": "A"}\n')
    assert run_surveygen(sample, "build").returncode == 0
    (sample / "build" / "mine.txt").write_text("mine")
    (sample / "docs" / "survey" / "mine.txt").write_text("mine")
    result = run(sample, "clean")
    assert result.exit_code == 0
    assert "files deleted" in result.stderr
    after = contents(sample)
    assert after.keys() - before.keys() == {
        ".surveygen/abstracts.jsonl",
        "build/mine.txt",
        "docs/survey/mine.txt",
    }
    assert before.items() <= after.items()


def test_a_second_time_there_is_nothing(sample: Path) -> None:
    run_surveygen(sample, "build", "exports")
    run(sample, "clean")
    before = contents(sample)
    assert "nothing to delete" in run(sample, "clean").stderr
    assert contents(sample) == before


def test_a_dry_run_names_what_would_go(sample: Path) -> None:
    run_surveygen(sample, "build", "exports")
    before = contents(sample)
    result = run(sample, "clean", "--dry-run")
    assert "would delete build/exports" in result.stderr
    assert all(result.stderr.split("\n")[:-1])
    assert contents(sample) == before


def test_what_a_link_leads_to_stays(sample: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "mine.txt").write_text("mine")
    (sample / "build").mkdir()
    (sample / "build" / "html").symlink_to(elsewhere)
    assert run(sample, "clean").exit_code == 0
    assert (elsewhere / "mine.txt").exists()
    assert not (sample / "build").exists()
