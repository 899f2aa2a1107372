"""Other ways into a survey than its tree: by author, year, tag, and by what was measured."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from surveygen.pages.statistics import ClaimRow, claim_rows
from surveygen.survey.entry import Entry
from surveygen.survey.note import PaperKind
from surveygen.survey.paper import Paper
from surveygen.survey.survey import Survey
from surveygen.survey.taxonomy import Section
from surveygen.survey.vocabulary import Metric
from surveygen.text.names import Person
from surveygen.text.normal import fold, sort_key
from surveygen.text.slugs import slug

PERSON_LIMIT = 2000
"""More people than this have a page for each letter; one page of so many weighs about 300 kB."""
SHORT_TITLE = 48
"""Characters of a title where many stand together."""
OTHER = "other"
"""Stands for all names that begin with no letter of an alphabet that has capitals."""
_LATIN = frozenset("abcdefghijklmnopqrstuvwxyz")


@dataclass(frozen=True, slots=True)
class IndexedPerson:
    """A name of the author index; people of one spelling are one, nothing else is merged."""

    name: str
    """Family name first, as the index shows it."""
    papers: tuple[Paper, ...]
    """Newest first."""


@dataclass(frozen=True, slots=True)
class Letter:
    """The people whose names begin alike."""

    letter: str
    """A capital; empty for `OTHER`."""
    id: str
    """What stands for the letter in names of pages and anchors: ASCII, lower case."""
    people: tuple[IndexedPerson, ...]

    @property
    def page(self) -> str:
        """Which part of a split index it belongs to: its Latin letter, or `OTHER`."""
        return self.id if self.id in _LATIN else OTHER


@dataclass(frozen=True, slots=True)
class Year:
    """The papers of a year."""

    year: str
    """Four digits; empty for papers without a year."""
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag with the papers that have it."""

    tag: str
    definition: str
    anchor: str
    """Of its own; empty where another tag has the same slug."""
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class MetricClaims:
    """What was measured, and every claim of it; rows that compare stand together."""

    id: str
    """As claims name it."""
    metric: Metric | None
    """None where the survey does not define it."""
    anchor: str
    rows: tuple[ClaimRow, ...]

    @property
    def places(self) -> tuple[tuple[str, int], ...]:
        """Key, and the place of the claim in its note, for every row."""
        return tuple(
            (row.paper.key, row.paper.note.claims.index(row.claim))
            for row in self.rows
            if row.paper.note
        )

    @property
    def name(self) -> str:
        """What a page calls it."""
        return self.metric.name if self.metric else self.id


def people_of(entry: Entry) -> tuple[Person, ...]:
    """The authors; editors stand in where there are none, as in references."""
    return entry.authors or entry.editors


def is_doubtful(entry: Entry) -> bool:
    """Whether no source confirmed the people that the index lists an entry under."""
    return ("author" if entry.authors else "editor") in entry.unverified


def author_index(survey: Survey) -> tuple[Letter, ...]:
    """Every person once, by letter; people of the papers surveyed, not of background entries."""
    found: dict[str, dict[str, Paper]] = {}
    shown: dict[str, str] = {}
    for paper in survey.papers.values():
        for person in people_of(paper.entry):
            found.setdefault(person.inverted, {})[paper.key] = paper
            shown.setdefault(person.inverted, _shown(person))
    by_initial: dict[str, list[IndexedPerson]] = {}
    for name in sorted(found, key=sort_key):
        indexed = IndexedPerson(shown[name], tuple(found[name].values()))
        by_initial.setdefault(_initial(name), []).append(indexed)
    last = by_initial.pop("", [])
    letters = [
        Letter(initial.upper(), _letter_id(initial), tuple(people))
        for initial, people in by_initial.items()
    ]
    return (*letters, Letter("", OTHER, tuple(last))) if last else tuple(letters)


def _shown(person: Person) -> str:
    """Inverted, but for names that put the family first by themselves."""
    natural = f"{person.surname} {person.given}"
    return person.full if person.full == natural else person.inverted


def _initial(name: str) -> str:
    """The first letter of the form that names are sorted by; empty where it has no capital."""
    initial = fold(name)[:1]
    return initial if initial.upper() != initial.lower() else ""


def _letter_id(initial: str) -> str:
    return initial if initial in _LATIN else f"u{ord(initial):04x}"


def year_index(survey: Survey) -> tuple[Year, ...]:
    """Papers by year, newest first; those without one last."""
    found: dict[str, list[Paper]] = {}
    for paper in survey.papers.values():
        number = paper.entry.year_number
        found.setdefault("" if number is None else paper.entry.year, []).append(paper)
    return tuple(Year(year, tuple(found[year])) for year in sorted(found, reverse=True))


def tag_index(survey: Survey) -> tuple[Tag, ...]:
    """Every tag that a note has, in the order of their names."""
    found: dict[str, dict[str, Paper]] = {}
    for paper in survey.papers.values():
        for tag in paper.note.tags if paper.note else ():
            found.setdefault(tag, {})[paper.key] = paper
    tags = sorted(found, key=sort_key)
    anchors = _anchors("tag", tags)
    return tuple(
        Tag(tag, survey.vocabulary.tags.get(tag, ""), anchors[tag], tuple(found[tag].values()))
        for tag in tags
    )


def kind_counts(survey: Survey) -> Mapping[PaperKind, int]:
    """How many papers there are of each kind that a note names, the most frequent first."""
    notes = (paper.note for paper in survey.papers.values())
    counts = Counter(note.kind for note in notes if note and note.kind)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def claim_index(survey: Survey) -> tuple[MetricClaims, ...]:
    """All claims of papers that stand in a section, by metric."""
    whole = Section("", "", sections=survey.taxonomy.sections)
    # Two metrics may bear one name; what they measure differs.
    found: dict[str, list[ClaimRow]] = {}
    for rows in claim_rows(survey, whole).values():
        for row in rows:
            found.setdefault(row.claim.metric, []).append(row)
    anchors = _anchors("metric", found)
    return tuple(
        MetricClaims(id, survey.vocabulary.metrics.get(id), anchors[id], tuple(rows))
        for id, rows in found.items()
    )


def _anchors(kind: str, names: Iterable[str]) -> dict[str, str]:
    """An anchor for every name; of names with one slug the first has it."""
    taken: dict[str, str] = {}
    for name in names:
        taken.setdefault(slug(name), name)
    return {name: f"{kind}-{slug(name)}" if taken[slug(name)] == name else "" for name in names}


def short_title(entry: Entry) -> str:
    """The title, or its beginning where it is long: what stands before a colon, or some words."""
    title = entry.title or entry.key
    if len(title) <= SHORT_TITLE:
        return title
    head, _colon, rest = title.partition(": ")
    if rest and 3 <= len(head) <= SHORT_TITLE:
        return head
    cut, _blank, _word = title[:SHORT_TITLE].rpartition(" ")
    return f"{(cut or title[:SHORT_TITLE]).rstrip(' ,;:-–—')}…"
