"""What ``taxonomy.yaml`` says becomes Sphinx configuration where conf.py is silent."""

from __future__ import annotations

from sphinx.config import Config

from surveygen.survey.identity import author_names, identity_options
from surveygen.survey.survey import Survey
from surveygen.survey.taxonomy import Taxonomy


def apply_identity(survey: Survey, config: Config) -> None:
    """Set title, authors, edition and theme that conf.py leaves at Sphinx's defaults."""
    taxonomy = survey.taxonomy
    for name, value in identity_options(taxonomy).items():
        _set_default(config, name, value)
    _set_default(config, "copyright", _copyright(taxonomy))
    _set_default(config, "epub_basename", "survey")
    _set_default(config, "html_theme", "furo")
    _set_default(config, "html_copy_source", False)
    _set_default(config, "html_show_sphinx", False)
    _set_default(config, "html_use_index", False)
    _set_default(config, "html_math_renderer", "surveygen")
    for extension in ("dollarmath", "colon_fence"):
        config.myst_enable_extensions = {*config.myst_enable_extensions, extension}


def survey_language(taxonomy: Taxonomy, config: Config) -> str:
    """The language of a survey's pages: that of conf.py or ``-D language``, else the taxonomy's."""
    return config.language if _is_set(config, "language") else taxonomy.language


def _copyright(taxonomy: Taxonomy) -> str:
    return ", ".join(part for part in (taxonomy.date[:4], author_names(taxonomy)) if part)


def _set_default(config: Config, name: str, value: object) -> None:
    if not _is_set(config, name) and value not in ("", None):
        setattr(config, name, value)


def _is_set(config: Config, name: str) -> bool:
    return name in config._raw_config or name in config.overrides
