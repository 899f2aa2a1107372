"""Where the files of a survey lie."""

from __future__ import annotations

import os
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
