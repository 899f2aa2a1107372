"""A build that was killed, or whose pages somebody else has changed, is built anew.

Sphinx writes its environment before the pages, and takes a page whose file is newer than its source
for done, half-written or not. A mark that stands while a build runs tells the next one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from surveygen.files import delete_half_written

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


def build_anew(doctrees: Path) -> None:
    """Have the next build that uses these doctrees read and write every page."""
    mark = _mark(doctrees)
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.touch()


def is_unfinished(doctrees: Path) -> bool:
    """Whether the next build that uses these doctrees will read and write every page."""
    return _mark(doctrees).exists()


@contextmanager
def unfinished(doctrees: Path) -> Iterator[None]:
    """While something is written that the doctrees tell; where it fails, all is built anew."""
    build_anew(doctrees)
    yield
    _mark(doctrees).unlink(missing_ok=True)


def _mark(doctrees: str | Path) -> Path:
    return Path(doctrees) / "surveygen" / "unfinished"


def _begin(app: Sphinx, config: Config) -> None:
    mark = _mark(app.doctreedir)
    if mark.exists():
        # Without the pickled environment every document is read and written.
        (Path(app.doctreedir) / "environment.pickle").unlink(missing_ok=True)
        delete_half_written(Path(app.outdir), Path(app.doctreedir))
    build_anew(Path(app.doctreedir))


def _end(app: Sphinx, exception: Exception | None) -> None:
    if exception is None:
        _mark(app.doctreedir).unlink(missing_ok=True)


def setup_unfinished(app: Sphinx) -> None:
    """Register the mark."""
    app.connect("config-inited", _begin, priority=200)
    app.connect("build-finished", _end, priority=900)
