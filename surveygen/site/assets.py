"""The extension's own style sheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

STATIC = Path(__file__).parent / "static"


def _add_static_path(app: Sphinx, config: Config) -> None:
    config.html_static_path.append(str(STATIC))


def setup_assets(app: Sphinx) -> None:
    """Register the style sheet."""
    app.connect("config-inited", _add_static_path)
    app.add_css_file("surveygen.css")
