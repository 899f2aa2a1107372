"""The services of one command: what can be asked, and how it goes."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from surveygen import __version__
from surveygen.metadata.arxiv import ArxivTitles, ArxivWorks
from surveygen.metadata.asking import Asking, TellWait
from surveygen.metadata.clock import Clock, SystemClock
from surveygen.metadata.crossref import CrossrefNotices, CrossrefTitles, CrossrefWorks
from surveygen.metadata.doi import DoiWorks
from surveygen.metadata.kept import KeptAnswers
from surveygen.metadata.lookups import Lookups
from surveygen.metadata.network import Network
from surveygen.metadata.pace import Pace
from surveygen.survey.layout import STATE

ANSWERS: Final = f"{STATE}/answers"
"""Where what services said is kept, relative to a survey's root."""
_PACE: Final = f"{STATE}/pace"
MAILTO: Final = "SURVEYGEN_MAILTO"
"""Variable with an address under which a service may complain; it answers those more readily."""
_ADDRESS: Final = re.compile(r"[^\s@<>();,]+@[^\s@<>();,]+")


@dataclass(frozen=True, slots=True)
class Questions:
    """Everything that can be asked."""

    arxiv: ArxivWorks = field(default_factory=ArxivWorks)
    arxiv_titles: ArxivTitles = field(default_factory=ArxivTitles)
    crossref: CrossrefWorks = field(default_factory=CrossrefWorks)
    crossref_titles: CrossrefTitles = field(default_factory=CrossrefTitles)
    notices: CrossrefNotices = field(default_factory=CrossrefNotices)
    doi: DoiWorks = field(default_factory=DoiWorks)


@dataclass(frozen=True, slots=True)
class Run:
    """Look-ups, and what can be looked up."""

    lookups: Lookups
    ask: Questions
    pace: Pace
    """Counts the requests."""


@dataclass(frozen=True, slots=True)
class World:
    """What is outside of the program."""

    questions: Questions = field(default_factory=Questions)
    clock: Clock = field(default_factory=SystemClock)


WORLD = World()
"""The real one."""


@contextmanager
def open_run(
    root: Path,
    *,
    offline: bool = False,
    refresh: bool = False,
    world: World | None = None,
    tell: TellWait = lambda name, reason, seconds: None,
) -> Iterator[Run]:
    """Look things up for the survey of a folder.

    Args:
        root: of the survey; answers are kept below it.
        offline: only what is kept answers.
        refresh: what is kept is asked for again.
        world: who is asked, and the time; by default the real ones.
        tell: is told when a service gave no answer and is asked again.

    """
    world = world or WORLD
    pace = Pace(root / _PACE, world.clock)
    kept = KeptAnswers(root / ANSWERS, world.clock)
    if offline:
        yield Run(Lookups(None, kept, world.clock), world.questions, pace)
        return
    with Network(agent=_agent()) as network:
        asking = Asking(network, pace, world.clock, tell)
        yield Run(Lookups(asking, kept, world.clock, refresh=refresh), world.questions, pace)


def _agent() -> str:
    address = os.environ.get(MAILTO, "").strip()
    contact = f" (mailto:{address})" if _ADDRESS.fullmatch(address) and address.isascii() else ""
    return f"surveygen/{__version__}{contact}"
