"""Abstracts of papers: kept for drafting and checking notes, never published.

They stand in ``.surveygen/abstracts.jsonl``, one ``{"key", "text"}`` a line, which ``.gitignore``
keeps out of git and ``clean`` spares.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from surveygen.survey.layout import STATE

ABSTRACTS = f"{STATE}/abstracts.jsonl"
"""Where the abstracts of a survey lie, relative to its root."""


def read_abstracts(root: Path) -> dict[str, str]:
    """Abstracts by key; empty where there are none. Lines that are no record are left out."""
    try:
        data = (root / ABSTRACTS).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    return _records(data)[0]


def with_abstracts(data: bytes, abstracts: Mapping[str, str]) -> bytes:
    """The file with further abstracts; what it has of a key stays.

    Records are sorted by key, so that differences are small; lines that are none stay behind them.
    """
    known, unreadable = _records(data)
    whole = {**abstracts, **known}
    lines = [
        json.dumps({"key": key, "text": whole[key]}, ensure_ascii=False).encode(
            "utf-8", "surrogatepass"
        )
        for key in sorted(whole)
    ]
    return b"".join(line + b"\n" for line in (*lines, *unreadable))


def with_renamed_abstract(data: bytes, old: str, new: str) -> bytes:
    """The file with the abstract of one key under another that has none; else as it is."""
    known, _unreadable = _records(data)
    if old not in known or new in known:
        return data
    lines = data.splitlines(keepends=True)
    kept = b"".join(line for line in lines if old not in _records(line)[0])
    return with_abstracts(kept, {new: known[old]})


def _records(data: bytes) -> tuple[dict[str, str], list[bytes]]:
    """Abstracts by key, and the lines that are no record."""
    found: dict[str, str] = {}
    unreadable: list[bytes] = []
    for line in filter(bytes.strip, data.split(b"\n")):
        try:
            record = json.loads(line)
            key, text = record["key"], record["text"]
        except (ValueError, KeyError, TypeError):
            key = text = None
        if isinstance(key, str) and isinstance(text, str):
            found[key] = text
        else:
            unreadable.append(line)
    return found, unreadable
