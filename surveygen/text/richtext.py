"""Rich text: what a field shows, as runs of one style each."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from surveygen.text import math
from surveygen.text.normal import without_controls

_SPACE: Final = re.compile(r"\s+")

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


def normalised(runs: Iterable[Run]) -> RichText:
    """Join neighbours of one style, collapse blanks over the whole, drop what shows nothing."""
    joined: list[tuple[Style, list[str]]] = []
    for run in runs:
        if joined and joined[-1][0] == run.style and run.style != "math":
            joined[-1][1].append(run.text)
        else:
            joined.append((run.style, [run.text]))
    finished: list[Run] = []
    blank = True  # at the start, and after a blank
    for style, texts in joined:
        text = _SPACE.sub(" ", without_controls("".join(texts)))
        text = text.strip() if style == "math" else text[1:] if blank and text[:1] == " " else text
        if not text:
            continue
        if finished and finished[-1].style == style != "math":  # what stood between was empty
            text = without_controls(finished.pop().text + text)
        finished.append(Run(text, style))
        blank = text[-1] == " "
    if finished and blank:
        last = finished.pop()
        if text := last.text.rstrip():
            finished.append(Run(text, last.style))
    return tuple(finished)
