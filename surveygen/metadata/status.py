"""What became of a work after it appeared: retracted, withdrawn, corrected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from surveygen.metadata.found import Notice

_STATUS: Final = {
    "retraction": "retracted",
    "removal": "retracted",
    "withdrawal": "withdrawn",
    "partial_retraction": "corrected",
    "correction": "corrected",
    "corrigendum": "corrected",
    "erratum": "corrected",
}
"""Values of ``x-status`` by types of Crossref ("Crossmark: Version control, corrections, and
retractions"); other types, such as new editions, do not change what a reader may rely on."""
_GRAVITY: Final = ("retracted", "withdrawn", "corrected")


@dataclass(frozen=True, slots=True)
class WorkStatus:
    """A status, and what is known of the notice that says so."""

    status: str
    """A value of ``x-status``."""
    note: str = ""
    """Date and DOI of the notice, in no language: ``2024-05-03, doi:10.5555/99``."""


def status_of(notices: Iterable[Notice], *, is_withdrawn: bool = False) -> WorkStatus | None:
    """The gravest of all that is said of a work; of equally grave ones the first notice.

    Args:
        notices: about the work.
        is_withdrawn: whether its archive says that it was withdrawn.

    """
    found = [
        WorkStatus(_STATUS[notice.kind], _note(notice))
        for notice in sorted(notices, key=lambda it: (it.date or "9999", it.doi))
        if notice.kind in _STATUS
    ]
    if is_withdrawn:
        found.append(WorkStatus("withdrawn"))
    return min(found, key=lambda it: _GRAVITY.index(it.status), default=None)


def _note(notice: Notice) -> str:
    return ", ".join(part for part in (notice.date, notice.doi and f"doi:{notice.doi}") if part)
