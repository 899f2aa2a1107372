"""Where the files of a survey lie."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from surveygen.messages import _

TAXONOMY = "taxonomy.yaml"
_OTHER_SUFFIX = "taxonomy.yml"
STATE = ".surveygen"
"""Folder of caches, and of the abstracts, below the root."""
GENERATED_PAGES = "docs/survey"
"""Folder of the generated pages, relative to the root."""


class SurveyNotFound(Exception):
    """No ``taxonomy.yaml`` here or above."""


def find_root(start: Path) -> Path:
    """The folder of the first ``taxonomy.yaml`` from ``start`` upwards.

    Raises:
        SurveyNotFound: there is none.

    """
    start = start.resolve()
    for folder in (start, *start.parents):
        # Whatever stands there: a folder or a broken link in its place is a fault to tell.
        if os.path.lexists(folder / TAXONOMY):
            return folder
    message = _("no {file} in {folder} or above; `surveygen init NAME` makes a survey")
    if (start / _OTHER_SUFFIX).exists():
        message = _("{folder} has {other}; rename it to {file}")
    raise SurveyNotFound(message.format(file=TAXONOMY, other=_OTHER_SUFFIX, folder=start))


def circular_links(folder: Path) -> Iterator[Path]:
    """Links in a folder, and below it, that lead to a folder above themselves."""
    for place, subfolders, _files in os.walk(folder):
        yield from filter(is_circular, (Path(place, name) for name in subfolders))


def is_circular(path: Path) -> bool:
    """Whether whoever follows a link comes to it again."""
    return path.is_symlink() and path.parent.resolve().is_relative_to(path.resolve())
