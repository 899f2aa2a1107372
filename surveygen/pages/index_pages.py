"""Which index pages a survey has, and what their templates show.

A page holds the keys that it lists and a digest of what is shown of them, so that it changes when,
and only when, that does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from surveygen.messages import N_
from surveygen.pages.additions import months
from surveygen.pages.indexes import (
    OTHER,
    PERSON_LIMIT,
    Letter,
    MetricClaims,
    author_index,
    claim_index,
    is_doubtful,
    kind_counts,
    people_of,
    short_title,
    tag_index,
    year_index,
)
from surveygen.references.labels import labels
from surveygen.survey.paper import Paper
from surveygen.survey.survey import Survey

INDEXES = "indexes"
AUTHORS = "authors"
WHATS_NEW = "whats-new"


@dataclass(frozen=True, slots=True)
class IndexPage:
    """A page that is still to be rendered."""

    name: str
    template: str
    title: str
    """A message."""
    part_of: str
    """The page whose tree it stands in."""
    context: Mapping[str, object]


def index_pages(survey: Survey) -> Iterator[IndexPage]:
    """The page that leads to all of them, then each; none for a survey without papers."""
    pages = list(_pages(survey))
    if pages:
        parts = [page for page in pages if page.part_of == INDEXES]
        yield IndexPage(INDEXES, "indexes.md.j2", N_("Indexes"), "", {"pages": parts})
        yield from pages


def _pages(survey: Survey) -> Iterator[IndexPage]:
    if letters := author_index(survey):
        yield from _author_pages(letters)
    if years := year_index(survey):
        shown = _year_row(survey)
        groups = [{"year": one, "digest": _digest(map(shown, one.papers))} for one in years]
        context = {"groups": groups, "count": len(survey.papers)}
        yield IndexPage("years", "years.md.j2", N_("Papers by year"), INDEXES, context)
    if tags := tag_index(survey):
        groups = [{"tag": one, "digest": _digest(map(_brief_row, one.papers))} for one in tags]
        context = {"groups": groups, "count": len(tags), "kinds": kind_counts(survey)}
        yield IndexPage("tags", "tags.md.j2", N_("Tags"), INDEXES, context)
    if claims := claim_index(survey):
        groups = [{"metric": one, "digest": _claims_digest(one)} for one in claims]
        context = {"groups": groups, "count": sum(len(one.rows) for one in claims)}
        yield IndexPage("claims", "claims.md.j2", N_("Claims by metric"), INDEXES, context)
    if new := months(survey):
        shown = _addition_row(survey)
        groups = [{"month": one, "digest": _digest(map(shown, one.shown))} for one in new]
        context = {"groups": groups, "count": sum(one.count for one in new)}
        yield IndexPage(WHATS_NEW, "whats-new.md.j2", N_("What is new"), INDEXES, context)


def _author_pages(letters: tuple[Letter, ...]) -> Iterator[IndexPage]:
    """One page, or one for each Latin letter and one for all others where there are many people."""
    count = sum(len(letter.people) for letter in letters)
    parts: dict[str, list[Letter]] = {}
    if count > PERSON_LIMIT:
        for letter in letters:
            parts.setdefault(letter.page, []).append(letter)
    here = [] if parts else [_letter_group(letter) for letter in letters]
    names = [
        {
            "name": f"{AUTHORS}-{part}",
            "letter": "" if part == OTHER else group[0].letter,
            "count": sum(len(letter.people) for letter in group),
        }
        for part, group in parts.items()
    ]
    context = {"groups": here, "count": count, "parts": names}
    yield IndexPage(AUTHORS, "authors.md.j2", N_("Authors"), INDEXES, context)
    for part, name in zip(parts.values(), names, strict=True):
        context = {"groups": list(map(_letter_group, part)), "part": name, "parts": names}
        yield IndexPage(str(name["name"]), "authors-part.md.j2", N_("Authors"), AUTHORS, context)


def _letter_group(letter: Letter) -> dict[str, object]:
    papers = {paper.key: paper for person in letter.people for paper in person.papers}
    return {"letter": letter, "digest": _digest(map(_author_row, papers.values()))}


def _brief_row(paper: Paper) -> tuple[object, ...]:
    """What an index shows of a paper in one line."""
    entry = paper.entry
    return (paper.slug, paper.home is None, short_title(entry), entry.year, entry.status)


def _author_row(paper: Paper) -> tuple[object, ...]:
    return (*_brief_row(paper), is_doubtful(paper.entry))


def _year_row(survey: Survey) -> Callable[[Paper], tuple[object, ...]]:
    found = labels(paper.entry for paper in survey.papers.values())

    def shown(paper: Paper) -> tuple[object, ...]:
        entry = paper.entry
        link = (paper.slug, paper.home is None)
        label = found[entry.key].authors
        shown = (entry.rich_title, label, entry.year, entry.venue, entry.arxiv, entry.status)
        return (*link, *shown)

    return shown


def _addition_row(survey: Survey) -> Callable[[Paper], tuple[object, ...]]:
    year_row = _year_row(survey)

    def shown(paper: Paper) -> tuple[object, ...]:
        entry, note = paper.entry, paper.note
        doubt = (entry.status, entry.status_note, sorted(entry.unverified))
        return (*year_row(paper), *doubt, note and (note.added, note.tldr, note.draft))

    return shown


def _claims_digest(metric: MetricClaims) -> str:
    def shown(paper: Paper) -> tuple[object, ...]:
        people = [person.surname for person in people_of(paper.entry)]
        names = (people, paper.entry.more_authors)
        return (paper.slug, names, paper.entry.title, paper.entry.year)

    return _digest((*shown(row.paper), row.claim) for row in metric.rows)


def _digest(shown: Iterable[object]) -> str:
    text = repr(list(shown)).encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest()[:12]
