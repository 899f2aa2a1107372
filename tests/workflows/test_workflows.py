"""The workflows of a new survey do what they say, with a repository on disk and GitHub played."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import DATA, ROOT, run
from jsonschema import Draft202012Validator

from workflows.runner import Runner

pytestmark = pytest.mark.skipif(
    not (shutil.which("git") and shutil.which("jq")), reason="needs git and jq"
)
WORKS: list[dict[str, Any]] = [
    {
        "title": "An Undecidable Problem of Computability on the Integers",
        "authors": ["Bo Ek"],
        "year": 2021,
        "arxiv": "2101.00007",
        "abstract": "No computable procedure decides it.",
    },
    {"title": "Sourdough @everyone", "authors": ["Bo Ek"], "year": 2021, "arxiv": "2101.00001"},
    {
        "title": "On Computable Numbers, with an Application to the Entscheidungsproblem",
        "authors": ["Alan M. Turing"],
        "year": 1937,
        "doi": "10.1112/plms/s2-42.1.230",
        "type": "journal-article",
        "venue": ["Proceedings of the London Mathematical Society"],
        "publisher": "Oxford",
    },
]
RETRACTION = {
    "title": "Retraction",
    "doi": "10.5555/9",
    "update_to": [{"DOI": "10.1112/plms/s2-42.1.230", "type": "retraction"}],
}
FORM = "### Papers\n\n{}\n\n### Section\n\n_No response_\n"


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=M", "-c", "user.email=m@example.org", *arguments]
    return subprocess.run(
        command, cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()


@dataclass
class Repository:
    """A survey at GitHub: a bare remote, what its command line keeps, and fresh checkouts."""

    folder: Path
    works: list[dict[str, Any]] = field(default_factory=lambda: list(WORKS))
    runs: int = 0

    @property
    def remote(self) -> Path:
        return self.folder / "remote.git"

    @property
    def github(self) -> dict[str, list[Any]]:
        return dict(json.loads((self.folder / "github.json").read_text()))

    @property
    def comments(self) -> list[str]:
        return [it["body"] for it in self.github["comments"]]

    def checkout(self) -> Path:
        self.runs += 1
        folder = self.folder / f"run{self.runs}"
        git(self.folder, "clone", "--quiet", str(self.remote), str(folder))
        return folder

    def runner(self, context: dict[str, Any], **environment: str) -> Runner:
        checkout = self.checkout()
        temp = self.folder / f"temp{self.runs}"
        temp.mkdir()
        works = self.folder / "works.json"
        works.write_text(json.dumps(self.works))
        general = {
            "github.token": "secret",
            "github.server_url": "https://example.org",
            "github.repository": "somebody/survey",
            "github.run_id": "7",
            "github.event.repository.default_branch": "main",
            "runner.temp": str(temp),
            "vars.SURVEYGEN_MAILTO": "",
        }
        inside = {
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT / "tests"),
            "FAKE_GITHUB": str(self.folder / "github.json"),
            "FAKE_WORKS": str(works),
            "GITHUB_REPOSITORY": "somebody/survey",
            "GITHUB_REPOSITORY_OWNER": "somebody",
            "SOURCE_DATE_EPOCH": "1795737600",
            **environment,
        }
        return Runner(checkout, temp, {**general, **context}, inside)

    def issue(
        self, body: str, number: int = 12, *, labels: tuple[str, ...] = ("paper",), **extra: str
    ) -> Runner:
        """What the workflow does for an issue."""
        event = {
            "github.event.action": "opened",
            "github.event.label.name": "",
            "github.event.issue.labels.*.name": list(labels),
            "github.event.issue.state": "open",
            "github.event.issue.body": body,
            "github.event.issue.number": number,
        }
        runner = self.runner(
            event | {n: v for n, v in extra.items() if "." in n},
            **{n: v for n, v in extra.items() if "." not in n},
        )
        runner.job("add-paper.yml", "add")
        return runner

    def upkeep(self, **environment: str) -> Runner:
        """What the weekly workflow does."""
        runner = self.runner({}, **environment)
        runner.job("upkeep.yml", "fetch")
        return runner

    def on(self, branch: str) -> str:
        """What a branch adds to main."""
        return git(self.remote, "diff", f"main...{branch}")

    def branches(self) -> list[str]:
        return git(self.remote, "branch", "--format=%(refname:short)").split()


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    run(tmp_path, "init", "work")
    work = tmp_path / "work"
    shutil.copytree(DATA / "sample", work, dirs_exist_ok=True)
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", "remote.git")
    git(work, "init", "--quiet", "--initial-branch=main")
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "-m", "A survey")
    git(work, "push", "--quiet", str(tmp_path / "remote.git"), "main")
    (tmp_path / "github.json").write_text('{"pulls": [], "comments": [], "calls": []}')
    (tmp_path / "bin").mkdir()
    for name, script in (
        ("gh", f'exec {sys.executable} {ROOT}/tests/workflows/fake_gh.py "$@"'),
        ("surveygen", f'exec {sys.executable} {ROOT}/tests/metadata/fake_surveygen.py "$@"'),
        ("pip", "true"),
    ):
        (tmp_path / "bin" / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / "bin" / name).chmod(0o755)
    return Repository(tmp_path)


def test_a_paper_becomes_a_pull_request_and_a_comment(repository: Repository) -> None:
    done = repository.issue(FORM.format("2101.00007"))
    assert not done.failed, done.log
    added = repository.on("paper-12")
    assert "+  eprint        = {2101.00007}," in added
    assert "+++ b/docs/notes/ek2021undecidable.md" in added
    (pull,) = repository.github["pulls"]
    assert (pull["head"], pull["base"]) == ("paper-12", "main")
    assert pull["body"].endswith("\nCloses #12\n")
    (comment,) = repository.comments
    assert comment.startswith("<!-- surveygen add -->\nProposed: https://example.org/pull/100\n")
    assert "place: `computability`" in comment
    assert "`surveygen check` has 1 finding about the new lines" in comment


@pytest.mark.slow
class TestIssue:
    def test_what_is_the_authors_stays_out_of_git(self, repository: Repository) -> None:
        repository.issue(FORM.format("2101.00007"))
        assert "No computable procedure" not in repository.on("paper-12")
        assert ".surveygen" not in repository.on("paper-12")

    def test_an_edited_issue_updates_both(self, repository: Repository) -> None:
        repository.issue(FORM.format("2101.00007"))
        done = repository.issue(FORM.format("2101.00001"), **{"github.event.action": "edited"})
        assert not done.failed, done.log
        assert "2101.00001" in repository.on("paper-12")
        assert "2101.00007" not in repository.on("paper-12")
        (pull,) = repository.github["pulls"]
        assert "2101.00001" in pull["body"]
        (comment,) = repository.comments
        assert "2101.00001" in comment

    def test_again_pushes_nothing(self, repository: Repository) -> None:
        repository.issue(FORM.format("2101.00007"))
        before = git(repository.remote, "rev-parse", "paper-12")
        repository.issue(FORM.format("2101.00007"))
        assert git(repository.remote, "rev-parse", "paper-12") == before
        assert len(repository.github["pulls"]) == len(repository.comments) == 1

    def test_a_branch_that_somebody_went_on_with_is_left_alone(
        self, repository: Repository
    ) -> None:
        repository.issue(FORM.format("2101.00007"))
        theirs = repository.checkout()
        git(theirs, "switch", "--quiet", "paper-12")
        (theirs / "docs/notes/ek2021undecidable.md").write_text("Mine.\n")
        git(theirs, "commit", "--quiet", "--all", "-m", "A note")
        git(theirs, "push", "--quiet", "origin", "paper-12")
        done = repository.issue(FORM.format("2101.00001"))
        assert "Somebody else has committed to paper-12" in done.log
        assert "+Mine." in repository.on("paper-12")

    def test_two_issues_have_branches_of_their_own(self, repository: Repository) -> None:
        repository.issue(FORM.format("2101.00007"))
        repository.issue(FORM.format("2101.00001"), 13)
        assert repository.branches() == ["main", "paper-12", "paper-13"]
        assert len(repository.comments) == 2

    def test_one_that_is_unknown_is_said_and_nothing_opened(self, repository: Repository) -> None:
        done = repository.issue(FORM.format("2101.99999"))
        assert done.failed
        assert (repository.branches(), repository.github["pulls"]) == (["main"], [])
        (comment,) = repository.comments
        assert "No pull request was opened ([log](https://example.org/somebody/" in comment
        assert "not added: `arXiv does not know 2101.99999`" in comment

    def test_what_is_known_is_proposed_beside_what_is_not(self, repository: Repository) -> None:
        done = repository.issue(FORM.format("2101.99999\n2101.00007"))
        assert done.failed
        (pull,) = repository.github["pulls"]
        assert pull["body"].endswith("\nFor #12\n")

    def test_a_duplicate_opens_nothing(self, repository: Repository) -> None:
        repository.works[2] = {**repository.works[2], "publisher": ""}
        done = repository.issue(FORM.format("10.1112/plms/s2-42.1.230"))
        assert not done.failed, done.log
        assert repository.branches() == ["main"]
        assert "already there" in repository.comments[0]

    def test_a_service_that_is_down_is_no_failure(self, repository: Repository) -> None:
        done = repository.issue(FORM.format("2101.00007"), FAKE_DOWN="Crossref")
        assert not done.failed, done.log
        assert "Crossref was not heard" in repository.comments[0]
        assert repository.github["pulls"][0]["body"].endswith("\nCloses #12\n")

    def test_why_nothing_could_be_done_stands_in_the_comment(self, repository: Repository) -> None:
        body = FORM.format("2101.00007").replace("_No response_", "`nowhere` @all\r@all")
        done = repository.issue(body)
        assert done.failed
        (comment,) = repository.comments
        said = comment.splitlines()[3:]
        assert 'there is no section "nowhere` @all"' in said[0]
        assert all(not line or line.startswith("    ") for line in said)

    @pytest.mark.parametrize(
        "body",
        [
            '$(touch owned)"; touch owned; echo "',
            "'; touch owned; '",
            "`touch owned`\nEOF\ntouch owned",
            "::set-env name=PATH::x\n##[set-env name=PATH]x\n::stop-commands::y",
            "\n".join(f"2102.{n:05}" for n in range(500)),
            "",
            "-x\n--yes\n--help",
        ],
    )
    def test_no_text_runs(self, repository: Repository, body: str) -> None:
        done = repository.issue(FORM.format(body))
        assert done.failed
        assert not list(repository.folder.rglob("owned"))
        assert not re.search(r"(?m)^(::|##\[)", done.log.replace("::warning::", ""))
        assert len(repository.comments) == 1
        assert repository.branches() == ["main"]

    def test_another_issue_starts_nothing(self, repository: Repository) -> None:
        for labels, action, label in (
            ((), "opened", ""),
            (("bug",), "labeled", "bug"),
            (("bug", "paper"), "labeled", "bug"),
        ):
            event = {"github.event.action": action, "github.event.label.name": label}
            done = repository.issue(FORM.format("2101.00007"), labels=labels, **event)
            assert done.log == "skipped\n"
        event = {"github.event.action": "labeled", "github.event.label.name": "paper"}
        assert "skipped" not in repository.issue(FORM.format("2101.00007"), **event).log


@pytest.mark.slow
class TestUpkeep:
    def test_what_became_of_works_is_proposed(self, repository: Repository) -> None:
        repository.works.append(RETRACTION)
        done = repository.upkeep()
        assert not done.failed, done.log
        added = repository.on("upkeep")
        assert re.search(r"\+\s+x-status\s+= \{retracted\}", added)
        (pull,) = repository.github["pulls"]
        assert "`turing1936computable`: **status** (Crossref" in pull["body"]
        assert re.search(r"x-status: `retracted`, `docs/references.bib:\d+`", pull["body"])

    def test_the_next_week_updates_it(self, repository: Repository) -> None:
        repository.upkeep()
        repository.works.append(RETRACTION)
        repository.upkeep()
        (pull,) = repository.github["pulls"]
        assert "retracted" in pull["body"]
        assert "x-status" in repository.on("upkeep")

    def test_nothing_new_opens_nothing(self, repository: Repository) -> None:
        repository.works = []
        done = repository.upkeep()
        assert not done.failed, done.log
        assert repository.branches() == ["main"]
        assert not repository.github["pulls"]

    def test_a_service_that_is_down_is_no_failure(self, repository: Repository) -> None:
        done = repository.upkeep(FAKE_DOWN="arXiv")
        assert not done.failed, done.log

    def test_a_failure_is_one(self, repository: Repository) -> None:
        theirs = repository.checkout()
        (theirs / "taxonomy.yaml").write_text("- no\n")
        git(theirs, "commit", "--quiet", "--all", "-m", "x")
        git(theirs, "push", "--quiet", "origin", "main")
        done = repository.upkeep()
        assert done.failed
        assert "| taxonomy.yaml:1" in done.log


def workflow(name: str) -> dict[str, Any]:
    folder = ROOT / "surveygen/intake/starter/common/dot-github"
    return dict(yaml.safe_load((folder / name).read_text(encoding="utf-8")))


class TestFiles:
    @pytest.mark.parametrize(
        ("name", "job", "may_write"),
        [
            ("add-paper.yml", "add", {"contents", "issues", "pull-requests"}),
            ("upkeep.yml", "fetch", {"contents", "pull-requests"}),
        ],
    )
    def test_a_workflow_may_do_no_more_than_it_needs(
        self, name: str, job: str, may_write: set[str]
    ) -> None:
        found = workflow(f"workflows/{name}")
        assert found["permissions"] == {}
        assert found["jobs"][job]["permissions"] == dict.fromkeys(may_write, "write")
        (checkout,) = [
            step for step in found["jobs"][job]["steps"] if "checkout" in step.get("uses", "")
        ]
        assert checkout["with"]["persist-credentials"] is False

    def test_the_form_keeps_to_what_github_documents(self) -> None:
        form = workflow("ISSUE_TEMPLATE/paper.yml")
        Draft202012Validator(FORM_SCHEMA).validate(form)
        ids = [field["id"] for field in form["body"]]
        assert ids == ["papers", "section"]

    def test_form_and_workflow_agree_on_the_label(self) -> None:
        (label,) = workflow("ISSUE_TEMPLATE/paper.yml")["labels"]
        assert (
            f"labels.*.name, '{label}'" in workflow("workflows/add-paper.yml")["jobs"]["add"]["if"]
        )

    def test_the_form_is_read_as_github_writes_it(self) -> None:
        from surveygen.readers.issue_form import MAX_PAPERS, read_issue_form

        fields = workflow("ISSUE_TEMPLATE/paper.yml")["body"]
        values = {"papers": fields[0]["attributes"]["placeholder"], "section": "pruning"}
        body = "\n\n".join(
            f"### {field['attributes']['label']}\n\n{values[field['id']]}" for field in fields
        )
        found = read_issue_form(body)
        assert (len(found.papers), found.section) == (3, "pruning")
        assert MAX_PAPERS == 20  # the form says "twenty"


_ATTRIBUTES = {"label", "description", "placeholder", "value"}
_FIELD: Callable[[str, set[str]], dict[str, Any]] = lambda kind, names: {  # noqa: E731
    "additionalProperties": False,
    "required": ["type", "attributes"],
    "properties": {
        "type": {"const": kind},
        "id": {"type": "string", "pattern": "^[A-Za-z0-9_-]+$"},
        "attributes": {
            "additionalProperties": False,
            "required": ["label"],
            "properties": {name: {"type": "string", "minLength": 1} for name in sorted(names)},
        },
        "validations": {
            "additionalProperties": False,
            "properties": {"required": {"type": "boolean"}},
        },
    },
}
FORM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["name", "description", "body"],
    "properties": {
        "name": {"type": "string", "minLength": 4, "maxLength": 200},
        "description": {"type": "string", "minLength": 4, "maxLength": 200},
        "title": {"type": "string"},
        "labels": {"type": "array", "items": {"type": "string"}},
        "body": {
            "type": "array",
            "minItems": 1,
            "items": {
                "anyOf": [
                    _FIELD("textarea", {*_ATTRIBUTES, "render"}),
                    _FIELD("input", _ATTRIBUTES),
                ]
            },
        },
    },
}
"""Source: docs.github.com, "Syntax for GitHub's form schema", as far as the form uses it."""
