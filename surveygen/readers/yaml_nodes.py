"""YAML as raw text with positions: parser events are read, nothing is ever constructed.

Scalars stay what the author wrote (``1811770``, ``no`` and ``2020-01-01`` are text), every node
knows its line and column, and what a survey has no use for (anchors, aliases, tags, further
documents) is a diagnostic instead of a surprise. `surveygen.readers.yaml_fields` gives typed access
to the fields.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

from surveygen.survey.diagnostics import Code, Diagnostic
from surveygen.text.normal import one_line

MAX_CHARACTERS = 20_000_000
MAX_NODES = 2_000_000
MAX_DEPTH = 20


@dataclass(frozen=True, slots=True)
class YamlText:
    """A scalar as it was written, quotes and escapes resolved, its type not."""

    text: str
    line: int
    """First line is 1, first column is 1, in Unicode code points."""
    column: int
    quoted: bool = False
    """Whether it stood in quotes or as a block (``|``, ``>``)."""

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


@dataclass(frozen=True, slots=True)
class YamlMap:
    """A mapping; of a key that stands twice, the first value."""

    items: Mapping[str, tuple[YamlText, YamlNode]]
    """Key to the key's own node and its value, in the order of the file."""
    line: int
    column: int

    def get(self, name: str) -> YamlNode | None:
        """The value of a key; None where the key is missing or nothing stands behind it."""
        _, value = self.items.get(name, (None, None))
        return None if isinstance(value, YamlText) and value.is_null else value


YamlNode: TypeAlias = YamlText | YamlList | YamlMap


def read_yaml(
    source: str,
    *,
    path: str,
    syntax: Code,
    limit: Code,
    first_line: int = 1,
    max_depth: int = MAX_DEPTH,
) -> tuple[YamlNode | None, list[Diagnostic]]:
    """Read the first document of a YAML text.

    The node is None when the text is empty, has a syntax error (code ``syntax``) or exceeds a limit
    (code ``limit``). ``first_line`` is the line of ``source`` in the file, for front matter.
    """
    builder = _Builder(path, syntax, limit, _line_map(source, first_line), max_depth)
    try:
        return builder.read(source), builder.diagnostics
    except _Refused as refused:
        builder.report(refused.code, refused.message, refused.line, refused.column, refused.help)
    return None, builder.diagnostics


@dataclass
class _Refused(Exception):
    """Reading ends here."""

    code: Code
    message: str
    line: int
    column: int | None
    help: str = ""


@dataclass(slots=True)
class _Open:
    """A collection whose end has not come yet; of a mapping, keys and values take turns."""

    is_map: bool
    line: int
    column: int
    items: list[YamlNode] = field(default_factory=list)
    fields: dict[str, tuple[YamlText, YamlNode]] = field(default_factory=dict)
    key: YamlNode | None = None

    def closed(self) -> YamlNode:
        if self.is_map:
            return YamlMap(self.fields, self.line, self.column)
        return YamlList(tuple(self.items), self.line, self.column)


@dataclass(slots=True)
class _Builder:
    """Builds nodes from parser events, without recursion."""

    path: str
    syntax: Code
    limit: Code
    line_of: _LineMap
    max_depth: int
    diagnostics: list[Diagnostic] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    root: YamlNode | None = None

    def read(self, source: str) -> YamlNode | None:
        if len(source) > MAX_CHARACTERS:
            raise _Refused(
                self.limit,
                f"the YAML has {len(source)} characters, at most {MAX_CHARACTERS} are read",
                self.line_of(0),
                None,
            )
        nodes = documents = 0
        try:
            for event in yaml.parse(source.removeprefix("\ufeff"), Loader=_LOADER):
                documents += isinstance(event, yaml.DocumentStartEvent)
                nodes += isinstance(event, yaml.NodeEvent)
                if documents > 1:
                    self._report_at(event.start_mark, "a second YAML document is not read")
                    break
                if nodes > MAX_NODES:
                    raise self._too_much(event, f"the YAML has more than {MAX_NODES} nodes")
                self._take(event)
        except yaml.YAMLError as error:
            raise self._syntax_error(error, source) from None
        return self.root

    def _take(self, event: yaml.Event) -> None:
        mark: Any = event.start_mark
        line, column = self._place(mark)
        if isinstance(event, yaml.CollectionEndEvent):
            self._add(self.stack.pop().closed())
        elif isinstance(event, yaml.AliasEvent):
            self._report_at(mark, f"the alias *{event.anchor} is not followed", "write it out")
            self._add(YamlText("", line, column))
        elif isinstance(event, yaml.NodeEvent):
            self._refuse_extras(event)
            if isinstance(event, yaml.ScalarEvent):
                quoted = event.style not in (None, "")
                self._add(YamlText(event.value, line, column, quoted))
                return
            if len(self.stack) == self.max_depth:
                raise self._too_much(event, f"the YAML nests deeper than {self.max_depth} levels")
            self.stack.append(_Open(isinstance(event, yaml.MappingStartEvent), line, column))

    def _add(self, node: YamlNode) -> None:
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        if not parent.is_map:
            parent.items.append(node)
        elif parent.key is None:
            parent.key = node
        else:
            key, parent.key = parent.key, None
            self._add_field(parent.fields, key, node)

    def _add_field(
        self, fields: dict[str, tuple[YamlText, YamlNode]], key: YamlNode, value: YamlNode
    ) -> None:
        if not isinstance(key, YamlText):
            message = "a list or mapping cannot be the name of a field"
            self.report(self.syntax, message, key.line, key.column, _QUOTE_HELP)
        elif (first := fields.get(key.text)) is not None:
            message = f'"{key.text}" stands twice; the first one, on line {first[0].line}, is used'
            help_text = "keep one of them"
            self.report(Code.DUPLICATE_MAPPING_KEY, message, key.line, key.column, help_text)
        else:
            fields[key.text] = (key, value)

    def _refuse_extras(self, event: yaml.NodeEvent) -> None:
        """Report anchor and tag; the value is read as if they were not there."""
        if event.anchor is not None:
            self._report_at(event.start_mark, f"the anchor &{event.anchor} has no use here")
        tag = getattr(event, "tag", None)
        # The non-specific tag "!" is what libyaml reports for some quoted scalars.
        if tag not in (None, "!"):
            self._report_at(event.start_mark, f"the YAML tag {tag} is ignored", "leave the tag out")

    def _place(self, mark: Any) -> tuple[int, int]:
        return self.line_of(mark.line), mark.column + 1

    def _report_at(self, mark: Any, message: str, help_text: str = "") -> None:
        self.report(self.syntax, message, *self._place(mark), help_text)

    def report(
        self, code: Code, message: str, line: int, column: int | None, help_text: str
    ) -> None:
        self.diagnostics.append(Diagnostic(code, message, self.path, line, column, help_text))

    def _too_much(self, event: yaml.Event, message: str) -> _Refused:
        return _Refused(self.limit, message, *self._place(event.start_mark))

    def _syntax_error(self, error: yaml.YAMLError, source: str) -> _Refused:
        """Say what libyaml found, in words of the author where the cause is well known."""
        mark = getattr(error, "problem_mark", None)
        if mark is None:
            return self._unreadable_character(error, source)
        problem = str(getattr(error, "problem", "") or "")
        line, column = self._place(mark)
        # libyaml counts the characters before the mark, without a byte order mark.
        culprit = source.removeprefix("\ufeff")[mark.index : mark.index + 1]
        if "cannot start any token" in problem and culprit == "\t":
            message, help_text = "a tab cannot indent YAML", "indent with spaces"
        elif "cannot start any token" in problem:
            message, help_text = f"a value cannot start with {culprit}", "put the value in quotes"
        elif "mapping values are not allowed" in problem:
            message = "a colon in a value without quotes"
            help_text = 'put the value in quotes: title: "A: B"'
        else:
            context = str(getattr(error, "context", "") or "")
            message = f"YAML syntax: {' '.join(filter(None, (context, problem)))}"
            help_text = _QUOTE_HELP
        return _Refused(self.syntax, one_line(message, 200), line, column, help_text)

    def _unreadable_character(self, error: yaml.YAMLError, source: str) -> _Refused:
        found = _NOT_YAML.search(source)
        if found is None:
            message = f"YAML: {one_line(str(error), 200)}"
            return _Refused(self.syntax, message, self.line_of(0), None)
        before = source[: found.start()]
        line = self.line_of(len(_LINE_BREAK.findall(before)))
        column = found.start() - max(before.rfind("\n"), before.rfind("\r"))
        message = f"the character U+{ord(found[0]):04X} cannot stand in YAML"
        return _Refused(self.syntax, message, line, column, "delete it")


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_QUOTE_HELP = "a value that starts with a special character or holds ': ' or ' #' needs quotes"
# What is not `c-printable` in YAML 1.1, section 5.1.
_NOT_YAML = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufeff\uff00-\ufffd\U00010000-\U0010ffff]"
)
# YAML 1.1 breaks lines at NEL, LS and PS too; editors and our line numbers do not.
_LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class _LineMap:
    """libyaml's line number (from 0) to the line of the file (from 1)."""

    first_line: int
    lines: tuple[int, ...] = ()

    def __call__(self, line: int) -> int:
        return self.first_line + (self.lines[line] if line < len(self.lines) else line)


def _line_map(source: str, first_line: int) -> _LineMap:
    if not re.search("[\x85\u2028\u2029]", source):
        return _LineMap(first_line)
    lines = [0]
    for found in _LINE_BREAK.finditer(source):
        lines.append(lines[-1] + (found[0] not in "\x85\u2028\u2029"))
    return _LineMap(first_line, tuple(lines))
