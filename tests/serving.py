"""`surveygen serve` in a process of its own, for tests of what it does."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path

PATIENCE = 60
"""Seconds after which a test no longer waits, on however busy a machine."""
_PROGRAM = "from surveygen.cli.main import main; main()"


@dataclass
class Serving:
    """A server that is under way."""

    process: subprocess.Popen[str]
    address: str

    def page(self, path: str = "") -> str:
        """What it gives."""
        with urllib.request.urlopen(self.address + path, timeout=PATIENCE) as answer:  # loopback
            text = answer.read().decode("utf-8")
        assert isinstance(text, str)
        return text

    @contextmanager
    def events(self) -> Iterator[Iterator[dict[str, str]]]:
        """What pages are told; first, how things stand."""
        address = f"{self.address}__surveygen/events"
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            yield _events(answer)

    def end(self, number: signal.Signals = signal.SIGINT) -> tuple[int, str]:
        """Send it a signal; gives its exit code and what it said."""
        self.process.send_signal(number)
        _rest, said = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, said


def _events(answer: HTTPResponse) -> Iterator[dict[str, str]]:
    for line in answer:
        if line.startswith(b"data:"):
            yield json.loads(line.removeprefix(b"data:"))


@contextmanager
def served(root: Path, *arguments: str, **environment: str) -> Iterator[Serving]:
    """Serve the survey of a folder; its address was said, so its pages are there."""
    process = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, "-C", str(root), "serve", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, **environment},
        start_new_session=True,
    )
    assert process.stdout is not None
    with process:
        address = process.stdout.readline().strip()
        try:
            assert address, process.communicate(timeout=PATIENCE)[1]
            yield Serving(process, address)
        finally:
            process.kill()
