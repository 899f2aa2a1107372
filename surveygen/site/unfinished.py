"""A build that was killed is built anew.

Sphinx writes its environment before the pages, and takes a page whose file is newer than its source
for done, half-written or not. A mark that stands while a build runs tells the next one.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from surveygen.files import delete_half_written

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


def _mark(app: Sphinx) -> Path:
    return Path(app.doctreedir) / "surveygen" / "unfinished"


def _begin(app: Sphinx, config: Config) -> None:
    mark = _mark(app)
    if mark.exists():
        # Without the pickled environment every document is read and written.
        (Path(app.doctreedir) / "environment.pickle").unlink(missing_ok=True)
        delete_half_written(Path(app.outdir), Path(app.doctreedir))
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.touch()


def _end(app: Sphinx, exception: Exception | None) -> None:
    if exception is None:
        _mark(app).unlink(missing_ok=True)


def setup_unfinished(app: Sphinx) -> None:
    """Register the mark."""
    app.connect("config-inited", _begin, priority=200)
    app.connect("build-finished", _end, priority=900)
