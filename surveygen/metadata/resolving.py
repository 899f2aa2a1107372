"""What somebody wants to add, a number, an address or a title, to the work that it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final
from urllib.parse import unquote

from surveygen.matching.people import Agreement, agreement
from surveygen.matching.titles import Title, is_equal
from surveygen.matching.work import Work
from surveygen.messages import _
from surveygen.metadata.found import Found, Notice
from surveygen.metadata.lookups import Outcome, State
from surveygen.metadata.run import Run
from surveygen.metadata.status import status_of
from surveygen.metadata.versions import Joined, disagreement, has_same_face, join, with_status
from surveygen.survey.entry import Entry
from surveygen.text import identifiers
from surveygen.text.normal import clean

_DOI_IN_ADDRESS: Final = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s?#&\"<>]+")
_OF_PAGE: Final = re.compile(
    r"/(?:full|abstract|pdf|epdf|html|meta|summary|fulltext)$|\.(?:pdf|html?)$"
)
"""What publishers put behind the DOI in addresses of pages."""
_BRACKETS: Final = re.compile(r"^[<(\[]+|[>)\],.;]+$")
_NATURE: Final = re.compile(r"https?://(?:www\.)?nature\.com/articles/([\w-]+)", re.IGNORECASE)
_ARXIV_DOI: Final = "10.48550/arxiv."
MAX_CANDIDATES: Final = 5


class Kind(Enum):
    """What a text names a work by."""

    ARXIV = auto()
    DOI = auto()
    TITLE = auto()
    ADDRESS = auto()
    """A web address that says no identifier."""
    NOTHING = auto()
    """Digits and signs that are no identifier."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A work as somebody names it."""

    text: str
    kind: Kind
    id: str
    """The identifier, or the title."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """The work that was meant."""

    wanted: Wanted
    joined: Joined
    abstract: str = ""


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Why it is not known which work was meant."""

    wanted: Wanted
    reason: str
    candidates: tuple[Found, ...] = ()
    """Works that it may be."""


def read_wanted(text: str) -> Wanted:
    """Tell what a text names a work by: an arXiv number, a DOI, addresses of either, or a title."""
    shown = clean(text)
    bare = _BRACKETS.sub("", shown)
    if (number := identifiers.arxiv(bare)) is not None:
        return Wanted(shown, Kind.ARXIV, number.id)
    if (doi := identifiers.doi(bare)) is not None:
        return Wanted(shown, Kind.DOI, doi.lower())
    if identifiers.web_url(bare) is None:
        is_title = any(character.isalpha() for character in shown)
        return Wanted(shown, Kind.TITLE if is_title else Kind.NOTHING, shown)
    if found := _DOI_IN_ADDRESS.search(unquote(bare)):
        doi = identifiers.doi(_OF_PAGE.sub("", found[0]).rstrip("/"))
        if doi is not None:
            return Wanted(shown, Kind.DOI, doi.lower())
    if found := _NATURE.match(bare):
        return Wanted(shown, Kind.DOI, f"10.1038/{found[1].lower()}")
    return Wanted(shown, Kind.ADDRESS, bare)


def resolve(run: Run, wanted: Sequence[Wanted]) -> list[Resolved | Unresolved]:
    """Find out which works are meant; identifiers of one service are asked for together."""
    arxiv = run.lookups.look_up(run.ask.arxiv, _ids(wanted, Kind.ARXIV))
    crossref = run.lookups.look_up(run.ask.crossref, _ids(wanted, Kind.DOI))
    found: list[Resolved | Unresolved] = []
    for one in wanted:
        match one.kind:
            case Kind.ARXIV:
                found.append(_of_arxiv(run, one, arxiv[one.id]))
            case Kind.DOI:
                found.append(_of_doi(run, one, crossref[one.id]))
            case Kind.TITLE:
                found.append(_of_title(run, one))
            case Kind.ADDRESS:
                reason = _("the address names neither DOI nor arXiv number; give one, or the title")
                found.append(Unresolved(one, reason))
            case Kind.NOTHING:
                reason = _("it is no arXiv number, DOI, address or title")
                found.append(Unresolved(one, reason))
    return found


def _ids(wanted: Iterable[Wanted], kind: Kind) -> list[str]:
    return [one.id for one in wanted if one.kind is kind]


def _of_arxiv(run: Run, wanted: Wanted, outcome: Outcome[Found]) -> Resolved | Unresolved:
    preprint = outcome.value
    if outcome.state is State.UNKNOWN:
        return Unresolved(wanted, _("arXiv does not know {id}").format(id=wanted.id))
    if preprint is None:
        # arXiv registers its numbers as DOIs, so another service knows them too.
        doi = _ARXIV_DOI + wanted.id
        second = run.lookups.look_up(run.ask.doi, [doi])[doi]
        if second.value is None:
            return Unresolved(wanted, _unheard("arXiv", outcome.reason))
        preprint = _as_preprint(second.value, wanted.id)
    return _resolved(run, wanted, preprint, _published(run, preprint))


def _as_preprint(found: Found, number: str) -> Found:
    """What the DOI of an arXiv number says, as an entry of the preprint."""
    fields = {
        name: value for name, value in found.entry.fields.items() if name in ("author", "title")
    }
    fields |= {"year": found.entry.year, "eprint": number, "archiveprefix": "arXiv"}
    return replace(found, entry=Entry("", "misc", fields, "misc"))


def _of_doi(run: Run, wanted: Wanted, outcome: Outcome[Found]) -> Resolved | Unresolved:
    found = outcome.value
    if found is None:
        second = run.lookups.look_up(run.ask.doi, [wanted.id])[wanted.id]
        found = second.value
        if found is None and outcome.state is State.UNKNOWN and second.state is State.UNKNOWN:
            return Unresolved(wanted, _("no agency knows the DOI {id}").format(id=wanted.id))
        if found is None:
            service, reason = (
                ("Crossref", outcome.reason)
                if outcome.state is State.FAILED
                else ("doi.org", second.reason)
            )
            return Unresolved(wanted, _unheard(service, reason))
    if Work(found.entry).is_preprint:
        return _resolved(run, wanted, found, _published(run, found))
    return _resolved(run, wanted, _preprint(run, found), found)


def _of_title(run: Run, wanted: Wanted) -> Resolved | Unresolved:
    searched = f"{wanted.id}\n"
    at_crossref = run.lookups.look_up(run.ask.crossref_titles, [searched])[searched]
    at_arxiv = run.lookups.look_up(run.ask.arxiv_titles, [wanted.id])[wanted.id]
    candidates = (*(at_arxiv.value or ()), *(at_crossref.value or ()))
    title = Title(wanted.id)
    equal = [found for found in candidates if is_equal(Title(found.entry.title), title)]
    preprints = [found for found in equal if Work(found.entry).is_preprint]
    published = [found for found in equal if not Work(found.entry).is_preprint]
    if not equal:
        for service, outcome in (("arXiv", at_arxiv), ("Crossref", at_crossref)):
            if outcome.state is State.FAILED and not candidates:
                return Unresolved(wanted, _unheard(service, outcome.reason))
        reason = _("no service knows a work of this title")
        return Unresolved(wanted, reason, tuple(candidates[:MAX_CANDIDATES]))
    first, rest = equal[0], equal[1:]
    people = Work(first.entry).people
    if any(agreement(people, Work(it.entry).people) is Agreement.NONE for it in rest):
        reason = _("several works have this title; give the DOI or arXiv number of one")
        return Unresolved(wanted, reason, tuple(equal[:MAX_CANDIDATES]))
    preprint = preprints[0] if preprints else None
    of_it = [
        it for it in published if preprint is None or not disagreement(preprint.entry, it.entry)
    ]
    return _resolved(run, wanted, preprint, of_it[0] if of_it else None)


def _published(run: Run, preprint: Found) -> Found | None:
    """What was published of a preprint, as far as it is known."""
    if doi := preprint.published_doi.lower():
        found = run.lookups.look_up(run.ask.crossref, [doi])[doi].value
        # Its archive says that it is the same work; titles may differ, people must not all.
        if found is not None and _shares_people(preprint.entry, found.entry):
            return found
        return None
    return published_by_title(run, preprint.entry)


def published_by_title(run: Run, preprint: Entry) -> Found | None:
    """What Crossref knows under the title and first author of a preprint, if both agree."""
    if not preprint.title or not preprint.authors:
        return None
    searched = f"{preprint.title}\n{preprint.authors[0].family}"
    found = run.lookups.look_up(run.ask.crossref_titles, [searched])[searched].value
    for one in found or ():
        if not Work(one.entry).is_preprint and not disagreement(preprint, one.entry):
            return one
    return None


def _preprint(run: Run, published: Found) -> Found | None:
    """The preprint of a published work, where title and people are the same."""
    if not published.entry.title:
        return None
    title = published.entry.title
    for one in run.lookups.look_up(run.ask.arxiv_titles, [title])[title].value or ():
        if has_same_face(one.entry, published.entry) and not disagreement(
            one.entry, published.entry
        ):
            return one
    return None


def _shares_people(one: Entry, other: Entry) -> bool:
    return agreement(Work(one).people, Work(other).people) in (Agreement.SAME, Agreement.OVERLAP)


def _resolved(
    run: Run, wanted: Wanted, preprint: Found | None, published: Found | None
) -> Resolved:
    joined = join(preprint, published)
    doi = (joined.entry.doi or "").lower()
    abstract = next((it.abstract for it in (preprint, published) if it and it.abstract), "")
    # Notices about another version are not about this one.
    source = (
        published if published is not None and published.entry.doi == joined.entry.doi else preprint
    )
    notices: list[Notice] = []
    if doi and source is not None:
        notices += source.notices
        notices += run.lookups.look_up(run.ask.notices, [doi])[doi].value or ()
    status = status_of(notices, is_withdrawn=source is preprint and _is_withdrawn(preprint))
    if status is not None and source is not None:
        joined = with_status(joined, status, source)
    return Resolved(wanted, joined, abstract)


def _is_withdrawn(preprint: Found | None) -> bool:
    return preprint is not None and preprint.is_withdrawn


def _unheard(service: str, reason: str) -> str:
    return _("{service}: {reason}").format(service=service, reason=reason)
