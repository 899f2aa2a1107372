"""Typed access to the fields of a YAML mapping: a wrong field is one diagnostic, and costs itself.

```python
fields = Fields(node, report, 'section "quantization"')
title = fields.text("title", required=True)
papers = fields.texts("papers")
fields.finish()  # unknown field "titel" in section "quantization"; did you mean "title"?
```
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from surveygen.messages import N_, _
from surveygen.readers.yaml_nodes import (
    YamlList,
    YamlMap,
    YamlNode,
    YamlText,
    is_told,
    words_of,
)
from surveygen.survey.codes import Code
from surveygen.survey.diagnostics import Diagnostic
from surveygen.survey.spelling import did_you_mean, nearest

_Choice = TypeVar("_Choice", bound=StrEnum)
_LIKENESS = 0.6
_LONGEST_WORD = 60
_MOST_WORDS = 20
_LONGEST_NAME = 80
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}", re.ASCII)


def _near(word: str, known: Iterable[str]) -> str:
    """The known name that a misspelt one is nearest to; names are short, so less is alike."""
    return nearest(word, known, likeness=_LIKENESS, longest=_LONGEST_WORD)


def help_for_word(word: str, known: Iterable[str]) -> str:
    """A help text: ``did you mean "title"?``, or the known words where none is near, or nothing."""
    words = list(dict.fromkeys(known))
    if near := _near(word, words):
        return did_you_mean(near)
    if not words or len(words) > _MOST_WORDS:
        return ""
    return _("known: {words}").format(words=", ".join(words))


@dataclass(slots=True)
class Report:
    """Where the findings about one file go, under the codes of its format."""

    path: str
    unknown_field: Code = Code.UNKNOWN_FIELD
    wrong_type: Code = Code.WRONG_TYPE
    missing_field: Code = Code.MISSING_FIELD
    diagnostics: list[Diagnostic] = field(default_factory=list)
    unread: list[YamlNode] = field(default_factory=list)
    """What stands in the file and could not be read."""

    def add(self, code: Code, message: str, node: YamlNode, help: str = "") -> None:
        """Add a finding at the position of a node."""
        place = node.line, node.column
        self.diagnostics.append(Diagnostic(code, message, self.path, *place, help))

    def wrong(self, node: YamlNode, message: str, help: str = "") -> None:
        """Add a finding about a value of the wrong type, which is not read."""
        self.unread.append(node)
        if not is_told(node):
            self.add(self.wrong_type, message, node, help)

    @property
    def unread_words(self) -> frozenset[str]:
        """The words of what could not be read."""
        return frozenset(word for node in self.unread for word in words_of(node))


_A_TEXT = N_('"{name}" of {where} must be a text')
_A_NUMBER = N_('"{name}" of {where} must be a whole number')
_A_FLAG = N_('"{name}" of {where} must be true or false')
_A_LIST = N_('"{name}" of {where} must be a list')
_A_LIST_OF_TEXTS = N_('"{name}" of {where} must be a list of texts')
_A_LIST_OF_MAPPINGS = N_('"{name}" of {where} must be a list of mappings')
_A_MAPPING = N_('"{name}" of {where} must be a mapping')


@dataclass(slots=True)
class Fields:
    """Takes the fields of one mapping by name and type.

    A field that is missing or wrong gives the empty value of its type. `finish` reports those that
    are missing, and those that nobody took: they are unknown.
    """

    node: YamlMap
    report: Report
    where: str
    """What the mapping is, for messages: ``section "quantization"``. Set it again once known."""
    taken: dict[str, None] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    """Required fields that are not there, and what lacks them."""
    spoiled: set[str] = field(default_factory=set)
    """Fields that stand in the file and could not be read, misspelt ones among them."""

    def get(self, name: str, *, required: bool = False) -> YamlNode | None:
        """The value as a node; None where the field is missing or nothing stands behind it."""
        self.taken[name] = None
        value = self.node.get(name)
        if value is None:
            _key, written = self.node.items.get(name, (None, None))
            if written is not None and written.is_told:
                self.spoiled.add(name)
            elif required:
                self.missing[name] = self.where
        return value

    def scalar(self, name: str, *, required: bool = False) -> YamlText | None:
        """A text with its position."""
        value = self.get(name, required=required)
        if value is None or isinstance(value, YamlText):
            return value
        help = _("write one value, without '-', '[' or '{' before it")
        self.wrong(name, value, _(_A_TEXT), help)
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
            self.wrong(name, value, _(_A_NUMBER), _("write digits alone"))
            return None
        return int(value.text)

    def flag(self, name: str) -> bool:
        """``true`` or ``false``; false where the field is missing or wrong (YAML 1.2, 10.2.1.2)."""
        value = self.scalar(name)
        if value is not None and value.text not in ("true", "false"):
            help = help_for_word(value.text, ("true", "false"))
            self.wrong(name, value, _(_A_FLAG), help)
        return value is not None and value.text == "true"

    def choice(self, name: str, choices: type[_Choice]) -> _Choice | None:
        """One word of an enum."""
        value = self.scalar(name)
        if value is None:
            return None
        try:
            return choices(value.text)
        except ValueError:
            message = _('"{name}" of {where} cannot be "{word}"')
            word = value.text[:_LONGEST_NAME]
            message = message.format(name=name, where=self.where, word=word)
            self.spoiled.add(name)
            self.report.wrong(value, message, help_for_word(value.text, (str(c) for c in choices)))
            return None

    def texts(self, name: str) -> tuple[YamlText, ...]:
        """A list of texts with their positions.

        Items that are none are left out and reported at the first one: they are one mistake.
        """
        items = self.items(name)
        wrong = [item for item in items if not isinstance(item, YamlText)]
        if wrong:
            help = _("write each item as a text alone")
            self.wrong(name, wrong[0], _(_A_LIST_OF_TEXTS), help)
            self.report.unread += wrong[1:]
        return tuple(item for item in items if isinstance(item, YamlText))

    def maps(self, name: str) -> tuple[YamlMap, ...]:
        """A list of mappings; items that are none are left out and reported at the first one."""
        items = self.items(name, _("write each item as '- name: value'"))
        wrong = [item for item in items if not isinstance(item, YamlMap)]
        if wrong:
            help = _("write each item as 'name: value'")
            self.wrong(name, wrong[0], _(_A_LIST_OF_MAPPINGS), help)
            self.report.unread += wrong[1:]
        return tuple(item for item in items if isinstance(item, YamlMap))

    def items(self, name: str, help: str = "") -> tuple[YamlNode, ...]:
        """A list as it is, empty items left out; ``help`` says how to write it."""
        value = self.get(name)
        if value is None:
            return ()
        if not isinstance(value, YamlList):
            self.wrong(name, value, _(_A_LIST), help or _help_for_list(name, value))
            return ()
        return tuple(n for n in value.items if not (isinstance(n, YamlText) and n.is_null))

    def pairs(self, name: str) -> tuple[tuple[YamlText, YamlText], ...]:
        """A mapping of texts to texts, as pairs of key and value."""
        value = self.get(name)
        if value is None:
            return ()
        if not isinstance(value, YamlMap):
            help = _("write {name}: {{name: value}}").format(name=name)
            self.wrong(name, value, _(_A_MAPPING), help)
            return ()
        self.report.unread += value.unread
        found = []
        for key, item in value.items.values():
            if not isinstance(item, YamlText):
                help = _("write one value, without '-', '[' or '{' before it")
                self.wrong(f"{name}: {key.text[:_LONGEST_NAME]}", item, _(_A_TEXT), help)
            elif not item.is_told:
                found.append((key, item))
        return tuple(found)

    def finish(self) -> None:
        """Report the fields that are missing and those that were not taken.

        A required field that a misspelt one is meant to be is not missing.
        """
        self.report.unread += self.node.unread
        for name, (key, value) in self.node.items.items():
            if name in self.taken:
                continue
            self.spoiled.add(_near(name, self.taken))
            self.report.unread.append(value)
            if is_told(value):
                continue
            message = _('unknown field "{name}" in {where}')
            message = message.format(name=name[:_LONGEST_NAME], where=self.where)
            help = help_for_word(name, self.taken)
            first, _blank, rest = name.partition(" ")
            if rest and first in self.taken:  # a colon is missing
                self.spoiled.add(first)
                help = _("write {name}: {value}").format(name=first, value=rest[:_LONGEST_NAME])
            self.report.add(self.report.unknown_field, message, key, help)
        for name, where in self.missing.items():
            if name not in self.spoiled:
                message = _('field "{name}" is missing in {where}').format(name=name, where=where)
                help = _("write {name}: ...").format(name=name)
                self.report.add(self.report.missing_field, message, self.node, help)

    def wrong(self, name: str, node: YamlNode, message: str, help: str = "") -> None:
        """Report a field of the wrong type; the message may hold ``{name}`` and ``{where}``."""
        self.spoiled.add(name)
        self.report.wrong(node, message.format(name=name, where=self.where), help)


def _help_for_list(name: str, value: YamlText | YamlMap) -> str:
    """How to write a list of texts, with those that stand there."""
    shown = value.text.strip("[] ,") if isinstance(value, YamlText) else ", ".join(value.items)
    if not shown or "\n" in shown or len(shown) > _LONGEST_NAME:
        shown = "..."
    return _("write {name}: [{value}]").format(name=name, value=shown)
