"""Output files that we write ourselves: only where bytes differ, and gone when no longer wanted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from surveygen.files import write_atomically, write_if_changed
from surveygen.site.builder_like import BuilderLike


def state_folder(builder: BuilderLike) -> Path:
    """Where this builder's own records lie, beside the doctrees."""
    return Path(builder.doctreedir) / "surveygen" / builder.name


def synchronize(builder: BuilderLike, record: str, files: Iterable[tuple[str, bytes]]) -> None:
    """Make the output folder hold just these files of a kind.

    Args:
        builder: whose output folder is meant.
        record: name of the kind; the list of what was written is kept under it.
        files: path relative to the output folder, and content.

    """
    out = Path(builder.outdir)
    written = []
    for name, data in files:
        write_if_changed(out / name, data)
        written.append(name)
    replace_record(builder, record, written)


class Made(NamedTuple):
    """A file that is made only when it is due."""

    name: str
    """Path relative to the output folder."""
    identity: str
    """What changes whenever the content would."""
    make: Callable[[], bytes]


def identity_of(value: object) -> str:
    """Sixteen hexadecimal digits over what a value shows of itself."""
    return hashlib.sha256(repr(value).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def synchronize_made(
    builder: BuilderLike, record: str, files: Iterable[Made], *, are_all: bool = True
) -> None:
    """`synchronize` for files that cost much: those that are as they were made are left alone.

    A file is as it was made where its identity is that of the last build, and nobody has written
    it since, as far as its size and time tell.

    Args:
        builder: whose output folder is meant.
        record: name of the kind.
        files: of this kind.
        are_all: whether these are all that there shall be; else the others stay as they are.

    """
    out = Path(builder.outdir)
    kept = _made_file(builder, record)
    before = _read_object(kept)
    # A build that is killed leaves no record, so the next one makes everything.
    kept.unlink(missing_ok=True)
    now = {} if are_all else dict(before)
    for file in files:
        path = out / file.name
        if before.get(file.name) != [file.identity, *_state(path)]:
            write_if_changed(path, file.make())
        now[file.name] = [file.identity, *_state(path)]
    if are_all:
        replace_record(builder, record, now)
    write_atomically(kept, json.dumps(now).encode("utf-8"))


def synchronize_together(
    builder: BuilderLike,
    record: str,
    identity: str,
    make: Callable[[], Iterable[tuple[str, bytes]]],
) -> None:
    """`synchronize` for files that are made together, and only where one of them is due.

    Args:
        builder: whose output folder is meant.
        record: name of the kind.
        identity: what changes whenever one of them would.
        make: gives all of them, as `synchronize` takes them.

    """
    out = Path(builder.outdir)
    before = _read_object(_made_file(builder, record))
    if before and all(it == [identity, *_state(out / name)] for name, it in before.items()):
        return
    files = (Made(name, identity, partial(bytes, data)) for name, data in make())
    synchronize_made(builder, record, files)


def _made_file(builder: BuilderLike, record: str) -> Path:
    return state_folder(builder) / f"{record}-made.json"


def _read_object(file: Path) -> dict[str, object]:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _state(path: Path) -> tuple[int, int]:
    """Size and time of a file; zeros where there is none."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_size, found.st_mtime_ns


def replace_record(builder: BuilderLike, record: str, names: Iterable[str]) -> None:
    """Remember these output files, and delete those of the last record that are not among them."""
    out = Path(builder.outdir)
    file = state_folder(builder) / f"{record}.json"
    wanted = sorted(set(names))
    try:
        before = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        before = []
    if before == wanted:
        return
    for name in set(before) - set(wanted):
        path = out / name
        path.unlink(missing_ok=True)
        if path.name == "index.html" and path.parent != out and not any(path.parent.iterdir()):
            path.parent.rmdir()
    write_atomically(file, json.dumps(wanted).encode("utf-8"))
