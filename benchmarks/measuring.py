"""What the kernel counts for a process and all that it started and waited for."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cost:
    """CPU seconds of a process and all that it started."""

    user: float
    system: float
    peak: int
    """Largest resident size of any of these processes, MiB."""

    @property
    def total(self) -> float:
        """User and system time together."""
        return self.user + self.system


class ProcessFailed(Exception):
    """A process ended with an error; the message is its exit code."""


def cost_of(
    command: Sequence[str], folder: Path, log: Path, environment: Mapping[str, str] | None = None
) -> Cost:
    """Run a command in a folder to its end; what it says goes to ``log``.

    Raises:
        ProcessFailed: it did not end well.

    """
    with log.open("wb") as said:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            env={**os.environ, "NO_COLOR": "1", **(environment or {})},
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise ProcessFailed(str(process.returncode))
    return Cost(usage.ru_utime, usage.ru_stime, usage.ru_maxrss // 1024)
