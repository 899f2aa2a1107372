"""``build`` builds what can be built, and says what cannot."""

from __future__ import annotations

import fcntl
from pathlib import Path

from conftest import change, contents, run, run_surveygen


def test_two_builds_at_once_exclude_each_other(sample: Path) -> None:
    (sample / "build").mkdir()
    with (sample / "build" / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        result = run(sample, "build", "exports")
        assert (result.exit_code, result.stdout) == (1, "")
        assert "another build of this survey is under way" in result.stderr
    assert run(sample, "build", "exports").exit_code == 0


def test_what_a_killed_build_was_writing_is_deleted_by_the_next(sample: Path) -> None:
    run(sample, "build", "exports")
    half = sample / "build" / "exports" / "papers" / ".0123456789abcdef.tmp"
    half.write_bytes(b"@misc{")
    run(sample, "build", "exports")
    assert half.exists()  # a build that ended leaves nothing, so nobody looks for it
    (sample / "build" / ".lock").write_text("under way")
    run(sample, "build", "exports")
    assert not half.exists()
    assert (sample / "build" / ".lock").read_bytes() == b""


def test_an_output_folder_that_cannot_be_made_is_1(sample: Path) -> None:
    (sample / "build").touch()
    result = run(sample, "build", "exports")
    assert (result.exit_code, result.stdout) == (1, "")


def test_an_error_in_an_entry_is_0_for_the_rest_is_built(with_error: Path) -> None:
    result = run(with_error, "build", "exports")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "1 error" in result.stderr
    assert run(with_error, "build", "exports", "--strict").exit_code == 1


def test_exports_of_papers_that_are_gone_are_deleted(sample: Path) -> None:
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


def test_without_its_bibliography_a_build_is_1_and_the_old_site_stays(sample: Path) -> None:
    assert run_surveygen(sample, "build").returncode == 0
    before = contents(sample / "build")
    assert "html/index.html" in before
    (sample / "docs" / "references.bib").rename(sample / "docs" / "renamed.bib")
    result = run(sample, "build")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "docs/references.bib: error: cannot be read" in result.stderr
    assert "mend `bibliography:` in taxonomy.yaml" in result.stderr
    assert contents(sample / "build") == before
