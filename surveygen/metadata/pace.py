"""How fast and how often a service is asked: its own rule, across commands, or slower."""

from __future__ import annotations

import fcntl
import os
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from surveygen.messages import _
from surveygen.metadata.clock import Clock
from surveygen.metadata.failures import OutOfReach
from surveygen.metadata.service import Service

SLOWEST: Final = 60.0
"""Seconds between two requests beyond which nothing is slowed down any further."""


class Pace:
    """Lets a request begin only when its service may be asked again.

    When a service was asked last stands in a file, so that commands that follow each other, or run
    at once, keep the rule together.
    """

    def __init__(self, folder: Path, clock: Clock) -> None:
        """``folder`` holds a file for each service."""
        self._folder = folder
        self._clock = clock
        self._slower: dict[str, float] = {}
        self.requests: Counter[str] = Counter()
        """How often each service was asked in this run."""

    def wait(self, service: Service) -> None:
        """Wait until the service may be asked, and note that it is.

        Raises:
            OutOfReach: all requests of this run are used up.
            OSError: the note cannot be written.

        """
        if self.requests[service.name] >= service.budget:
            message = _("{n} requests are enough for one run; run the command again to go on")
            raise OutOfReach(message.format(n=service.budget))
        self.requests[service.name] += 1
        interval = max(service.interval, self._slower.get(service.name, 0.0))
        path = self._folder / service.name.lower()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._wait(path, interval)
        except OSError as error:
            # A full disk names no file.
            raise OSError(error.errno, error.strerror, error.filename or str(path)) from None

    def _wait(self, path: Path, interval: float) -> None:
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW
        with os.fdopen(os.open(path, flags, 0o666), "r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            now = self._clock.now()
            last = _number(file.read())
            # A time to come is that of a clock that went wrong.
            if last is not None and 0 <= now - last < interval:
                self._clock.sleep(last + interval - now)
                now = self._clock.now()
            file.seek(0)
            file.write(f"{now:.3f}\n")
            file.truncate()

    def slow_down(self, service: Service) -> None:
        """Ask half as often from now on, because the service was asked too often."""
        now = max(service.interval, self._slower.get(service.name, 0.0), 0.5)
        self._slower[service.name] = min(2 * now, SLOWEST)

    def heed(self, service: Service, headers: Mapping[str, str]) -> None:
        """Keep the rule that an answer states: ``x-rate-limit-limit`` in ``-interval``.

        Source: Crossref REST API, "Rate limits"; the interval is written as ``1s``.
        """
        limit = _number(headers.get("x-rate-limit-limit", ""))
        interval = _number(headers.get("x-rate-limit-interval", "").removesuffix("s"))
        if limit and interval and limit > 0 and interval > 0:
            stated = min(interval / limit, SLOWEST)
            self._slower[service.name] = max(stated, self._slower.get(service.name, 0.0))


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if number == number and abs(number) < 1e12 else None
