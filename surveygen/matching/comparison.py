"""Whether two entries are the same work, and why: the one place where that is decided.

`SAME` is what a program may act on: a shared identifier whose titles agree, or an equal title and
people of about the same time. `SUSPECT` is for people to decide. Everything else is `DIFFERENT`,
though it may look alike: the parts of a paper, a report of each year, an article and its erratum.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from surveygen.matching import titles
from surveygen.matching.people import Agreement, agreement, is_same_first
from surveygen.matching.work import Kind, Work
from surveygen.messages import N_, _

_YEARS_APART = 5
"""A preprint and its publication are hardly ever further apart; a yearly report is."""
_SOON = 3
"""Years within which a preprint is published under a changed title."""


class Sameness(StrEnum):
    """What two entries are."""

    SAME = "same"
    SUSPECT = "suspect"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A verdict on two entries, and why."""

    sameness: Sameness
    reason: str
    """A marked message, as a clause: ``same DOI``."""
    is_of_identifier: bool = False
    """Whether an identifier says that they are one and the titles say that they are two."""

    @property
    def is_same(self) -> bool:
        """Whether they are one work."""
        return self.sameness is Sameness.SAME

    @property
    def is_suspect(self) -> bool:
        """Whether people should decide."""
        return self.sameness is Sameness.SUSPECT

    @property
    def shown_reason(self) -> str:
        """The reason in the reader's language."""
        return _(self.reason)


def compare(one: Work, other: Work) -> Comparison:
    """Decide whether two entries are the same work; the order of the two makes no difference."""
    # Entries that say nothing are alike without being one, unless they have one key.
    if one.content == other.content and (one.content or one.key == other.key != ""):
        return _same(N_("same fields"))
    if by_identifier := _by_identifier(one, other):
        return by_identifier
    if titles.is_equal(one.title, other.title):
        return _by_equal_title(one, other)
    return _by_like_title(one, other)


def _by_identifier(one: Work, other: Work) -> Comparison | None:
    """The verdict of the identifiers that two entries share; None where they share none."""
    confused = None
    for agreed, disagreed in _shared_identifiers(one, other):
        if _titles_agree(one, other):
            return _same(agreed)
        confused = confused or Comparison(Sameness.SUSPECT, disagreed, is_of_identifier=True)
    return confused


def _shared_identifiers(one: Work, other: Work) -> Iterator[tuple[str, str]]:
    """Reasons for each shared identifier: where the titles agree, and where they do not."""
    if one.doi and one.doi == other.doi:
        yield N_("same DOI"), N_("same DOI, but the titles do not agree")
    elif one.doi and one.doi_without_version == other.doi_without_version:
        yield (
            N_("same DOI but for the version"),
            N_("same DOI but for the version, but the titles do not agree"),
        )
    if one.arxiv and one.arxiv == other.arxiv:
        yield N_("same arXiv number"), N_("same arXiv number, but the titles do not agree")
    if one.pmid and one.pmid == other.pmid:
        yield N_("same PubMed number"), N_("same PubMed number, but the titles do not agree")
    if one.isbn and one.isbn == other.isbn:
        yield N_("same ISBN"), N_("same ISBN, but the titles do not agree")


def _titles_agree(one: Work, other: Work) -> bool:
    """Whether nothing in two titles speaks against one identifier."""
    if not (one.title.compact and other.title.compact):
        return True
    if titles.is_equal(one.title, other.title):
        return True
    if titles.difference(one.title, other.title):
        return False
    return titles.likeness(one.title, other.title) >= titles.ALIKE


def _by_equal_title(one: Work, other: Work) -> Comparison:
    people = agreement(one.people, other.people)
    difference = _difference_in_kind(one, other)
    if difference:
        return _different(difference)
    if people is Agreement.NONE:
        if one.title.is_short:
            return _different(N_("a short title, and other people"))
        return _suspect(N_("same title, other people"))
    if one.doi and other.doi:
        if one.registrant == other.registrant:
            return _different(N_("two DOIs of one publisher"))
        return _suspect(N_("same title, two DOIs"))
    if one.arxiv and other.arxiv:
        return _suspect(N_("same title, two arXiv numbers"))
    if people is Agreement.OVERLAP:
        if one.key == other.key and is_same_first(one.people, other.people):
            return _same(N_("same key, title and first author"))
        if _is_workshop_and_more(one, other):
            return _different(N_("a paper of a workshop and a later one with other authors"))
        return _suspect(N_("same title, author lists that differ"))
    if _years_apart(one, other) > _YEARS_APART:
        return _suspect(N_("same title, years far apart"))
    if people is Agreement.SAME:
        return _same(N_("same title and people"))
    if one.title.is_generic:
        return _different(N_("a title that many works have"))
    return _same(N_("same title, and one names nobody"))


def _difference_in_kind(one: Work, other: Work) -> str:
    """Why two entries of one title are two works all the same, as a marked message."""
    kinds = {one.kind, other.kind}
    has_preprint = one.is_preprint or other.is_preprint
    if len(kinds) == 2:
        if Kind.DATA in kinds and not (one.is_bare or other.is_bare):
            return N_("one is a data set or a program")
        if kinds == {Kind.BOOK, Kind.CHAPTER}:
            return N_("a book and a chapter")
        # A thesis or a book may lie on a server of preprints, too.
        if Kind.THESIS in kinds and not has_preprint:
            return N_("one is a thesis")
        if kinds == {Kind.BOOK, Kind.ARTICLE} and not has_preprint:
            return N_("a book and an article")
    if one.part and other.part and one.part != other.part:
        return N_("two parts of one book")
    if one.edition and other.edition and one.edition != other.edition:
        return N_("two editions")
    if kinds == {Kind.REPORT} and _years_apart(one, other):
        return N_("reports of two years")
    numbers = {one.number, other.number} - {()}
    if kinds <= {Kind.REPORT, Kind.BOOK} and len(numbers) == 2:
        return N_("two numbers or volumes of one series")
    return ""


def _is_workshop_and_more(one: Work, other: Work) -> bool:
    """Whether one stands in the proceedings of a workshop, and the other elsewhere."""
    if one.is_preprint or other.is_preprint:
        return False
    return one.is_of_workshop != other.is_of_workshop


def _by_like_title(one: Work, other: Work) -> Comparison:
    """The verdict on two entries whose titles differ and that share no identifier."""
    likeness = titles.likeness(one.title, other.title)
    if likeness < titles.ALIKE:
        return _different(N_("the titles do not agree"))
    if difference := titles.difference(one.title, other.title):
        return _different(difference)
    people = agreement(one.people, other.people)
    of_one_key = bool(one.key) and one.key == other.key
    if (
        of_one_key
        and likeness >= titles.CORRECTED
        and not _is_set_apart(one, other)
        and (people is Agreement.UNKNOWN or is_same_first(one.people, other.people))
    ):
        return _same(N_("same key and a similar title"))
    if people is Agreement.NONE:
        return _different(N_("other people"))
    if difference := _difference_in_kind(one, other):
        return _different(difference)
    if one.doi and other.doi and one.registrant == other.registrant:
        return _different(N_("two DOIs of one publisher"))
    if _years_apart(one, other) > _YEARS_APART:
        return _different(N_("the titles do not agree"))
    if titles.is_misspelt(one.title, other.title):
        return _suspect(N_("titles that differ in a few letters"))
    if titles.is_shortened(one.title, other.title) and _is_of_one_time(one, other):
        return _suspect(N_("one title is the other without its subtitle"))
    is_reworded = likeness >= titles.REWORDED and people is Agreement.SAME
    if is_reworded and _could_be_published(one, other):
        return _suspect(N_("same people, and a preprint whose title may have been changed"))
    return _different(N_("the titles do not agree"))


def _is_of_one_time(one: Work, other: Work) -> bool:
    """Whether two entries are of one year, or one is the preprint of the other."""
    return not _years_apart(one, other) or _could_be_published(one, other)


def _could_be_published(one: Work, other: Work) -> bool:
    """Whether one is a preprint and the other what may have become of it."""
    if one.is_preprint == other.is_preprint or (one.arxiv and other.arxiv):
        return False
    return _years_apart(one, other) <= _SOON


def _is_set_apart(one: Work, other: Work) -> bool:
    """Whether identifiers or years speak against one work."""
    if (one.doi and other.doi) or (one.arxiv and other.arxiv):
        return True
    return _years_apart(one, other) > _YEARS_APART


def _years_apart(one: Work, other: Work) -> int:
    """Years between two entries; 0 where one of them names none."""
    if one.year is None or other.year is None:
        return 0
    return abs(one.year - other.year)


def _same(reason: str) -> Comparison:
    return Comparison(Sameness.SAME, reason)


def _suspect(reason: str) -> Comparison:
    return Comparison(Sameness.SUSPECT, reason)


def _different(reason: str) -> Comparison:
    return Comparison(Sameness.DIFFERENT, reason)
