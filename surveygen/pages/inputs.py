"""Whether what was built is that of the survey's present files.

After a build of a target, a hash over all files that it is made from is kept beside it. Contents
are compared, not times, which a checkout or a copy does not keep.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from surveygen import __version__
from surveygen.files import write_if_changed
from surveygen.messages import N_
from surveygen.project import GENERATED_PAGES, TAXONOMY
from surveygen.survey.taxonomy import Taxonomy

OUTPUTS = {
    "html": "build/html/index.html",
    "pdf": "build/latex/survey.pdf",
    "epub": "build/epub/survey.epub",
    "exports": "build/exports/survey.bib",
}
"""The file that stands for each target, relative to the root."""


class Standing(StrEnum):
    """How what was built stands to the survey's files."""

    MISSING = N_("not built")
    CURRENT = N_("up to date")
    STALE = N_("out of date")


def standing(root: Path, target: str, digest: str) -> Standing:
    """Of a target of `OUTPUTS`; ``digest`` is that of `input_digest`."""
    if not (root / OUTPUTS[target]).is_file():
        return Standing.MISSING
    try:
        kept = _record(root, target).read_text(encoding="ascii")
    except (OSError, ValueError):
        kept = ""
    return Standing.CURRENT if kept == digest else Standing.STALE


def keep_digest(root: Path, target: str, digest: str) -> None:
    """Remember what a target was built from.

    Raises:
        OSError: the file cannot be written.

    """
    write_if_changed(_record(root, target), digest.encode("ascii"))


def input_digest(root: Path, taxonomy: Taxonomy) -> str:
    """A hash over the taxonomy, the bibliographies, everything in docs/, and our own version."""
    whole = hashlib.sha256(__version__.encode())
    names = {TAXONOMY, *taxonomy.bibliography, *_documents(root)}
    for name in sorted(names):
        try:
            content = hashlib.sha256((root / name).read_bytes()).hexdigest()
        except (OSError, ValueError):
            content = ""
        whole.update(f"{name}\0{content}\n".encode("utf-8", "surrogateescape"))
    return whole.hexdigest()


def _record(root: Path, target: str) -> Path:
    return root / "build" / ".inputs" / target


def _documents(root: Path) -> Iterator[str]:
    generated = root / GENERATED_PAGES
    for folder, subfolders, files in os.walk(root / "docs"):
        place = Path(folder)
        subfolders[:] = sorted(
            name
            for name in subfolders
            if not name.startswith((".", "_build", "__pycache__")) and place / name != generated
        )
        for name in files:
            yield (place / name).relative_to(root).as_posix()
