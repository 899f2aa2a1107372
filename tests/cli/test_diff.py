"""``diff`` reads the survey of two git revisions and touches nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import change, contents, run, run_surveygen

if not shutil.which("git"):
    pytest.skip("git is missing", allow_module_level=True)

BIB = "docs/references.bib"


def git(folder: Path, *arguments: str) -> None:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    line = ["git", "-c", "user.name=x", "-c", "user.email=x", *arguments]
    subprocess.run(line, cwd=folder, env=environment, check=True, capture_output=True)


def commit(folder: Path, tag: str) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "-m", tag)
    git(folder, "tag", tag)


@pytest.fixture
def repository(sample: Path) -> Path:
    """The sample with two commits, ``v1`` and ``v2``, and a change that is not committed."""
    git(sample, "init", "--quiet")
    commit(sample, "v1")
    change(sample / BIB, "On Computable Numbers", "Of Computable Numbers")
    commit(sample, "v2")
    change(sample / BIB, "{agrawal2004primes,", "{agrawal2004primes,\n  x-status = {retracted},")
    return sample


def keys(root: Path, *revisions: str) -> list[str]:
    result = run(root, "diff", *revisions, "--json")
    assert result.exit_code == 0, result.stderr
    return [paper["key"] for paper in json.loads(result.stdout)["papers"]]


TURING, AGRAWAL = "turing1936computable", "agrawal2004primes"


@pytest.mark.parametrize(
    ("revisions", "changed"),
    [
        ((), [AGRAWAL]),
        (("v2",), [AGRAWAL]),
        (("v1",), [TURING, AGRAWAL]),
        (("v1..v2",), [TURING]),
        (("v1..",), [TURING]),
        (("v2..v1",), [TURING]),
        (("HEAD~1..HEAD",), [TURING]),
        (("..v1",), [TURING]),
        (("v2..HEAD",), []),
    ],
)
def test_which_states_are_compared(
    repository: Path, revisions: tuple[str, ...], changed: list[str]
) -> None:
    assert keys(repository, *revisions) == changed


def test_nothing_of_one_revision_is_left_in_the_other(repository: Path) -> None:
    note = repository / "docs/notes/cook1971complexity.md"
    note.rename(note.with_stem("knuth1984texbook"))
    commit(repository, "v3")
    for revisions, deleted in (("v2..v3", "cook1971complexity"), ("v3..v2", "knuth1984texbook")):
        found = json.loads(run(repository, "diff", revisions, "--json").stdout)["papers"]
        assert [one["key"] for one in found if one["deleted_note"]] == [deleted]
        assert len([one for one in found if one["new_note"]]) == 1


def test_it_says_what_happened_and_counts(repository: Path) -> None:
    assert run(repository, "diff", "v1").stdout.splitlines() == [
        "Retracted, withdrawn or corrected (1)",
        "  agrawal2004primes  PRIMES is in P — Retracted",
        "",
        "Changed (1)",
        "  turing1936computable  Of Computable Numbers, with an Application to the "
        "Entscheidungsproblem — title",
        "",
        "Retracted, withdrawn or corrected: 1 · Changed: 1",
    ]


def test_markdown_is_in_the_surveys_language(repository: Path) -> None:
    result = run(repository, "diff", "--markdown")
    assert result.stdout.startswith("### Retracted, withdrawn or corrected (1)\n\n- [PRIMES")


def test_json_names_the_commits(repository: Path) -> None:
    found = json.loads(run(repository, "diff", "v1", "--json").stdout)
    assert (found["format"], found["to"]) == (1, None)
    assert found["from"]["name"] == "v1"
    assert len(found["from"]["commit"]) == 40
    assert found["counts"]["papers"] == {"changed": 1, "status": 1}


def test_it_touches_nothing(repository: Path) -> None:
    run(repository, "diff")  # keeps what it has read of the present bibliography
    hook = repository / ".git/hooks/post-checkout"
    hook.write_text("#!/bin/sh\ntouch ran\n", encoding="utf-8")
    hook.chmod(0o755)
    before = contents(repository)
    run(repository, "diff", "v1..v2")
    assert contents(repository) == before


def test_twice_says_the_same(repository: Path) -> None:
    results = {run(repository, "diff", "v1", "--json").stdout for _ in range(2)}
    assert len(results) == 1


def test_a_survey_below_the_top_of_its_repository(sample: Path, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    commit(tmp_path, "v1")
    change(sample / BIB, "On Computable Numbers", "Of Computable Numbers")
    assert keys(sample, "v1") == [TURING]
    assert keys(sample / "docs", "v1") == [TURING]


def test_a_survey_that_stood_in_another_folder(sample: Path, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    commit(tmp_path, "v1")
    moved = sample.rename(tmp_path / "elsewhere")
    change(moved / BIB, "On Computable Numbers", "Of Computable Numbers")
    assert keys(moved, "v1") == [TURING]


class TestWhatIsNotThere:
    def test_a_revision(self, repository: Path) -> None:
        for name in ("v9", "v9..v1", "v1..v9"):
            result = run(repository, "diff", name)
            assert (result.exit_code, result.stdout) == (1, "")
            assert result.stderr == 'surveygen: "v9" is no revision of the repository\n'
        assert '"-x" is no revision' in run(repository, "diff", "--", "-x").stderr
        assert run(repository, "diff", "v1...v2").exit_code == 2

    def test_a_survey_at_the_revision(self, sample: Path, tmp_path: Path) -> None:
        git(tmp_path, "init", "--quiet")
        git(tmp_path, "commit", "--quiet", "--allow-empty", "-m", "empty")
        result = run(sample, "diff")
        assert result.exit_code == 1
        assert result.stderr == 'surveygen: "HEAD" has no taxonomy.yaml\n'

    def test_a_survey_that_can_be_read(self, repository: Path) -> None:
        (repository / "taxonomy.yaml").write_text("[", encoding="utf-8")
        commit(repository, "broken")
        git(repository, "checkout", "--quiet", "v1", "--", "taxonomy.yaml")
        result = run(repository, "diff", "broken")
        assert result.exit_code == 1
        assert "taxonomy.yaml:" in result.stderr
        assert 'the survey of "broken" cannot be read' in result.stderr

    def test_a_commit(self, sample: Path) -> None:
        git(sample, "init", "--quiet")
        assert '"HEAD" is no revision' in run(sample, "diff").stderr

    def test_a_repository(self, sample: Path) -> None:
        result = run(sample, "diff")
        assert result.exit_code == 1
        assert result.stderr.startswith("surveygen: git: not a git repository")

    def test_git(self, repository: Path, tmp_path: Path) -> None:
        result = run_surveygen(repository, "diff", PATH=str(tmp_path))
        assert (result.returncode, result.stderr) == (1, "surveygen: git is not installed\n")


def test_two_formats_exclude_each_other(repository: Path) -> None:
    assert run(repository, "diff", "--json", "--markdown").exit_code == 2
