"""Digests of what is shown; they stand in the pages, so that a page changes when its cards do."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from surveygen.references.labels import Label, labels
from surveygen.survey.note import Note
from surveygen.survey.paper import Paper
from surveygen.survey.survey import Survey

WHOLE = "*"
"""Stands for the survey as a whole; no citation key is so."""


def survey_digest(survey: Survey, cards: Mapping[str, str]) -> str:
    """A digest that changes whenever anything that a page could count or list does."""
    narratives = sorted((id, prose.markdown) for id, prose in survey.narratives.items())
    parts = (survey.taxonomy, sorted(cards.items()), narratives, survey.vocabulary)
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def section_digests(survey: Survey, cards: Mapping[str, str]) -> dict[str, str]:
    """For every section, by `section_name`, a digest of the cards in it and below it."""
    found = {}
    for section in survey.sections.values():
        keys = [paper.key for paper in survey.subtree_papers(section)]
        parts = [(key, cards[key]) for key in keys]
        digest = hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass"))
        found[section_name(section.id)] = digest.hexdigest()[:12]
    return found


def section_name(section: str) -> str:
    """What stands for the papers of a section where keys stand; no key has a blank."""
    return f"section {section}"


def card_digests(survey: Survey) -> Mapping[str, str]:
    """The digest of every paper and background entry by key."""
    everything = {**survey.papers, **survey.background}
    found = labels(paper.entry for paper in everything.values())
    return {key: _card_digest(survey, paper, found[key]) for key, paper in everything.items()}


def _card_digest(survey: Survey, paper: Paper, label: Label) -> str:
    """Twelve hexadecimal digits over everything that card, page and reference of a paper show.

    The text of the note is no part: it stands in the pages that show it, and nowhere else.
    """
    note = paper.note
    parts: list[object] = [
        paper.slug,
        label,
        paper.entry.entry_type,
        sorted(paper.entry.fields.items()),
        [survey.sections[id].title for id in paper.also],
        [section.title for section in survey.ancestors.get(paper.home or "", ())],
        survey.former_keys.get(paper.key, ()),
    ]
    if note is not None:
        parts += note_fields(survey, note)
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def note_fields(survey: Survey, note: Note) -> list[object]:
    """What is shown of a note but its text."""
    return [
        *(note.tldr, note.kind, note.tags, note.claims, sorted(note.links.items())),
        *(note.about, note.added, note.draft),
        *(survey.vocabulary.metrics.get(claim.metric) for claim in note.claims),
    ]
