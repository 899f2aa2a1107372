"""Where the fields of entries come from: a record for every field that a service supplied.

They stand in ``.surveygen/provenance.jsonl``, one object a line, in the order in which they were
written; ``clean`` spares the file. It is never read to build: it answers who says so, and when.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Final

from surveygen.survey.layout import STATE

PROVENANCE: Final = f"{STATE}/provenance.jsonl"


@dataclass(frozen=True, slots=True)
class Supplied:
    """A field of an entry, and who supplied it."""

    key: str
    field: str
    value: str
    """As it was written; empty where a field was taken away."""
    source: str
    """Name of the service."""
    id: str
    """What the service was asked for."""
    date: str
    """ISO 8601, of the day on which it was written."""
    confidence: str
    """``certain`` or ``likely``."""


def with_supplied(data: bytes, supplied: Iterable[Supplied]) -> bytes:
    """The file with further records at its end; what stands in it stays as it is."""
    lines = b"".join(
        json.dumps(asdict(it), ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"
        for it in supplied
    )
    glue = b"\n" if data and not data.endswith(b"\n") else b""
    return data + glue + lines if lines else data
