"""Files that are replaced whole or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

_TEMPORARY = ".tmp"
"""How the name of a file ends that is being written; it begins with a full stop."""


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a file in one step, so that a killed process leaves the old one or the new one.

    A file that was there keeps its permissions; a link is replaced, never followed.

    Raises:
        OSError: the folder or file cannot be written; it names the file.

    """
    # Named before it is there: an interrupt at any moment finds what to delete.
    temporary = path.parent / f".{secrets.token_hex(8)}{_TEMPORARY}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with temporary.open("xb") as file:
                if path.exists():
                    os.fchmod(file.fileno(), path.stat().st_mode & 0o777)
                file.write(data)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        # A full disk names no file, a folder that cannot be written the temporary one.
        raise OSError(error.errno, error.strerror, str(path)) from None


def write_if_changed(path: Path, data: bytes) -> bool:
    """Write a file only where its bytes differ; says whether it was written.

    Raises:
        OSError: the folder or file cannot be written.

    """
    try:
        if path.read_bytes() == data:
            return False
    except (FileNotFoundError, IsADirectoryError):
        pass
    write_atomically(path, data)
    return True


def delete_half_written(*folders: Path) -> None:
    """Delete what a killed process was about to write in these folders and below."""
    for folder in folders:
        for file in folder.rglob(f".*{_TEMPORARY}"):
            file.unlink(missing_ok=True)
