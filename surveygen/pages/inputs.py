"""The files that a survey is made from, as hashes.

Contents are compared, not times, which a checkout or a copy does not keep.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from surveygen import __version__
from surveygen.contents import contents, contents_digest, files_below
from surveygen.survey.layout import GENERATED_PAGES, TAXONOMY


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything in docs/, the taxonomy, and what it names, as of one moment."""

    named: tuple[str, ...]
    """Bibliographies, and the folder of the notes."""
    digest: str
    """Over these files, and our own version."""
    files: Mapping[str, str] = field(default_factory=dict, compare=False)
    """A hash of each file, by its name."""

    @classmethod
    def of(cls, root: Path, before: Inputs | None = None) -> Inputs:
        """Read the inputs of a survey; they need not be right.

        Args:
            root: the survey's.
            before: those of another moment, if known: the same taxonomy names the same files.

        """
        if before is not None:
            now = before.now(root)
            if now.files.get(TAXONOMY) == before.files.get(TAXONOMY):
                return now
        return cls(named_inputs(root), "").now(root)

    def now(self, root: Path) -> Inputs:
        """The same files as they are now."""
        files = contents(root, input_files(root, self.named))
        return Inputs(self.named, contents_digest(files, __version__), files)

    def are_unchanged(self, root: Path) -> bool:
        """Whether the files are still the same."""
        # The taxonomy is one of them, so it still names the same others.
        return self.now(root).digest == self.digest

    def changed_since(self, before: Inputs) -> set[str]:
        """Names of the files that were others, or none, at another moment."""
        now, then = self.files, before.files
        return {name for name in now.keys() | then.keys() if now.get(name) != then.get(name)}


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


def _documents(root: Path) -> Iterator[str]:
    """Files of docs/ but the generated pages, which are made of the others."""
    generated = f"{GENERATED_PAGES}/"
    return (name for name in files_below(root, "docs") if not name.startswith(generated))
