"""A bibliographic entry: one version of one work, as its bibliography has it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeAlias

from surveygen.survey.public_fields import PUBLIC_FIELDS
from surveygen.text import identifiers
from surveygen.text.dates import Date, read_date, read_month
from surveygen.text.languages import language_code
from surveygen.text.latex import to_richtext, to_unicode
from surveygen.text.names import Person, parse_names
from surveygen.text.richtext import RichText, plain_text

_YEAR = re.compile(r"(?<!^-)\b(\d{4})\b")
"""A year; one before Christ, -0044, is text."""
VENUE_FIELDS = ("journal", "journaltitle", "booktitle", "school", "institution", "publisher")
"""Fields that name a venue, in the order in which they are taken."""

Place: TypeAlias = tuple[int, int]
"""Line and column in a file; both count from 1, columns in Unicode code points."""
FieldOffsets: TypeAlias = Callable[[str], Iterable[tuple[str, int]]]
"""Name (lower case) and offset of every field of an entry's text, in its order."""


def places_in(text: str, offsets: Iterable[int], start: Place = (1, 1)) -> Iterator[Place]:
    """Places of ascending offsets in a text that itself begins at ``start``."""
    line, column = start
    counted = 0
    for offset in offsets:
        line += text.count("\n", counted, offset)
        break_ = text.rfind("\n", counted, offset)
        column = offset - break_ if break_ >= 0 else column + offset - counted
        counted = offset
        yield line, column


def with_subtitle(title: str, subtitle: str) -> str:
    """A title and its subtitle as one field, parted by a colon where no mark ends the title."""
    if not (title and subtitle):
        return title or subtitle
    glue = " " if title.rstrip("}").endswith((".", ":", "?", "!", "–", "—")) else ": "
    return f"{title}{glue}{subtitle}"


def _no_offsets(raw: str) -> Iterable[tuple[str, int]]:
    return ()


@dataclass(frozen=True)
class Entry:
    """Key, type and fields of an entry, and what they mean.

    ``fields`` holds the values as BibTeX has them (LaTeX in UTF-8), lower-case names in file order,
    ``@string`` and ``crossref`` resolved. What people read is decoded from them on first use.
    """

    key: str
    entry_type: str
    """Lower case; an alias such as ``conference`` already mapped to the type it stands for."""
    fields: Mapping[str, str]
    declared_type: str = ""
    """The type as the file has it, lower case."""
    path: str = ""
    line: int = 0
    """Where it begins; line and column are 0 for an entry of no file."""
    column: int = 0
    raw: str = field(default="", repr=False, compare=False)
    """The entry's text in the file, verbatim."""
    inherited: frozenset[str] = frozenset()
    """Names of fields that came from the ``crossref`` parent."""
    field_offsets: FieldOffsets = field(default=_no_offsets, repr=False, compare=False)
    """How the format of ``raw`` says where its fields stand."""

    @property
    def place(self) -> Place:
        """Where the entry begins."""
        return self.line, self.column

    def place_of(self, *names: str) -> Place:
        """Where the first of these fields that the file has is named; else where the entry begins.

        The text is searched on first use, so ask only when there is something to say.
        """
        return next((self._places[name] for name in names if name in self._places), self.place)

    @cached_property
    def _places(self) -> Mapping[str, Place]:
        names, offsets = [], []
        for name, offset in self.field_offsets(self.raw):
            names.append(name)
            offsets.append(offset)
        found: dict[str, Place] = {}
        for name, place in zip(names, places_in(self.raw, offsets, self.place), strict=True):
            found.setdefault(name, place)
        return found

    @cached_property
    def public(self) -> Entry:
        """The entry with its public fields alone, without what no source confirmed."""
        hidden = self.unverified
        fields = {
            name: value
            for name, value in self.fields.items()
            if name in PUBLIC_FIELDS and name not in hidden
        }
        # The entry itself keeps what it has decoded already.
        return self if len(fields) == len(self.fields) else replace(self, fields=fields)

    @property
    def language(self) -> str:
        """The language of the work as a code of BCP 47, or as the entry says it; empty if none."""
        names = ("langid", "hyphenation", "language")
        return language_code(next((text for name in names if (text := self.text(name))), ""))

    def text(self, name: str) -> str:
        """A field as plain Unicode text, empty where it is missing."""
        value = self.fields.get(name)
        return to_unicode(value) if value else ""

    @cached_property
    def rich_title(self) -> RichText:
        """The title, and the subtitle that biblatex has by itself, with math and emphasis."""
        title = self.fields.get("title", "")
        return to_richtext(with_subtitle(title, self.fields.get("subtitle", "")))

    @cached_property
    def title(self) -> str:
        """The title as plain Unicode text."""
        return plain_text(self.rich_title)

    @cached_property
    def _authors(self) -> tuple[tuple[Person, ...], bool]:
        return parse_names(self.fields.get("author", ""))

    @property
    def authors(self) -> tuple[Person, ...]:
        """The authors in order; empty where the entry names none."""
        return self._authors[0]

    @property
    def more_authors(self) -> bool:
        """Whether the author list ends in ``and others``."""
        return self._authors[1]

    @cached_property
    def editors(self) -> tuple[Person, ...]:
        """The editors in order."""
        return parse_names(self.fields.get("editor", ""))[0]

    @cached_property
    def year(self) -> str:
        """What stands for the year: four digits if there are some, else the text; may be empty."""
        text = self.text("year") or self.text("date")
        found = _YEAR.search(text)
        return found[1] if found else text

    @property
    def year_number(self) -> int | None:
        """The year as a number, None where the text has none."""
        return int(self.year) if _YEAR.fullmatch(self.year) else None

    @cached_property
    def date(self) -> Date | None:
        """The first day of publication as far as it is known, of the year that `year` gives."""
        date = read_date(self.text("date"))
        if date is not None and date.year == self.year_number:
            return date
        if self.year_number is None:
            return None
        return Date(self.year_number, *read_month(self.text("month")))

    @cached_property
    def venue(self) -> str:
        """Journal, proceedings, school or publisher as plain text; may be empty."""
        return next((text for name in VENUE_FIELDS if (text := self.text(name))), "")

    @cached_property
    def doi(self) -> str | None:
        """The DOI as written, without any resolver; None where there is no valid one."""
        return identifiers.doi(self.fields.get("doi", ""))

    @cached_property
    def arxiv(self) -> identifiers.ArxivId | None:
        """The arXiv identifier of an ``eprint`` whose archive is arXiv."""
        archive = self.text("archiveprefix") or self.text("eprinttype") or "arxiv"
        if archive.casefold() != "arxiv":
            return None
        return identifiers.arxiv(self.fields.get("eprint", ""))

    @cached_property
    def url(self) -> str | None:
        """The ``url`` field where it is http or https, else None."""
        return identifiers.web_url(self.fields.get("url", ""))

    @cached_property
    def link(self) -> str | None:
        """The best address: DOI, then arXiv, then ``url``."""
        if self.doi:
            return identifiers.doi_url(self.doi)
        if self.arxiv:
            return identifiers.arxiv_url(self.arxiv)
        return self.url

    @cached_property
    def unverified(self) -> frozenset[str]:
        """Names of fields that no source confirmed (``x-unverified``)."""
        return frozenset(_listed(self.text("x-unverified").lower()))

    @cached_property
    def not_same(self) -> tuple[str, ...]:
        """Keys of entries that look like this work and are others (``x-not-same``)."""
        return tuple(_listed(self.fields.get("x-not-same", "")))

    @cached_property
    def locked(self) -> frozenset[str]:
        """Names of fields that no service may change or add (``x-locked``)."""
        return frozenset(_listed(self.text("x-locked").lower()))

    @property
    def published_as(self) -> str:
        """Where and under what title another version was published (``x-published``)."""
        return self.text("x-published")

    @property
    def remark(self) -> str:
        """What a reader should know about the version or its sources (``x-remark``)."""
        return self.text("x-remark")

    @property
    def status(self) -> str:
        """``retracted``, ``withdrawn``, ``corrected``, ``superseded`` or empty (``x-status``)."""
        return self.text("x-status").strip("{}").casefold()

    @property
    def status_note(self) -> str:
        """What is said about the status (``x-status-note``)."""
        return self.text("x-status-note")


def _listed(text: str) -> Iterator[str]:
    """The names in a value such as ``{one, two}``."""
    yield from (name for part in text.strip("{}").split(",") if (name := part.strip()))
