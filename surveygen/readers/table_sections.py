"""The sections that a table names for its works, as an outline.

Tables have them in a column such as *Section* or *Category*. The first that a row names is the
work's home.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from surveygen.survey.outline import Outline, OutlineSection
from surveygen.survey.taxonomy import Placement
from surveygen.text.section_paths import read_section_paths

Titles = tuple[str, ...]
"""The titles of a section and of those above it, from the top down."""
_DEEPEST = 50
"""Levels that are read of what could be thousands."""


@dataclass(eq=False, slots=True)
class _Node:
    title: str = ""
    line: int = 0
    id: str = ""
    works: list[Placement] = field(default_factory=list)
    also: list[Placement] = field(default_factory=list)
    nodes: dict[str, _Node] = field(default_factory=dict)

    def below(self, path: Titles, line: int) -> _Node:
        """The node that a path leads to from this one."""
        node = self
        for title in path[:_DEEPEST]:
            node = node.nodes.setdefault(title.casefold(), _Node(title, line))
        return node

    def sections(self) -> Iterator[OutlineSection]:
        for node in self.nodes.values():
            yield OutlineSection(
                node.title,
                works=tuple(node.works),
                sections=tuple(node.sections()),
                line=node.line,
                id=node.id,
                also=tuple(node.also),
            )


@dataclass(frozen=True, slots=True)
class _Row:
    work: Placement
    paths: Sequence[Titles]
    ids: Sequence[str]
    has_home: bool


@dataclass(slots=True)
class TableSections:
    """Collects what the rows of a table say."""

    rows: list[_Row] = field(default_factory=list)

    def add(
        self, work: Placement, cell: str, *, ids: Sequence[str] = (), has_home: bool = True
    ) -> None:
        """What the row of a work says.

        Args:
            work: its handle and line.
            cell: the sections, see `section_paths`.
            ids: of these sections, in their order, where the table has them.
            has_home: whether the first one is its home.

        """
        self.rows.append(_Row(work, tuple(read_section_paths(cell)), ids, has_home))

    def outline(self) -> Outline | None:
        """The sections in the order in which rows first name them; None where there are none.

        Homes count before what else a row names: a table that follows its sections keeps them in
        order.
        """
        parted = _parted([path for row in self.rows for path in row.paths])
        root = _Node()
        for is_home in (True, False):
            for row in self.rows:
                for number, path in enumerate(row.paths):
                    if is_home == (row.has_home and number == 0):
                        node = root.below(parted.get(path, path), row.work.line)
                        node.id = node.id or (row.ids[number] if number < len(row.ids) else "")
                        (node.works if is_home else node.also).append(row.work)
        sections = tuple(root.sections())
        return Outline(sections) if sections else None


def _parted(paths: Sequence[Titles]) -> Mapping[Titles, Titles]:
    """Paths of one title that slashes part, where the table means it.

    It does where it nowhere writes ``>``, and what stands before the first slash is a section of
    other works too: "Input/Output" alone is one title.
    """
    if any(len(path) > 1 for path in paths):
        return {}
    written = {path[0] for path in paths}
    begun: dict[str, set[str]] = defaultdict(set)
    for title in written:
        begun[title.partition("/")[0].strip().casefold()].add(title)
    return {
        (title,): tuple(filter(None, map(str.strip, title.split("/"))))
        for titles in begun.values()
        for title in titles
        if "/" in title and len(titles) > 1
    }
