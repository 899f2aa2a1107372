"""Lines of a text, whichever way they end, and places in it."""

import re
from typing import Final

LINE_END: Final = re.compile(r"\r\n|\r|\n")


def place_behind(before: str) -> tuple[int, int]:
    """Return line and column of what stands behind a text.

    Both count from 1, columns in Unicode code points.
    """
    lines = LINE_END.split(before)
    return len(lines), len(lines[-1]) + 1
