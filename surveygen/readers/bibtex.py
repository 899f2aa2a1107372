"""BibTeX and biblatex files to entries; one fault costs one entry.

pybtex parses every block by itself: as a parser of whole files it gives up, or "recovers" an
unclosed field as garbage. Format: Oren Patashnik, "BibTeXing" (btxdoc, 1988); biblatex manual,
chapter 2.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass

from pybtex.database.input.bibtex import LowLevelParser, month_names
from pybtex.scanner import PybtexSyntaxError
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

_KEY = re.compile(r"@[^{(]*[{(]\s*([^\s,{}]*)")
_BAD_IN_KEY = re.compile(r"[\s,{}\\#%~\"'()=]|\.\.|[\x00-\x1f]")
_KEY_LIMIT = 200


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

    def __getitem__(self, name: str) -> str:
        value = self.get(name.lower())
        if value is None:
            self.undefined.append(name)
            return name
        return value

    def __setitem__(self, name: str, value: str) -> None:
        super().__setitem__(name.lower(), value)


class _Reader:
    def __init__(self, cache: MutableMapping[str, ParsedBlock]) -> None:
        self.cache = cache
        self.strings = _Strings()
        self.strings_hash = ""
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
        try:
            _parse(block.text, self.strings)
        except PybtexSyntaxError as error:
            line, reason = _where_and_why(error, block)
            self.say(Code.STRING_SYNTAX, f"@{block.type} {reason}", path, line)
        self.strings_hash = hashlib.sha256(repr(sorted(self.strings.items())).encode()).hexdigest()

    def read_entry(self, path: str, block: Block) -> None:
        if block.fault:
            self.put_aside(path, block, block.line, block.fault)
            return
        content = f"{self.strings_hash}\0{block.text}"
        digest = hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
        parsed = self.cache.get(digest)
        if parsed is None:
            try:
                parsed = self.parse_entry(block)
            except PybtexSyntaxError as error:
                line, reason = _where_and_why(error, block)
                self.put_aside(path, block, line, reason)
                return
            self.cache[digest] = parsed
        self.add(path, block, *parsed)

    def parse_entry(self, block: Block) -> ParsedBlock:
        self.strings.undefined.clear()
        key, fields = _parse(block.text, self.strings)
        values = [
            (name.lower(), normalize_whitespace("".join(parts))) for name, parts in fields
        ]
        return key, values, list(self.strings.undefined)

    def add(
        self, path: str, block: Block, key: str, fields: list[tuple[str, str]], undefined: list[str]
    ) -> None:
        if _BAD_IN_KEY.search(key) or len(key) > _KEY_LIMIT:
            self.say(
                Code.BAD_KEY,
                f'citation key "{key}" cannot be cited',
                path,
                block.line,
                help="use letters, digits and - _ . : + /",
            )
            self.put_aside(path, block, block.line, "has a key that cannot be cited", silent=True)
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
        for name in undefined:
            self.say(
                Code.UNDEFINED_STRING,
                f'entry "{key}" uses the undefined string "{name}"',
                path,
                block.line,
                help=f"define it with @string{{{name} = ...}} or put the value into braces",
            )
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

    def put_aside(
        self, path: str, block: Block, line: int, reason: str, *, silent: bool = False
    ) -> None:
        found = _KEY.match(block.text)
        key = found[1] if found else ""
        excerpt = "\n".join(block.text.strip().splitlines()[:12])
        self.quarantine.append(Quarantined(path, line, key, reason, excerpt[:1000]))
        if not silent:
            name = f'entry "{key}"' if key else f"@{block.type} entry"
            self.say(
                Code.ENTRY_SYNTAX, f"{name} {reason}; it is left out", path, line, help="mend it"
            )

    def finish(self) -> Bibliography:
        entries, found = inherit(self.entries)
        return Bibliography(
            entries, tuple(self.quarantine), (*self.diagnostics, *found)
        )


def _parse(text: str, strings: _Strings) -> tuple[str, list[tuple[str, list[str]]]]:
    """Parse one block.

    Raises:
        PybtexSyntaxError: where it is no BibTeX.

    """

    def refuse(error: PybtexSyntaxError) -> None:
        raise error

    parser = LowLevelParser(text, macros=strings, handle_error=refuse)
    for _, body in parser:
        return body[0], body[-1]
    raise PybtexSyntaxError("holds nothing", parser)


def _where_and_why(error: PybtexSyntaxError, block: Block) -> tuple[int, str]:
    line = block.line + max(getattr(error, "lineno", None) or 1, 1) - 1
    last = block.line + block.text.rstrip().count("\n")
    reason = str(error.args[0]) if error.args else str(error)
    return min(line, last), f"cannot be parsed: {reason}"
