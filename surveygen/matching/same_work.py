"""Whether two entries are the same work: by identifier, else by title and people.

Two entries that share a DOI or an arXiv number are one work unless their titles have nothing in
common. Without a shared identifier their titles must be equal, or alike under one key, and the
first authors equal where both name some; works with different DOIs, or many years apart, are two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from surveygen.messages import N_, _
from surveygen.survey.entry import Entry
from surveygen.text.normal import fold

_SPOILED_TIMES = re.compile(r"(\d)times\b")
"""What copying from a web page makes of "100×"; the sign itself folds to nothing."""
_ARXIV_DOI = "10.48550/arxiv."
TITLE_LIKENESS = 0.6
"""Share of equal characters from which two titles may belong to one identifier."""
CORRECTED_LIKENESS = 0.8
"""The same for one key, which people give to many works: a title that was corrected."""
YEARS_APART = 5
"""A preprint and its publication are hardly ever further apart; a yearly report is."""


@dataclass(frozen=True, slots=True)
class Match:
    """A known entry that another one is, or may be."""

    entry: Entry
    reason: str
    """A marked message: ``same DOI``."""
    is_same: bool = True
    """False where an identifier says so and the titles do not."""

    @property
    def shown_reason(self) -> str:
        """The reason in the reader's language."""
        return _(self.reason)


class KnownWorks:
    """Entries, found by what identifies their work."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._entries: dict[str, Entry] = {}
        # Each leads to a key.
        self._by_content: dict[object, str] = {}
        self._by_doi: dict[str, str] = {}
        self._by_arxiv: dict[str, str] = {}
        self._by_title: dict[str, list[str]] = {}
        for entry in entries:
            self.add(entry)

    def add(self, entry: Entry, described: Entry | None = None) -> None:
        """Know an entry, or what has become of it, by itself and by another description of it."""
        self._entries[entry.key] = entry
        for known in (entry, described or entry):
            self._by_content.setdefault(_content(known), entry.key)
            if doi := _published_doi(known):
                self._by_doi.setdefault(doi, entry.key)
            if number := arxiv_number(known):
                self._by_arxiv.setdefault(number, entry.key)
            if title := title_form(known.title):
                keys = self._by_title.setdefault(title, [])
                if entry.key not in keys:
                    keys.append(entry.key)

    def find(self, entry: Entry) -> Match | None:
        """The known entry of the same work, or the one that an identifier confuses it with."""
        if same := self._by_content.get(_content(entry)):
            return Match(self._entries[same], N_("same fields"))
        of_its_key = self._entries.get(entry.key)
        if of_its_key and not _could_be_one(entry, of_its_key):
            of_its_key = None
        # Of two known entries of one work, the one whose key it has.
        if of_its_key and title_form(entry.title) == title_form(of_its_key.title):
            return Match(of_its_key, N_("same key and title"))
        confused = None
        for key, reason in (
            (self._by_doi.get(_published_doi(entry)), N_("same DOI")),
            (self._by_arxiv.get(arxiv_number(entry)), N_("same arXiv number")),
        ):
            if key is None:
                continue
            match = Match(self._entries[key], reason)
            if _titles_agree(entry, match.entry):
                return match
            confused = confused or replace(match, is_same=False)
        for key in self._by_title.get(title_form(entry.title), ()):
            twin = self._entries[key]
            if _could_be_one(entry, twin):
                named = bool(entry.authors and twin.authors)
                reason = N_("same title and first author") if named else N_("same title")
                return Match(twin, reason)
        if of_its_key and _titles_agree(entry, of_its_key, CORRECTED_LIKENESS):
            return Match(of_its_key, N_("same key and a similar title"))
        return confused


def title_form(title: str) -> str:
    """The form in which two spellings of one title are equal; empty where nothing is left."""
    return fold(_SPOILED_TIMES.sub(r"\1", title))


def arxiv_number(entry: Entry) -> str:
    """The arXiv number without version, from ``eprint`` or arXiv's own DOI; empty if none."""
    if entry.arxiv:
        return entry.arxiv.id.casefold()
    doi = (entry.doi or "").casefold()
    return doi.removeprefix(_ARXIV_DOI) if doi.startswith(_ARXIV_DOI) else ""


def _published_doi(entry: Entry) -> str:
    """The DOI in lower case (DOI handbook, 2.2.2), arXiv's own left out; empty if none."""
    doi = (entry.doi or "").casefold()
    return "" if doi.startswith(_ARXIV_DOI) else doi


def _content(entry: Entry) -> object:
    """All that an entry says; whether it says so itself or through a parent makes no difference."""
    said = {name: value for name, value in entry.fields.items() if name != "crossref"}
    return entry.entry_type, tuple(sorted(said.items()))


def _titles_agree(one: Entry, other: Entry, likeness: float = TITLE_LIKENESS) -> bool:
    titles = title_form(one.title), title_form(other.title)
    if not all(titles) or titles[0] == titles[1]:
        return True
    shorter, longer = sorted(titles, key=len)
    # A subtitle that one of them leaves out.
    if longer.startswith(shorter):
        return True
    return SequenceMatcher(None, *titles, autojunk=False).ratio() >= likeness


def _could_be_one(one: Entry, other: Entry) -> bool:
    """Whether nothing speaks against two works of one title being the same."""
    dois = {doi for entry in (one, other) if (doi := _published_doi(entry))}
    numbers = {number for entry in (one, other) if (number := arxiv_number(entry))}
    if len(dois) > 1 or len(numbers) > 1:
        return False
    years = one.year_number, other.year_number
    if years[0] and years[1] and abs(years[0] - years[1]) > YEARS_APART:
        return False
    if one.authors and other.authors:
        return fold(one.authors[0].family) == fold(other.authors[0].family)
    return True
