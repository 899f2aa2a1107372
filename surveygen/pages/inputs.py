"""The files that a survey is made from, as one hash.

Contents are compared, not times, which a checkout or a copy does not keep.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from surveygen import __version__
from surveygen.survey.layout import GENERATED_PAGES, TAXONOMY

_COMPILED = "__pycache__"


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything in docs/, the taxonomy, and what it names, as of one moment."""

    named: tuple[str, ...]
    """Bibliographies, and the folder of the notes."""
    digest: str
    """Over these files, and our own version."""

    @classmethod
    def of(cls, root: Path) -> Inputs:
        """Read the inputs of a survey; they need not be right."""
        named = named_inputs(root)
        return cls(named, _digest(root, named))

    def are_unchanged(self, root: Path) -> bool:
        """Whether the files are still the same."""
        # The taxonomy is one of them, so it still names the same others.
        return _digest(root, self.named) == self.digest


def named_inputs(root: Path) -> tuple[str, ...]:
    """What the taxonomy names: bibliographies, and the folder of the notes.

    Nothing where it cannot be read.
    """
    # Whoever knows the names already does not wait for the reader of YAML.
    from surveygen.readers.taxonomy_yaml import UnreadableTaxonomy, read_taxonomy

    try:
        taxonomy, _found = read_taxonomy((root / TAXONOMY).read_bytes(), path=TAXONOMY)
    except (UnreadableTaxonomy, OSError):
        return ()
    return (*taxonomy.bibliography, taxonomy.notes)


def input_files(root: Path, named: tuple[str, ...]) -> set[str]:
    """Names of the files that a survey is made from, relative to the root; they may be missing.

    Args:
        root: the survey's.
        named: that of `named_inputs`.

    """
    files = {TAXONOMY, *_documents(root)}
    for name in named:
        files.update(files_below(root, name) if (root / name).is_dir() else [name])
    return files


def _digest(root: Path, named: tuple[str, ...]) -> str:
    return contents_digest(root, input_files(root, named), __version__)


def _documents(root: Path) -> Iterator[str]:
    """Files of docs/ but the generated pages, which are made of the others."""
    generated = f"{GENERATED_PAGES}/"
    return (name for name in files_below(root, "docs") if not name.startswith(generated))


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
