"""What notes and narratives were read as, and which entries are in order, from time to time.

A text that was read before need not be parsed again. All is kept in a file of JSON, one text or
entry a line, which is found by a hash over all that it was read from. Another surveygen, parser or
language of messages reads everything anew.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from surveygen.environment import environment_digest
from surveygen.files import write_atomically
from surveygen.messages import interface_language
from surveygen.readers.narrative import read_narrative
from surveygen.readers.note import read_note
from surveygen.survey.diagnostics import Diagnostic, diagnostic_of
from surveygen.survey.entry import Entry
from surveygen.survey.entry_checks import entry_findings
from surveygen.survey.note import Bound, Claim, ClaimKind, Note, PaperKind
from surveygen.survey.prose import Citation, Mention, Prose

_Text = TypeVar("_Text", Note, Prose)
_Read: TypeAlias = tuple[_Text, list[Diagnostic]]


_IN_ORDER = "[]"
"""What is kept of an entry without findings."""


class Readings:
    """Notes, narratives and entries by what they were read from, in memory and in a file."""

    def __init__(self, file: Path) -> None:
        """Open the file; one that is not there or of another program holds nothing."""
        self._file = file
        self._program = f"{environment_digest(os.environ)} {interface_language()}"
        self._read: dict[str, _Read[Any]] = {}
        self._in_order: set[str] = set()
        self._kept = self._lines()
        self._used: set[str] = set()

    def note(self, data: bytes, *, key: str, path: str) -> _Read[Note]:
        """That of `read_note`."""
        return self._find("note", data, path, lambda: read_note(data, key=key, path=path), _note)

    def narrative(self, data: bytes, *, path: str) -> _Read[Prose]:
        """That of `read_narrative`."""
        return self._find("prose", data, path, lambda: read_narrative(data, path=path), _prose)

    def findings_of(self, entry: Entry) -> list[Diagnostic]:
        """Those of `entry_findings`; of an entry that had none before, nothing is asked."""
        parts = ("entry", entry.entry_type, sorted(entry.fields.items()), sorted(entry.inherited))
        name = _name(repr(parts).encode("utf-8", "surrogatepass"))
        if self._kept.get(name) == _IN_ORDER:
            self._used.add(name)
            return []
        self._kept.pop(name, None)
        found = list(entry_findings(entry))
        if not found:
            self._in_order.add(name)
            self._used.add(name)
        return found

    def keep(self) -> None:
        """Write what was asked for since the last time to the file, and nothing else."""
        used, self._used = self._used, set()
        if used == self._kept.keys():
            return
        self._kept = {name: self._kept.get(name) or self._text(name) for name in sorted(used)}
        lines = [self._program, *(f"{name} {text}" for name, text in self._kept.items())]
        with suppress(OSError):  # a read-only checkout reads everything each time
            write_atomically(self._file, "\n".join(lines).encode("ascii"))

    def _text(self, name: str) -> str:
        if name in self._in_order:
            return _IN_ORDER
        return json.dumps(self._read[name], default=_plain)

    def _lines(self) -> dict[str, str]:
        try:
            program, *lines = self._file.read_text(encoding="ascii").split("\n")
        except (OSError, ValueError):
            return {}
        if program != self._program:
            return {}
        return {name: text for name, _blank, text in (line.partition(" ") for line in lines)}

    def _find(
        self,
        kind: str,
        data: bytes,
        path: str,
        read: Callable[[], _Read[_Text]],
        text_of: Callable[[list[Any]], _Text],
    ) -> _Read[_Text]:
        # The folder of the notes may be that of the narratives.
        source = f"{kind}\0{path}\0".encode("utf-8", "surrogateescape") + data
        name = _name(source)
        self._used.add(name)
        if name not in self._read:
            try:
                text, found = json.loads(self._kept[name])
                self._read[name] = text_of(text), list(map(diagnostic_of, found))
            except (KeyError, ValueError, TypeError, AttributeError):
                self._kept.pop(name, None)
                self._read[name] = read()
        return self._read[name]


def _name(source: bytes) -> str:
    return hashlib.sha256(source).hexdigest()


def _plain(value: Any) -> Any:
    """What JSON has no form for: values as lists of their fields, sets as lists."""
    if isinstance(value, Diagnostic):
        return value.parts
    if isinstance(value, frozenset):
        return sorted(value)
    return [getattr(value, name) for name in value.__slots__]


def _prose(parts: list[Any]) -> Prose:
    path, line, markdown, text, citations, mentions = parts
    return Prose(
        path,
        line,
        markdown,
        text,
        tuple(Citation(tuple(keys), *rest) for keys, *rest in citations),
        tuple(Mention(*mention) for mention in mentions),
    )


def _note(parts: list[Any]) -> Note:
    found = dict(zip(Note.__slots__, parts, strict=True))
    found["body"] = _prose(found["body"])
    found["kind"] = PaperKind(found["kind"]) if found["kind"] else None
    found["tags"] = tuple(found["tags"])
    found["claims"] = tuple(map(_claim, found["claims"]))
    found["places"] = {name: tuple(place) for name, place in found["places"].items()}
    found["unread"] = frozenset(found["unread"])
    return Note(**found)


def _claim(parts: list[Any]) -> Claim:
    metric, value, unit, bound, kind, on, versus, where, quoted = parts
    span = (where[0], where[1]) if where else None
    return Claim(metric, value, unit, Bound(bound), ClaimKind(kind), on, versus, span, quoted)
