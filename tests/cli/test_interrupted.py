"""Ctrl-C ends the program without a traceback, whenever it is pressed."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

_PROGRAM = """
import os, signal, sys

class AtImport:
    def find_spec(self, name, path=None, target=None):
        if name == os.environ["MODULE"]:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, AtImport())
from surveygen.cli.start import start
start()
"""


def interrupted_at(module: str, folder: Path, before: str = "") -> subprocess.CompletedProcess[str]:
    """``check``, interrupted when it loads a module."""
    return subprocess.run(
        [sys.executable, "-c", before + _PROGRAM, "check"],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=folder,
        env={"MODULE": module, "PYTHONPATH": str(Path(__file__).parents[2])},
    )


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal of POSIX")
def test_while_the_command_line_is_loaded_it_just_ends(sample: Path) -> None:
    result = interrupted_at("surveygen.cli.session", sample)
    assert (result.returncode, result.stdout, result.stderr) == (-signal.SIGINT, "", "")


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal of POSIX")
@pytest.mark.parametrize("module", ["surveygen.cli.check", "surveygen.project"])
def test_later_it_says_how_to_go_on(module: str, sample: Path) -> None:
    result = interrupted_at(module, sample)
    said = "surveygen: interrupted; run the same command again to go on\n"
    assert (result.returncode, result.stdout, result.stderr) == (130, "", said)


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal of POSIX")
def test_a_program_in_the_background_goes_on(sample: Path) -> None:
    """A shell has what it starts with ``&`` ignore Ctrl-C."""
    before = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
    assert interrupted_at("surveygen.cli.session", sample, before).returncode == 0
