"""Typed access to the fields of a YAML mapping: a wrong field is one diagnostic, and costs itself.

```python
fields = Fields(node, report, 'section "quantization"')
title = fields.text("title", required=True)
papers = fields.texts("papers")
fields.finish()  # unknown field "titel" in section "quantization"; did you mean "title"?
```
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from surveygen.readers.yaml_nodes import YamlList, YamlMap, YamlNode, YamlText
from surveygen.survey.diagnostics import Code, Diagnostic

_Choice = TypeVar("_Choice", bound=StrEnum)
_LONGEST_WORD = 60  # what is longer is no misspelt word, and costly to compare
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}", re.ASCII)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A help text: ``did you mean "title"?``, or the known words where none is near, or nothing."""
    words = list(dict.fromkeys(known))
    near = difflib.get_close_matches(word, words, 1, 0.6) if len(word) <= _LONGEST_WORD else []
    if near:
        return f'did you mean "{near[0]}"?'
    return f"known: {', '.join(words)}" if words and len(words) <= 20 else ""


@dataclass(slots=True)
class Report:
    """Where the findings about one file go, under the codes of its format."""

    path: str
    unknown_field: Code = Code.UNKNOWN_FIELD
    wrong_type: Code = Code.WRONG_TYPE
    missing_field: Code = Code.MISSING_FIELD
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def add(
        self, code: Code, message: str, node: YamlNode | None = None, help_text: str = ""
    ) -> None:
        """Add a finding at the position of a node."""
        line, column = (node.line, node.column) if node is not None else (None, None)
        self.diagnostics.append(Diagnostic(code, message, self.path, line, column, help_text))

    def wrong(self, node: YamlNode, message: str, help_text: str = "") -> None:
        """Add a finding about a value of the wrong type."""
        self.add(self.wrong_type, message, node, help_text)


@dataclass(slots=True)
class Fields:
    """Takes the fields of one mapping by name and type.

    A field that is missing or wrong gives the empty value of its type. Fields that nobody took are
    unknown: `finish` reports them.
    """

    node: YamlMap
    report: Report
    where: str
    """What the mapping is, for messages: ``section "quantization"``. Set it again once known."""
    taken: dict[str, None] = field(default_factory=dict)

    def get(self, name: str, *, required: bool = False) -> YamlNode | None:
        """The value as a node; None where the field is missing or nothing stands behind it."""
        self.taken[name] = None
        value = self.node.get(name)
        if value is None and required:
            self.report.add(
                self.report.missing_field, f'{self.where} needs a field "{name}"', self.node
            )
        return value

    def scalar(self, name: str, *, required: bool = False) -> YamlText | None:
        """A text with its position."""
        value = self.get(name, required=required)
        if value is None or isinstance(value, YamlText):
            return value
        self._wrong(name, value, "a text", "write one value, without '-', '[' or '{' before it")
        return None

    def text(self, name: str, *, required: bool = False) -> str:
        """A text; empty when missing or wrong."""
        value = self.scalar(name, required=required)
        return value.text if value else ""

    def integer(self, name: str, *, required: bool = False) -> int | None:
        """A whole number."""
        value = self.scalar(name, required=required)
        if value is None:
            return None
        if not _INTEGER.fullmatch(value.text):
            self._wrong(name, value, "a whole number")
            return None
        return int(value.text)

    def choice(self, name: str, choices: type[_Choice]) -> _Choice | None:
        """One word of an enum."""
        value = self.scalar(name)
        if value is None:
            return None
        try:
            return choices(value.text)
        except ValueError:
            message = f'"{value.text[:80]}" is no {name} of {self.where}'
            self.report.wrong(value, message, did_you_mean(value.text, (str(c) for c in choices)))
            return None

    def texts(self, name: str) -> tuple[YamlText, ...]:
        """A list of texts with their positions; items that are none are reported and left out."""
        found = []
        for item in self.items(name):
            if isinstance(item, YamlText):
                found.append(item)
            else:
                self._wrong(name, item, "a list of texts")
        return tuple(found)

    def maps(self, name: str) -> tuple[YamlMap, ...]:
        """A list of mappings; items that are none are reported and left out."""
        found = []
        for item in self.items(name):
            if isinstance(item, YamlMap):
                found.append(item)
            else:
                self._wrong(name, item, "a list of mappings", "write each item as 'name: value'")
        return tuple(found)

    def items(self, name: str) -> tuple[YamlNode, ...]:
        """A list as it is, empty items left out."""
        value = self.get(name)
        if value is None:
            return ()
        if not isinstance(value, YamlList):
            self._wrong(name, value, "a list", f"write {name}: [...]")
            return ()
        return tuple(n for n in value.items if not (isinstance(n, YamlText) and n.is_null))

    def pairs(self, name: str) -> tuple[tuple[YamlText, YamlText], ...]:
        """A mapping of texts to texts, as pairs of key and value."""
        value = self.get(name)
        if value is None:
            return ()
        if not isinstance(value, YamlMap):
            self._wrong(name, value, "a mapping", f"write {name}: {{name: value}}")
            return ()
        found = []
        for key, item in value.items.values():
            if isinstance(item, YamlText):
                found.append((key, item))
            else:
                self._wrong(f"{name}: {key.text[:80]}", item, "a text")
        return tuple(found)

    def finish(self) -> None:
        """Report the fields that were not taken."""
        for name, (key, _) in self.node.items.items():
            if name not in self.taken:
                message = f'unknown field "{name[:80]}" in {self.where}'
                help_text = did_you_mean(name, self.taken)
                self.report.add(self.report.unknown_field, message, key, help_text)

    def _wrong(self, name: str, node: YamlNode, wanted: str, help_text: str = "") -> None:
        self.report.wrong(node, f'"{name}" of {self.where} must be {wanted}', help_text)
