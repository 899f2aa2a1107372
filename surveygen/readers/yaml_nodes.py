"""YAML as values: raw text with positions, and what can be asked of it.

`surveygen.readers.yaml_reader` makes them, `surveygen.readers.yaml_fields` gives typed access to
the fields.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class YamlText:
    """A scalar as it was written, quotes and escapes resolved, its type not."""

    text: str
    line: int
    """First line is 1, first column is 1, in Unicode code points."""
    column: int
    quoted: bool = False
    """Whether it stood in quotes or as a block (``|``, ``>``)."""
    is_told: bool = False
    """Whether a finding names this place already; what follows from it is no further one."""

    @property
    def is_null(self) -> bool:
        """Whether nothing was written: ``key:`` or ``key: ~``."""
        return not self.quoted and self.text in ("", "~")


@dataclass(frozen=True, slots=True)
class YamlList:
    """A sequence."""

    items: tuple[YamlNode, ...]
    line: int
    column: int
    is_told: bool = False


@dataclass(frozen=True, slots=True)
class YamlMap:
    """A mapping; of a key that stands twice, the first value."""

    items: Mapping[str, tuple[YamlText, YamlNode]]
    """Key to the key's own node and its value, in the order of the file."""
    line: int
    column: int
    is_told: bool = False
    unread: tuple[YamlNode, ...] = ()
    """Values that stand here in vain: that of a repeated key, for one."""

    def get(self, name: str) -> YamlNode | None:
        """The value of a key; None where the key is missing or nothing stands behind it."""
        _key, value = self.items.get(name, (None, None))
        return None if isinstance(value, YamlText) and value.is_null else value


YamlNode: TypeAlias = YamlText | YamlList | YamlMap


def is_told(node: YamlNode) -> bool:
    """Whether a finding names a node, or something that stands right in it."""
    if isinstance(node, YamlList):
        return node.is_told or any(item.is_told for item in node.items)
    if isinstance(node, YamlMap):
        return node.is_told or any(value.is_told for _key, value in node.items.values())
    return node.is_told


def words_of(node: YamlNode) -> set[str]:
    """Every text of a node, names of fields too, and the words of each."""
    found: set[str] = set()
    waiting: list[YamlNode] = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, YamlText):
            found.update((node.text, *re.split(r"[\s,;\[\]{}'\"]+", node.text)))
        elif isinstance(node, YamlList):
            waiting += node.items
        else:
            waiting += [part for pair in node.items.values() for part in pair]
            waiting += node.unread
    return found - {""}
