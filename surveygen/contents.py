"""What files hold, as one hash. Their times, which a copy does not keep, are no part of it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

_COMPILED = "__pycache__"


def contents_digest(root: Path, names: set[str], salt: str = "") -> str:
    """A hash over the contents of files; of one that cannot be read, over the reason.

    Args:
        root: the folder that the names are relative to.
        names: of files.
        salt: whatever else the hash depends on.

    """
    whole = hashlib.sha256(salt.encode())
    for name in sorted(names):
        try:
            content = hashlib.sha256((root / name).read_bytes()).hexdigest()
        except (OSError, ValueError) as error:  # ValueError: a NUL in the name
            content = type(error).__name__
        whole.update(f"{name}\0{content}\n".encode("utf-8", "surrogateescape"))
    return whole.hexdigest()


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
