"""What tests of several rooms share: the repository's survey, built once a session."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import settings

# How long one example takes says more about the machine than about the code.
settings.register_profile("surveygen", deadline=None)
settings.load_profile("surveygen")

# Messages are in the language of the terminal; tests know the English ones.
os.environ["LC_ALL"] = "C.UTF-8"
os.environ.pop("LANGUAGE", None)

ROOT = Path(__file__).parent.parent
DATA = ROOT / "tests" / "data"


def run(root: Path, *arguments: str, stdin: str | None = None) -> Result:
    """Run the command line on the survey of a folder, in this process."""
    from surveygen.cli.main import main

    result = CliRunner().invoke(main, ["-C", str(root), *arguments], input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    assert "unexpected" not in result.stderr
    return result


def change(file: Path, old: str, new: str) -> None:
    """Change a file as an editor would."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def contents(folder: Path) -> dict[str, str]:
    """A hash for every file of a folder by its path."""
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the sample survey that a test may damage."""
    root = tmp_path / "sample"
    ignored = shutil.ignore_patterns("build", ".surveygen", "survey")
    return Path(shutil.copytree(DATA / "sample", root, ignore=ignored))


@pytest.fixture
def with_error(sample: Path) -> Path:
    """That copy with an entry that is not closed."""
    change(sample / "docs" / "references.bib", "{173--198},", "{173--198,")
    return sample


def run_surveygen(
    root: Path, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command line on the survey of a folder, in a process of its own."""
    program = "from surveygen.cli.main import main; main()"
    return subprocess.run(
        [sys.executable, "-c", program, "-C", str(root), *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, **environment},
    )


@pytest.fixture(scope="session")
def built_survey(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Root of a copy of the repository's survey with its site and exports in ``build/``."""
    root = _shared_folder(tmp_path_factory) / "built-survey"
    with _one_at_a_time(root):
        if not (root / "build").is_dir():
            _copy_survey(root)
            _build(root, "html", "exports")
    return root


@pytest.fixture(scope="session")
def built_pdf(built_survey: Path) -> Path:
    """The PDF of that copy; skipped where LaTeX is missing."""
    missing = [program for program in ("latexmk", "xelatex") if not shutil.which(program)]
    if missing:
        pytest.skip(f"the PDF needs {' and '.join(missing)}")
    pdf = built_survey / "build" / "latex" / "survey.pdf"
    with _one_at_a_time(built_survey):
        if not pdf.is_file():
            _build(built_survey, "pdf")
    return pdf


def _shared_folder(factory: pytest.TempPathFactory) -> Path:
    """A temporary folder of this session; the workers of pytest-xdist have it in common."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def _copy_survey(root: Path) -> None:
    generated = ROOT / "docs" / "survey"
    shutil.copytree(
        ROOT / "docs",
        root / "docs",
        ignore=lambda folder, names: [name for name in names if Path(folder, name) == generated],
    )
    shutil.copy(ROOT / "taxonomy.yaml", root)


def _build(root: Path, *targets: str) -> None:
    done = run_surveygen(root, "build", *targets)
    assert done.returncode == 0, done.stderr


@contextmanager
def _one_at_a_time(root: Path) -> Iterator[None]:
    with root.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
