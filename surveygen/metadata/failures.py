"""Why a service gave no answer, as values whose text is for people."""

from __future__ import annotations

from surveygen.messages import _


class NoAnswer(Exception):
    """A request brought nothing; asking again later may help."""


class Passing(NoAnswer):
    """What may have passed a moment later: a lost connection, a busy service."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait
        """Seconds that the service asks to wait; None where it does not say."""


class Refused(NoAnswer):
    """What will be so the next time, too: a redirect that is not followed, an answer too large."""


class Rejected(NoAnswer):
    """The service does not take the request: status 400 or 414."""


class NotFound(NoAnswer):
    """The service does not know what was asked for: status 404 or 410."""


class OutOfReach(NoAnswer):
    """The service is not asked any more in this run."""


class NotAnAnswer(NoAnswer):
    """What came is not what the service answers: another format, another work, a part."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason or _("the answer is not in the format of the service"))
