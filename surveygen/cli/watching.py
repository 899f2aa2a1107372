"""Which files of a survey change, found by looking at their sizes and times again and again.

Looking at the files of 321 papers takes 3 ms; that is cheap enough to need neither the system's
notifications, which differ from system to system and are not given for network drives and
containers, nor a package for them.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

from surveygen.pages.inputs import input_files, named_inputs
from surveygen.survey.layout import TAXONOMY

INTERVAL = 0.1
"""Seconds between two looks."""
SETTLING = 0.05
"""Seconds without a further change after which what was saved is taken for whole."""
_OF_EDITORS = re.compile(r"\..*|#.*#|.*~|4913")
"""Names of what editors keep beside a file while it is edited; vim tries out whether it may write
with a file ``4913``."""

State: TypeAlias = Mapping[str, tuple[int, int, int]]
"""Size, time of the last change of any kind in nanoseconds, and number of each file by name."""


class Watch:
    """The files that a survey is made from; generated pages and ``build/`` are none of them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._named = named_inputs(root)
        self._seen = self._look()

    def changes(self) -> tuple[str, ...]:
        """Names of the files that came, went or changed since it was last asked.

        While they go on changing, as in a burst of saves, it waits.
        """
        now = self._look()
        if now == self._seen:
            return ()
        before = self._seen
        while now != self._seen:
            self._seen = now
            time.sleep(SETTLING)
            now = self._look()
        changed = {name for name, _state in before.items() ^ now.items()}
        if TAXONOMY in changed:
            self._named = named_inputs(self.root)
            # Of the files known before, what was seen counts: an edit meanwhile is told next time.
            self._seen = {name: now.get(name, state) for name, state in self._look().items()}
        return tuple(sorted(changed))

    def wait(self) -> tuple[str, ...]:
        """The next changes."""
        while not (changed := self.changes()):
            time.sleep(INTERVAL)
        return changed

    def _look(self) -> State:
        states = {}
        for name in input_files(self.root, self._named):
            if _OF_EDITORS.fullmatch(name.rpartition("/")[2]):
                continue
            try:
                facts = (self.root / name).stat()
            except (OSError, ValueError):  # ValueError: a NUL in the name
                continue
            states[name] = (facts.st_size, facts.st_ctime_ns, facts.st_ino)
        return states
