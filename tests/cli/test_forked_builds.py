"""Builds in processes of their own can be interrupted at any moment."""

from __future__ import annotations

import gc
import subprocess
import sys

import pytest

from surveygen.cli import forked_builds

PROGRAM = """
import os, signal, sys, time
from surveygen.cli.forked_builds import _raise_later

sys.unraisablehook = _raise_later

class Ending:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)
        for _ in range(1000):
            pass

try:
    Ending()
    print("went on", flush=True)
    time.sleep(20)
except KeyboardInterrupt:
    print("interrupted")
"""


def test_an_interrupt_in_the_end_of_an_object_is_not_lost() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout == "went on\ninterrupted\n"
    assert done.stderr == ""


def test_other_faults_there_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    class Ending:
        def __del__(self) -> None:
            raise ValueError("of the end")

    before = sys.unraisablehook
    sys.unraisablehook = forked_builds._raise_later
    try:
        Ending()
        gc.collect()
    finally:
        sys.unraisablehook = before
    assert "of the end" in capsys.readouterr().err
