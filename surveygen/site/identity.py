"""What ``taxonomy.yaml`` says becomes Sphinx configuration where conf.py is silent."""

from __future__ import annotations

import uuid

from sphinx.config import Config

from surveygen.survey.identity import author_names, identity_options
from surveygen.survey.survey import Survey
from surveygen.survey.taxonomy import Taxonomy
from surveygen.text.identifiers import doi_url

NAME = "survey"
"""Of the files in which a whole survey stands: EPUB, manual page, Info."""
MISCELLANY = 7
"""Section of the manual for what is no command, call or format (man-pages(7))."""


def apply_identity(survey: Survey, config: Config) -> None:
    """Set title, authors, edition and theme that conf.py leaves at Sphinx's defaults."""
    taxonomy = survey.taxonomy
    for name, value in identity_options(taxonomy).items():
        _set_default(config, name, value)
    _set_default(config, "copyright", _copyright(taxonomy))
    title, authors = taxonomy.title, author_names(taxonomy)
    _set_default(config, "man_pages", [(config.root_doc, NAME, title, authors, MISCELLANY)])
    _set_default(
        config,
        "texinfo_documents",
        [(config.root_doc, NAME, title, authors, NAME, title, "Literature surveys")],
    )
    _set_default(config, "epub_basename", NAME)
    _set_default(config, "epub_language", survey_language(taxonomy, config))
    _set_default(config, "epub_description", taxonomy.abstract)
    _set_default(config, "epub_copyright", _rights(taxonomy))
    _set_default(config, "epub_uid", "identifier")
    _set_default(config, "epub_show_urls", "no")
    _set_default(config, "epub_identifier", _identifier(taxonomy))
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


def _rights(taxonomy: Taxonomy) -> str:
    return ". ".join(part for part in (_copyright(taxonomy), taxonomy.license) if part)


def _identifier(taxonomy: Taxonomy) -> str:
    """What tells this survey from any other: its DOI or address, else a name made of its title."""
    if taxonomy.doi:
        return doi_url(taxonomy.doi)
    named = f"{taxonomy.title} {author_names(taxonomy)}"
    return taxonomy.url or taxonomy.repository or uuid.uuid5(uuid.NAMESPACE_OID, named).urn


def _set_default(config: Config, name: str, value: object) -> None:
    if not _is_set(config, name) and value not in ("", None):
        setattr(config, name, value)


def _is_set(config: Config, name: str) -> bool:
    return name in config._raw_config or name in config.overrides
