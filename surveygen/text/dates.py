"""Dates of publication as files write them: ISO 8601-2 of biblatex, months by name, slashes.

Sources: biblatex manual, section 2.3.8; RIS specification (2001), tags PY and DA.
"""

import re
from dataclasses import dataclass
from typing import Final

_MONTHS: Final = (
    "january february march april may june july august september october november december".split()
)
_DATE: Final = re.compile(
    r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?![\d])(?:T[\d:.Z+-]*)?[~?%]?"
)
_NAMED: Final = re.compile(
    r"(?:(\d{1,2})\.?\s+)?([A-Za-z]{3,9})\.?(?:\s+(\d{1,2})(?:st|nd|rd|th)?)?(?:,?\s+(\d{4}))?"
)


@dataclass(frozen=True, slots=True)
class Date:
    """A year, and month and day where they are known; they are 0 where not."""

    year: int
    month: int = 0
    day: int = 0

    def __str__(self) -> str:
        """ISO 8601, as far as known: ``2019-05``."""
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)]
        return "-".join(parts)

    @property
    def month_name(self) -> str:
        """The month in English, as BibTeX's macros spell it; empty where it is not known."""
        return _MONTHS[self.month - 1].title() if self.month else ""


def read_date(text: str) -> Date | None:
    """The first day of a date or range; None where there is no year of four digits.

    ``2019-05-12/2019-05-16``, ``2019/05/12/``, ``2019-05~``, ``2019-21`` (a season: the year
    alone), ``May 12, 2019``, ``12 May 2019``.
    """
    text = text.strip().removeprefix("../").removeprefix("/")
    if found := _DATE.match(text):
        return _date(found[1], found[2] or "", found[3] or "")
    named = _NAMED.fullmatch(text)
    if named and named[4]:
        month, day = read_month(text)
        return _date(named[4], str(month), str(day))
    return None


def read_month(text: str) -> tuple[int, int]:
    """Month and day of a ``month`` field, ``may``, ``5`` or ``May 12``; 0 where it is not said."""
    text = text.strip()
    if text.isascii() and text.isdigit():
        return (int(text), 0) if len(text) <= 2 and 1 <= int(text) <= 12 else (0, 0)
    found = _NAMED.fullmatch(text)
    if found is None:
        return 0, 0
    name = found[2].lower()
    month = next((n for n, whole in enumerate(_MONTHS, 1) if whole.startswith(name)), 0)
    if not month and name == "sept":
        month = 9
    day = int(found[1] or found[3] or 0)
    return (month, day) if month and day <= 31 else (month, 0)


def _date(year: str, month: str, day: str) -> Date:
    months, days = int(month or 0), int(day or 0)
    if not 1 <= months <= 12:  # a season, or nothing
        return Date(int(year))
    return Date(int(year), months, days if 1 <= days <= 31 else 0)
