"""Arguments of directives that name a section."""

from __future__ import annotations

from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from surveygen.messages import _
from surveygen.pages.digests import section_name
from surveygen.site.citations import cite_domain
from surveygen.site.origins import source_of_line
from surveygen.site.state import loaded
from surveygen.survey.codes import Code
from surveygen.survey.spelling import suggestion

logger = logging.getLogger(__name__)


def is_section(directive: SphinxDirective, section: str) -> bool:
    """Whether the survey has this section; if not, the reader of the log learns the nearest.

    Either way the page is read again when a section of this id comes or goes.
    """
    here = loaded(directive.config)
    cite_domain(directive.env).note(directive.env.docname, [section_name(section)])
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
