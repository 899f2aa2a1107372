"""Changes to a survey's files as a value: shown first, then applied, whole or not at all.

A `Draft` collects what the files will hold while a plan is made; it reads through to the disk and
writes nothing. `Draft.plan` freezes it.
"""

from __future__ import annotations

import difflib
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from surveygen.files import write_atomically
from surveygen.messages import _
from surveygen.readers.decoding import text_of


class Overtaken(Exception):
    """A file changed between plan and application; nothing was written."""

    def __init__(self, path: str) -> None:
        super().__init__(_("{path} was changed meanwhile; run the command again").format(path=path))


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file before and after."""

    path: str
    """Relative to the root, with forward slashes."""
    before: bytes | None
    """None where there is no such file."""
    after: bytes | None
    """None where the file goes."""

    def diff(self) -> Iterator[str]:
        """Lines of a unified diff, without line ends."""
        old = f"a/{self.path}" if self.before is not None else "/dev/null"
        new = f"b/{self.path}" if self.after is not None else "/dev/null"
        lines = difflib.unified_diff(
            _lines(self.before or b""), _lines(self.after or b""), old, new, lineterm=""
        )
        yield from lines

    def new_lines(self) -> dict[int, str]:
        """The lines that are not in the file before, by their number afterwards."""
        # Counted as readers do it, so that findings are about the same lines.
        old, new = (text_of(data or b"").split("\n") for data in (self.before, self.after))
        matcher = difflib.SequenceMatcher(None, old, new)
        return {
            number + 1: new[number]
            for tag, _start, _end, first, last in matcher.get_opcodes()
            if tag in ("insert", "replace")
            for number in range(first, last)
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be written below a folder, in this order."""

    root: Path
    changes: tuple[FileChange, ...]

    def diff(self) -> Iterator[str]:
        """Lines of a unified diff over all files."""
        for change in self.changes:
            yield from change.diff()

    def apply(self) -> None:
        """Write every file, or none. What a link leads to is written, and the link stays.

        Raises:
            Overtaken: a file is no longer what it was when the plan was made.
            OSError: a file cannot be written; those before it are put back.

        """
        self.root.mkdir(parents=True, exist_ok=True)
        with _alone_in(self.root):
            self._apply()

    def _apply(self) -> None:
        for change in self.changes:
            if _content(self.root / change.path) != change.before:
                raise Overtaken(change.path)
        done: list[FileChange] = []
        try:
            for change in self.changes:
                _replace(self.root / change.path, change.after)
                done.append(change)
        except BaseException:
            for change in reversed(done):
                _replace(self.root / change.path, change.before)
            raise


@dataclass(slots=True)
class Draft:
    """The files of a folder as they will be."""

    root: Path
    _written: dict[str, bytes | None] = field(default_factory=dict)

    def read(self, path: str) -> bytes | None:
        """What a file will hold; None where there will be none.

        Raises:
            OSError: the file is there but cannot be read.

        """
        return self._written[path] if path in self._written else _content(self.root / path)

    def write(self, path: str, data: bytes) -> None:
        """Let a file hold these bytes."""
        self._written[path] = data

    def delete(self, path: str) -> None:
        """Let there be no such file."""
        self._written[path] = None

    def plan(self) -> Plan:
        """Every file whose bytes will differ, in the order of writing."""
        changes = []
        for path, after in self._written.items():
            before = _content(self.root / path)
            if before != after:
                changes.append(FileChange(path, before, after))
        return Plan(self.root, tuple(changes))


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Let no other plan be applied to a folder, or one could overwrite what the other has added."""
    lock = os.open(folder, os.O_RDONLY)
    try:
        # Some network file systems lock no folders; there it has to do that files are compared.
        with suppress(OSError):
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _replace(path: Path, data: bytes | None) -> None:
    if data is None:
        path.unlink(missing_ok=True)
    else:
        write_atomically(path.resolve(), data)


def _lines(data: bytes) -> list[str]:
    return text_of(data).splitlines()
