"""The exports lie beside the pages that offer them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from surveygen.site.outputs import Made, synchronize_made
from surveygen.site.state import loaded
from surveygen.site.targets import has_paper_pages
from surveygen.writers.exports import exports

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def _write_exports(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and has_paper_pages(app.builder):
        files = exports(loaded(app.config).survey)
        synchronize_made(app.builder, "exports", (_made(name, data) for name, data in files))


def _made(name: str, data: bytes) -> Made:
    """A file that is known to be as it was by its hash: reading thousands takes longer."""
    return Made(name, hashlib.sha256(data).hexdigest()[:16], lambda: data)


def setup_exports(app: Sphinx) -> None:
    """Register the handler."""
    app.connect("build-finished", _write_exports)
