"""Edits of a ``taxonomy.yaml``: of keys, sections and aliases, and of no other byte of the file.

New text is spliced in at positions of the composed nodes, so comments, order, quotes and line ends
stay what they are. Whoever edits reads the result again and compares it with what was wanted: YAML
has more ways to write a list than are told apart here.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal, TypeAlias

import yaml

from surveygen.messages import _
from surveygen.survey.taxonomy import Section
from surveygen.writers.taxonomy_yaml import key_item, key_items, key_list, section_lines

KeyField: TypeAlias = Literal["papers", "also", "background"]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LINE_END = re.compile(r"\r\n|\n|\r")
_COMMA = re.compile(r"[ \t]*,[ \t]*")
_WIDTH = 100
_ORDER = ("background", "aliases", "papers", "also", "sections")
"""Lists stand behind all other fields, in this order."""


class NotEditable(Exception):
    """The file is in a state in which an edit could do harm; the message says which."""


class TaxonomyEdit:
    """Collects changes of one file; `result` makes them.

    A list whose keys are removed or replaced may be changed once; edit the result again for more.

    Raises:
        NotEditable: the file is not UTF-8, or no YAML mapping.

    """

    def __init__(self, data: bytes) -> None:
        self._mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
        try:
            self._text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
            root = yaml.compose(self._text, Loader=_LOADER)
        except UnicodeDecodeError:
            raise NotEditable(_("it is not UTF-8")) from None
        except yaml.YAMLError:
            raise NotEditable(_("it is no YAML that can be read")) from None
        if not isinstance(root, yaml.MappingNode):
            raise NotEditable(_("it is no mapping"))
        found = _LINE_END.search(self._text)
        self._line_end = found[0] if found else "\n"
        self._root = root
        self._sections = {id: node for id, node in _sections(root) if id}
        self._splices: list[tuple[int, int, int, str]] = []

    def add_keys(self, field: KeyField, keys: Sequence[str], section_id: str = "") -> None:
        """Add keys behind those of a section's field; without a section, of the survey's.

        Call it once for each field of a section.

        Raises:
            NotEditable: there is no such section, or the field holds something else than a list.

        """
        if not keys:
            return
        owner = self._owner(section_id)
        key, value = _field(owner, field)
        if key is None or value is None:
            self._add_list(owner, field, keys)
        elif isinstance(value, yaml.SequenceNode):
            if value.flow_style:
                self._extend_flow(owner, value, keys)
            else:
                indent = " " * value.start_mark.column
                items = (f"{indent}- {key_item(key)}" for key in keys)
                self._insert_lines(self._end(value), items)
        elif _is_null(value):
            # Laid out as a whole field is, of which the name stands there already.
            lines = key_list(field, keys, " " * key.start_mark.column)
            shown = self._line_end.join(lines).partition(":")[2]
            start = self._text.index(":", key.end_mark.index) + 1
            end = max(value.end_mark.index, start) if value.value else start
            self._splice(start, end, shown)
        else:
            message = _("{field} is no list, on line {line}")
            line = key.start_mark.line + 1
            raise NotEditable(message.format(field=field, line=line))

    def add_sections(self, sections: Sequence[Section], section_id: str = "") -> None:
        """Add sections behind those of a section; without one, behind the top sections.

        Call it once for each section.

        Raises:
            NotEditable: there is no such section, or its sections are in brackets.

        """
        if not sections:
            return
        owner = self._owner(section_id)
        key, value = _field(owner, "sections")
        if key is None or value is None:
            if owner.flow_style:
                message = _("line {line} is in braces, where no section can be added")
                raise NotEditable(message.format(line=owner.start_mark.line + 1))
            indent = " " * owner.start_mark.column
            lines = (f"{indent}sections:", *section_lines(sections, f"{indent}  "))
            self._insert_lines(self._before(owner, "sections"), lines)
        elif isinstance(value, yaml.SequenceNode) and not value.flow_style:
            indent = " " * value.start_mark.column
            self._insert_lines(self._end(value), section_lines(sections, indent))
        elif _is_null(value) or (isinstance(value, yaml.SequenceNode) and not value.value):
            if value.end_mark.index > value.start_mark.index:
                self._splice(value.start_mark.index, value.end_mark.index, "")
            indent = " " * (key.start_mark.column + 2)
            start = max(value.end_mark.index, key.end_mark.index + 1)
            self._insert_lines(start, section_lines(sections, indent))
        else:
            message = _("the sections on line {line} have no dash each")
            raise NotEditable(message.format(line=key.start_mark.line + 1))

    def replace_key(self, field: KeyField, key: str, new: str, section_id: str = "") -> None:
        """Let another key stand in the place of one.

        Raises:
            NotEditable: the key does not stand there.

        """
        _name, _list, item = self._item(field, key, section_id)
        self._splice(item.start_mark.index, item.end_mark.index, key_item(new))

    def remove_key(self, field: KeyField, key: str, section_id: str = "") -> None:
        """Take a key out of a list, where it stands first; a remark beside it stays.

        Raises:
            NotEditable: the key does not stand there.

        """
        name, keys, item = self._item(field, key, section_id)
        start, end = item.start_mark.index, item.end_mark.index
        if keys.flow_style:
            self._remove_flow(keys, item)
            return
        dash = self._text.rfind("-", self._line_start(start), start)
        if dash < 0:
            message = _("a dash on line {line} has its key below it")
            raise NotEditable(message.format(line=item.start_mark.line))
        if len(keys.value) == 1:
            behind_name = self._text.index(":", name.end_mark.index) + 1
            self._splice(behind_name, behind_name, " []")
        self._remove(dash, end)

    def _remove_flow(self, keys: Any, item: Any) -> None:
        """Take an item out of a list in brackets, with one of its commas."""
        at = keys.value.index(item)
        start, end = item.start_mark.index, item.end_mark.index
        if comma := _COMMA.match(self._text, end):
            end = comma.end()
        elif at and _COMMA.fullmatch(self._text, keys.value[at - 1].end_mark.index, start):
            self._splice(keys.value[at - 1].end_mark.index, end, "")
            return
        self._remove(start, end)

    def _remove(self, start: int, end: int) -> None:
        """Take text out; a line that had nothing else goes whole, and no blank is left over."""
        line_stop = self._line_stop(end)
        end = line_stop - len(self._text[end:line_stop].lstrip(" \t"))
        line_start = self._line_start(start)
        if end == line_stop:
            before = self._text[line_start:start].rstrip(" \t")
            start = line_start + len(before)
            if not before:
                line_end = _LINE_END.match(self._text, end)
                end = line_end.end() if line_end else end
        self._splice(start, end, "")

    def _item(self, field: KeyField, key: str, section_id: str) -> tuple[Any, Any, Any]:
        """The name of a list, the list, and the first item that is the key."""
        name, value = _field(self._owner(section_id), field)
        for item in value.value if isinstance(value, yaml.SequenceNode) else ():
            if isinstance(item, yaml.ScalarNode) and item.value == key:
                return name, value, item
        raise NotEditable(_('"{key}" cannot be found in {field}').format(key=key, field=field))

    def add_alias(self, old: str, new: str) -> None:
        """Let an old key or id lead to a new one, whether it led somewhere before or not.

        Raises:
            NotEditable: the aliases are no mapping.

        """
        name, value = _field(self._root, "aliases")
        pair = f"{key_item(old)}: {key_item(new)}"
        if name is None:
            self._add_field(self._root, "aliases", [f"aliases: {{{pair}}}"])
        elif _is_null(value):
            behind_name = self._text.index(":", name.end_mark.index) + 1
            end = max(value.end_mark.index, behind_name) if value.value else behind_name
            self._splice(behind_name, end, f" {{{pair}}}")
        elif not isinstance(value, yaml.MappingNode):
            message = _("{field} is no mapping, on line {line}")
            raise NotEditable(message.format(field="aliases", line=name.start_mark.line + 1))
        elif (leads_to := _field(value, old)[1]) is not None:
            start, end = leads_to.start_mark.index, leads_to.end_mark.index
            # Of an alias that leads nowhere yet, the end is that of its colon.
            before = "" if end > start else " "
            self._splice(start, end, before + key_item(new))
        elif not value.value:
            self._splice(value.start_mark.index + 1, value.start_mark.index + 1, pair)
        elif value.flow_style:
            end = value.value[-1][1].end_mark.index
            self._splice(end, end, f", {pair}")
        else:
            self._insert_lines(self._end(value), [" " * value.start_mark.column + pair])

    def result(self) -> bytes:
        """The file with all changes."""
        parts = []
        at = 0
        for start, end, _rank, new in sorted(self._splices, key=lambda splice: splice[:3]):
            parts += [self._text[at:start], new]
            at = end
        return self._mark + "".join((*parts, self._text[at:])).encode("utf-8")

    def _owner(self, section_id: str) -> Any:
        if not section_id:
            return self._root
        if section_id not in self._sections:
            raise NotEditable(_('section "{id}" cannot be found').format(id=section_id))
        return self._sections[section_id]

    def _add_list(self, owner: Any, field: KeyField, keys: Sequence[str]) -> None:
        if owner.flow_style:
            lines = [f"{field}: [{', '.join(map(key_item, keys))}]"]
        else:
            lines = list(key_list(field, keys, " " * owner.start_mark.column))
        self._add_field(owner, field, lines)

    def _add_field(self, owner: Any, field: str, lines: Sequence[str]) -> None:
        if not owner.flow_style:
            self._insert_lines(self._before(owner, field), lines)
        else:
            # A mapping in braces has at least the id or title that it was found by.
            end = owner.value[-1][1].end_mark.index
            self._splice(end, end, f", {lines[0]}")

    def _before(self, owner: Any, name: str) -> int:
        """Where a field ends that a new one belongs behind."""
        later = _ORDER[_ORDER.index(name) + 1 :]
        before = [value for key, value in owner.value if key.value not in later]
        return self._end((before or [owner.value[-1][1]])[-1])

    def _extend_flow(self, owner: Any, value: Any, keys: Sequence[str]) -> None:
        """Add to a list in brackets, on its last line or on lines of their own before its end."""
        closing = value.end_mark.index - 1
        line_start = self._line_start(closing)
        stands_alone = not self._text[line_start:closing].strip() and bool(value.value)
        last = value.value[-1].end_mark.index if value.value else value.start_mark.index + 1
        if stands_alone:
            if "," not in re.sub(r"#.*", "", self._text[last:closing]):
                self._splice(last, last, ",")
            indent = " " * value.value[0].start_mark.column
            if value.value[0].start_mark.line == value.start_mark.line:
                indent = self._text[line_start:closing] + "  "
            self._splice(line_start, line_start, self._joined(key_items(keys, indent)))
            return
        shown = ", ".join(map(key_item, keys))
        width = len(self._text[self._line_start(last) : self._line_stop(last)])
        before = ", " if value.value else ""
        if width + len(shown) + 2 > _WIDTH:
            # Deeper than the field that it belongs to.
            indent = " " * (owner.start_mark.column + 2)
            lines = self._joined(key_items(keys, indent)).rstrip(f",{self._line_end}")
            shown = f"{self._line_end}{lines}"
            before = before.rstrip()
        self._splice(last, last, before + shown)

    def _splice(self, start: int, end: int, new: str, rank: int = 0) -> None:
        self._splices.append((start, end, rank, new))

    def _insert_lines(self, index: int, lines: Iterable[str]) -> None:
        """Put lines below the one that a position is on."""
        text = self._joined(lines)
        # What is further in belongs to what stands above; so it comes first where both are added.
        rank = len(text.lstrip(" ")) - len(text)
        if found := _LINE_END.search(self._text, index):
            self._splice(found.end(), found.end(), text, rank)
        else:
            end = len(self._text)
            self._splice(end, end, self._line_end + text.removesuffix(self._line_end), rank)

    def _joined(self, lines: Iterable[str]) -> str:
        return "".join(f"{line}{self._line_end}" for line in lines)

    def _end(self, node: Any) -> int:
        """Where the last text of a node ends; that of a block is not where its node ends."""
        while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            node = last[1] if isinstance(last, tuple) else last
        end = int(node.end_mark.index)
        if getattr(node, "style", None) in ("|", ">"):
            return len(self._text[:end].rstrip())
        return end

    def _line_start(self, index: int) -> int:
        return max(self._text.rfind("\n", 0, index), self._text.rfind("\r", 0, index)) + 1

    def _line_stop(self, index: int) -> int:
        found = _LINE_END.search(self._text, index)
        return found.start() if found else len(self._text)


def _sections(node: Any) -> Iterator[tuple[str, Any]]:
    """Id and node of every section below a mapping."""
    _key, value = _field(node, "sections")
    for item in value.value if isinstance(value, yaml.SequenceNode) else ():
        if isinstance(item, yaml.MappingNode):
            _key, id = _field(item, "id")
            yield (id.value if isinstance(id, yaml.ScalarNode) else ""), item
            yield from _sections(item)


def _field(node: Any, name: str) -> tuple[Any, Any]:
    """Key and value of a field; of one that stands twice, the first."""
    for key, value in node.value:
        if isinstance(key, yaml.ScalarNode) and key.value == name:
            return key, value
    return None, None


def _is_null(value: Any) -> bool:
    return isinstance(value, yaml.ScalarNode) and not value.style and value.value in ("", "~")
