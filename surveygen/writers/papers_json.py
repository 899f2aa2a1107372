"""Papers as JSON for programs: what the bibliography, the notes and the taxonomy say, decoded.

The object has a ``format`` number, which changes whenever a member changes its meaning or goes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from surveygen.survey.entry import VENUE_FIELDS, Entry
from surveygen.survey.note import Claim, Note
from surveygen.survey.paper import Paper
from surveygen.survey.survey import Survey
from surveygen.survey.taxonomy import Section
from surveygen.text.names import Person

FORMAT = 1


def write_papers_json(survey: Survey, papers: Iterable[Paper], *, all_fields: bool = False) -> str:
    """An object with the survey's identity and these papers in their order.

    What is not known is null or empty. Fields that no source confirmed are left out unless
    ``all_fields``, which also adds every BibTeX field as it stands, under ``fields``. A section in
    which none of the papers stands is there only where all of the survey's papers are.
    """
    taxonomy, papers = survey.taxonomy, list(papers)
    content: dict[str, object] = {
        "format": FORMAT,
        "survey": {
            "title": taxonomy.title,
            "abstract": taxonomy.abstract or None,
            "edition": taxonomy.edition,
            "date": taxonomy.date,
            "url": taxonomy.url,
            "license": taxonomy.license,
        },
        "sections": [
            {
                "id": section.id,
                "title": section.title,
                "description": section.description or None,
                "parent": _parent(survey, section.id),
            }
            for section in _sections(survey, papers)
        ],
        "background": [paper.key for paper in papers if paper.key in survey.background],
    }
    members = [f"{_dumps(name)}: {_dumps(value)}" for name, value in content.items()]
    lines = (_dumps(record_of(survey, paper, all_fields=all_fields)) for paper in papers)
    # A paper a line, so that a changed note is a changed line.
    members.append('"papers": [' + ",".join(f"\n{line}" for line in lines) + "\n]")
    return "{" + ",\n".join(members) + "}\n"


def with_papers(text: str, papers: Iterable[Paper]) -> str | None:
    """A text of `write_papers_json` in which these papers are as they are now.

    None where one of them does not stand in it.
    """
    lines = text.split("\n")
    places = {line.partition(", ")[0]: number for number, line in enumerate(lines)}
    for paper in papers:
        number = places.get(f'{{"key": {_dumps(paper.key)}')
        if number is None:
            return None
        end = "," if lines[number].endswith(",") else ""
        lines[number] = _dumps(paper_record(paper)) + end
    return "\n".join(lines)


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def record_of(survey: Survey, paper: Paper, *, all_fields: bool) -> Mapping[str, object]:
    """That of `paper_record`; what is public is made once for a survey."""
    if all_fields:
        return paper_record(paper, all_fields=True)
    known = _public_records(survey)
    if paper.key not in known:
        known[paper.key] = paper_record(paper)
    return known[paper.key]


@lru_cache(maxsize=1)
def _public_records(survey: Survey) -> dict[str, Mapping[str, object]]:
    return {}


def paper_record(paper: Paper, *, all_fields: bool = False) -> dict[str, object]:
    """One paper as JSON values."""
    entry = paper.entry
    hidden = frozenset() if all_fields else entry.unverified

    def known(value: object, *fields: str) -> object:
        return None if hidden.intersection(fields) or not value else value

    record: dict[str, object] = {
        "key": entry.key,
        "type": entry.entry_type,
        "title": known(entry.title, "title"),
        "authors": [] if "author" in hidden else list(map(_person, entry.authors)),
        "more_authors": entry.more_authors,
        "year": known(entry.year_number, "year", "date"),
        "year_text": known(entry.year, "year", "date"),
        "venue": known(entry.venue, *VENUE_FIELDS),
        "doi": known(entry.doi, "doi"),
        "arxiv": known(entry.arxiv and str(entry.arxiv), "eprint"),
        "url": known(entry.url, "url"),
        "published_as": known(entry.published_as, "x-published"),
        "status": entry.status or None,
        "status_note": entry.status_note or None,
        "unverified": sorted(entry.unverified),
        "slug": paper.slug,
        "home": paper.home,
        "also": list(paper.also),
        "note": _note(paper.note) if paper.note else None,
    }
    if all_fields:
        record["fields"] = dict(entry.fields)
    return record


def author_names(entry: Entry) -> list[str]:
    """Names in natural order."""
    return [person.full for person in entry.authors]


def _person(person: Person) -> dict[str, str]:
    if person.literal:
        return {"name": person.family}
    parts = {
        "given": person.given,
        "particle": person.particle,
        "family": person.family,
        "suffix": person.suffix,
    }
    return {"name": person.full, **{name: text for name, text in parts.items() if text}}


def _note(note: Note) -> dict[str, object]:
    return {
        "tldr": note.tldr_text or None,
        "text": note.body.text,
        "kind": note.kind.value if note.kind else None,
        "tags": list(note.tags),
        "claims": [_claim(claim) for claim in note.claims],
        "links": dict(note.links),
        "about": note.about or None,
        "added": note.added or None,
    }


def _claim(claim: Claim) -> dict[str, str]:
    parts = {
        "metric": claim.metric,
        "value": claim.value,
        "unit": claim.unit,
        "bound": claim.bound.value,
        "kind": claim.kind.value,
        "on": claim.on,
        "versus": claim.versus,
    }
    return {name: text for name, text in parts.items() if text}


def _sections(survey: Survey, papers: Sequence[Paper]) -> Iterator[Section]:
    """The sections in or below which papers stand; all where the papers are all."""
    if {paper.key for paper in papers} >= survey.papers.keys():
        yield from survey.sections.values()
        return
    stand_in = {id for paper in papers for id in (paper.home, *paper.also)}
    for section in survey.sections.values():
        if any(part.id in stand_in for _depth, part in section.walk()):
            yield section


def _parent(survey: Survey, id: str) -> str | None:
    above = survey.ancestors[id][:-1]
    return above[-1].id if above else None
