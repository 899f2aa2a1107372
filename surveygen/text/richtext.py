"""Rich text: what a field shows, as runs of one style each."""

from dataclasses import dataclass
from typing import Literal

from surveygen.text import math

Style = Literal["plain", "emph", "strong", "code", "sub", "sup", "math"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style.

    `text` is Unicode to show as it is; in a ``math`` run it is the TeX source without the
    dollars, which only `surveygen.text.math` may turn into something to show.
    """

    text: str
    style: Style


#: The value of a field for people: no markup is left in it but in its math runs.
RichText = tuple[Run, ...]


def plain_text(runs: RichText) -> str:
    """Return the text of `runs` without styles, formulas in readable Unicode."""
    return "".join(math.to_unicode(run.text) if run.style == "math" else run.text for run in runs)
