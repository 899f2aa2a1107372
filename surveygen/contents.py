"""What files hold, as hashes. Their times, which a copy does not keep, are no part of them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

_COMPILED = "__pycache__"


def contents(root: Path, names: set[str]) -> dict[str, str]:
    """A hash for each of some files, in the order of their names; of an unreadable one, the reason.

    Args:
        root: the folder that the names are relative to.
        names: of files.

    """
    return {name: _content(os.path.join(root, name)) for name in sorted(names)}  # noqa: PTH118  fast


def contents_digest(found: Mapping[str, str], salt: str = "") -> str:
    """A hash over what `contents` found, and whatever else it depends on."""
    whole = hashlib.sha256(salt.encode())
    for name, content in found.items():
        whole.update(f"{name}\0{content}\n".encode("utf-8", "surrogateescape"))
    return whole.hexdigest()


def _content(path: str) -> str:
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123  twice as fast for small files
            return hashlib.sha256(file.read()).hexdigest()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        return type(error).__name__


def files_below(root: Path, name: str) -> Iterator[str]:
    """Names of the files in a folder and below, relative to the root; links are followed.

    A folder is entered once, so that links to a folder above do not go round in circles.
    """
    entered: set[str] = set()
    for folder, subfolders, files in os.walk(root / name, followlinks=True):
        real = os.path.realpath(folder)
        if real in entered:
            subfolders.clear()
            continue
        entered.add(real)
        if _COMPILED in subfolders:
            subfolders.remove(_COMPILED)
        place = os.path.relpath(folder, root).replace(os.sep, "/")
        yield from (f"{place}/{file}" for file in files)
