"""What ``taxonomy.yaml`` says becomes Sphinx configuration where conf.py is silent."""

from __future__ import annotations

from sphinx.config import Config

from surveygen.survey.survey import Survey
from surveygen.survey.taxonomy import Taxonomy


def apply_identity(survey: Survey, config: Config) -> None:
    """Set title, authors, edition and theme that conf.py leaves at Sphinx's defaults."""
    taxonomy = survey.taxonomy
    _set_default(config, "project", taxonomy.title)
    _set_default(config, "author", author_names(taxonomy))
    _set_default(config, "copyright", _copyright(taxonomy))
    _set_default(config, "version", taxonomy.edition)
    _set_default(config, "release", taxonomy.edition)
    _set_default(config, "today", taxonomy.date)
    _set_default(config, "html_title", taxonomy.title)
    _set_default(config, "epub_basename", "survey")
    _set_default(config, "html_theme", "furo")
    _set_default(config, "html_baseurl", taxonomy.url)
    _set_default(config, "html_copy_source", False)
    _set_default(config, "html_show_sphinx", False)
    _set_default(config, "html_use_index", False)
    _set_default(config, "html_math_renderer", "surveygen")
    for extension in ("dollarmath", "colon_fence"):
        config.myst_enable_extensions = {*config.myst_enable_extensions, extension}


def _copyright(taxonomy: Taxonomy) -> str:
    return ", ".join(part for part in (taxonomy.date[:4], author_names(taxonomy)) if part)


def author_names(taxonomy: Taxonomy) -> str:
    """The survey's authors in one line."""
    return ", ".join(author.name for author in taxonomy.authors)


def _set_default(config: Config, name: str, value: object) -> None:
    unset = name not in config._raw_config and name not in config.overrides
    if unset and value not in ("", None):
        setattr(config, name, value)
