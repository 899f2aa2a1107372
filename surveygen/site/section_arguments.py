"""Arguments of directives that name a section."""

from __future__ import annotations

from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from surveygen.messages import _
from surveygen.site.origins import source_of_line
from surveygen.site.state import loaded
from surveygen.survey.codes import Code
from surveygen.survey.spelling import suggestion

logger = logging.getLogger(__name__)


def is_section(directive: SphinxDirective, section: str) -> bool:
    """Whether the survey has this section; if not, the reader of the log learns the nearest."""
    here = loaded(directive.config)
    known = here.survey.sections
    if section in known:
        return True
    message = _('section "{section}" is unknown').format(section=section)
    said = "; ".join(filter(None, (message, suggestion(section, known))))
    location = source_of_line(here, directive.env.docname, directive.lineno)
    location = location or directive.get_location()
    subtype = Code.UNKNOWN_SECTION.id
    logger.warning("%s", said, location=location, type="surveygen", subtype=subtype)
    return False
