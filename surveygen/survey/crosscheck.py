"""Join entries, notes and placements into one survey, and say where they do not fit."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from surveygen.survey.diagnostics import Code, Diagnostic, in_order
from surveygen.survey.entry import Entry
from surveygen.survey.note import Note
from surveygen.survey.paper import Paper
from surveygen.survey.prose import Prose
from surveygen.survey.survey import Quarantined, Survey
from surveygen.survey.taxonomy import Placement, Taxonomy
from surveygen.survey.vocabulary import Vocabulary
from surveygen.text.slugs import unique_slugs

_GUESSES = 20
"""How many unknown words are compared with all that are known, which is costly."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the readers found, before anything is compared."""

    root: Path
    taxonomy: Taxonomy
    entries: Mapping[str, Entry]
    notes: Mapping[str, Note] = field(default_factory=dict)
    narratives: Mapping[str, Prose] = field(default_factory=dict)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    quarantine: tuple[Quarantined, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def _notes_by_key(notes: Mapping[str, Note], slugs: Mapping[str, str]) -> dict[str, Note]:
    """Notes by citation key; the note of a key that is no file name is named after its slug."""
    keys = {slug: key for key, slug in slugs.items() if key not in notes}
    return {
        keys.get(name, name): replace(note, key=keys.get(name, name))
        for name, note in notes.items()
    }


def assemble(parts: Parts) -> Survey:
    """The survey of these parts; findings about how they fit join those of the readers."""
    slugs = unique_slugs(parts.entries)
    parts = replace(parts, notes=_notes_by_key(parts.notes, slugs))
    check = _CrossCheck(parts)
    homes, also = check.placements()
    background = check.background(homes, also)
    papers = [
        Paper(entry, slugs[key], parts.notes.get(key), homes.get(key), tuple(also.get(key, ())))
        for key, entry in parts.entries.items()
        if key not in background
    ]
    check.placed(papers)
    check.entries()
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
        vocabulary=parts.vocabulary,
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
        self.guesses = _GUESSES

    def say(
        self, code: Code, message: str, path: str, line: int = 0, column: int = 0, help: str = ""
    ) -> None:
        self.found.append(Diagnostic(code, message, path, line or None, column or None, help))

    def at(self, code: Code, placement: Placement, message: str, help: str = "") -> None:
        self.say(code, message, self.taxonomy.path, placement.line, placement.column, help)

    def near(self, word: str, known: Iterable[str], otherwise: str = "") -> str:
        """A suggestion, or other help; where many words are unknown, only the first get one."""
        self.guesses -= 1
        return (suggestion(word, known) if self.guesses >= 0 else "") or otherwise

    def is_known(self, placement: Placement, where: str) -> bool:
        key = placement.key
        if key in self.parts.entries:
            return True
        # A damaged entry has its own diagnostic, and one fault is one message.
        if key not in self.quarantined:
            if key in self.taxonomy.aliases:
                help = f'it is an alias; write "{self.taxonomy.aliases[key]}"'
            else:
                help = self.near(key, self.parts.entries, "add it to the bibliography")
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

    def placed(self, papers: Iterable[Paper]) -> None:
        for paper in papers:
            if paper.home is None:
                entry = paper.entry
                message = f'entry "{entry.key}" stands in no section'
                help = f'add it to the papers of a section in "{self.taxonomy.path}"'
                self.say(Code.NOT_PLACED, message, entry.path, entry.line, help=help)

    def entries(self) -> None:
        for entry in self.parts.entries.values():
            archive = entry.text("archiveprefix") or entry.text("eprinttype")
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
                    entry.fields.get("url") and entry.url is None,
                    "has a url that is not http or https; it is not linked",
                ),
                (
                    Code.BAD_IDENTIFIER,
                    entry.fields.get("doi") and entry.doi is None,
                    "has a doi that is none; it is not linked",
                ),
                (
                    Code.BAD_IDENTIFIER,
                    archive.lower() == "arxiv" and entry.fields.get("eprint") and not entry.arxiv,
                    "has an eprint that is no arXiv identifier; it is not linked",
                ),
            ):
                if missing:
                    self.say(code, f'entry "{entry.key}" {message}', entry.path, entry.line)

    def notes(self) -> None:
        for key, note in self.parts.notes.items():
            if key not in self.parts.entries and key not in self.quarantined:
                help = self.near(key, self.parts.entries, "delete it, or add the entry")
                message = f'note "{key}" has no entry'
                self.say(Code.NOTE_WITHOUT_ENTRY, message, note.path, 1, help=help)
        for id, prose in self.parts.narratives.items():
            if id not in self.section_ids:
                help = self.near(id, self.section_ids, "name the file after a section id")
                message = f'narrative "{id}" belongs to no section'
                self.say(Code.NARRATIVE_WITHOUT_SECTION, message, prose.path, 1, help=help)

    def citations(self) -> None:
        prose = [note.body for note in self.parts.notes.values()]
        known = self.parts.entries.keys() | self.taxonomy.aliases.keys()
        silent = known | self.quarantined
        for text in (*prose, *self.parts.narratives.values()):
            for citation in text.citations:
                for key in citation.keys:
                    if key not in silent:
                        help = self.near(key, known, "add it to the bibliography")
                        message = f'"{key}" is cited but is no entry'
                        self.say(
                            Code.UNKNOWN_CITATION, message, text.path, citation.line, help=help
                        )

    def aliases(self) -> None:
        targets = self.parts.entries.keys() | self.section_ids
        for old, new in self.taxonomy.aliases.items():
            if old in targets:
                kind = "the key of an entry" if old in self.parts.entries else "the id of a section"
                message, help = f'alias "{old}" is also {kind}', "delete the alias"
            elif new not in targets | self.quarantined:
                message = f'alias "{old}" leads to "{new}", which is no entry and no section'
                further = self.taxonomy.aliases.get(new)
                help = f'write "{further}"' if further in targets else self.near(new, targets)
            else:
                continue
            place = self.taxonomy.alias_places.get(old, Placement(old))
            self.at(Code.BAD_ALIAS, place, message, help)
