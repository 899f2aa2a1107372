"""The catalogues of the interface, made from the code: run by ``nox -s messages``.

``surveygen.pot`` holds every message of the modules and templates, ``surveygen.po`` of a language
its translations, ``surveygen.mo`` what a program reads. Files hold no dates, line numbers or names
of programs, so that they change only where a message or a translation does.

A new language is a folder ``surveygen/locale/<language>/LC_MESSAGES``; the next run fills it.
"""

from __future__ import annotations

import ast
import io
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parents[1] / "surveygen"
LOCALE = PACKAGE / "locale"
TEMPLATE = LOCALE / "surveygen.pot"
COMMENT = "Translators:"
"""What a comment for translators begins with, on the line above a message."""
_SINGULAR = ("_", "N_", "gettext")
_PLURAL = "ngettext"
_OPTIONS = {"**.j2": {"silent": "false"}}
"""A template that cannot be parsed is an error, not a template without messages."""
_LINE = 100


OF_CLICK: tuple[str | tuple[str, str], ...] = (
    "Aborted!",
    "Commands",
    "Error: invalid input",
    "Error: {message}",
    "Invalid value for {param_hint}: {message}",
    "Invalid value: {message}",
    "Missing argument",
    "Missing command.",
    "Missing option",
    "No such command {name!r}.",
    "No such option {name!r}.",
    "Option {name!r} does not take a value.",
    "Options",
    "Show the version and exit.",
    "Show this message and exit.",
    "Try '{command} {option}' for help.",
    "Usage:",
    "default: {default}",
    "directory",
    "file",
    "path",
    "{name} {filename!r} does not exist.",
    "{name} {filename!r} is a directory.",
    "{name} {filename!r} is a file.",
    "{name} {filename!r} is not readable.",
    ("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
)
"""Messages of click 8 that people see; it asks the same catalogue for them."""


class Unmarkable(Exception):
    """A message is put together where it is translated, so that no catalogue can hold it."""


def python_messages(
    file: IO[bytes], keywords: Any, comment_tags: Collection[str], options: Any
) -> Iterator[tuple[int, str, object, list[str]]]:
    """Messages of a module, as Babel asks for them: line, function, message, comments.

    Babel's own reader goes by tokens: it takes the key in ``_(WORDS["key"])`` for a message, and
    does not see into f-strings before Python 3.12.
    """
    source = file.read().decode("utf-8")
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        function = _function(node)
        if isinstance(node, ast.Call) and (function in _SINGULAR or function == _PLURAL):
            above = lines[node.lineno - 2].strip().removeprefix("# ")
            comments = [above] if above.startswith(tuple(comment_tags)) else []
            found = [_literals(argument) for argument in node.args[:2]]
            for message in zip(*found, strict=True) if function == _PLURAL else found[0]:
                yield node.lineno, function, message, comments


def _function(node: ast.AST) -> str:
    """What a call calls, without what it is an attribute of."""
    called = node.func if isinstance(node, ast.Call) else None
    return getattr(called, "id", getattr(called, "attr", ""))


def _literals(node: ast.expr) -> list[str]:
    """The messages that an argument may be; none where it is marked elsewhere."""
    if isinstance(node, ast.Constant):
        return [node.value] if node.value else []
    if isinstance(node, ast.IfExp):
        return [*_literals(node.body), *_literals(node.orelse)]
    if isinstance(node, ast.BoolOp):
        return [message for value in node.values for message in _literals(value)]
    if isinstance(node, ast.JoinedStr | ast.BinOp):
        raise Unmarkable(f"line {node.lineno}: {ast.unparse(node)}")
    return []


_METHODS = [("**.py", python_messages), ("**.j2", "jinja2")]


class Catalogue(Catalog):
    """A catalogue whose head says only what gettext needs."""

    mime_headers = property(lambda self: list(self._head()))

    def _head(self) -> Iterator[tuple[str, str]]:
        if self.locale:
            yield "Language", str(self.locale)
            yield "Plural-Forms", self.plural_forms
        yield "MIME-Version", "1.0"
        yield "Content-Type", "text/plain; charset=utf-8"
        yield "Content-Transfer-Encoding", "8bit\n"  # gettext wants the last line ended too


def languages() -> list[str]:
    """Every language that has a folder."""
    return sorted(folder.parent.name for folder in LOCALE.glob("*/LC_MESSAGES"))


def translations_of(language: str) -> Path:
    """The file in which people translate."""
    return LOCALE / language / "LC_MESSAGES" / "surveygen.po"


def extracted() -> Catalogue:
    """Every message of the code."""
    found = _empty("")
    messages = extract_from_dir(
        PACKAGE, _METHODS, _OPTIONS, DEFAULT_KEYWORDS, [COMMENT], strip_comment_tags=True
    )
    for name, _line, message, comments, _context in messages:
        found.add(message, None, [(f"{PACKAGE.name}/{name}", 0)], auto_comments=comments)
    for message in OF_CLICK:
        found.add(message, None, [("click", 0)])
    return found


def read(file: Path, language: str = "") -> Catalogue:
    """A catalogue as it stands in a file; empty where there is none."""
    data = file.read_bytes() if file.is_file() else b""
    return _with(language, read_po(io.BytesIO(data)))


def updated(old: Catalog, template: Catalog, language: str) -> Catalogue:
    """The messages of a template with those translations that still fit them."""
    return _with(language, (_translated(message, old) for message in template))


def _translated(message: Message, old: Catalog) -> Message:
    before = old.get(message.id) if message.id else None
    if before is not None and before.pluralizable == message.pluralizable:
        message.string = before.string
        message.user_comments = before.user_comments
        message.flags |= before.flags
    return message


def _with(language: str, messages: Iterable[Message]) -> Catalogue:
    found = _empty(language)
    for message in messages:
        if message.id:
            found[message.id] = message
    return found


def _empty(language: str) -> Catalogue:
    head = f"# {language or 'Messages'} of surveygen; made by `nox -s messages`."
    return Catalogue(language or None, header_comment=head, fuzzy=False)


def po(catalogue: Catalogue) -> bytes:
    """A catalogue as text, in the order of its messages."""
    out = io.BytesIO()
    write_po(out, catalogue, _LINE, sort_output=True, include_lineno=False, ignore_obsolete=True)
    return out.getvalue()


def mo(catalogue: Catalogue) -> bytes:
    """A catalogue for programs."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def main() -> None:
    """Bring every file up to date, and say what is left to translate."""
    template = extracted()
    TEMPLATE.write_bytes(po(template))
    for language in languages():
        file = translations_of(language)
        catalogue = updated(read(file, language), extracted(), language)
        file.write_bytes(po(catalogue))
        file.with_suffix(".mo").write_bytes(mo(read(file, language)))
        missing = [message for message in catalogue if message.id and not is_done(message)]
        print(f"{language}: {len(catalogue) - len(missing)} of {len(catalogue)} translated")


def is_done(message: Message) -> bool:
    strings = message.string if message.pluralizable else [message.string]
    return bool(strings) and all(strings) and not message.fuzzy


if __name__ == "__main__":
    main()
