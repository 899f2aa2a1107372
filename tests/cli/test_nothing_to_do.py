"""A build with nothing to do says what the last one said, writes nothing and imports no Sphinx."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, change, contents, run_surveygen

_SPHINX_OR_NOT = """
import sys
from surveygen.cli.main import main
try:
    main(["-C", *sys.argv[1:]])
except SystemExit as end:
    sys.stderr.write(f"exit code {end.code or 0}\\n")
sys.stdout.write(" ".join({"sphinx", "pybtex", "markdown_it", "jinja2"} & sys.modules.keys()))
"""


def build(root: Path, *arguments: str, **environment: str) -> tuple[bool, str]:
    """Whether Sphinx, or what reads a survey, was imported; and what was said, without the time."""
    done = subprocess.run(
        [sys.executable, "-c", _SPHINX_OR_NOT, str(root), "build", *arguments],
        capture_output=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, **environment},
    )
    return bool(done.stdout), re.sub(r"\d+[.,]\d s", "0.0 s", done.stderr)


def stamps(root: Path) -> dict[str, tuple[int, int]]:
    """When files and folders changed, the access of a file apart."""
    return {
        str(path.relative_to(root)): (path.stat().st_mtime_ns, path.stat().st_ctime_ns)
        for path in root.rglob("*")
    }


def test_it_writes_nothing_imports_nothing_and_says_the_same(sample: Path) -> None:
    first = build(sample)
    assert first[0]
    before = stamps(sample)
    assert build(sample) == (False, first[1])
    assert stamps(sample) == before


@pytest.mark.slow
def test_findings_are_said_again_and_fail_again(with_error: Path) -> None:
    first, again = build(with_error, "--strict"), build(with_error, "--strict")
    assert again == (False, first[1])
    assert "[B004]" in again[1]
    assert "1 error, 1 of Sphinx or TeX" in again[1]
    assert again[1].endswith("exit code 1\n")
    assert build(with_error) == (False, first[1].replace("exit code 1", "exit code 0"))


def test_in_another_language_findings_are_made_anew(with_error: Path) -> None:
    build(with_error, "exports")
    imported, said = build(with_error, "exports", LC_ALL="de_DE.UTF-8")
    assert imported
    assert "Fehler" in said


@pytest.mark.slow
def test_whoever_asks_what_sphinx_says_hears_it(sample: Path) -> None:
    build(sample, "html")
    assert build(sample, "html", "-v")[0]


@pytest.mark.slow
def test_a_page_that_includes_a_file_from_elsewhere_is_always_built(sample: Path) -> None:
    (sample / "README.md").write_text("Of this survey.\n", encoding="utf-8")
    with (sample / "docs" / "index.md").open("a", encoding="utf-8") as page:
        page.write("\n```{include} ../README.md\n```\n")
    build(sample, "html")
    (sample / "README.md").write_text("Of that survey.\n", encoding="utf-8")
    assert build(sample, "html")[0]
    page = sample / "build" / "html" / "index.html"
    assert "Of that survey." in page.read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_configuration_with_code_is_always_run(sample: Path) -> None:
    with (sample / "docs" / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write("import os\nhtml_title = os.environ['NAME']\n")
    build(sample, "html", NAME="Old name")
    build(sample, "html", NAME="New name")
    page = sample / "build" / "html" / "index.html"
    assert "New name" in page.read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("xelatex"), reason="the PDF needs LaTeX")
def test_all_targets_are_left_out_when_all_are_built(sample: Path) -> None:
    first = build(sample, "all")
    assert build(sample, "all") == (False, first[1])
    (sample / "build" / "latex" / "survey.pdf").unlink()
    assert build(sample, "all")[0]
    assert (sample / "build" / "latex" / "survey.pdf").is_file()
    assert not build(sample, "pdf")[0]


def edit_note(root: Path) -> None:
    change(root / "docs/notes/turing1936computable.md", "work on a tape", "walk on a tape")


def override_template(root: Path) -> None:
    template = ROOT / "surveygen/pages/templates/section.md.j2"
    copy = root / "docs/_templates/surveygen/section.md.j2"
    copy.parent.mkdir(parents=True)
    copy.write_text(f"{template.read_text(encoding='utf-8')}\nOwn words.\n", encoding="utf-8")


def add_page(root: Path) -> None:
    (root / "docs/more.md").write_text("---\norphan: true\n---\n# More\n", encoding="utf-8")


def delete_page(root: Path) -> None:
    (root / "build/html/papers/turing1936computable.html").unlink()


def damage_page(root: Path) -> None:
    change(root / "build/html/papers/turing1936computable.html", "Turing", "Turning")


def damage_page_of_sphinx(root: Path) -> None:
    change(root / "build/html/survey/computability.html", "Turing", "Turning")


def damage_generated_page(root: Path) -> None:
    change(root / "docs/survey/computability.md", "Problems", "Riddles")


def delete_exports(root: Path) -> None:
    shutil.rmtree(root / "build/exports")


CHANGES = (
    edit_note,
    override_template,
    add_page,
    delete_page,
    damage_page,
    damage_page_of_sphinx,
    damage_generated_page,
    delete_exports,
)


@pytest.mark.slow
@pytest.mark.parametrize("edit", CHANGES, ids=lambda edit: edit.__name__)
def test_after_a_change_the_output_is_that_of_a_clean_build(
    edit: Callable[[Path], None], sample: Path, tmp_path: Path
) -> None:
    assert build(sample)[0]
    assert not build(sample)[0]
    edit(sample)
    assert build(sample)[0]
    assert not build(sample)[0]
    clean = tmp_path / "clean"
    shutil.copytree(sample, clean)
    assert run_surveygen(clean, "clean").returncode == 0
    assert run_surveygen(clean, "build").returncode == 0
    assert outputs(sample) == outputs(clean)


def outputs(root: Path) -> dict[str, str]:
    """Hashes of site and exports, without what Sphinx notes of its configuration."""
    return {
        f"{folder}/{name}": digest
        for folder in ("html", "exports")
        for name, digest in contents(root / "build" / folder).items()
        if not name.startswith(".buildinfo")
    }
