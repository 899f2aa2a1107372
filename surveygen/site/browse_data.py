"""What the browse pages show: columns and facets of papers and of claims, as one JSON object.

A column holds a value for each row; a facet holds its values once, and for each row the numbers of
those that it has. Order and meaning of the members are those that ``surveygen-browse.js`` reads.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from surveygen.messages import N_, Words
from surveygen.references.reference import author_text, status_text, year_text
from surveygen.site.note_labels import kind_label, shown_claim
from surveygen.site.paper_lines import venue
from surveygen.site.state import Loaded
from surveygen.site.targets import paper_uri
from surveygen.survey.note import Claim
from surveygen.survey.paper import Paper
from surveygen.writers.papers_json import author_names

if TYPE_CHECKING:
    from sphinx.builders import Builder

T = TypeVar("T")

BROWSE = "browse"
"""Page name of the page with all papers."""
CLAIMS = "browse-claims"
"""Page name of the page with all claims."""
_PEOPLE = 3
"""Authors that a line names."""

_WORDS = {
    "fewer": N_("Show fewer"),
    "from": N_("From"),
    "to": N_("To"),
    "exclude": N_("Exclude: {more}"),
    "not": N_("not {more}"),
    "remove": N_("Remove filter: {more}"),
    "select": N_("Select: {more}"),
    "page": N_("Page {n} of {more}"),
    "failed": N_("{more} could not be loaded"),
    "copied": N_("Link copied"),
    "table": N_("Table of results"),
    "selection": N_("Selection"),
}


def browse_title(here: Loaded) -> str:
    """What the page with all papers is called."""
    return here.words.gettext("All papers")


def papers_data(here: Loaded, builder: Builder) -> dict[str, Any]:
    """Every paper that the survey places or lists, in the order of exports."""
    words, survey = here.words, here.survey
    papers = tuple(survey.in_tree_order())

    def summary(paper: Paper) -> str:
        return paper.note.tldr if paper.note else ""

    def sections(paper: Paper) -> list[str]:
        return [id for id in (paper.home, *paper.also) if id is not None]

    def having(paper: Paper) -> list[str]:
        note = paper.note
        has = {
            "code": note is not None and "code" in note.links,
            "claims": note is not None and bool(note.claims),
            "note": note is not None,
            "doi": paper.entry.doi is not None,
            "pdf": paper.entry.arxiv is not None,
        }
        return [name for name, is_there in has.items() if is_there]

    labels = {
        "code": words.gettext("Code"),
        "claims": words.gettext("Reported figures"),
        "note": words.gettext("Note"),
        "doi": "DOI",
        "pdf": "arXiv",
    }
    facets = [
        _section_facet(here, papers, sections),
        _range_facet(words.gettext("Year"), [paper.entry.year_number for paper in papers]),
        _set_facet("kind", words.gettext("Kind"), papers, _kinds, lambda id: _kind(here, id)),
        _set_facet(
            "tag", words.gettext("Tag"), papers, lambda p: p.note.tags if p.note else (), str
        ),
        _set_facet("has", words.gettext("With"), papers, having, labels.__getitem__, labels),
        _set_facet("status", words.gettext("Status"), papers, _states, lambda id: _state(here, id)),
        _set_facet("venue", words.gettext("Venue"), papers, _venues, str),
    ]
    columns: dict[str, list[object]] = {
        "key": [paper.key for paper in papers],
        "uri": [paper_uri(builder, BROWSE, paper, here) for paper in papers],
        "title": [paper.entry.title or paper.key for paper in papers],
        "people": [author_text(paper.entry, limit=_PEOPLE, words=words) for paper in papers],
        "first": [
            paper.entry.authors[0].inverted if paper.entry.authors else "" for paper in papers
        ],
        "venue": [venue(paper) for paper in papers],
        "year_text": [year_text(paper.entry, words) for paper in papers],
        "year": [paper.entry.year_number for paper in papers],
        "added": [(paper.note.added if paper.note else "") or "" for paper in papers],
        "place": [survey.sections[p.home].title if p.home else "" for p in papers],
        "tldr": [summary(paper) for paper in papers],
        "marks": [_marks(paper, words) for paper in papers],
        "more": [_more(paper) for paper in papers],
    }
    sorts = [
        ("newest", words.gettext("Newest first"), "year", "down"),
        ("oldest", words.gettext("Oldest first"), "year", "up"),
        ("title", words.gettext("Title"), "title", "up"),
        ("author", words.gettext("First author"), "first", "up"),
        ("venue", words.gettext("Venue"), "venue", "up"),
    ]
    if any(columns["added"]):
        sorts.append(("added", words.gettext("Added last"), "added", "down"))
    return _data(
        words,
        columns,
        facets,
        text=("title", "people", "more", "venue", "year_text", "tldr", "place"),
        sorts=sorts,
        views=[
            ("list", words.gettext("List")),
            ("cards", words.gettext("Summaries")),
            ("table", words.gettext("Table")),
        ],
        heads=[
            words.gettext("Selection"),
            words.gettext("Title"),
            words.gettext("Authors"),
            words.gettext("Year"),
            words.gettext("Venue"),
            words.gettext("Section"),
        ],
        counted=lambda n: words.ngettext("{n} paper of {more}", "{n} papers of {more}", n),
        written=lambda n: words.ngettext("{n} paper -> {more}", "{n} papers -> {more}", n),
    )


def claims_data(here: Loaded, builder: Builder) -> dict[str, Any]:
    """Every claim of every note, in the order of papers and notes."""
    words, survey = here.words, here.survey
    rows = [
        (paper, claim, shown_claim(claim, survey.vocabulary, words))
        for paper in survey.in_tree_order()
        if paper.note
        for claim in paper.note.claims
    ]
    papers = [paper for paper, _claim, _shown in rows]
    names = {claim.metric: shown.metric for _paper, claim, shown in rows}
    kinds = {
        "absolute": words.gettext("absolute"),
        "difference": words.gettext("difference"),
        "ratio": words.gettext("ratio"),
    }
    bounds = {
        "exact": words.gettext("exact"),
        "up-to": words.gettext("up to"),
        "at-least": words.gettext("at least"),
        "about": words.gettext("about"),
    }

    def of(value: Callable[[Claim], str]) -> Callable[[int], list[str]]:
        return lambda row: [text] if (text := value(rows[row][1])) else []

    places = range(len(rows))
    facets = [
        _set_facet("metric", words.gettext("Metric"), places, of(lambda c: c.metric), names.get),
        _set_facet("on", words.gettext("On"), places, of(lambda c: c.on), str),
        _section_facet(
            here, places, lambda row: [id for id in (papers[row].home, *papers[row].also) if id]
        ),
        _range_facet(words.gettext("Year"), [paper.entry.year_number for paper in papers]),
        _set_facet(
            "value", words.gettext("Value"), places, of(lambda c: c.kind.value), kinds.get, kinds
        ),
        _set_facet(
            "bound", words.gettext("Bound"), places, of(lambda c: c.bound.value), bounds.get, bounds
        ),
    ]
    columns: dict[str, list[object]] = {
        "uri": [paper_uri(builder, CLAIMS, paper, here) for paper in papers],
        "title": [paper.entry.title or paper.key for paper in papers],
        "people": [author_text(paper.entry, limit=_PEOPLE, words=words) for paper in papers],
        "metric": [shown.metric for _paper, _claim, shown in rows],
        "value": [shown.value for _paper, _claim, shown in rows],
        "number": [_number(claim) for _paper, claim, _shown in rows],
        "on": [shown.on for _paper, _claim, shown in rows],
        "versus": [shown.versus for _paper, _claim, shown in rows],
        "year_text": [year_text(paper.entry, words) for paper in papers],
        "year": [paper.entry.year_number for paper in papers],
    }
    return _data(
        words,
        columns,
        facets,
        text=("metric", "value", "on", "versus", "title", "people", "year_text"),
        sorts=[
            ("metric", words.gettext("Metric"), "metric", "up"),
            ("newest", words.gettext("Newest first"), "year", "down"),
            ("highest", words.gettext("Highest value"), "number", "down"),
            ("lowest", words.gettext("Lowest value"), "number", "up"),
        ],
        views=[("claims", words.gettext("Table"))],
        heads=[
            words.gettext("Metric"),
            words.gettext("Value"),
            words.gettext("On"),
            words.gettext("Versus"),
            words.gettext("Paper"),
            words.gettext("Year"),
        ],
        counted=lambda n: words.ngettext("{n} figure of {more}", "{n} figures of {more}", n),
        written=lambda n: "",
    )


def _data(
    words: Words,
    columns: Mapping[str, Sequence[object]],
    facets: Sequence[tuple[dict[str, Any], Sequence[object]]],
    *,
    counted: Callable[[int], str],
    written: Callable[[int], str],
    **members: object,
) -> dict[str, Any]:
    whole = {**columns, **{f"facet:{facet['name']}": rows for facet, rows in facets}}

    def forms(text: Callable[[int], str]) -> list[str]:
        return [text(1), text(2)]

    return {
        "length": len(columns["title"]),
        **members,
        "facets": [facet for facet, _rows in facets],
        "columns": whole,
        "words": {
            **{name: words.gettext(text) for name, text in _WORDS.items()},
            "count": forms(counted),
            "written": forms(written),
            "all": forms(lambda n: words.ngettext("Show all {n}", "Show all {n}", n)),
            "selected": forms(
                lambda n: words.ngettext(
                    "Files of the one selected", "Files of the {n} selected", n
                )
            ),
            "unselected": forms(
                lambda n: words.ngettext(
                    "Files of the one that is shown", "Files of all {n} that are shown", n
                )
            ),
            "whole": forms(lambda n: words.ngettext("Select it", "Select all {n}", n)),
        },
    }


# -- facets ------------------------------------------------------------------------------------


def _set_facet(
    name: str,
    label: str,
    items: Iterable[T],
    values_of: Callable[[T], Iterable[str]],
    label_of: Callable[[str], str | None],
    order: Iterable[str] | None = None,
) -> tuple[dict[str, Any], list[object]]:
    """A facet whose values are names: in a given order, or those first that most items have."""
    found = [list(dict.fromkeys(values_of(item))) for item in items]
    counts = Counter(value for values in found for value in values)
    labels = {value: label_of(value) or value for value in counts}
    known: Sequence[str] = (
        [value for value in order if value in counts]
        if order is not None
        else sorted(counts, key=lambda it: (-counts[it], labels[it].casefold(), it))
    )
    number = {value: place for place, value in enumerate(known)}
    facet = {
        "name": name,
        "label": label,
        "kind": "set",
        "values": [[value, labels[value]] for value in known],
    }
    return facet, [[number[value] for value in values] for values in found]


def _section_facet(
    here: Loaded, items: Iterable[T], sections_of: Callable[[T], Iterable[str]]
) -> tuple[dict[str, Any], list[object]]:
    """The tree of sections; a section holds what those below it hold."""
    survey = here.survey
    number = {id: place for place, id in enumerate(survey.sections)}
    values = []
    for id, section in survey.sections.items():
        path = survey.ancestors[id]
        above = number[path[-2].id] if len(path) > 1 else -1
        values.append([id, section.title, above])
    facet = {
        "name": "section",
        "label": here.words.gettext("Section"),
        "kind": "tree",
        "values": values,
    }
    return facet, [[number[id] for id in sections_of(item)] for item in items]


def _range_facet(
    label: str, years: Sequence[int | None]
) -> tuple[dict[str, Any], Sequence[object]]:
    known = [year for year in years if year is not None]
    bounds = [min(known), max(known)] if known else [None, None]
    return {"name": "year", "label": label, "kind": "range", "values": bounds}, years


def _kinds(paper: Paper) -> list[str]:
    return [paper.note.kind.value] if paper.note and paper.note.kind else []


def _kind(here: Loaded, id: str) -> str:
    notes = (paper.note for paper in here.survey.papers.values())
    note = next(note for note in notes if note and note.kind and note.kind.value == id)
    return kind_label(note, here.words)


def _states(paper: Paper) -> list[str]:
    states = [paper.entry.status] if paper.entry.status else []
    if paper.entry.unverified:
        states.append("unverified")
    if paper.note and paper.note.draft:
        states.append("draft")
    if paper.home is None:
        states.append("not-placed")
    return states


def _state(here: Loaded, id: str) -> str:
    words = here.words
    own = {
        "unverified": words.gettext("unverified"),
        "draft": words.gettext("draft"),
        "not-placed": words.gettext("Not yet placed"),
    }
    if id in own:
        return own[id]
    paper = next(it for it in here.survey.papers.values() if it.entry.status == id)
    return status_text(paper.entry, words)


def _venues(paper: Paper) -> list[str]:
    if venue := paper.entry.venue:
        return [venue]
    return ["arXiv"] if paper.entry.arxiv else []


# -- columns -----------------------------------------------------------------------------------


def _marks(paper: Paper, words: Words) -> str:
    """What a reader should know before following the link."""
    said = [status_text(paper.entry, words)] if paper.entry.status else []
    if paper.entry.unverified:
        said.append(words.gettext("unverified"))
    return ", ".join(said)


def _more(paper: Paper) -> str:
    """What can be searched for and is not shown in every view."""
    entry, note = paper.entry, paper.note
    parts: list[Hashable] = [*author_names(entry), paper.key, entry.doi, entry.arxiv]
    parts += note.tags if note else ()
    return " ".join(str(part) for part in parts if part)


def _number(claim: Claim) -> float | None:
    """A claim's value as a number to sort by; None where it is none."""
    text = claim.value.replace(",", "").replace("−", "-").strip()
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
