"""The groups that JabRef keeps in comments of a .bib file, as a tree.

The format is that of JabRef's own reader and writer (github.com/JabRef/jabref, package
``org.jabref.logic``). ``importer.fileformat.BibtexParser`` takes the line breaks out of a comment,
``importer.util.MetaDataParser`` cuts it at semicolons, ``importer.util.GroupsParser`` and
``util.strings.QuotedStringTokenizer`` read a group; ``exporter.GroupSerializer`` writes one. So a
group is escaped twice: ``\\;`` separates what belongs to one group, ``;`` one group from the next.

``grouping`` is the block of JabRef 4 and later, ``groupstree`` that of versions 2 and 3. Which
entries a group holds is for `surveygen.readers.jabref_members` to say.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TypeAlias

from surveygen.messages import _
from surveygen.readers.bibtex_blocks import Block, split_blocks
from surveygen.readers.java_patterns import pattern_of_words
from surveygen.survey.codes import Code
from surveygen.survey.diagnostics import Diagnostic
from surveygen.survey.entry import Place, places_in

SEPARATORS = ",;"
"""What separates keywords where the file does not say: JabRef's default, and a common one."""
HIERARCHY = ">"
"""What stands between the names of a hierarchical keyword (``Keyword`` in JabRef's model)."""

_GROUP_BLOCKS = ("grouping", "groupstree")
_SEPARATOR_BLOCK = "keywordseparator"
_META = re.compile(r"@[ \t]*comment\s*\{\s*jabref-meta:\s*([\w-]+)\s*:", re.IGNORECASE)
_NEXT_BLOCK = re.compile(r"\n@|@[ \t]*comment", re.IGNORECASE)
_MARK = re.compile(r"\\.|;", re.DOTALL)
_LINE = re.compile(r"([0-9]{1,9})\s+(?:([A-Za-z]+):(.*))?", re.DOTALL)
_REFINING = 1
"""`GroupHierarchyType.REFINING`: only what the group above holds too."""
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Static:
    """Entries that name the group in their ``groups`` field (JabRef 3.8), or that it lists."""

    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """Entries whose field has all words of an expression."""

    field: str
    expression: str
    is_case_sensitive: bool


@dataclass(frozen=True, slots=True)
class Matching:
    """Entries in whose field a regular expression is found."""

    field: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class KeywordTree:
    """No group itself: every hierarchical keyword of a field is one, at this place."""

    field: str = "keywords"
    separators: str = SEPARATORS
    hierarchy: str = HIERARCHY


Rule: TypeAlias = Static | Words | Matching | KeywordTree


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the tree."""

    name: str
    """As the file has it, LaTeX and all; white space is single blanks."""
    parent: int | None
    """Index of the group above it; None for a top group."""
    rule: Rule
    """Which entries it holds."""
    refines: bool = False
    """Whether it holds only what the group above holds too."""
    description: str = ""


@dataclass(frozen=True, slots=True)
class JabRefGroups:
    """What a file says about groups."""

    groups: tuple[Group, ...] = ()
    """In the order of the file; a group stands behind the one above it."""
    separators: str = SEPARATORS
    """Characters between two keywords, or two names of groups, of a field."""
    diagnostics: tuple[Diagnostic, ...] = ()


def read_jabref_groups(text: str, *, path: str) -> JabRefGroups:
    """Read every block of groups in the text of a .bib file, whatever is wrong with some of them.

    A damaged group is passed over, and so is one whose entries only JabRef can tell: a search, a
    group for every person of a field, the works that a LaTeX file cites, ... Those below it move
    up. Each gives one diagnostic.
    """
    reader = _Reader(path)
    for block in split_blocks(text):
        head = _META.match(text, block.start) if block.type == "comment" else None
        name = head[1].lower() if head else ""
        if head and name == _SEPARATOR_BLOCK:
            reader.read_separator(_comment(text, block, head.end()))
        elif head and name in _GROUP_BLOCKS:
            reader.read_block(_comment(text, block, head.end()))
    return JabRefGroups(tuple(reader.groups), reader.separators, tuple(reader.diagnostics))


@dataclass(frozen=True, slots=True)
class _Comment:
    """The value of a block without line breaks: JabRef 2 wrapped it anywhere, even in words."""

    value: str
    starts: list[int]
    """Offset of every line's first character."""
    opening: Place
    """Where the comment begins."""
    start: Place
    """Where its value begins."""
    is_closed: bool

    def place_of(self, offset: int) -> Place:
        number = bisect_right(self.starts, offset) - 1
        line, column = self.start
        return line + number, offset - self.starts[number] + (1 if number else column)

    def units(self) -> Iterator[tuple[Place, str]]:
        """Place and text of what semicolons separate."""
        for start, part in _parts(self.value):
            unit = part.strip()
            if unit:
                offset = start + len(part) - len(part.lstrip())
                yield self.place_of(offset), re.sub(r"\\([\\;])", r"\1", unit)


def _comment(text: str, block: Block, start: int) -> _Comment:
    """The comment of a block whose value begins at an offset."""
    end = block.start + len(block.text) - 1
    is_closed = end >= start
    if not is_closed:  # then the block ends behind its brace
        following = _NEXT_BLOCK.search(text, start)
        end = following.start() if following else len(text)
    lines = text[start:end].split("\n")
    starts = [0, *accumulate(map(len, lines[:-1]))]
    opening = (block.line, block.column)
    (place,) = places_in(text[block.start : start], (start - block.start,), opening)
    return _Comment("".join(lines), starts, opening, place, is_closed)


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """Offset and text of what semicolons without a backslash separate; escapes stay."""
    start = 0
    for mark in _MARK.finditer(text):
        if mark[0] == ";":
            yield start, text[start : mark.start()]
            start = mark.end()
    yield start, text[start:]


class _Unreadable(Exception):
    """A line that is no group."""


class _Unknowable(Exception):
    """A group whose entries cannot be told."""


@dataclass
class _Reader:
    path: str
    separators: str = SEPARATORS
    groups: list[Group] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def say(self, message: str, place: Place, help: str = "") -> None:
        found = Diagnostic(Code.GROUP_SYNTAX, message, self.path, *place, help)
        self.diagnostics.append(found)

    def read_separator(self, comment: _Comment) -> None:
        """The separator of this file; a semicolon that is not escaped leaves nothing."""
        _place, unit = next(comment.units(), ((0, 0), ";"))
        self.separators = unit[0]

    def read_block(self, comment: _Comment) -> None:
        if not comment.is_closed:
            message, help = (
                _("the comment with the groups is not closed"),
                _("write the closing brace"),
            )
            self.say(message, comment.opening, help)
        # Level and index of the groups above; what is no group itself has the index above it.
        above: list[tuple[int, int | None]] = []
        for place, unit in comment.units():
            line = _LINE.match(unit)
            if line is None:
                self.say_unreadable(unit, place)
                continue
            level = int(line[1])
            # Levels may skip some: then a group is below the last one of a lesser level.
            while above and above[-1][0] >= level:
                above.pop()
            parent = above[-1][1] if above else None
            index = self.add(line[2] or "", line[3] or "", parent, place, unit)
            above.append((level, parent if index is None else index))

    def add(self, type: str, rest: str, parent: int | None, place: Place, unit: str) -> int | None:
        """Add a group and return its index; None for the root and for what is passed over."""
        if type == "AllEntriesGroup":
            return None
        parts = [_unescaped(part) for _offset, part in _parts(rest)]
        try:
            self.groups.append(_group(type, parts, parent))
        except _Unreadable:
            self.say_unreadable(unit, place)
            return None
        except _Unknowable:
            message = _('group "{name}" of type {type} cannot be evaluated; it is passed over')
            message = message.format(name=parts[0][:_SHOWN], type=type)
            self.say(message, place, _("place its entries by hand"))
            return None
        return len(self.groups) - 1

    def say_unreadable(self, unit: str, place: Place) -> None:
        message = _('the group "{name}" cannot be read; it is passed over')
        self.say(message.format(name=unit[:_SHOWN]), place)


def _group(type: str, parts: list[str], parent: int | None) -> Group:
    """A group of its parts.

    Raises:
        _Unreadable: its name is missing, or what its type needs.
        _Unknowable: its type is another one, or its regular expression cannot be used.

    """
    name = " ".join(parts[0].split())
    rule: Rule
    details: list[str] = []
    match type, parts:
        # SmartGroup is how some versions called the group of imported entries.
        case "StaticGroup" | "SmartGroup", [_name, context, *details]:
            rule = Static()
        case "ExplicitGroup", [_name, context, *keys]:
            rule = Static(tuple(key for key in map(str.strip, keys) if key))
        case "KeywordGroup", [_name, context, field, expression, case, is_regex, *details]:
            rule = _keyword_rule(field.strip().lower(), expression, case, is_regex)
        case "AutomaticKeywordGroup", [_name, context, field, "", "", hierarchy, *details]:
            # JabRef 4.0 and 4.1 did not escape a semicolon between keywords.
            rule = KeywordTree(field.strip().lower(), ";", _character(hierarchy))
        case "AutomaticKeywordGroup", [_name, context, field, separator, hierarchy, *details]:
            rule = KeywordTree(field.strip().lower(), _character(separator), _character(hierarchy))
        case "StaticGroup" | "SmartGroup" | "ExplicitGroup", _few:
            raise _Unreadable
        case "KeywordGroup" | "AutomaticKeywordGroup", _few:
            raise _Unreadable
        case _:
            raise _Unknowable if name else _Unreadable
    if not name and not isinstance(rule, KeywordTree):
        raise _Unreadable
    # Behind whether it is open, its colour and its icon; semicolons in it are not escaped.
    description = ";".join(details[3:]).rstrip(";")
    return Group(name, parent, rule, _number(context) == _REFINING, description)


def _unescaped(text: str) -> str:
    """A part as `StringUtil.unquote` has it, where it is escaped at all.

    JabRef escapes every backslash. Programs that do not leave LaTeX with single ones.
    """
    if "\\\\" in text:
        return re.sub(r"\\(.?)", r"\1", text)
    return text.replace("\\;", ";")


def _keyword_rule(field: str, expression: str, case: str, is_regex: str) -> Rule:
    is_case_sensitive = _number(case) == 1
    if _number(is_regex) != 1:
        return Words(field, expression, is_case_sensitive)
    # `RegexKeywordGroup` looks for whole words.
    pattern = pattern_of_words(expression, is_case_sensitive=is_case_sensitive)
    if pattern is None:
        raise _Unknowable
    return Matching(field, pattern)


def _number(text: str) -> int:
    if not re.fullmatch(r"\s*[0-9]{1,9}\s*", text, re.ASCII):
        raise _Unreadable
    return int(text)


def _character(text: str) -> str:
    if not text:
        raise _Unreadable
    return text[0]
