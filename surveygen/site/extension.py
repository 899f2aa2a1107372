"""The Sphinx extension: reads the survey, writes its pages, and shows them.

``setup`` registers one component after another; ``_load_survey`` is what happens in a build before
Sphinx looks for documents.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import ConfigError, ExtensionError
from sphinx.util import logging

from surveygen import __version__
from surveygen.messages import _, environment_language, speak
from surveygen.pages.built_pdf import built_pdf
from surveygen.pages.digests import card_digests
from surveygen.pages.render import OVERRIDES, render_pages, write_pages
from surveygen.project import Unreadable, load
from surveygen.site.assets import setup_assets
from surveygen.site.browse_pages import setup_browse_pages
from surveygen.site.citations import setup_citations
from surveygen.site.damaged_images import setup_damaged_images
from surveygen.site.economy import setup_economy
from surveygen.site.epub import setup_epub
from surveygen.site.exports import setup_exports
from surveygen.site.feeds import setup_feeds
from surveygen.site.full_text_search import setup_full_text_search
from surveygen.site.host_files import setup_host_files
from surveygen.site.identity import apply_identity, survey_language
from surveygen.site.index_lists import setup_index_lists
from surveygen.site.keeping import setup_keeping
from surveygen.site.latex import configure_latex
from surveygen.site.link_check import setup_link_check
from surveygen.site.lowering import setup_lowering
from surveygen.site.machine_readable import setup_machine_readable
from surveygen.site.math import setup_math
from surveygen.site.navigation import setup_navigation
from surveygen.site.not_found import setup_not_found
from surveygen.site.note_paragraphs import setup_note_paragraphs
from surveygen.site.origins import setup_origins
from surveygen.site.paper_cards import setup_paper_cards
from surveygen.site.paper_views import setup_paper_views
from surveygen.site.permalinks import setup_permalinks
from surveygen.site.reference_lists import setup_reference_lists
from surveygen.site.rewriting import setup_rewriting
from surveygen.site.search_index import setup_search_index
from surveygen.site.single_page import setup_single_page
from surveygen.site.state import PAGES, Loaded, handed_over, keep
from surveygen.site.survey_directives import setup_survey_directives
from surveygen.site.survey_tables import setup_survey_tables
from surveygen.site.templates import keep_compiled
from surveygen.site.text_tables import setup_text_tables
from surveygen.site.theme_words import setup_theme_words
from surveygen.site.topic_order import setup_topic_order
from surveygen.site.unfinished import setup_unfinished
from surveygen.site.wayfinding import setup_wayfinding
from surveygen.survey.codes import Severity
from surveygen.survey.layout import SurveyNotFound, circular_links
from surveygen.survey.survey import Survey
from surveygen.survey.taxonomy import Taxonomy

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata

logger = logging.getLogger(__name__)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    if handed_over.get() is None:
        # Under plain sphinx-build nobody else has asked what language the terminal speaks.
        speak(environment_language(os.environ))
    if "sphinxcontrib.bibtex" in app.config.extensions:
        message = _(
            "surveygen and {other} both define the cite roles; "
            "remove '{other}' from extensions in conf.py"
        )
        raise ExtensionError(message.format(other="sphinxcontrib.bibtex"))
    app.setup_extension("myst_parser")
    app.connect("config-inited", _load_survey, priority=100)
    setup_unfinished(app)
    setup_citations(app)
    setup_note_paragraphs(app)
    setup_paper_cards(app)
    setup_paper_views(app)
    setup_reference_lists(app)
    setup_survey_directives(app)
    setup_survey_tables(app)
    setup_index_lists(app)
    setup_topic_order(app)
    setup_origins(app)
    setup_damaged_images(app)
    setup_lowering(app)
    setup_text_tables(app)
    setup_link_check(app)
    setup_math(app)
    setup_rewriting(app)
    setup_navigation(app)
    setup_single_page(app)
    setup_wayfinding(app)
    setup_permalinks(app)
    setup_browse_pages(app)
    setup_full_text_search(app)
    setup_machine_readable(app)
    setup_feeds(app)
    setup_host_files(app)
    setup_not_found(app)
    setup_search_index(app)
    setup_exports(app)
    setup_epub(app)
    setup_assets(app)
    setup_theme_words(app)
    setup_economy(app)
    setup_keeping(app)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}


def _load_survey(app: Sphinx, config: Config) -> None:
    source = Path(app.srcdir)
    survey = handed_over.get()
    if survey is None:
        survey = _read(source)
        _report(survey)
    digests = card_digests(survey)
    language = survey_language(survey.taxonomy, config)
    pages = render_pages(survey, digests, language)
    try:
        write_pages(pages, source / PAGES)
    except OSError as error:
        raise ConfigError(f"{error.filename}: {error.strerror}") from error
    here = Loaded(survey, pages, digests, language, built_pdf(survey.root))
    keep(config, here)
    keep_compiled(survey.root, language)
    _exclude_sources(survey, config)
    apply_identity(survey, config)
    configure_latex(survey, config, here.words)


def _read(source: Path) -> Survey:
    try:
        return load(source)
    except SurveyNotFound as error:
        raise ConfigError(str(error)) from None
    except Unreadable as error:
        raise ConfigError("\n".join(map(str, error.diagnostics))) from None


def _report(survey: Survey) -> None:
    for diagnostic in survey.diagnostics:
        say = logger.error if diagnostic.severity is Severity.ERROR else logger.warning
        # The line is whole already; Sphinx would put a location and severity of its own before it.
        say("%s", diagnostic, type="surveygen", subtype=diagnostic.code.id)


def _exclude_sources(survey: Survey, config: Config) -> None:
    """Parts of pages are no pages: notes, narratives, templates. Nor is what a circle holds."""
    source = survey.root / "docs"  # Sphinx's own path has its links resolved
    folders = (
        survey.root / survey.taxonomy.notes,
        # Where notes lie elsewhere, those that were left in the usual folder are still no pages.
        survey.root / Taxonomy(title="").notes,
        source / "sections",
        survey.root / OVERRIDES,
        *circular_links(source),
    )
    patterns = [
        f"{folder.relative_to(source).as_posix()}/**"
        for folder in folders
        if folder.is_relative_to(source)
    ]
    # A new list: the old one may be Sphinx's default, which the next build in this process shares.
    config.exclude_patterns = [*config.exclude_patterns, *patterns]
