"""Asking services: at their pace, again where that helps, and not for ever."""

from __future__ import annotations

import email.utils
import os
from collections.abc import Callable
from typing import Final, TypeVar

import tenacity

from surveygen.messages import _
from surveygen.metadata.clock import Clock
from surveygen.metadata.failures import (
    NoAnswer,
    NotAnAnswer,
    NotFound,
    OutOfReach,
    Passing,
    Refused,
    Rejected,
)
from surveygen.metadata.network import Network
from surveygen.metadata.pace import Pace
from surveygen.metadata.service import Answer, Request, Service

T = TypeVar("T")

TellWait = Callable[[str, str, float], None]
"""Is told the name of a service, why it gave no answer, and the seconds until it is asked again."""
ATTEMPTS: Final = 4
LONGEST_WAIT: Final = 120.0
"""Seconds that a service may ask us to wait; where it asks for more it is left alone."""
PATIENCE: Final = 2
"""Requests in a row that may fail for good before a service is left alone."""
_BUSY: Final = frozenset((408, 425, 429, 500, 502, 503, 504))
_TOO_OFTEN: Final = frozenset((429, 503))


class Asking:
    """One run's conversation with all services."""

    def __init__(
        self,
        network: Network,
        pace: Pace,
        clock: Clock,
        tell: TellWait = lambda name, reason, seconds: None,
    ) -> None:
        """``tell`` is told before it is waited to ask again."""
        self._tell = tell
        self._network = network
        self._pace = pace
        self._clock = clock
        self._failed: dict[str, int] = {}
        self.out_of_reach: dict[str, str] = {}
        """Services that are not asked any more, and why."""

    def ask(self, service: Service, request: Request, read: Callable[[Answer], T]) -> T:
        """Ask until there is an answer that can be read.

        Args:
            service: what is asked.
            request: the question.
            read: makes a value of the answer, or raises `NotAnAnswer`.

        Raises:
            NotFound: the service does not know it.
            Rejected: the service does not take the request.
            Refused: what came must not be used.
            OutOfReach: the service is left alone for the rest of the run.
            NoAnswer: attempts failed; the message says how the last one did.

        """
        name = service.name
        if name in self.out_of_reach:
            raise OutOfReach(self.out_of_reach[name])
        trying = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type((Passing, NotAnAnswer)),
            stop=tenacity.stop_after_attempt(ATTEMPTS),
            wait=_pause,
            sleep=self._clock.sleep,
            before_sleep=lambda state: self._tell(name, _reason(state), _pause(state)),
            reraise=True,
        )
        try:
            answer = trying(lambda: read(self._once(service, request)))
        except (NotFound, Rejected):
            self._failed[name] = 0
            raise
        except OutOfReach as error:
            self.out_of_reach[name] = str(error)
            raise
        except NoAnswer as error:
            self._failed[name] = self._failed.get(name, 0) + 1
            if self._failed[name] >= PATIENCE:
                self.out_of_reach[name] = str(error)
            raise
        self._failed[name] = 0
        return answer

    def _once(self, service: Service, request: Request) -> Answer:
        headers = {}
        if service.secret is not None and (key := os.environ.get(service.secret[1], "")):
            headers[service.secret[0]] = key
        answer = self._network.get(
            service, request, headers, before=lambda: self._pace.wait(service)
        )
        self._pace.heed(service, answer.headers)
        status = answer.status
        if status == 200:
            return answer
        if status in _TOO_OFTEN:
            self._pace.slow_down(service)
        if status in _BUSY:
            wait = _retry_after(answer, self._clock.now())
            if wait is not None and wait > LONGEST_WAIT:
                message = _("it asks to be left alone for {n} minutes")
                raise OutOfReach(message.format(n=round(wait / 60)))
            raise Passing(_says(status), wait)
        if status in (404, 410):
            raise NotFound(_says(status))
        if status in (400, 414, 422):
            raise Rejected(_says(status))
        raise Refused(_says(status))


def _says(status: int) -> str:
    """What a status means to somebody who does not know them."""
    meaning = {
        401: _("it wants a key, or another one"),
        403: _("it does not let us in"),
        404: _("it does not know it"),
        429: _("it is asked too often"),
        503: _("it is overloaded or under repair"),
    }
    if status in meaning:
        return _("status {n}: {meaning}").format(n=status, meaning=meaning[status])
    return _("status {n}").format(n=status)


def _pause(state: tenacity.RetryCallState) -> float:
    """Seconds before the next attempt: what the service asks for, else 2, 4, 8."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.wait if isinstance(error, Passing) else None
    return float(2**state.attempt_number) if asked is None else asked


def _reason(state: tenacity.RetryCallState) -> str:
    """Why the last attempt failed."""
    return str(state.outcome.exception()) if state.outcome else ""


def _retry_after(answer: Answer, now: float) -> float | None:
    """Seconds of ``Retry-After`` (RFC 9110, 10.2.3): a number, or a date."""
    text = answer.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        date = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(date.timestamp() - now, 0.0)
