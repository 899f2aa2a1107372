"""Words of the theme and of Sphinx, where neither has them in the survey's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from surveygen.messages import N_
from surveygen.site.state import loaded

if TYPE_CHECKING:
    from sphinx.application import Sphinx

WORDS = (
    N_("Skip to content"),
    N_("Back to top"),
    N_("On this page"),
    # Translators: stands on the way to the following or preceding page.
    N_("Next"),
    N_("Previous"),
    # Translators: the front page of the site.
    N_("Home"),
    # Translators: the name of the theme follows; the blank at the end stays.
    N_("Made with "),
    N_("View this page"),
    N_("Edit this page"),
    N_("Last updated on %(last_updated)s"),
    N_("Toggle site navigation sidebar"),
    N_("Toggle table of contents sidebar"),
    N_("Toggle Light / Dark / Auto color theme"),
    # Translators: titles of pictures on buttons.
    N_("Menu"),
    N_("Expand"),
    N_("Light mode"),
    N_("Dark mode"),
    N_("Auto light/dark, in light mode"),
    N_("Auto light/dark, in dark mode"),
    N_("Please activate JavaScript to enable the search functionality."),
    N_("Link to this heading"),
    N_("Link to this table"),
    N_("Link to this image"),
    N_("Link to this code"),
)
"""As they are written there; `page_templates/page.html` asks for those that the theme does not."""


def _add_words(app: Sphinx) -> None:
    # Sphinx's own catalogue comes first.
    app.translator.add_fallback(loaded(app.config).words)


def setup_theme_words(app: Sphinx) -> None:
    """Add them before any page is written."""
    app.connect("builder-inited", _add_words)
