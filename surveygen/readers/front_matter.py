"""The front matter of a note: found by its ``---`` lines, or by its fields where one is missing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from surveygen.messages import _
from surveygen.readers.yaml_apart import read_apart
from surveygen.readers.yaml_fields import Report
from surveygen.readers.yaml_nodes import YamlMap, YamlText
from surveygen.readers.yaml_reader import read_yaml
from surveygen.survey.codes import Code

_FENCE: Final = re.compile(r"---[ \t]*")
_END: Final = re.compile(r"(?:---|\.\.\.)[ \t]*")
_DASHES: Final = re.compile(r"[-\u2013\u2014]{1,9}[ \t]*")
_NAME: Final = r"(?:tldr|kind|tags|claims|links|about|added|abstract_sha256|quote|draft)"
_KNOWN_NAME: Final = re.compile(rf"{_NAME}\b")
_KNOWN_FIELD: Final = re.compile(rf"{_NAME}[ \t]*:(?:[ \t]|$)")
_FIELD: Final = re.compile(r"[A-Za-z_][\w-]*[ \t]*:(?:[ \t]|$)")
_AT_MARGIN: Final = re.compile(r"[^\s#\]})-]")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What could be read of a front matter, and what could not."""

    node: YamlMap
    unread: frozenset[str] | None
    """Names of fields that stand there and could not be read; None where that holds for all."""
    end: int
    """Index of the body's first line."""


def read_front_matter(
    lines: list[str], report: Report, *, is_first_line_told: bool = False
) -> FrontMatter:
    """Read the front matter at the beginning of a note's lines.

    After a syntax error, every field at the left margin is read by itself. ``is_first_line_told``
    says that a finding names the first line already.
    """
    found = _find(lines, report, is_first_line_told=is_first_line_told)
    source = "\n".join(lines[found.first : found.end])
    code, first_line = Code.FRONT_MATTER_SYNTAX, found.first + 1
    node, said = read_yaml(source, path=report.path, syntax=code, limit=code, first_line=first_line)
    unread: frozenset[str] | None = frozenset()
    if node is None and said:
        apart = read_apart(
            source,
            said,
            path=report.path,
            code=code,
            first_line=first_line,
            begins_field=_begins_field,
        )
        node, said = YamlMap(apart.items, first_line, 1), apart.diagnostics
        unread = frozenset(apart.unread)
    # Where the end is missing, which is said already, text of the body may stand among the fields.
    report.diagnostics += said if found.is_closed else []
    if not isinstance(node, YamlMap):
        if node is not None and not (isinstance(node, YamlText) and node.is_null):
            message = _("the front matter must hold fields")
            report.wrong(node, message, _("write tldr: One sentence."))
            unread = None
        node = YamlMap({}, found.first + 1, 1)
    return FrontMatter(node, unread, found.body)


@dataclass(frozen=True, slots=True)
class _Found:
    """Indices of lines."""

    first: int
    end: int
    body: int
    is_closed: bool = True


def _find(lines: list[str], report: Report, *, is_first_line_told: bool) -> _Found:
    first = next((n for n, line in enumerate(lines) if not _is_rule(line)), len(lines))
    has_fields = first < len(lines) and _KNOWN_FIELD.match(lines[first])
    stray = any(line.strip() for line in lines[1:first])
    if _FENCE.fullmatch(lines[0]) and not (stray and has_fields):
        first = 1
    elif has_fields and any(map(_END.fullmatch, lines[first:])):
        if not is_first_line_told:
            message = _("the front matter does not begin with one --- on the first line")
            help = _("write --- there, and only there")
            report.add(Code.FRONT_MATTER_SYNTAX, message, YamlText("", 1, 1), help)
    else:
        return _Found(0, 0, 0)
    for number in range(first, len(lines)):
        if _END.fullmatch(lines[number]):
            return _Found(first, number, number + 1)
    message = _("the front matter has no closing ---; it is taken to end where its fields end")
    fence = YamlText(lines[0], 1, 1)
    report.add(Code.FRONT_MATTER_SYNTAX, message, fence, _("write --- after its last line"))
    for number in range(first, len(lines)):
        if _is_rule(lines[number]):
            return _Found(first, number, number + 1, is_closed=False)
        if _AT_MARGIN.match(lines[number]) and not _FIELD.match(lines[number]):
            return _Found(first, number, number, is_closed=False)
    return _Found(first, len(lines), len(lines), is_closed=False)


def _is_rule(line: str) -> bool:
    """Whether a line is empty, or what somebody may take for ``---``."""
    return not line.strip() or _DASHES.fullmatch(line) is not None


def _begins_field(line: str) -> bool:
    """Whether a line at the margin is a field, or one that lacks its colon."""
    return bool(_FIELD.match(line) or _KNOWN_NAME.match(line))
