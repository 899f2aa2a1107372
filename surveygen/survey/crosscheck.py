"""Join entries, notes and placements into one survey, and say where they do not fit."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from surveygen.survey.diagnostics import Code, Diagnostic, in_order
from surveygen.survey.entry import Entry
from surveygen.survey.note import Note
from surveygen.survey.paper import Paper
from surveygen.survey.prose import Prose
from surveygen.survey.survey import Quarantined, Survey
from surveygen.survey.taxonomy import Placement, Taxonomy
from surveygen.text.slugs import unique_slugs


@dataclass(frozen=True, slots=True)
class Parts:
    """What the readers found, before anything is compared."""

    root: Path
    taxonomy: Taxonomy
    entries: Mapping[str, Entry]
    notes: Mapping[str, Note] = field(default_factory=dict)
    narratives: Mapping[str, Prose] = field(default_factory=dict)
    quarantine: tuple[Quarantined, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def assemble(parts: Parts) -> Survey:
    """The survey of these parts; findings about how they fit join those of the readers."""
    check = _CrossCheck(parts)
    homes, also = check.placements()
    background = check.background(homes, also)
    slugs = unique_slugs(parts.entries)
    papers = [
        Paper(entry, slugs[key], parts.notes.get(key), homes.get(key), tuple(also.get(key, ())))
        for key, entry in parts.entries.items()
        if key not in background
    ]
    check.entries(papers)
    check.notes()
    check.citations()
    check.aliases()
    return Survey(
        root=parts.root,
        taxonomy=parts.taxonomy,
        papers={paper.key: paper for paper in sorted(papers, key=lambda paper: paper.sort_key)},
        background={
            key: Paper(parts.entries[key], slugs[key], parts.notes.get(key))
            for key in sorted(background)
        },
        narratives={id: prose for id, prose in parts.narratives.items() if id in check.section_ids},
        quarantine=parts.quarantine,
        diagnostics=in_order((*parts.diagnostics, *check.found)),
    )


def suggestion(word: str, known: Iterable[str]) -> str:
    """``did you mean "..."?`` for the known word that is nearest, empty where none is near."""
    near = difflib.get_close_matches(word, known, 1, 0.7) if len(word) <= 100 else []
    return f'did you mean "{near[0]}"?' if near else ""


class _CrossCheck:
    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.taxonomy = parts.taxonomy
        self.section_ids = {section.id for _, section in parts.taxonomy.walk()}
        self.quarantined = {item.key for item in parts.quarantine}
        self.found: list[Diagnostic] = []

    def say(
        self, code: Code, message: str, path: str, line: int = 0, column: int = 0, help: str = ""
    ) -> None:
        self.found.append(Diagnostic(code, message, path, line or None, column or None, help))

    def at(self, code: Code, placement: Placement, message: str, help: str = "") -> None:
        self.say(code, message, self.taxonomy.path, placement.line, placement.column, help)

    def is_known(self, placement: Placement, where: str) -> bool:
        key = placement.key
        if key in self.parts.entries:
            return True
        # A damaged entry has its own diagnostic, and one fault is one message.
        if key not in self.quarantined:
            help = suggestion(key, self.parts.entries) or "add it to the bibliography"
            self.at(Code.UNKNOWN_KEY, placement, f'"{key}" of {where} is no entry', help)
        return False

    def placements(self) -> tuple[dict[str, str], dict[str, list[str]]]:
        """Home by key, and sections that list a key too."""
        homes: dict[str, str] = {}
        also: dict[str, list[str]] = {}
        for _, section in self.taxonomy.walk():
            where = f'section "{section.id}"'
            for placement in section.papers:
                if not self.is_known(placement, where):
                    continue
                home = homes.setdefault(placement.key, section.id)
                if home != section.id:
                    self.at(
                        Code.TWO_HOMES,
                        placement,
                        f'"{placement.key}" has its home in section "{home}" already',
                        "move it to `also`",
                    )
                    also.setdefault(placement.key, []).append(section.id)
            self.repeated(section.papers, where)
            self.repeated(section.also, where)
        for _, section in self.taxonomy.walk():
            for placement in section.also:
                if not self.is_known(placement, f'section "{section.id}"'):
                    continue
                if placement.key not in homes:
                    message = f'"{placement.key}" has no home; section "{section.id}" is taken'
                    self.at(Code.NO_HOME, placement, message, "name it in the papers of a section")
                    homes[placement.key] = section.id
                listed = also.setdefault(placement.key, [])
                if section.id not in listed and homes.get(placement.key) != section.id:
                    listed.append(section.id)
        return homes, also

    def repeated(self, placements: tuple[Placement, ...], where: str) -> None:
        seen: set[str] = set()
        for placement in placements:
            if placement.key in seen:
                message = f'"{placement.key}" stands twice in {where}'
                self.at(Code.REPEATED_KEY, placement, message, "delete one")
            seen.add(placement.key)

    def background(self, homes: Mapping[str, str], also: Mapping[str, list[str]]) -> set[str]:
        keys: set[str] = set()
        for placement in self.taxonomy.background:
            if not self.is_known(placement, "background"):
                continue
            if placement.key in homes or also.get(placement.key):
                message = f'background entry "{placement.key}" also stands in a section'
                self.at(Code.BACKGROUND_PLACED, placement, message, "delete it from one of them")
            else:
                keys.add(placement.key)
        return keys

    def entries(self, papers: Iterable[Paper]) -> None:
        for paper in papers:
            entry, key = paper.entry, paper.key
            if paper.home is None:
                self.say(
                    Code.NOT_PLACED,
                    f'entry "{key}" stands in no section',
                    entry.path,
                    entry.line,
                    help=f'add it to the papers of a section in "{self.taxonomy.path}"',
                )
            for code, missing, message in (
                (Code.NO_YEAR, not entry.year, 'has no year; shown as "n.d."'),
                (Code.NO_TITLE, not entry.title, "has no title; shown by its key"),
                (
                    Code.NO_AUTHOR,
                    # An author list that is marked as unverified is known to be unknown.
                    not (entry.authors or entry.editors or "author" in entry.unverified),
                    "names no author",
                ),
                (
                    Code.UNUSABLE_URL,
                    "url" in entry.fields and entry.url is None,
                    "has a url that is not http or https; it is not linked",
                ),
                (
                    Code.BAD_IDENTIFIER,
                    "doi" in entry.fields and entry.doi is None,
                    "has a doi that is none; it is not linked",
                ),
            ):
                if missing:
                    self.say(code, f'entry "{key}" {message}', entry.path, entry.line)

    def notes(self) -> None:
        for key, note in self.parts.notes.items():
            if key not in self.parts.entries and key not in self.quarantined:
                help = suggestion(key, self.parts.entries) or "delete it, or add the entry"
                message = f'note "{key}" has no entry'
                self.say(Code.NOTE_WITHOUT_ENTRY, message, note.path, 1, help=help)
        for id, prose in self.parts.narratives.items():
            if id not in self.section_ids:
                help = suggestion(id, self.section_ids) or "name the file after a section id"
                message = f'narrative "{id}" belongs to no section'
                self.say(Code.NARRATIVE_WITHOUT_SECTION, message, prose.path, 1, help=help)

    def citations(self) -> None:
        prose = [note.body for note in self.parts.notes.values()]
        known = self.parts.entries.keys() | self.taxonomy.aliases.keys()
        for text in (*prose, *self.parts.narratives.values()):
            for citation in text.citations:
                for key in citation.keys:
                    if key not in known:
                        help = suggestion(key, known) or "add it to the bibliography"
                        message = f'"{key}" is cited but is no entry'
                        self.say(
                            Code.UNKNOWN_CITATION, message, text.path, citation.line, help=help
                        )

    def aliases(self) -> None:
        for old, new in self.taxonomy.aliases.items():
            if old in self.parts.entries:
                message, help = f'alias "{old}" is also the key of an entry', "delete the alias"
            elif new not in self.parts.entries and new not in self.section_ids:
                message = f'alias "{old}" leads to "{new}", which is no entry and no section'
                help = suggestion(new, (*self.parts.entries, *self.section_ids))
            else:
                continue
            self.say(Code.BAD_ALIAS, message, self.taxonomy.path, help=help)
