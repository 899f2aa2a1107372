"""What a build makes, and how it goes: `generated_paths` and `delete`."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from surveygen.pages.build_records import LOCK
from surveygen.survey.layout import GENERATED_PAGES, STATE

_BUILT = ("html", "latex", "epub", "exports", "doctrees", ".records")
"""Folders below build/; whatever else lies there is not ours."""


def generated_paths(root: Path) -> list[Path]:
    """Files and folders that are there and that a build makes again."""
    pages = root / GENERATED_PAGES
    wanted = [root / "build" / name for name in _BUILT]
    wanted += sorted(pages.glob("*.md")) if pages.is_dir() else []
    wanted.append(root / STATE / "cache")
    return [path for path in wanted if path.exists() or path.is_symlink()]


def delete(root: Path, paths: Iterable[Path]) -> int:
    """Delete paths, and the folders that held nothing else; returns the number of files.

    A link is deleted, never what it leads to.

    Raises:
        OSError: something cannot be deleted.

    """
    count = 0
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            count += sum(1 for file in path.rglob("*") if not file.is_dir())
            shutil.rmtree(path)
        else:
            path.unlink()
            count += 1
    (root / LOCK).unlink(missing_ok=True)
    for folder in (root / "build", root / GENERATED_PAGES, root / STATE):
        if folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir()):
            folder.rmdir()
    return count
