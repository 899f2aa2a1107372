"""What a bibliographic entry lacks, or has in a form that cannot be used."""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveygen.messages import _
from surveygen.survey.codes import Code
from surveygen.survey.diagnostics import Diagnostic
from surveygen.survey.entry import VENUE_FIELDS, Entry
from surveygen.text.garbled import garbled_word
from surveygen.text.latex import to_richtext
from surveygen.text.math import refusal
from surveygen.text.names import names_run_together

_SHOWN_OF_VALUE = 80
"""Characters of a value in a message."""
_FORMULA = re.compile(r"\$|\\\(|\\ensuremath")
"""What a field with a formula has; few fields have one."""


def entry_findings(entry: Entry) -> Iterator[Diagnostic]:
    """A finding for each field that is missing or unusable, at its place."""
    if _is_bare(entry):
        message = _('entry "{key}" holds an identifier alone; it is shown by its key')
        yield _finding(Code.NO_TITLE, entry, message, "title")
        return
    yield from _year(entry)
    if not entry.title:
        message = _('entry "{key}" has no title; shown by its key')
        yield _finding(Code.NO_TITLE, entry, message, "title")
    # An author list that is marked as unverified is known to be unknown.
    if not (entry.authors or entry.editors or "author" in entry.unverified):
        yield _finding(Code.NO_AUTHOR, entry, _('entry "{key}" names no author'), "author")
    yield from _people(entry)
    yield from _letters(entry)
    yield from _identifiers(entry)
    yield from _formulas(entry)


def _is_bare(entry: Entry) -> bool:
    """Whether an entry says what it is by an identifier alone: one fault, not three."""
    return bool(entry.link) and not (entry.title or entry.authors or entry.year)


def _year(entry: Entry) -> Iterator[Diagnostic]:
    if not entry.year:
        # The year of a part is its parent's to have, or to lack.
        if not entry.fields.get("crossref"):
            message = _('entry "{key}" has no year; shown as "n.d."')
            yield _finding(Code.NO_YEAR, entry, message, "year", "date")
    elif entry.year_number is None:
        field = "year" if entry.text("year") else "date"
        if field not in entry.inherited:
            message = _('the year of entry "{key}", "{value}", is no number; shown as written')
            yield _finding(Code.YEAR_IS_TEXT, entry, message, field)


def _people(entry: Entry) -> Iterator[Diagnostic]:
    for field in ("author", "editor"):
        name = names_run_together(entry.fields.get(field, ""))
        if name and field not in entry.inherited:
            message = _('people of entry "{key}" are read as one: "{name}"')
            message = message.format(key=entry.key, name=_shortened(name))
            place = entry.place_of(field)
            yield Diagnostic(Code.NAMES_RUN_TOGETHER, message, entry.path, *place)


def _letters(entry: Entry) -> Iterator[Diagnostic]:
    """The first word that a program has garbled; the others were so by the same program."""
    people = " ".join(person.full for person in (*entry.authors, *entry.editors))
    texts = {("title",): entry.title, ("author", "editor"): people, VENUE_FIELDS: entry.venue}
    for fields, shown in texts.items():
        if found := garbled_word(shown):
            message = _('letters of entry "{key}" are lost: "{word}"')
            if found.meant:
                message = _('letters of entry "{key}" are garbled: "{word}" was "{meant}"')
            word, meant = _shortened(found.shown), _shortened(found.meant)
            message = message.format(key=entry.key, word=word, meant=meant)
            yield Diagnostic(Code.GARBLED, message, entry.path, *entry.place_of(*fields))
            return


def _identifiers(entry: Entry) -> Iterator[Diagnostic]:
    if entry.fields.get("url") and entry.url is None:
        message = _('the url of entry "{key}", "{value}", is not http or https; it is not linked')
        yield _finding(Code.UNUSABLE_URL, entry, message, "url")
    if entry.fields.get("doi") and entry.doi is None:
        message = _('the doi of entry "{key}", "{value}", is none; it is not linked')
        yield _finding(Code.BAD_IDENTIFIER, entry, message, "doi")
    if entry.fields.get("eprint") and not entry.arxiv:
        archive = entry.text("archiveprefix") or entry.text("eprinttype")
        if archive.casefold() == "arxiv":
            message = _('the eprint of entry "{key}", "{value}", is not of arXiv; it is not linked')
            yield _finding(Code.BAD_IDENTIFIER, entry, message, "eprint")


def _formulas(entry: Entry) -> Iterator[Diagnostic]:
    """The first formula of each field that would be shown as text."""
    for field in ("title", *VENUE_FIELDS):
        value = entry.fields.get(field, "")
        if field in entry.inherited or not _FORMULA.search(value):
            continue
        formulas = (run.text for run in to_richtext(value) if run.style == "math")
        reason = next(filter(None, map(refusal, formulas)), None)
        if reason:
            message = _('a formula of entry "{key}" is shown as text: {reason}')
            message = message.format(key=entry.key, reason=reason)
            yield Diagnostic(Code.FORMULA_AS_TEXT, message, entry.path, *entry.place_of(field))


def _finding(code: Code, entry: Entry, message: str, *fields: str) -> Diagnostic:
    """A finding at the first of some fields that the entry has, or at the entry."""
    message = message.format(key=entry.key, value=_shortened(entry.fields.get(fields[0], "")))
    return Diagnostic(code, message, entry.path, *entry.place_of(*fields))


def _shortened(value: str) -> str:
    return value if len(value) <= _SHOWN_OF_VALUE else f"{value[:_SHOWN_OF_VALUE]}…"
