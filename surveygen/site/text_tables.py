"""Tables of the text builder: as wide as a terminal, words whole.

The text builder takes parts of a line for numbers of characters; a table would be 120 wide.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

if TYPE_CHECKING:
    from sphinx.application import Sphinx

LINE = 79
"""Characters that a table may take where its words allow."""


class FitTables(SphinxPostTransform):
    """Set the widths of columns."""

    default_priority = 6  # when citations are text
    builders = ("text",)

    def run(self, **kwargs: object) -> None:
        """Look at each table once."""
        for table in self.document.findall(nodes.table):
            _fit(table)


def _fit(table: nodes.table) -> None:
    columns = list(table.findall(nodes.colspec))
    texts = [
        [entry.astext() for entry in row.findall(nodes.entry)] for row in table.findall(nodes.row)
    ]
    if any(len(row) != len(columns) for row in texts):
        return  # cells that span columns
    cells = list(zip(*texts, strict=True))
    widths = fitted_widths(
        [column["colwidth"] for column in columns],
        least=[max((len(word) for text in c for word in text.split()), default=1) for c in cells],
        most=[max(map(len, column)) for column in cells],
        # A cell has a rule on its left and a blank on either side.
        line=LINE - 1 - 3 * len(columns),
    )
    for column, width in zip(columns, widths, strict=True):
        column["colwidth"] = width


def fitted_widths(
    parts: Sequence[int], *, least: Sequence[int], most: Sequence[int], line: int
) -> list[int]:
    """Widths of columns in characters.

    Args:
        parts: how the columns share a line.
        least: what their longest words take; no column gets less.
        most: what their longest texts take; no column gets more.
        line: characters that all may take together.

    """
    widths = list(least)
    while sum(widths) < line:
        narrow = [at for at, width in enumerate(widths) if width < most[at]]
        if not narrow:
            break
        widths[max(narrow, key=lambda at: parts[at] / max(1, widths[at]))] += 1
    return widths


def setup_text_tables(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(FitTables)
