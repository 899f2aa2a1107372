"""Files that are replaced whole or not at all."""

from __future__ import annotations

import os
import secrets
from io import BufferedWriter
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
    temporary = os.path.join(path.parent, f".{secrets.token_hex(8)}{_TEMPORARY}")  # noqa: PTH118
    try:
        try:
            with _created(temporary, path.parent) as file:
                if (mode := _mode_of(path)) is not None:
                    os.fchmod(file.fileno(), mode)
                file.write(data)
            os.replace(temporary, path)  # noqa: PTH105
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        # A full disk names no file, a folder that cannot be written the temporary one.
        raise OSError(error.errno, error.strerror, str(path)) from None


def _created(name: str, folder: Path) -> BufferedWriter:
    """A new file; a build writes hundreds into folders that are mostly there."""
    try:
        return open(name, "xb")  # noqa: PTH123
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)
        return open(name, "xb")  # noqa: PTH123


def _mode_of(path: Path) -> int | None:
    """Permissions of a file; None where there is none, or a link leads to none."""
    try:
        return os.stat(path).st_mode & 0o777  # noqa: PTH116
    except OSError:
        return None


def write_if_changed(path: Path, data: bytes) -> bool:
    """Write a file only where its bytes differ; says whether it was written.

    Raises:
        OSError: the folder or file cannot be written.

    """
    try:
        is_as_large = os.stat(path).st_size == len(data)  # noqa: PTH116
        if is_as_large and path.read_bytes() == data:
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
