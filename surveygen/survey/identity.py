"""What the taxonomy says of the survey as a whole, under the names of Sphinx's options."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace

from surveygen.messages import _
from surveygen.survey.codes import Code
from surveygen.survey.diagnostics import Diagnostic
from surveygen.survey.taxonomy import Taxonomy
from surveygen.text import identifiers

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
"""Language, script and region (BCP 47)."""
_YEAR_OR_MONTH = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2]))?", re.ASCII)


def author_names(taxonomy: Taxonomy) -> str:
    """The survey's authors in one line."""
    return ", ".join(author.name for author in taxonomy.authors)


def identity_options(taxonomy: Taxonomy) -> dict[str, str]:
    """Option of ``conf.py`` to what the taxonomy says of it; empty where it is silent.

    ``language`` is not among them: Sphinx has used it before an extension can set it.
    """
    return {
        "project": taxonomy.title,
        "author": author_names(taxonomy),
        "version": taxonomy.edition,
        "release": taxonomy.edition,
        "today": taxonomy.date,
        "html_title": taxonomy.title,
        "html_baseurl": taxonomy.url,
    }


def usable_identity(taxonomy: Taxonomy) -> tuple[Taxonomy, list[Diagnostic]]:
    """The taxonomy without a language, date, addresses or DOI that are none, and what is said."""
    found: list[Diagnostic] = []

    def say(code: Code, message: str, name: str, help: str = "") -> str:
        place = taxonomy.places.get(name, (1, 1))
        found.append(Diagnostic(code, message.format(name=name), taxonomy.path, *place, help))
        return ""

    def url(name: str, written: str) -> str:
        if not written or identifiers.web_url(written):
            return written
        message = _('the link "{name}" is no http or https address')
        return say(Code.UNUSABLE_URL, message, name, _("write the whole address, https://..."))

    language = taxonomy.language
    if not _LANGUAGE.fullmatch(language):
        help = _("write its code, as in en or pt-BR")
        language = say(Code.WRONG_TYPE, _('"{name}" is no code of a language'), "language", help)
    date, doi = taxonomy.date, taxonomy.doi
    if date and not _is_date(date):
        date = say(Code.WRONG_TYPE, _('"{name}" is no date'), "date", _("write it as 2026-11-21"))
    if doi:
        doi = identifiers.doi(doi) or say(Code.BAD_IDENTIFIER, _('"{name}" is no DOI'), "doi")
    usable = replace(
        taxonomy,
        language=language or Taxonomy(title="").language,
        date=date,
        doi=doi,
        url=url("url", taxonomy.url),
        repository=url("repository", taxonomy.repository),
    )
    return usable, found


def _is_date(text: str) -> bool:
    """Whether a text is a day, a month or a year as ISO 8601 writes them."""
    if _YEAR_OR_MONTH.fullmatch(text):
        return True
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
