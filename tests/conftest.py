"""What tests of several rooms share: the repository's survey, built once a session."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings

# How long one example takes says more about the machine than about the code.
settings.register_profile("surveygen", deadline=None)
settings.load_profile("surveygen")

ROOT = Path(__file__).parent.parent


def run_surveygen(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line on the survey of a folder, in a process of its own."""
    program = "from surveygen.cli.main import main; main()"
    return subprocess.run(
        [sys.executable, "-c", program, "-C", str(root), *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
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
