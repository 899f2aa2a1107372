"""The exports lie beside the pages that offer them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from surveygen.site.outputs import synchronize
from surveygen.site.state import loaded
from surveygen.site.targets import has_paper_pages
from surveygen.writers.exports import exports

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def _write_exports(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and has_paper_pages(app.builder):
        synchronize(app.builder, "exports", exports(loaded(app.config).survey))


def setup_exports(app: Sphinx) -> None:
    """Register the handler."""
    app.connect("build-finished", _write_exports)
