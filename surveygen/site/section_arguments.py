"""Arguments of directives that name a section."""

from __future__ import annotations

from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from surveygen.site.state import loaded
from surveygen.survey.crosscheck import suggestion
from surveygen.survey.diagnostics import Code

logger = logging.getLogger(__name__)


def is_section(directive: SphinxDirective, section: str) -> bool:
    """Whether the survey has this section; if not, the reader of the log learns the nearest."""
    known = loaded(directive.config).survey.sections
    if section in known:
        return True
    near = suggestion(section, known)
    logger.warning(
        'section "%s" is unknown%s',
        section,
        f"; {near}" if near else "",
        location=directive.get_location(),
        type="surveygen",
        subtype=Code.UNKNOWN_SECTION.id,
    )
    return False
