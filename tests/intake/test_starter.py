"""The files of a new survey: nothing is wrong with them, and abstracts stay out of git."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import yaml
from conftest import run

import surveygen
from surveygen.checks.narratives import check_narratives
from surveygen.checks.notes import check_notes

STARTER = Path(surveygen.__file__).parent / "intake" / "starter"
MARKS = {
    "@@TITLE_YAML@@": '"A \\"first\\" survey"',
    "@@TITLE@@": 'A "first" survey',
    "@@DATE@@": "2026-11-21",
    "@@VERSION@@": "0.1.0",
}
LAYERS = ("common", "sample")


def filled(root: Path, *layers: str) -> Path:
    """The layers with their marks filled in, as `surveygen init` writes them."""
    for layer in layers:
        for file in (STARTER / layer).rglob("*"):
            if file.is_file() and file.suffix != ".pyc":
                text = file.read_text(encoding="utf-8")
                for mark, value in MARKS.items():
                    text = text.replace(mark, value)
                path = re.sub(r"(^|/)dot-", r"\1.", file.relative_to(STARTER / layer).as_posix())
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return filled(tmp_path, *LAYERS)


def test_the_sample_gives_no_finding(new: Path) -> None:
    survey = surveygen.load(new)
    assert [*survey.diagnostics, *check_notes(survey), *check_narratives(survey)] == []


def test_the_sample_builds_and_shows_what_its_bibliography_says(new: Path) -> None:
    built = run(new, "build", "--strict")
    assert (built.exit_code, built.stderr.count("warning")) == (0, 0), built.stderr
    checked = run(new, "check", "--built", "--strict")
    assert checked.exit_code == 0, checked.output
    front = (new / "build/html/index.html").read_text(encoding="utf-8")
    assert front.count("<h1>") == 1
    assert not re.search(r"@@|<p>%", front)


def test_a_survey_without_sections_has_only_that_against_it(tmp_path: Path) -> None:
    root = filled(tmp_path, "common")
    (root / "docs/references.bib").touch()
    (root / "taxonomy.yaml").write_text('version: 1\ntitle: "Nothing yet"\nsections: []\n')
    built = run(root, "build")
    assert re.findall(r"\[(\w+)\]", built.stderr) == ["T107"]
    assert "0 sections, 1 warning in" in built.stderr


def test_every_mark_is_filled(new: Path) -> None:
    for file in filter(Path.is_file, new.rglob("*")):
        assert not re.search(r"@@\w+@@", file.read_text(encoding="utf-8")), file


def test_abstracts_and_built_files_stay_out_of_git(new: Path) -> None:
    subprocess.run(["git", "init", "-q", str(new)], check=True)
    kept_out = [".surveygen/abstracts.jsonl", "build/html/index.html", "docs/survey/coding.md"]
    kept_in = ["docs/notes/build.md", "docs/references.bib", ".github/workflows/publish.yml"]
    command = ["git", "-C", str(new), "check-ignore", "--no-index", *kept_out, *kept_in]
    found = subprocess.run(command, check=True, capture_output=True, text=True)
    assert found.stdout.split() == kept_out


def test_the_workflow_checks_and_builds_before_it_publishes_main_alone(new: Path) -> None:
    text = (new / ".github/workflows/publish.yml").read_text(encoding="utf-8")
    workflow = yaml.safe_load(text)
    build, publish = workflow["jobs"]["build"], workflow["jobs"]["publish"]
    commands = [step["run"] for step in build["steps"] if "run" in step]
    assert commands == [
        "pip install -r requirements.txt",
        "surveygen check --github",
        "surveygen build",
    ]
    assert (publish["needs"], publish["if"]) == ("build", "github.ref == 'refs/heads/main'")
    assert workflow["permissions"] == {"contents": "read"}
    assert publish["permissions"] == {"pages": "write", "id-token": "write"}


def test_the_workflow_names_the_packages_that_the_pdf_needs(new: Path) -> None:
    from surveygen.cli.building import TEX_PACKAGES

    text = (new / ".github/workflows/publish.yml").read_text(encoding="utf-8")
    commented = " ".join(text.replace("#", " ").replace("\\\n", " ").split())
    assert f"apt-get install -y {TEX_PACKAGES} surveygen build pdf" in commented
