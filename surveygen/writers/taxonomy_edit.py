"""Edits of a ``taxonomy.yaml`` that add keys and sections, and change no other byte of the file.

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
_WIDTH = 100
_ORDER = ("background", "papers", "also", "sections")
"""Lists stand behind all other fields, in this order."""


class NotEditable(Exception):
    """The file is in a state in which an edit could do harm; the message says which."""


class TaxonomyEdit:
    """Collects additions to one file; `result` makes them.

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

    def result(self) -> bytes:
        """The file with all additions."""
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
        if not owner.flow_style:
            indent = " " * owner.start_mark.column
            self._insert_lines(self._before(owner, field), key_list(field, keys, indent))
        else:
            # A mapping in braces has at least the id that it was found by.
            end = owner.value[-1][1].end_mark.index
            self._splice(end, end, f", {field}: [{', '.join(map(key_item, keys))}]")

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
