"""BibTeX and biblatex files to entries; one fault costs one entry.

pybtex parses every block by itself: as a parser of whole files it gives up, or "recovers" an
unclosed field as garbage. Format: Oren Patashnik, "BibTeXing" (btxdoc, 1988); biblatex manual,
chapter 2.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass

from pybtex.database.input.bibtex import LowLevelParser
from pybtex.scanner import Pattern, PybtexSyntaxError, Token
from pybtex.textutils import normalize_whitespace

from surveygen.messages import _
from surveygen.readers import bibtex_faults as faults
from surveygen.readers.bibtex_blocks import Block, split_blocks
from surveygen.readers.bibtex_faults import Fault
from surveygen.readers.bibtex_places import field_offsets, key_offset
from surveygen.readers.bibtex_strings import Strings, UndefinedStrings
from surveygen.readers.crossref import inherit, with_xdata
from surveygen.readers.decoding import decode
from surveygen.readers.entry_types import ENTRY_TYPES, canonical_type
from surveygen.readers.merge_conflicts import FIRST_SIDE, Conflict, first_sides, merge_conflicts
from surveygen.survey.codes import Code
from surveygen.survey.diagnostics import Diagnostic
from surveygen.survey.entry import Entry, Place, places_in
from surveygen.survey.spelling import suggestion
from surveygen.survey.survey import Quarantined
from surveygen.text.citation_syntax import is_citable

ParsedBlock = tuple[str, list[tuple[str, str]], list[str]]
"""Key, fields in file order, names of undefined strings: what the cache keeps of a block."""

_KEY = re.compile(r"[%@\s]*+(?:[A-Za-z][\w-]*+)?\s*+[{(]?\s*+([^\s,={}\"]+)(?=[\s,})]|\Z)(?!\s*=)")
"""The key of a block that may have lost its ``@``, its type or its brace."""
_KEY_WITH_BLANK = re.compile(
    r"@[ \t]*+[A-Za-z][\w-]*+\s*+[{(]\s*+([^\s,={}\"]++(?:[ \t]++[^\s,={}\"]++)++)[ \t]*+,"
)
_CONTENT = re.compile(r"(?m)^[ \t]*+(?!%)\S")
"""The first letter of a file that is not behind a ``%``."""
_SHOWN_OF_KEY = 60


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


class _Reader:
    def __init__(self, cache: MutableMapping[str, ParsedBlock]) -> None:
        self.cache = cache
        self.strings = Strings()
        self.undefined = UndefinedStrings()
        self.entries: dict[str, Entry] = {}
        self.folded: dict[str, str] = {}
        self.quarantine: list[Quarantined] = []
        self.diagnostics: list[Diagnostic] = []
        self.conflicts: list[tuple[int, int]] = []
        """First and last lines of the merge conflicts of a file that hold whole entries."""

    def say(self, code: Code, message: str, path: str, place: Place, help: str = "") -> None:
        self.diagnostics.append(Diagnostic(code, message, path, *place, help))

    def read(self, path: str, data: bytes) -> None:
        decoded = decode(data, path=path, encoding_code=Code.BIBLIOGRAPHY_ENCODING)
        text = self.without_conflicts(path, decoded.text)
        block: Block | None = None
        for block in split_blocks(text):
            match block.type:
                case "comment":
                    continue
                case "string" | "preamble":
                    self.read_string(path, block)
                case _:
                    self.read_entry(path, block)
        # A file that ends in the middle of a letter ends in the middle of an entry: one fault.
        if not (decoded.is_cut and block and block.fault):
            self.diagnostics.extend(decoded.diagnostics)
        if block is None and (content := _CONTENT.search(text)):
            self.refuse_text(path, text, content.end() - 1, faults.NO_BIBTEX)

    def without_conflicts(self, path: str, text: str) -> str:
        """The text with the first side alone of every merge conflict that goes through an entry.

        Of any other, both sides hold whole entries, and all of them are read.
        """
        self.conflicts = []
        conflicts = list(merge_conflicts(text))
        torn = list(_through_entries(conflicts, text)) if conflicts else []
        for conflict in conflicts:
            if conflict in torn:
                self.refuse_text(path, text[: conflict.end], conflict.start, FIRST_SIDE)
            else:
                first, last = places_in(text, (conflict.start, conflict.last))
                self.conflicts.append((first[0], last[0]))
                message = _("a merge conflict is not resolved; the entries of both sides are read")
                self.say(Code.MERGE_CONFLICT, message, path, first)
        return first_sides(text, torn).text if torn else text

    def refuse_text(self, path: str, text: str, start: int, reason: str) -> None:
        """Put aside what stands in a file from an offset on and is no entry."""
        fault = Fault(reason)
        (place,) = places_in(text, (start,))
        self.say(Code.ENTRY_SYNTAX, fault.shown, path, place, fault.help)
        block = Block("", text[start:], *place, start, fault)
        self.quarantine.append(_quarantined(path, block, fault, ""))

    def read_string(self, path: str, block: Block) -> None:
        self.strings.undefined.clear()
        try:
            _parse(block, self.strings)
        except _Damaged as damage:
            fault = block.fault or damage.fault
            message = _("@{type} is left out: {reason}")
            message = message.format(type=block.type, reason=fault.shown)
            place = block.place(fault.offset)
            self.say(Code.STRING_SYNTAX, message, path, place, fault.help)
            self.undefined.add_damaged(block)
        for name in self.strings.undefined:
            self.undefined.add(name, path, block)

    def read_entry(self, path: str, block: Block) -> None:
        digest = _digest(f"{self.strings.digest}\0{block.text}")
        parsed = None if block.fault else self.cache.get(digest)
        if parsed is None:
            try:
                parsed = self.parse_entry(block)
            except _Damaged as damage:
                self.put_aside(path, block, damage.fault)
                return
            self.cache[digest] = parsed
        self.add(path, block, *parsed)

    def parse_entry(self, block: Block) -> ParsedBlock:
        """Key, fields and undefined strings of an entry.

        Raises:
            _Damaged: it is none, or only half of one.

        """
        if block.fault:
            cause = faults.cause_of_unclosed(block.text) if block.type else None
            raise _Damaged(cause or block.fault)
        self.strings.undefined.clear()
        if not _KEY.match(block.text):
            behind_brace = len(block.text[: key_offset(block.text)].rstrip())
            raise _Damaged(Fault(faults.NO_KEY, behind_brace))
        key, fields = _parse(block, self.strings)
        values = [(name, "".join(parts)) for name, parts in fields]
        if any(faults.swallows(value) for _name, value in values) and (
            fault := faults.swallowing_field(block.text)
        ):
            raise _Damaged(fault)
        found = [(name.lower(), normalize_whitespace(value)) for name, value in values]
        return key, found, list(self.strings.undefined)

    def add(
        self, path: str, block: Block, key: str, fields: list[tuple[str, str]], undefined: list[str]
    ) -> None:
        if not is_citable(key):
            self.refuse_key(path, block, key)
            return
        values: dict[str, str] = {}
        for name, value in fields:
            values.setdefault(name, value)
        entry_type, is_known = canonical_type(block.type, values)
        entry = Entry(
            *(key, entry_type, values, block.type, path, block.line, block.column, block.text),
            field_offsets=field_offsets,
        )
        # Of an entry that is not used, nothing else matters.
        if not self.is_first(entry):
            return
        self.entries[key] = entry
        if len(values) < len(fields):
            self.say_repeated(block, entry)
        if not is_known:
            message = _('entry "{key}" has the unknown type "{type}"; read as @misc')
            message = message.format(key=key, type=block.type)
            near = suggestion(block.type, ENTRY_TYPES)
            self.say(Code.UNKNOWN_ENTRY_TYPE, message, path, entry.place, near)
        for name in undefined:
            self.undefined.add(name, path, block, key)

    def refuse_key(self, path: str, block: Block, key: str) -> None:
        fault = Fault(faults.BAD_KEY, key_offset(block.text))
        message = _('citation key "{key}" cannot be cited; its entry is left out')
        message = message.format(key=_shortened(key))
        self.say(Code.BAD_KEY, message, path, block.place(fault.offset))
        self.quarantine.append(_quarantined(path, block, fault, key))

    def is_first(self, entry: Entry) -> bool:
        first = self.entries.get(entry.key)
        if first is not None:
            if not self.are_sides(entry, first):
                self.say_duplicate(entry, first)
            return False
        twin = self.folded.setdefault(entry.key.casefold(), entry.key)
        if twin != entry.key:
            message = _('key "{key}" differs from "{twin}" in case alone')
            message = message.format(key=entry.key, twin=twin)
            self.say(Code.CASE_TWIN, message, entry.path, _place_of_key(entry))
        return True

    def are_sides(self, entry: Entry, first: Entry) -> bool:
        """Whether two entries of one key stand in one merge conflict, which has been said."""
        return entry.path == first.path and any(
            start < first.line and entry.line < end for start, end in self.conflicts
        )

    def say_duplicate(self, entry: Entry, first: Entry) -> None:
        if first.fields == entry.fields and first.entry_type == entry.entry_type:
            message = _('entry "{key}" already stands at {place}, with equal fields')
            help = _("delete one of them")
        else:
            message = _(
                'entry "{key}" already stands at {place}, with other fields; the first one is used'
            )
            help = _("rename one of them, or delete it")
        message = message.format(key=entry.key, place=f"{first.path}:{first.line}")
        self.say(Code.DUPLICATE_KEY, message, entry.path, _place_of_key(entry), help)

    def say_repeated(self, block: Block, entry: Entry) -> None:
        """Name every field that stands more than once, at its second place."""
        seen: set[str] = set()
        again: dict[str, int] = {}
        for name, offset in field_offsets(block.text):
            if name in seen:
                again.setdefault(name, offset)
            seen.add(name)
        places = places_in(block.text, again.values(), entry.place)
        for name, place in zip(again, places, strict=True):
            message = _(
                'entry "{key}" has field "{field}" more than once; the first one is used'
            ).format(key=entry.key, field=name)
            self.say(Code.DUPLICATE_FIELD, message, entry.path, place)

    def put_aside(self, path: str, block: Block, fault: Fault) -> None:
        blank = _KEY_WITH_BLANK.match(block.text) if block.fault is None else None
        if blank and fault.offset < blank.end():
            self.refuse_key(path, block, blank[1])
            return
        help = fault.help
        if fault.reason == faults.NO_KEY:
            # A misspelt @string looks like an entry, and what uses it is not to blame.
            self.undefined.add_damaged(block)
            help = suggestion(block.type, ("string", "preamble", "comment")) or help
        aside = _quarantined(path, block, fault, _key_of_damaged(block))
        self.quarantine.append(aside)
        if aside.key:
            message = _('entry "{key}" is left out: {reason}')
        elif block.type:
            message = _("an entry of type @{type} is left out: {reason}")
        else:
            message = _("an entry is left out: {reason}")
        message = message.format(key=_shortened(aside.key), type=block.type, reason=fault.shown)
        self.say(Code.ENTRY_SYNTAX, message, path, (aside.line, aside.column), help)

    def finish(self) -> Bibliography:
        self.diagnostics.extend(self.undefined.diagnostics())
        damaged = [item.key for item in self.quarantine]
        works, missing = with_xdata(self.entries, damaged)
        entries, found = inherit(works, damaged)
        said = (*self.diagnostics, *missing, *found)
        # Merge conflicts are looked for before entries are.
        aside = sorted(self.quarantine, key=lambda item: (item.path, item.line, item.column))
        return Bibliography(entries, tuple(aside), said)


class _Damaged(Exception):
    """A block that is no BibTeX, or would be shown half-read."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.shown)
        self.fault = fault


def _through_entries(conflicts: Iterable[Conflict], text: str) -> Iterator[Conflict]:
    """Those of which a mark stands inside of an entry."""
    blocks = [block for block in split_blocks(text) if block.type != "comment"]
    starts = [block.start for block in blocks]
    for conflict in conflicts:
        for mark in (conflict.start, conflict.middle, conflict.last):
            before = bisect_right(starts, mark) - 1
            if before >= 0 and mark < starts[before] + len(blocks[before].text):
                yield conflict
                break


def _quarantined(path: str, block: Block, fault: Fault, key: str) -> Quarantined:
    excerpt = "\n".join(block.text[:2000].strip().splitlines()[:12])
    line, column = block.place(fault.offset)
    return Quarantined(path, line, key, fault.reason, excerpt[:1000], column, fault.parts)


def _key_of_damaged(block: Block) -> str:
    """The key where it can be made out, else empty."""
    found = _KEY.match(block.text)
    key = found[1] if found else ""
    if not block.type and block.text.startswith(f"@{key}"):  # type and key without a brace
        types = [type for type in ENTRY_TYPES if key.lower().startswith(type)]
        key = key[len(max(types, key=len, default="")) :]
    return "" if block.text.strip() == f"@{key}" else key  # a type that was cut off


def _shortened(key: str) -> str:
    return key if len(key) <= _SHOWN_OF_KEY else f"{key[:_SHOWN_OF_KEY]}…"


def _place_of_key(entry: Entry) -> Place:
    (place,) = places_in(entry.raw, (key_offset(entry.raw),), entry.place)
    return place


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


def _parse(block: Block, strings: Strings) -> tuple[str, list[tuple[str, list[str]]]]:
    """Parse one block.

    Raises:
        _Damaged: where it is no BibTeX.

    """

    def refuse(error: PybtexSyntaxError) -> None:
        raise error

    try:
        for _command, body in _Parser(block.text, macros=strings, handle_error=refuse):
            return body[0], body[-1]
    except PybtexSyntaxError as error:
        raise _Damaged(faults.fault_of_syntax(error, block.text)) from None
    raise _Damaged(Fault(faults.EMPTY))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
