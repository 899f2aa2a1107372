"""What a note must keep to: own words, grounded numbers, known tags and metrics, a short TL;DR."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from surveygen.checks.grounding import span_findings, ungrounded, word_runs
from surveygen.checks.note_places import finding_at
from surveygen.messages import _, ngettext
from surveygen.survey.codes import Code
from surveygen.survey.diagnostics import Diagnostic
from surveygen.survey.note import Note
from surveygen.survey.spelling import nearest, suggestion
from surveygen.survey.survey import Survey

TLDR_WORDS = 30
TAG_COUNT = range(2, 6)
_TAGS = "docs/tags.yaml"
_METRICS = "docs/metrics.yaml"
_GUESSES = 20
"""How many stray notes are compared with all keys, which is costly."""


def check_notes(survey: Survey) -> Iterator[Diagnostic]:
    """What can be said of the notes without the abstracts."""
    notes = [paper.note for paper in survey.papers.values() if paper.note is not None]
    for note in notes:
        if not _is_only_begun(note):
            yield from tldr_length(note)
            yield from tag_count(note)
    yield from undefined_tags(notes, survey)
    yield from undefined_metrics(notes, survey)
    # A survey that has no notes at all is not a survey with missing notes.
    if notes:
        yield from missing_notes(survey)


def check_against_abstracts(survey: Survey, abstracts: Mapping[str, str]) -> Iterator[Diagnostic]:
    """What can be said of the notes whose abstracts are at hand."""
    for paper in survey.papers.values():
        abstract = abstracts.get(paper.key)
        if paper.note is not None and abstract is not None:
            yield from ungrounded(paper, paper.note, abstract, survey.papers)
            yield from span_findings(paper, paper.note, abstract)
            yield from word_runs(paper.note, abstract)


def _is_only_begun(note: Note) -> bool:
    """Whether nobody has written into a draft yet, which `status` counts and need not be mended."""
    is_empty = not (note.tldr or note.tags or note.claims or note.body.markdown.strip())
    return note.draft and is_empty and not note.unread


def tldr_length(note: Note) -> Iterator[Diagnostic]:
    """A TL;DR of more than thirty words, or none."""
    words = len(note.tldr_text.split())
    if words == 0 and "tldr" not in note.unread:
        yield finding_at(Code.TLDR_LENGTH, _("the note has no tldr"), note, "tldr")
    elif words > TLDR_WORDS:
        message = ngettext(
            "the tldr has {count} word, at most {limit} are read",
            "the tldr has {count} words, at most {limit} are read",
            words,
        ).format(count=words, limit=TLDR_WORDS)
        yield finding_at(Code.TLDR_LENGTH, message, note, "tldr")


def tag_count(note: Note) -> Iterator[Diagnostic]:
    """Too few or too many tags."""
    # Of a note without front matter it is enough to say that its TL;DR is missing.
    if "tags" in note.unread or not note.places:
        return
    # A comma that is missing between two is no missing tag.
    if sum(len(tag.split()) for tag in note.tags) in TAG_COUNT:
        return
    message = ngettext(
        "the note has {count} tag, it should have 2 to 5",
        "the note has {count} tags, it should have 2 to 5",
        len(note.tags),
    ).format(count=len(note.tags))
    yield finding_at(Code.TAG_COUNT, message, note, "tags")


@dataclass(frozen=True, slots=True)
class _Use:
    """Where a note uses a controlled word."""

    note: Note
    field: str


def undefined_tags(notes: Iterable[Note], survey: Survey) -> Iterator[Diagnostic]:
    """Tags outside the vocabulary: a definition that is missing is one fault."""
    known = survey.vocabulary.tags
    if _is_torn(_TAGS, survey):
        return
    uses = ((tag, _Use(note, f"tags.{n}")) for note in notes for n, tag in enumerate(note.tags))
    for tag, found in _undefined(uses, known).items() if known else ():
        message = ngettext(
            'tag "{tag}" has no definition',
            'tag "{tag}" has no definition; {count} notes use it',
            len(found),
        ).format(tag=tag, count=len(found))
        help = suggestion(tag, known)
        yield finding_at(Code.UNKNOWN_TAG, message, found[0].note, found[0].field, help)


def undefined_metrics(notes: Iterable[Note], survey: Survey) -> Iterator[Diagnostic]:
    """Metrics outside the vocabulary, as `undefined_tags`."""
    known = survey.vocabulary.metrics
    if _is_torn(_METRICS, survey) or (
        not known and any(one.path == _METRICS for one in survey.diagnostics)
    ):
        return
    uses = (
        (claim.metric, _Use(note, f"claims.{n}.metric"))
        for note in notes
        for n, claim in enumerate(note.claims)
    )
    for metric, found in _undefined(uses, known).items():
        message = ngettext(
            'metric "{metric}" has no definition',
            'metric "{metric}" has no definition; {count} claims use it',
            len(found),
        ).format(metric=metric, count=len(found))
        help = suggestion(metric, known)
        yield finding_at(Code.UNKNOWN_METRIC, message, found[0].note, found[0].field, help)


def _is_torn(path: str, survey: Survey) -> bool:
    """Whether a file of definitions cannot be read in part: what it lacks may stand there."""
    return any(one.path == path and one.code is Code.TAXONOMY_SYNTAX for one in survey.diagnostics)


def _undefined(
    uses: Iterable[tuple[str, _Use]], known: Mapping[str, object]
) -> dict[str, list[_Use]]:
    """Uses of words that are not known, in the order of the files."""
    found: dict[str, list[_Use]] = {}
    for word, use in uses:
        if word not in known:
            found.setdefault(word, []).append(use)
    return {word: sorted(of_word, key=lambda use: use.note.path) for word, of_word in found.items()}


def missing_notes(survey: Survey) -> Iterator[Diagnostic]:
    """Papers without a note; not those whose note has a misspelt name, or cannot be read."""
    folder = survey.taxonomy.notes
    told = {one.path for one in survey.diagnostics}
    stray = [one.path for one in survey.diagnostics if one.code is Code.NOTE_WITHOUT_ENTRY]
    names = (PurePosixPath(path).stem for path in stray[:_GUESSES])
    aliases = survey.taxonomy.aliases
    misspelt = {aliases.get(name) or nearest(name, survey.papers) for name in names}
    # A paper needs one place first, which is said elsewhere.
    doubtful = misspelt | {placement.key for placement in survey.taxonomy.background}
    for paper in survey.papers.values():
        paths = {f"{folder}/{paper.key}.md", f"{folder}/{paper.slug}.md"}
        is_due = paper.note is None and paper.home is not None
        if is_due and paper.key not in doubtful and not paths & told:
            message = _('"{key}" has no note').format(key=paper.key)
            help = _("write {path}").format(path=f"{folder}/{paper.slug}.md")
            entry = paper.entry
            yield Diagnostic(Code.NO_NOTE, message, entry.path, *entry.place, help=help)
