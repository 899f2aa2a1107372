"""What ``docs/conf.py`` does with options, as far as its text alone tells: it is never executed."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from surveygen.text.lines import LINE_END

CONFIGURATION = "docs/conf.py"
"""Sphinx's configuration, relative to the survey's root."""

_WELL_KNOWN = (
    "surveygen",
    "myst_parser",
    "sphinx.ext.autosectionlabel",
    "sphinx.ext.extlinks",
    "sphinx.ext.githubpages",
    "sphinx.ext.mathjax",
    "sphinx.ext.todo",
)
"""Extensions that read nothing but pages, and ask neither the clock nor the network."""
_THEME = "furo"
"""The theme of which that is known."""
_CLOCK = "html_last_updated_fmt"
"""With it every page says when it was built."""
_ELSEWHERE = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/~\\]")
"""A path that leads out of the folder of conf.py."""

_Assigned: TypeAlias = dict[str, tuple[ast.Name, ast.expr] | None]


@dataclass(frozen=True, slots=True)
class Options:
    """What conf.py does with names, outside of functions and classes."""

    lines: list[str]
    assigned: _Assigned
    """Name to the target and value of its last assignment; None where it is not a plain one."""

    @classmethod
    def of(cls, source: str) -> Options:
        """Read a file.

        Raises:
            SyntaxError: or ValueError, RecursionError, MemoryError: it is no Python.

        """
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about escapes in strings: none of our business
            tree = ast.parse(source)
        return cls(LINE_END.split(source), _assigned(tree))

    def is_silent(self, name: str) -> bool:
        """Whether conf.py surely leaves an option alone."""
        return name not in self.assigned and "*" not in self.assigned

    def value(self, name: str) -> ast.expr | None:
        """What an option is set to; None where it is not set, or not plainly."""
        found = self.assigned.get(name)
        return found[1] if found else None

    def text(self, name: str) -> str | None:
        """What an option is set to as text, where it is a literal."""
        value = self.value(name)
        if not isinstance(value, ast.Constant):
            return None
        return "" if value.value is None else str(value.value)

    def place_of(self, name: str) -> tuple[int, int]:
        """Line and column of an option's assignment; of the file's start where it has none."""
        found = self.assigned.get(name)
        return self.place(found[0]) if found else (1, 1)

    def place(self, node: ast.expr) -> tuple[int, int]:
        """Line and column of a node; Python counts columns in bytes of UTF-8."""
        before = self.lines[node.lineno - 1].encode()[: node.col_offset]
        return node.lineno, len(before.decode()) + 1


def is_plain(source: bytes) -> bool:
    """Whether what Sphinx makes of docs/ with a conf.py depends on the files in docs/ alone.

    It does where the file only sets options to literals, none of them leads to something else, and
    all extensions are known to look at nothing else. In doubt it does not.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
        return all(_is_plain_option(statement) for statement in tree.body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False


def _is_plain_option(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.expr() as value):
            pass
        case _:
            return False
    literal = ast.literal_eval(value)  # or ValueError
    if name == "extensions":
        return isinstance(literal, list) and all(name in _WELL_KNOWN for name in literal)
    if name == "html_theme":
        return bool(literal == _THEME)
    texts = (node.value for node in ast.walk(value) if isinstance(node, ast.Constant))
    return name != _CLOCK and not any(
        isinstance(text, str) and _ELSEWHERE.search(text) for text in texts
    )


def _assigned(tree: ast.Module) -> _Assigned:
    found: _Assigned = {}
    for statement in tree.body:
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                pass
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    if isinstance(target, ast.Name):
                        found[target.id] = (target, value)
                    else:
                        found |= dict.fromkeys(_touched(target))
            case ast.AnnAssign(target=ast.Name() as target, value=ast.expr() as value):
                found[target.id] = (target, value)
            case _:
                found |= dict.fromkeys(_touched(statement))
    return found


def _touched(tree: ast.AST) -> Iterator[str]:
    """Names that a statement may set or change: ``if``, ``import``, ``extensions.append(...)``."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                yield name
            case ast.Attribute(value=ast.Name(id=name)) | ast.Subscript(value=ast.Name(id=name)):
                yield name
            case ast.alias(name=name, asname=other):
                yield other or name
