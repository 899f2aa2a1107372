"""A work as it is compared: what of an entry identifies it, read once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property

from surveygen.matching.people import People
from surveygen.matching.titles import Title
from surveygen.survey.entry import Entry
from surveygen.text import identifiers

_ARXIV_DOI = "10.48550/arxiv."
_ARXIV_IN_TEXT = re.compile(r"arxiv\s*(?:preprint\s*)?(?:arxiv)?\s*[:.]?\s*(\S+)", re.IGNORECASE)
_VERSION_OF_DOI = re.compile(r"(?<=[0-9])(?:[./-]?v[0-9]{1,2}|/v[0-9]+/full)$")
"""How preprint servers mark the versions of one paper: ``10.21203/rs.3.rs-1234/v2``."""
_ISBN = re.compile(r"(?:97[89])?[0-9]{9}[0-9X]")
_PMID = re.compile(r"[1-9][0-9]{0,8}")
_WORKSHOP = re.compile(r"workshop|\bws\b|companion", re.IGNORECASE)
_PREPRINT_SERVER = re.compile(r"\b(?:arxiv|corr|biorxiv|medrxiv|preprint|openreview)\b", re.I)


class Kind(Enum):
    """What sort of publication an entry describes, as far as it sets works apart."""

    ARTICLE = auto()
    """An article, a paper of proceedings, a preprint: one work goes by all of these."""
    BOOK = auto()
    CHAPTER = auto()
    THESIS = auto()
    REPORT = auto()
    """A report, a manual, proceedings: what comes out again and again under one title."""
    DATA = auto()
    """A data set or a program."""


_KINDS = {
    "book": Kind.BOOK,
    "booklet": Kind.BOOK,
    "inbook": Kind.CHAPTER,
    "incollection": Kind.CHAPTER,
    "phdthesis": Kind.THESIS,
    "mastersthesis": Kind.THESIS,
    "techreport": Kind.REPORT,
    "manual": Kind.REPORT,
    "proceedings": Kind.REPORT,
}
_KINDS_AS_DECLARED = {"dataset": Kind.DATA, "software": Kind.DATA}


@dataclass(frozen=True)
class Work:
    """An entry, and what it is compared by; each trait is read when it is first asked for."""

    entry: Entry

    @property
    def key(self) -> str:
        """The citation key."""
        return self.entry.key

    @cached_property
    def title(self) -> Title:
        """The title with its subtitle."""
        return Title(self.entry.title)

    @cached_property
    def people(self) -> People:
        """The authors; of a book without authors, the editors."""
        entry = self.entry
        if entry.authors or self.kind is not Kind.BOOK:
            return People(entry.authors, entry.more_authors)
        return People(entry.editors)

    @cached_property
    def year(self) -> int | None:
        """The year as a number."""
        return self.entry.year_number

    @cached_property
    def kind(self) -> Kind:
        """What sort of publication it is."""
        entry = self.entry
        declared = _KINDS_AS_DECLARED.get(entry.declared_type)
        return declared or _KINDS.get(entry.entry_type, Kind.ARTICLE)

    @cached_property
    def is_preprint(self) -> bool:
        """Whether it names no venue but a server of preprints."""
        venue = self.entry.venue
        if _PREPRINT_SERVER.search(venue):
            return True
        return not venue and self.kind is Kind.ARTICLE

    @cached_property
    def is_bare(self) -> bool:
        """Whether an entry says no more than title, people and address, as a listing does."""
        return not self.entry.fields.keys() - {"title", "author", "url"}

    @cached_property
    def is_of_workshop(self) -> bool:
        """Whether it stands in the proceedings of a workshop."""
        return bool(_WORKSHOP.search(self.entry.venue))

    @cached_property
    def arxiv(self) -> str:
        """The arXiv number without version, in lower case; empty if none.

        It is taken from ``eprint``, arXiv's own DOI or address, or from a text such as "arXiv
        preprint arXiv:1412.6980", in this order.
        """
        entry = self.entry
        if entry.arxiv:
            return entry.arxiv.id.casefold()
        for name in ("doi", "url"):
            value = entry.fields.get(name, "")
            if "arxiv" in value.casefold() and (found := identifiers.arxiv(value)):
                return found.id.casefold()
        for name in ("journal", "journaltitle", "howpublished", "note", "volume", "number"):
            for found_text in _ARXIV_IN_TEXT.findall(entry.fields.get(name, "")):
                if found := identifiers.arxiv(found_text.rstrip(".,;)]}")):
                    return found.id.casefold()
        return ""

    @cached_property
    def doi(self) -> str:
        """The DOI in lower case (DOI handbook, 2.2.2), arXiv's own left out; empty if none.

        Where there is no field ``doi``, an address of doi.org is one.
        """
        entry = self.entry
        url = entry.fields.get("url", "")
        doi = entry.doi or ("doi.org/" in url and identifiers.doi(url)) or ""
        doi = doi.casefold()
        return "" if doi.startswith(_ARXIV_DOI) else doi

    @cached_property
    def doi_without_version(self) -> str:
        """The DOI without the version that a preprint server adds."""
        return _VERSION_OF_DOI.sub("", self.doi)

    @property
    def registrant(self) -> str:
        """The part of the DOI before the slash: who registered it."""
        return self.doi.partition("/")[0]

    @cached_property
    def isbn(self) -> str:
        """The ISBN of a whole book, without its check digit and prefix; empty if none.

        An ISBN of ten digits and its form of thirteen have these nine digits in common (ISBN users'
        manual, 5). A chapter names that of its book, which says nothing about it.
        """
        if self.kind not in (Kind.BOOK, Kind.REPORT):
            return ""
        digits = re.sub(r"[^0-9X]", "", self.entry.fields.get("isbn", "").upper())
        return digits[-10:-1] if _ISBN.fullmatch(digits) else ""

    @cached_property
    def pmid(self) -> str:
        """The number in PubMed; empty if none."""
        entry = self.entry
        number = entry.fields.get("pmid", "")
        if not number and entry.text("eprinttype").casefold() in ("pubmed", "pmid"):
            number = entry.fields.get("eprint", "")
        number = number.strip()
        return number if _PMID.fullmatch(number) else ""

    @cached_property
    def edition(self) -> str:
        """The edition as a number, or as it is written; empty if none is named."""
        title = Title(f"x {self.entry.text('edition')} edition")
        return next(iter(title.numbers), title.form) if self.entry.fields.get("edition") else ""

    @cached_property
    def part(self) -> str:
        """Which part of its book an ``@inbook`` is, whose title is the book's; else empty."""
        if self.entry.entry_type != "inbook":
            return ""
        return self.entry.text("chapter") or self.entry.text("pages")

    @cached_property
    def number(self) -> tuple[str, ...]:
        """The numbers by which a series counts it: "TR-94-12" and "94-12" are one."""
        names = ("number", "part", "volume")
        return next(
            (found for name in names if (found := Title(self.entry.text(name)).numbers)), ()
        )

    @cached_property
    def content(self) -> tuple[object, ...]:
        """All that an entry says, whether itself or through a parent; empty if nothing."""
        said = {name: value for name, value in self.entry.fields.items() if name != "crossref"}
        return (self.entry.entry_type, *sorted(said.items())) if said else ()
