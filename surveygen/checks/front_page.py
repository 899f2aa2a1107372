"""Whether the site has the page that it begins with; without it, Sphinx builds nothing."""

from __future__ import annotations

from collections.abc import Iterator

from surveygen.checks.configuration_options import CONFIGURATION
from surveygen.messages import _
from surveygen.survey.codes import Code
from surveygen.survey.diagnostics import Diagnostic
from surveygen.survey.survey import Survey

FRONT_PAGE = "docs/index.md"


def check_front_page(survey: Survey) -> Iterator[Diagnostic]:
    """A finding where there is no front page.

    A conf.py that names another page, or files of another sort, has its reasons.
    """
    docs = survey.root / "docs"
    try:
        text = (survey.root / CONFIGURATION).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return  # what is wrong with it is said elsewhere
    is_elsewhere = any(option in text for option in ("root_doc", "master_doc", "source_suffix"))
    if not (is_elsewhere or any((docs / name).exists() for name in ("index.md", "index.rst"))):
        message = _("there is no front page")
        help = _("write it; its toctree holds survey/index")
        yield Diagnostic(Code.UNREADABLE_FILE, message, FRONT_PAGE, help=help)
