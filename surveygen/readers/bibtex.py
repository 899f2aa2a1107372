"""BibTeX and biblatex files to entries; one fault costs one entry.

pybtex parses every block by itself: as a parser of whole files it gives up, or "recovers" an
unclosed field as garbage. Format: Oren Patashnik, "BibTeXing" (btxdoc, 1988); biblatex manual,
chapter 2.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass

from pybtex.database.input.bibtex import LowLevelParser, month_names
from pybtex.scanner import Pattern, PybtexSyntaxError, Token
from pybtex.textutils import normalize_whitespace

from surveygen.readers.bibtex_blocks import Block, split_blocks
from surveygen.readers.crossref import inherit
from surveygen.readers.decoding import decode
from surveygen.readers.entry_types import canonical_type
from surveygen.survey.diagnostics import Code, Diagnostic
from surveygen.survey.entry import Entry
from surveygen.survey.survey import Quarantined

ParsedBlock = tuple[str, list[tuple[str, str]], list[str]]
"""Key, fields in file order, names of undefined strings: what the cache keeps of a block."""

_KEY = re.compile(r"[%@\s]*+(?:[A-Za-z][\w-]*+)?\s*+[{(]?\s*+([^\s,={}\"]+)(?=[\s,})]|\Z)(?!\s*=)")
"""The key of a block that may have lost its ``@``, its type or its brace."""
_BAD_IN_KEY = re.compile(r"[\s,{}\\#%~`]|\.\.")
_KEY_LIMIT = 200
_SWALLOWED = re.compile(
    r",\s*\n\s*(author|booktitle|doi|editor|journal|month|number|pages|publisher|title|url|volume"
    r"|year)\s*=\s*[\"{\w]",
    re.IGNORECASE,
)
"""A field inside the value of another: a brace is missing before it, and one too many after."""


@dataclass(frozen=True, slots=True)
class Bibliography:
    """What a bibliography holds: whole entries, damaged ones, and what is to be said of them."""

    entries: Mapping[str, Entry]
    quarantine: tuple[Quarantined, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def read_bibtex(
    files: Iterable[tuple[str, bytes]],
    cache: MutableMapping[str, ParsedBlock] | None = None,
) -> Bibliography:
    """Read bibliographies as one, in order: strings of one file serve the next.

    Args:
        files: path relative to the survey's root, and the bytes, of each file.
        cache: parsed blocks by content hash; new ones are added.

    """
    reader = _Reader({} if cache is None else cache)
    for path, data in files:
        reader.read(path, data)
    return reader.finish()


class _Strings(dict[str, str]):
    """``@string`` definitions, without regard to case; an undefined one stands for its own name."""

    def __init__(self) -> None:
        super().__init__(month_names)
        self.undefined: list[str] = []
        self._digest = ""

    def __getitem__(self, name: str) -> str:
        value = self.get(name.lower())
        if value is None:
            self.undefined.append(name)
            return name
        return value

    def __setitem__(self, name: str, value: str) -> None:
        super().__setitem__(name.lower(), value)
        self._digest = ""

    @property
    def digest(self) -> str:
        """A hash of all definitions, made anew after a change only."""
        self._digest = self._digest or _digest(repr(sorted(self.items())))
        return self._digest


class _Reader:
    def __init__(self, cache: MutableMapping[str, ParsedBlock]) -> None:
        self.cache = cache
        self.strings = _Strings()
        self.entries: dict[str, Entry] = {}
        self.folded: dict[str, str] = {}
        self.quarantine: list[Quarantined] = []
        self.diagnostics: list[Diagnostic] = []

    def say(self, code: Code, message: str, path: str, line: int, help: str = "") -> None:
        self.diagnostics.append(Diagnostic(code, message, path, line, help=help))

    def read(self, path: str, data: bytes) -> None:
        decoded = decode(data, path=path, encoding_code=Code.BIBLIOGRAPHY_ENCODING)
        self.diagnostics.extend(decoded.diagnostics)
        for block in split_blocks(decoded.text):
            match block.type:
                case "comment":
                    continue
                case "string" | "preamble":
                    self.read_string(path, block)
                case _:
                    self.read_entry(path, block)

    def read_string(self, path: str, block: Block) -> None:
        self.strings.undefined.clear()
        try:
            _parse(block, self.strings)
        except _Damaged as damage:
            line = block.line + damage.line
            self.say(Code.STRING_SYNTAX, f"@{block.type} {damage.reason}", path, line)
        self.say_undefined(f"@{block.type}", self.strings.undefined, path, block.line)

    def read_entry(self, path: str, block: Block) -> None:
        digest = _digest(f"{self.strings.digest}\0{block.text}")
        parsed = None if block.fault else self.cache.get(digest)
        if parsed is None:
            try:
                parsed = self.parse_entry(block)
            except _Damaged as damage:
                self.put_aside(path, block, damage)
                return
            self.cache[digest] = parsed
        self.add(path, block, *parsed)

    def parse_entry(self, block: Block) -> ParsedBlock:
        """Key, fields and undefined strings of an entry.

        Raises:
            _Damaged: it is none, or only half of one.

        """
        if block.fault:
            raise _Damaged(block.fault)
        self.strings.undefined.clear()
        if not _KEY.match(block.text):
            raise _Damaged("has no key")
        key, fields = _parse(block, self.strings)
        values: list[tuple[str, str]] = []
        for name, parts in fields:
            value = "".join(parts)
            if swallowed := _SWALLOWED.search(value):
                lost = swallowed[1].lower()
                raise _Damaged(f'is not closed in field "{name}", which swallows "{lost}"')
            values.append((name.lower(), normalize_whitespace(value)))
        return key, values, list(self.strings.undefined)

    def say_undefined(self, where: str, names: Iterable[str], path: str, line: int) -> None:
        for name in dict.fromkeys(names):
            message = f'{where} uses the undefined string "{name}"'
            help = f"define it before, with @string{{{name} = ...}}, or put the value into braces"
            self.say(Code.UNDEFINED_STRING, message, path, line, help)

    def add(
        self, path: str, block: Block, key: str, fields: list[tuple[str, str]], undefined: list[str]
    ) -> None:
        if _BAD_IN_KEY.search(key) or not key.isprintable() or len(key) > _KEY_LIMIT:
            message = f'citation key "{key}" cannot be cited'
            help = "use letters, digits and - _ . : + /"
            self.say(Code.BAD_KEY, message, path, block.line, help)
            self.quarantine.append(_quarantined(path, block, _Damaged("cannot be cited"), key))
            return
        values: dict[str, str] = {}
        for name, value in fields:
            if name in values:
                self.say(
                    Code.DUPLICATE_FIELD,
                    f'entry "{key}" has field "{name}" twice; the first one is used',
                    path,
                    block.line,
                )
                continue
            values[name] = value
        self.say_undefined(f'entry "{key}"', undefined, path, block.line)
        entry_type, known = canonical_type(block.type, values)
        if not known:
            self.say(
                Code.UNKNOWN_ENTRY_TYPE,
                f'entry "{key}" has the unknown type "{block.type}"; read as @misc',
                path,
                block.line,
            )
        entry = Entry(key, entry_type, values, block.type, path, block.line, block.text)
        if self.is_first(entry):
            self.entries[key] = entry

    def is_first(self, entry: Entry) -> bool:
        first = self.entries.get(entry.key)
        if first is not None:
            same = first.fields == entry.fields and first.entry_type == entry.entry_type
            self.say(
                Code.DUPLICATE_KEY,
                f'entry "{entry.key}" already stands at {first.path}:{first.line}, '
                + ("with equal fields" if same else "with other fields; the first one is used"),
                entry.path,
                entry.line,
                help="delete one of them" if same else "rename one of them",
            )
            return False
        twin = self.folded.setdefault(entry.key.casefold(), entry.key)
        if twin != entry.key:
            self.say(
                Code.CASE_TWIN,
                f'key "{entry.key}" differs from "{twin}" in case alone',
                entry.path,
                entry.line,
            )
        return True

    def put_aside(self, path: str, block: Block, damage: _Damaged) -> None:
        found = _KEY.match(block.text)
        aside = _quarantined(path, block, damage, found[1] if found else "")
        self.quarantine.append(aside)
        name = f'entry "{aside.key}"' if aside.key else f"@{block.type} entry"
        message = f"{name} {damage.reason}; it is left out"
        self.say(Code.ENTRY_SYNTAX, message, path, aside.line, help="mend it")

    def finish(self) -> Bibliography:
        quarantined = {item.key for item in self.quarantine}
        entries, found = inherit(self.entries, quarantined)
        return Bibliography(entries, tuple(self.quarantine), (*self.diagnostics, *found))


class _Damaged(Exception):
    """A block that is no BibTeX, or would be shown half-read."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        """Lines below the first one of the block."""


def _quarantined(path: str, block: Block, damage: _Damaged, key: str) -> Quarantined:
    excerpt = "\n".join(block.text[:2000].strip().splitlines()[:12])
    return Quarantined(path, block.line + damage.line, key, damage.reason, excerpt[:1000])


class _Parser(LowLevelParser):  # type: ignore[misc]
    """pybtex's parser, which looks for the next brace or quote in one pass over the text."""

    pos: int
    text: str

    def skip_to(self, patterns: Sequence[Pattern]) -> Token | None:
        """Everything up to and with the first of these literals.

        pybtex searches for each of them to the end of the text, which is quadratic in a long value.
        """
        by_literal = {_LITERALS[pattern]: pattern for pattern in patterns}
        found = re.compile(f"[{''.join(by_literal)}]").search(self.text, self.pos)
        if found is None:
            return None
        text = self.text[self.pos : found.end()]
        self.pos = found.end()
        self.update_lineno(text)
        return Token(text, by_literal[found[0]])


_LITERALS = {
    LowLevelParser.LBRACE: "{",
    LowLevelParser.RBRACE: "}",
    LowLevelParser.QUOTE: '"',
    LowLevelParser.AT: "@",
}
"""What pybtex's parser skips to."""
_IN_PLAIN_WORDS = {
    "entry key expected": "has no key",
    "'=' expected": 'has a field without "="',
    "field value expected": "has a field without a value",
    "'}' expected": "lacks a comma here, or has a brace or quote too many",
    "')' expected": "lacks a comma here, or has a brace or quote too many",
    "unbalanced braces": "lacks a quote or brace",
    "premature end of file": "lacks a quote or brace",
    "too many nested braces": "nests braces more than a hundred deep",
}
"""Complaints of pybtex as an author would put them."""


def _parse(block: Block, strings: _Strings) -> tuple[str, list[tuple[str, list[str]]]]:
    """Parse one block.

    Raises:
        _Damaged: where it is no BibTeX.

    """

    def refuse(error: PybtexSyntaxError) -> None:
        raise error

    try:
        for _, body in _Parser(block.text, macros=strings, handle_error=refuse):
            return body[0], body[-1]
    except PybtexSyntaxError as error:
        # At the end of a block the parser has counted the line break behind it.
        last = block.text.rstrip().count("\n")
        line = min(max((error.lineno or 1) - 1, 0), last)
        reason = _IN_PLAIN_WORDS.get(error.args[0]) or f"cannot be parsed: {error.args[0]}"
        raise _Damaged(reason, line) from None
    raise _Damaged("holds nothing")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
