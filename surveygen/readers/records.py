"""What files from outside hold in any format: works, damaged ones, what is said of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from surveygen.messages import _
from surveygen.readers.decoding import decode
from surveygen.survey.codes import Code
from surveygen.survey.diagnostics import Diagnostic
from surveygen.survey.entry import Entry, Place
from surveygen.survey.outline import Outline
from surveygen.survey.survey import Quarantined

Files = Sequence[tuple[str, bytes]]
"""Path, as messages name it, and bytes of each file."""
_SHOWN_OF_RECORD = 1000
_NO_PARTS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Record:
    """A work as a file has it."""

    entry: Entry
    """Its key is empty where the format has none."""
    abstract: str = ""
    handle: str = ""
    """How the outline of its file names it; empty where that is its key."""


@dataclass(frozen=True, slots=True)
class Records:
    """What files hold: works in their order, damaged ones, and what is to be said of them."""

    records: tuple[Record, ...]
    quarantine: tuple[Quarantined, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    outline: Outline | None = None
    """Where the works stand, in formats that say so."""
    bibliographies: tuple[str, ...] = ()
    """Paths of the files that hold the works, in formats that name them."""


@dataclass(slots=True)
class Reading:
    """Files while they are read, for formats of which each record stands for itself."""

    records: list[Record] = field(default_factory=list)
    quarantine: list[Quarantined] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    outline: Outline | None = None
    """Where the works of the file that is read stand."""

    def text(self, path: str, data: bytes) -> str:
        """The text of a file; what is to be said of its bytes is said."""
        decoded = decode(data, path=path, encoding_code=Code.BIBLIOGRAPHY_ENCODING)
        self.diagnostics.extend(decoded.diagnostics)
        return decoded.text

    def add(self, entry: Entry, abstract: str = "", handle: str = "") -> None:
        """A work."""
        self.records.append(Record(entry, abstract, handle))

    def say(self, code: Code, message: str, path: str, place: Place, help: str = "") -> None:
        """A finding."""
        self.diagnostics.append(Diagnostic(code, message, path, *place, help))

    def put_aside(
        self,
        reason: str,
        path: str,
        place: Place,
        excerpt: str,
        parts: Mapping[str, str] = _NO_PARTS,
    ) -> None:
        """A record that cannot be read; ``reason`` is a marked message with fields of ``parts``."""
        message = _("a record is left out: {reason}").format(reason=_(reason).format(**parts))
        self.say(Code.DAMAGED_RECORD, message, path, place)
        shown = "\n".join(excerpt[:_SHOWN_OF_RECORD].strip().splitlines()[:12])
        line, column = place
        self.quarantine.append(Quarantined(path, line, "", reason, shown, column, parts))

    def refuse(self, reason: str, path: str, text: str, line: int = 1) -> None:
        """A file of which nothing can be read; ``reason`` is a marked message."""
        self.say(Code.NO_RECORDS, _(reason), path, (line, 1))
        shown = "\n".join(text[:_SHOWN_OF_RECORD].strip().splitlines()[:12])
        self.quarantine.append(Quarantined(path, line, "", reason, shown))

    def finished(self) -> Records:
        """What was found."""
        return Records(
            tuple(self.records),
            tuple(self.quarantine),
            tuple(self.diagnostics),
            outline=self.outline,
        )
