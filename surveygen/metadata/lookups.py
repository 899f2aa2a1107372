"""Answers to questions about many identifiers: kept ones first, then those that are missing.

What is answered is kept at once, so an interrupted run goes on where it was. Where a service does
not answer, what was kept stands in for it, however old.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Generic, TypeVar

from surveygen.messages import _
from surveygen.metadata.asking import Asking
from surveygen.metadata.clock import Clock
from surveygen.metadata.failures import NoAnswer, NotAnAnswer, NotFound, Rejected
from surveygen.metadata.kept import Item, KeptAnswers
from surveygen.metadata.question import DAY, Question
from surveygen.metadata.service import Answer

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

UNKNOWN_LIFETIME = DAY
"""Seconds after which an identifier that was unknown is asked for again."""


class State(Enum):
    """What came of a look-up."""

    FOUND = auto()
    UNKNOWN = auto()
    """The service does not know the identifier."""
    FAILED = auto()
    """Nothing is known, because the service gave no answer."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T_co]):
    """What came of the look-up of one identifier."""

    state: State
    value: T_co | None = None
    """Set where it is found."""
    reason: str = ""
    """Why the service was not heard; also where something kept stands in."""

    @property
    def stands_in(self) -> bool:
        """Whether it is old, because the service gave no answer."""
        return self.state is not State.FAILED and bool(self.reason)


class Lookups:
    """Look-ups of one run."""

    def __init__(
        self, asking: Asking | None, kept: KeptAnswers, clock: Clock, *, refresh: bool = False
    ) -> None:
        """Look up with services, or offline.

        Args:
            asking: how to ask; None offline, where only what is kept answers.
            kept: what was answered before.
            clock: says what is too old.
            refresh: ask for everything anew.

        """
        self._asking = asking
        self._kept = kept
        self._clock = clock
        self._refresh = refresh
        self.failures: dict[str, str] = {}
        """By the name of a service that was not heard: why."""

    def look_up(
        self,
        question: Question[T],
        ids: Iterable[str],
        tell: Callable[[int, int], None] = lambda done, total: None,
    ) -> dict[str, Outcome[T]]:
        """The outcome for every identifier, in their order.

        Args:
            question: what to ask.
            ids: each is asked for once.
            tell: is told how many of how many are answered.

        Raises:
            OSError: an answer cannot be kept.

        """
        wanted = list(dict.fromkeys(ids))
        outcomes: dict[str, Outcome[T]] = {}
        old: dict[str, Outcome[T]] = {}
        for id in wanted:
            item = self._kept.get(question.kind, id)
            outcome = _outcome(question, id, item) if item is not None else None
            if item is None or outcome is None:
                continue
            if self._asking is None or self._is_fresh(question, item):
                outcomes[id] = outcome
            else:
                old[id] = outcome
        missing = [id for id in wanted if id not in outcomes]
        tell(len(outcomes), len(wanted))
        for ids_of_batch in _batches(question, missing):
            outcomes |= self._ask(question, ids_of_batch, old)
            tell(len(outcomes), len(wanted))
        return {id: outcomes[id] for id in wanted}

    def _is_fresh(self, question: Question[T], item: Item) -> bool:
        if self._refresh:
            return False
        age = self._clock.now() - item.asked
        lifetime = question.lifetime if item.text is not None else UNKNOWN_LIFETIME
        # What was asked in a time to come was asked by a clock that went wrong.
        return 0 <= age < lifetime

    def _ask(
        self, question: Question[T], ids: Sequence[str], old: dict[str, Outcome[T]]
    ) -> dict[str, Outcome[T]]:
        """Ask for a batch; what the answer lacks is asked for once more before it is unknown."""
        try:
            found = self._asked(question, ids)
            if 0 < len(found) < len(ids):
                found |= self._asked(question, [id for id in ids if id not in found])
        except NoAnswer as error:
            return self._unheard(question, ids, old, str(error))
        outcomes: dict[str, Outcome[T]] = {}
        for id in ids:
            text, value = found.get(id, (None, None))
            self._kept.keep(question.kind, id, text)
            state = State.UNKNOWN if text is None else State.FOUND
            outcomes[id] = Outcome(state, value)
        return outcomes

    def _asked(self, question: Question[T], ids: Sequence[str]) -> dict[str, tuple[str, T]]:
        """The items that the service has, and what each says."""
        if self._asking is None:
            raise NoAnswer(_("no answer of it is kept, and offline nobody is asked"))

        def read(answer: Answer) -> dict[str, tuple[str, T]]:
            items = question.items(answer, ids)
            return {id: (text, question.read(id, text)) for id, text in items.items()}

        try:
            return self._asking.ask(question.service, question.request(ids), read)
        except NotFound:
            return {}
        except Rejected:
            # One of them may be what the service does not take; halves find out which.
            if len(ids) == 1:
                return {}
            half = len(ids) // 2
            return self._asked(question, ids[:half]) | self._asked(question, ids[half:])

    def _unheard(
        self,
        question: Question[T],
        ids: Sequence[str],
        old: dict[str, Outcome[T]],
        reason: str,
    ) -> dict[str, Outcome[T]]:
        self.failures[question.service.name] = reason
        return {
            id: Outcome(old[id].state, old[id].value, reason)
            if id in old
            else Outcome(State.FAILED, reason=reason)
            for id in ids
        }


def _outcome(question: Question[T], id: str, item: Item) -> Outcome[T] | None:
    """What a kept item says; None where it cannot be read any more."""
    if item.text is None:
        return Outcome(State.UNKNOWN)
    try:
        return Outcome(State.FOUND, question.read(id, item.text))
    except NotAnAnswer:
        return None


def _batches(question: Question[T], ids: Sequence[str]) -> Iterator[list[str]]:
    together = [id for id in ids if not question.stands_alone(id)]
    yield from ([id] for id in ids if question.stands_alone(id))
    for start in range(0, len(together), question.batch):
        yield together[start : start + question.batch]
