"""YAML as raw text with positions: parser events are read, nothing is ever constructed.

Scalars stay what the author wrote (``1811770``, ``no`` and ``2020-01-01`` are text), every node
knows its line and column, and what a survey has no use for (anchors, aliases, tags, further
documents) is a diagnostic instead of a surprise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

from surveygen.messages import _, ngettext
from surveygen.readers.merge_conflicts import FIRST_SIDE, HELP, first_sides
from surveygen.readers.yaml_errors import (
    BAD_START,
    BAD_START_HELP,
    MISFIT,
    NOT_OPEN,
    OTHER,
    QUOTE_HELP,
    QUOTE_NOT_CLOSED,
    TAB,
    complaint,
    unclosed,
)
from surveygen.readers.yaml_nodes import YamlList, YamlMap, YamlNode, YamlText
from surveygen.survey.codes import Code
from surveygen.survey.diagnostics import Diagnostic
from surveygen.text.normal import one_line

MAX_CHARACTERS = 20_000_000
MAX_NODES = 2_000_000
MAX_DEPTH = 20


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
    builder = _Builder(path, syntax, limit, first_line, max_depth)
    root = None
    refused_at = 0
    try:
        root = builder.read(source)
    except _Refused as refused:
        builder.report(refused.code, refused.message, refused.line, refused.column, refused.help)
        refused_at = refused.line
    builder.report_extras(refused_at)
    return root, builder.diagnostics


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
    is_flow: bool
    """Whether it stands in brackets or braces."""
    line: int
    column: int
    is_told: bool
    items: list[YamlNode] = field(default_factory=list)
    fields: dict[str, tuple[YamlText, YamlNode]] = field(default_factory=dict)
    unread: list[YamlNode] = field(default_factory=list)
    key: YamlNode | None = None
    is_repeating: bool = False
    """Whether the last field stood there before."""

    def closed(self) -> YamlNode:
        place = self.line, self.column, self.is_told
        if self.is_map:
            return YamlMap(self.fields, *place, tuple(self.unread))
        return YamlList(tuple(self.items), *place)


@dataclass(slots=True)
class _Extras:
    """Something that a survey has no use for: its first name and place, and how often it stands."""

    name: str = ""
    line: int = 0
    column: int = 0
    count: int = 0

    def add(self, name: str, line: int, column: int) -> None:
        if not self.count:
            self.name, self.line, self.column = name, line, column
        self.count += 1


@dataclass(slots=True)
class _Builder:
    """Builds nodes from parser events, without recursion."""

    path: str
    syntax: Code
    limit: Code
    first_line: int
    max_depth: int
    diagnostics: list[Diagnostic] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    root: YamlNode | None = None
    anchors: _Extras = field(default_factory=_Extras)
    aliases: _Extras = field(default_factory=_Extras)
    tags: _Extras = field(default_factory=_Extras)
    long_quote: tuple[Any, Any] | None = None
    """Marks before and behind the last value, where it is quoted and goes over several lines."""

    def read(self, source: str) -> YamlNode | None:
        if len(source) > MAX_CHARACTERS:
            message = _("the YAML has {count} characters, at most {limit} are read")
            message = message.format(count=len(source), limit=MAX_CHARACTERS)
            raise _Refused(self.limit, message, self.first_line, None)
        source = _with_plain_blanks(source.removeprefix("\ufeff"))
        sides = first_sides(source)
        for line in sides.lines:
            self.report(self.syntax, _(FIRST_SIDE), self.first_line + line - 1, 1, _(HELP))
        root = self._read(sides.text)
        if sides.left_out and isinstance(root, YamlMap):
            other = YamlText(sides.left_out, root.line, root.column)
            return replace(root, unread=(*root.unread, other))
        return root

    def _read(self, source: str) -> YamlNode | None:
        nodes = documents = 0
        try:
            for event in yaml.parse(source, Loader=_LOADER):
                documents += isinstance(event, yaml.DocumentStartEvent)
                nodes += isinstance(event, yaml.NodeEvent)
                if documents > 1:
                    self._end_at_second_document(event.start_mark, source)
                    break
                if nodes > MAX_NODES:
                    message = _("the YAML has more than {limit} nodes").format(limit=MAX_NODES)
                    raise self._too_much(event, message)
                self._take(event)
        except yaml.YAMLError as error:
            raise self._syntax_error(error, source) from None
        return self.root

    def _end_at_second_document(self, mark: Any, source: str) -> None:
        line, column = self._place(mark)
        message, help = _("a second YAML document is not read"), _("delete the line ---")
        self.report(self.syntax, message, line, column, help)
        if isinstance(self.root, YamlMap):
            rest = YamlText(source[mark.index :], line, column)
            self.root = replace(self.root, unread=(*self.root.unread, rest))

    def _take(self, event: yaml.Event) -> None:
        line, column = self._place(event.start_mark)
        if isinstance(event, yaml.CollectionEndEvent):
            self._add(self.stack.pop().closed())
        elif isinstance(event, yaml.AliasEvent):
            self.aliases.add(event.anchor or "", line, column)
            self._add(YamlText("", line, column, is_told=True))
        elif isinstance(event, yaml.NodeEvent):
            is_told = self._has_extras(event, line, column)
            self.long_quote = None
            if isinstance(event, yaml.ScalarEvent):
                quoted = event.style not in (None, "")
                if event.style in ("'", '"') and self._place(event.end_mark)[0] > line:
                    self.long_quote = event.start_mark, event.end_mark
                self._add(YamlText(event.value, line, column, quoted, is_told))
                return
            if len(self.stack) == self.max_depth:
                message = _("the YAML nests deeper than {limit} levels")
                message = message.format(limit=self.max_depth)
                raise self._too_much(event, message, _("nest it less deep"))
            is_map = isinstance(event, yaml.MappingStartEvent)
            is_flow = bool(getattr(event, "flow_style", False))
            self.stack.append(_Open(is_map, is_flow, line, column, is_told))

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
            self._add_field(parent, key, node)

    def _add_field(self, parent: _Open, key: YamlNode, value: YamlNode) -> None:
        if not isinstance(key, YamlText):
            parent.unread += [key, value]
            message = _("a list or mapping cannot be the name of a field")
            self.report(self.syntax, message, key.line, key.column, _(QUOTE_HELP))
        elif key.is_told and key.is_null:  # an alias
            parent.unread.append(value)
        elif (first := parent.fields.get(key.text)) is not None:
            parent.unread.append(value)
            # Several in a row are one fault: the beginning of another mapping among them is lost.
            if not parent.is_repeating:
                message = _('"{name}" stands twice; the first one, on line {line}, is used')
                message = message.format(name=key.text, line=first[0].line)
                is_item = len(self.stack) > 1 and not self.stack[-2].is_map
                is_first = next(iter(parent.fields)) == key.text
                help = _("keep one of them, or write '-' before this one where an item begins")
                help = help if is_item and is_first else ""
                self.report(Code.DUPLICATE_MAPPING_KEY, message, key.line, key.column, help)
            parent.is_repeating = True
        else:
            parent.is_repeating = False
            parent.fields[key.text] = (key, value)

    def _has_extras(self, event: yaml.NodeEvent, line: int, column: int) -> bool:
        """Note anchor and tag, which are left out; whether the value is in question."""
        if event.anchor is not None:
            self.anchors.add(event.anchor, line, column)
        tag = getattr(event, "tag", None)
        # The non-specific tag "!" is what libyaml reports for some quoted scalars.
        has_tag = tag not in (None, "!")
        if has_tag:
            self.tags.add(str(tag).replace("tag:yaml.org,2002:", "!!", 1), line, column)
        return has_tag or event.anchor is not None

    def report_extras(self, refused_at: int = 0) -> None:
        """Report aliases, anchors and tags, each sort once.

        Where reading ended on their line, they are what ended it. An anchor belongs to its aliases.
        """
        alias, anchor, tag = self.aliases, self.anchors, self.tags
        if alias.count and alias.line != refused_at:
            message = ngettext(
                "the alias *{name} is not followed",
                "{count} aliases are not followed, the first one *{name}",
                alias.count,
            )
            # Without an anchor it may well be text.
            help = _("write out what it stands for") if anchor.count else _(BAD_START_HELP)
            self._report_extra(alias, message, help)
        elif anchor.count and not alias.count and anchor.line != refused_at:
            message = ngettext(
                "the anchor &{name} has no use here",
                "{count} anchors have no use here, the first one &{name}",
                anchor.count,
            )
            self._report_extra(anchor, message, _("delete it, or put the value into quotes"))
        if tag.count and tag.line != refused_at:
            message = ngettext(
                "the YAML tag {name} is ignored",
                "{count} YAML tags are ignored, the first one {name}",
                tag.count,
            )
            self._report_extra(tag, message, _("delete it, or put the value into quotes"))

    def _report_extra(self, extra: _Extras, message: str, help: str) -> None:
        message = message.format(name=extra.name, count=extra.count)
        self.report(self.syntax, message, extra.line, extra.column, help)

    def _place(self, mark: Any) -> tuple[int, int]:
        return self.first_line + mark.line, mark.column + 1

    def report(
        self, code: Code, message: str, line: int, column: int | None, help: str = ""
    ) -> None:
        self.diagnostics.append(Diagnostic(code, message, self.path, line, column, help))

    def _too_much(self, event: yaml.Event, message: str, help: str = "") -> _Refused:
        return _Refused(self.limit, message, *self._place(event.start_mark), help)

    def _syntax_error(self, error: yaml.YAMLError, source: str) -> _Refused:
        """Say what libyaml found, in words of the author where the cause is well known."""
        mark: Any = getattr(error, "problem_mark", None)
        if mark is None:
            return self._unreadable_character(error, source)
        context = str(getattr(error, "context", "") or "")
        problem = str(getattr(error, "problem", "") or "")
        opening: Any = getattr(error, "context_mark", None) or mark
        known = complaint(context, problem)
        if known.is_at_opening or (known.is_of_brackets and opening.line != mark.line):
            mark = opening
        # libyaml counts the characters before the mark.
        culprit = source[mark.index : mark.index + 1]
        if self.long_quote and not source[self.long_quote[1].index : mark.index].strip():
            known, mark = QUOTE_NOT_CLOSED, self.long_quote[0]
        elif culprit == "\t":
            known = TAB
        elif culprit in ("]", "}") and not (self.stack and self.stack[-1].is_flow):
            known = NOT_OPEN
        elif culprit in ("", "\n") and self.stack and self.stack[-1].is_flow:
            return self._unclosed(self.stack[-1], source)
        elif known.message == MISFIT and self._goes_on_behind_an_alias(mark):
            message, place = _(BAD_START).format(character="*"), self.aliases
            return _Refused(self.syntax, message, place.line, place.column, _(BAD_START_HELP))
        message = _(known.message).format(
            character=culprit, problem=one_line(f"{context} {problem}", 200)
        )
        return _Refused(self.syntax, message, *self._place(mark), _(known.help))

    def _goes_on_behind_an_alias(self, mark: Any) -> bool:
        """Whether it is a text that was taken for an alias, for it begins with an asterisk."""
        behind = self._place(mark)[0] - self.aliases.line
        return self.aliases.count == 1 and behind in (0, 1)

    def _unclosed(self, opened: _Open, source: str) -> _Refused:
        """A list in brackets or a mapping in braces goes on to the end."""
        known = unclosed(is_map=opened.is_map)
        line = source.split("\n")[opened.line - self.first_line]
        has_remark = re.search(r"[\s,\[{]#", line[opened.column - 1 :])
        help = _(QUOTE_HELP if has_remark else known.help)
        return _Refused(self.syntax, _(known.message), opened.line, opened.column, help)

    def _unreadable_character(self, error: yaml.YAMLError, source: str) -> _Refused:
        found = _NOT_YAML.search(source)
        if found is None:
            message = _(OTHER.message).format(problem=one_line(str(error), 200))
            return _Refused(self.syntax, message, self.first_line, None)
        before = source[: found.start()]
        line = self.first_line + len(_LINE_BREAK.findall(before))
        column = found.start() - max(before.rfind("\n"), before.rfind("\r"))
        message = _("the character U+{code} cannot stand in YAML")
        message = message.format(code=f"{ord(found[0]):04X}")
        return _Refused(self.syntax, message, line, column, _("delete it"))


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What is not `c-printable` in YAML 1.1, section 5.1.
_NOT_YAML = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufeff\uff00-\ufffd\U00010000-\U0010ffff]"
)
_LINE_BREAK = re.compile("\r\n|[\n\r]")
# YAML 1.1 breaks lines here too; YAML 1.2, editors and our line numbers do not.
_ODD_BREAK = re.compile("[\x85\u2028\u2029]")
_ODD_BLANK = "\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_ODD_INDENT = re.compile(f"(?m)^[ -]*+[{_ODD_BLANK}][- {_ODD_BLANK}]*+")


def _with_plain_blanks(source: str) -> str:
    """A source that is indented with blanks as YAML knows them; every character keeps its place.

    Text that was copied from a page has others, which nobody can see.
    """
    source = _ODD_BREAK.sub(" ", source)
    return _ODD_INDENT.sub(lambda found: re.sub(f"[{_ODD_BLANK}]", " ", found[0]), source)
