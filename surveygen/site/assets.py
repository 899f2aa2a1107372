"""The extension's own style sheet and scripts, and the theme's page with names for its parts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import _assets

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

STATIC = Path(__file__).parent / "static"
PAGE_TEMPLATES = Path(__file__).parent / "page_templates"


def _add_paths(app: Sphinx, config: Config) -> None:
    config.html_static_path = [*config.html_static_path, str(STATIC)]
    config.templates_path = [*config.templates_path, str(PAGE_TEMPLATES)]


def _forget_checksums(app: Sphinx) -> None:
    """Sphinx keeps checksums of assets as long as the process lives, also of those that change."""
    checksum = getattr(_assets, "_file_checksum_inner", None)
    if checksum is not None:
        checksum.cache_clear()


def setup_assets(app: Sphinx) -> None:
    """Register style sheet and scripts."""
    app.connect("config-inited", _add_paths)
    app.connect("builder-inited", _forget_checksums)
    app.add_css_file("surveygen.css")
    app.add_js_file("surveygen-tables.js", loading_method="defer")
    app.add_js_file("surveygen-scroll.js", loading_method="defer")
    app.add_js_file("surveygen-copy.js", loading_method="defer")
