"""Output files that we write ourselves: only where bytes differ, and gone when no longer wanted."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from surveygen.files import write_atomically, write_if_changed

if TYPE_CHECKING:
    from sphinx.builders import Builder


def state_folder(builder: Builder) -> Path:
    """Where this builder's own records lie, beside the doctrees."""
    return Path(builder.doctreedir) / "surveygen" / builder.name


def synchronize(builder: Builder, record: str, files: Iterable[tuple[str, bytes]]) -> None:
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


def replace_record(builder: Builder, record: str, names: Iterable[str]) -> None:
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
