"""A Pagefind bundle in a fixed order, so that the same pages make the same bytes.

Pagefind writes the values of a filter in the order of a hash table, which differs from run to run,
and names the files that lead there by what they hold. Here the values are sorted, and the three
files on the way are named anew. Format: files are gzip, a mark, and CBOR (RFC 8949); a filter is
``[name, [[value, [page, ...]], ...]]``; the fourth of the metadata's parts pairs filters with their
files; ``pagefind-entry.json`` names the metadata of every language.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import cbor2

_MARK = b"pagefind_dcd"
_FILTERS = 3
"""Place of the filters among the parts of the metadata."""


class UnknownFormat(Exception):
    """The bundle is not of the format that is known here."""


def put_in_order(bundle: Path) -> None:
    """Rewrite a bundle with its filters sorted.

    Raises:
        UnknownFormat: it is of a Pagefind that writes otherwise; the bundle may be used as it is.

    """
    entry = bundle / "pagefind-entry.json"
    try:
        content = json.loads(entry.read_text(encoding="utf-8"))
        for language, about in sorted(content["languages"].items()):
            renamed = {
                old: _sorted_filter(file, language)
                for file in sorted(bundle.glob(f"filter/{language}_*.pf_filter"))
                for old in [file.stem]
            }
            about["hash"] = _with_names(bundle, about["hash"], language, renamed)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError) as error:
        raise UnknownFormat(str(error)) from None
    # Pagefind writes no blanks.
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    entry.write_text(text, encoding="utf-8")


def _sorted_filter(file: Path, language: str) -> str:
    """Write a filter anew under a name of its own; returns the name."""
    name, values = cbor2.loads(_unpacked(file))
    values.sort()
    data = cbor2.dumps([name, values])
    new = f"{language}_{hashlib.sha256(data).hexdigest()[: len(file.stem.rpartition('_')[2])]}"
    file.unlink()
    _pack(file.with_name(f"{new}.pf_filter"), data)
    return new


def _with_names(bundle: Path, hash: str, language: str, renamed: dict[str, str]) -> str:
    """Write the metadata with the new names; returns what they are named by."""
    file = bundle / f"pagefind.{hash}.pf_meta"
    parts = cbor2.loads(_unpacked(file))
    parts[_FILTERS] = sorted([name, renamed[old]] for name, old in parts[_FILTERS])
    data = cbor2.dumps(parts)
    new_hash = f"{language}_{hashlib.sha256(data).hexdigest()[: len(hash.rpartition('_')[2])]}"
    file.unlink()
    _pack(file.with_name(f"pagefind.{new_hash}.pf_meta"), data)
    return new_hash


def _unpacked(file: Path) -> bytes:
    data = gzip.decompress(file.read_bytes())
    if not data.startswith(_MARK):
        raise UnknownFormat(file.name)
    return data[len(_MARK) :]


def _pack(file: Path, data: bytes) -> None:
    file.write_bytes(gzip.compress(_MARK + data, mtime=0))
