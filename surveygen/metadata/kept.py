"""What services have said, on disk: an item for each identifier, with a checksum.

Only what was validated is kept, so a broken answer never comes back. What was kept is asked for
again after a while; offline any age will do.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from surveygen.files import write_atomically
from surveygen.metadata.clock import Clock


@dataclass(frozen=True, slots=True)
class Item:
    """What a service said of one identifier."""

    text: str | None
    """As the service wrote it; None where it does not know the identifier."""
    asked: float
    """When: seconds since 1970-01-01 UTC."""


class KeptAnswers:
    """Items by kind of question and identifier, each a file."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock

    def get(self, kind: str, id: str) -> Item | None:
        """The item, of any age; None where there is none, or where it is damaged."""
        try:
            record = json.loads(self._path(kind, id).read_bytes())
            text, asked, known = record["text"], record["asked"], record["id"]
            whole = record["sha256"] == _checksum(kind, id, text)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        is_sound = whole and known == id and isinstance(asked, int | float)
        return Item(text, float(asked)) if is_sound else None

    def keep(self, kind: str, id: str, text: str | None) -> None:
        """Write an item.

        Raises:
            OSError: it cannot be written.

        """
        record = {
            "id": id,
            "asked": int(self._clock.now()),
            "text": text,
            "sha256": _checksum(kind, id, text),
        }
        data = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
        write_atomically(self._path(kind, id), data.encode("utf-8", "surrogatepass"))

    def _path(self, kind: str, id: str) -> Path:
        return self._folder / kind / f"{_digest(id)[:32]}.json"


def _checksum(kind: str, id: str, text: str | None) -> str:
    return _digest("\0".join((kind, id, "-" if text is None else f"+{text}")))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
