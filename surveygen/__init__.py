"""surveygen turns a taxonomy, a bibliography and short notes into a living literature survey.

>>> import surveygen
>>> survey = surveygen.load(".")
>>> [section.title for section in survey.taxonomy.sections]  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from surveygen.mapping.places import Places
    from surveygen.mapping.proposal import Proposal
    from surveygen.project import Unreadable, load
    from surveygen.survey.codes import Code, Severity
    from surveygen.survey.diagnostics import Diagnostic
    from surveygen.survey.entry import Entry
    from surveygen.survey.layout import SurveyNotFound
    from surveygen.survey.note import Claim, Note
    from surveygen.survey.paper import Paper
    from surveygen.survey.survey import Survey
    from surveygen.survey.taxonomy import Section, Taxonomy

_HOMES = {
    "load": "surveygen.project",
    "SurveyNotFound": "surveygen.survey.layout",
    "Unreadable": "surveygen.project",
    "Code": "surveygen.survey.codes",
    "Diagnostic": "surveygen.survey.diagnostics",
    "Severity": "surveygen.survey.codes",
    "Entry": "surveygen.survey.entry",
    "Places": "surveygen.mapping.places",
    "Proposal": "surveygen.mapping.proposal",
    "Claim": "surveygen.survey.note",
    "Note": "surveygen.survey.note",
    "Paper": "surveygen.survey.paper",
    "Survey": "surveygen.survey.survey",
    "Section": "surveygen.survey.taxonomy",
    "Taxonomy": "surveygen.survey.taxonomy",
}

__all__ = [
    "Claim",
    "Code",
    "Diagnostic",
    "Entry",
    "Note",
    "Paper",
    "Places",
    "Proposal",
    "Section",
    "Severity",
    "Survey",
    "SurveyNotFound",
    "Taxonomy",
    "Unreadable",
    "__version__",
    "load",
    "setup",
]


def __getattr__(name: str) -> Any:
    # Imported on first use, so that `surveygen --version` does not wait for pybtex.
    if name not in _HOMES:
        raise AttributeError(f"module 'surveygen' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Entry point of the Sphinx extension: ``extensions = ["surveygen"]``."""
    from surveygen.site.extension import setup

    return setup(app)
