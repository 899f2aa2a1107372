"""The fields of a YAML mapping one by one, where it cannot be read as a whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import Final

from surveygen.readers.merge_conflicts import first_sides
from surveygen.readers.yaml_nodes import YamlMap, YamlNode, YamlText
from surveygen.readers.yaml_reader import read_yaml
from surveygen.survey.codes import Code
from surveygen.survey.diagnostics import Diagnostic

_AT_MARGIN: Final = re.compile(r"[^\s#\]})-]")
_MOST_FIELDS: Final = 10_000
_FIRST_WORD: Final = re.compile(r"[ \t]*(\w[\w-]*)")


@dataclass(slots=True)
class Apart:
    """What could be read of a mapping."""

    items: dict[str, tuple[YamlText, YamlNode]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    """Names of the fields that could not be read."""
    diagnostics: list[Diagnostic] = field(default_factory=list)


def read_apart(
    source: str,
    said: Sequence[Diagnostic],
    *,
    path: str,
    code: Code,
    first_line: int = 1,
    begins_field: Callable[[str], bool] = lambda line: True,
) -> Apart:
    """Read every field at the left margin by itself; a fault in one costs no other.

    Args:
        source: the YAML.
        said: what `read_yaml` says of it as a whole.
        path: of the file.
        code: of syntax errors and limits.
        first_line: line of the source in the file.
        begins_field: whether a line at the margin begins a field; else it goes on with the one
            before.

    """
    sides = first_sides(source)
    lines = sides.text.split("\n")
    found = Apart()
    margin = [number for number, line in enumerate(lines) if _AT_MARGIN.match(line)]
    starts = [number for number in margin if number == margin[0] or begins_field(lines[number])]
    for start, end in islice(pairwise([*starts, len(lines)]), _MOST_FIELDS):
        first, *rest = lines[start:end]
        part = [first, *(f" {line}" if _AT_MARGIN.match(line) else line for line in rest)]
        line = first_line + start
        text = "\n".join(part)
        value, wrong = read_yaml(text, path=path, syntax=code, limit=code, first_line=line)
        found.diagnostics += wrong
        if isinstance(value, YamlMap):
            found.items = {**value.items, **found.items}
        else:
            found.unread |= {name[1] for line in part if (name := _FIRST_WORD.match(line))}
    # Of the whole, what is said of conflicts comes first.
    conflicts, others = said[: len(sides.lines)], said[len(sides.lines) :]
    found.diagnostics = [*conflicts, *(found.diagnostics or others)]
    return found
