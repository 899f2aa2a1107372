"""Join entries, notes and placements into one survey, and say where they do not fit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from unicodedata import normalize

from surveygen.messages import _
from surveygen.survey.codes import Code
from surveygen.survey.diagnostics import Diagnostic, in_order
from surveygen.survey.entry import Entry, Place
from surveygen.survey.entry_checks import entry_findings
from surveygen.survey.identity import usable_identity
from surveygen.survey.note import Note
from surveygen.survey.paper import Paper
from surveygen.survey.prose import Prose
from surveygen.survey.spelling import did_you_mean, nearest
from surveygen.survey.survey import Quarantined, Survey
from surveygen.survey.taxonomy import Placement, Section, Taxonomy
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
    findings_of: Callable[[Entry], Iterable[Diagnostic]] = entry_findings
    """What is wrong with an entry by itself."""


def _notes_by_key(notes: Mapping[str, Note], slugs: Mapping[str, str]) -> dict[str, Note]:
    """Notes by citation key; the note of a key that is no file name is named after its slug.

    Some file systems decompose letters, so that names are compared in Normalization Form C.
    """
    keys = {slug: key for key, slug in slugs.items() if key not in notes}
    keys |= {normalize("NFC", key): key for key in slugs if key not in notes}
    found = {name: keys.get(normalize("NFC", name), name) for name in notes}
    return {found[name]: replace(note, key=found[name]) for name, note in notes.items()}


def assemble(parts: Parts) -> Survey:
    """The survey of these parts; findings about how they fit join those of the readers."""
    slugs = unique_slugs(parts.entries)
    taxonomy, said = usable_identity(parts.taxonomy)
    said = [*parts.diagnostics, *said]
    notes = _notes_by_key(parts.notes, slugs)
    parts = replace(parts, taxonomy=taxonomy, notes=notes, diagnostics=tuple(said))
    check = _CrossCheck(parts)
    homes, also = check.placements()
    background = check.background(homes, also)
    papers = [
        Paper(entry, slugs[key], parts.notes.get(key), homes.get(key), tuple(also.get(key, ())))
        for key, entry in parts.entries.items()
        if key not in background
    ]
    check.unknown_keys()
    check.placed(papers)
    check.entries()
    check.notes()
    check.narratives()
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
        diagnostics=in_order(_of_what_is_used((*parts.diagnostics, *check.found))),
    )


def _of_what_is_used(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Findings without those in a note or narrative that belongs to nothing, but for that one."""
    found = list(found)
    homeless = (Code.NOTE_WITHOUT_ENTRY, Code.NARRATIVE_WITHOUT_SECTION)
    unused = {one.path for one in found if one.code in homeless}
    return [one for one in found if one.code in homeless or one.path not in unused]


class _CrossCheck:
    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.taxonomy = parts.taxonomy
        self.section_ids = {section.id for _depth, section in parts.taxonomy.walk()}
        self.quarantined = {item.key for item in parts.quarantine if item.key}
        self.background_keys = {placement.key for placement in parts.taxonomy.background}
        self.found: list[Diagnostic] = []
        self.guesses = _GUESSES
        self.unknown: dict[str, Diagnostic] = {}
        """Keys that the taxonomy names and no entry has: each is one fault, wherever it stands."""
        self.stray: list[str] = []
        """Those of them that resemble no key."""
        self.meant: set[str] = set()
        """Keys that an unknown one is taken for a misspelling of."""

    def say(self, code: Code, message: str, path: str, place: Place, help: str = "") -> None:
        line, column = place
        self.found.append(Diagnostic(code, message, path, line or None, column or None, help))

    def at(self, code: Code, placement: Placement, message: str, help: str = "") -> None:
        self.say(code, message, self.taxonomy.path, (placement.line, placement.column), help)

    def near(self, word: str, known: Iterable[str]) -> str:
        """The known word that is nearest; where many are unknown, only the first are compared."""
        self.guesses -= 1
        return nearest(word, known) if self.guesses >= 0 else ""

    def help_for(self, key: str, known: Iterable[str]) -> str:
        """A suggestion, or no particular help."""
        return did_you_mean(self.near(key, known))

    def is_known(self, placement: Placement, section: str = "") -> bool:
        """Whether a key of a section, or of the background, has an entry."""
        key = placement.key
        if key in self.parts.entries:
            return True
        # A damaged entry has its own diagnostic, and one fault is one message.
        if key not in self.quarantined and key not in self.unknown:
            if section:
                message = _('"{key}" of section "{section}" is no entry')
            else:
                message = _('"{key}" of background is no entry')
            message = message.format(key=key, section=section)
            place = placement.line or None, placement.column or None
            help = self.help_for_unknown(key)
            self.unknown[key] = Diagnostic(
                Code.UNKNOWN_KEY, message, self.taxonomy.path, *place, help=help
            )
            if not help:
                self.stray.append(key)
        return False

    def unknown_keys(self) -> None:
        """Report the keys that no entry has.

        Where no more of them resemble nothing than there are damaged entries without a key, they
        are the keys of those, and that is said already.
        """
        if not self.parts.entries and len(self.unknown) > 1:
            self.no_entries()
            return
        keyless = sum(not item.key for item in self.parts.quarantine)
        told = self.stray if len(self.stray) <= keyless else []
        self.found.extend(one for key, one in self.unknown.items() if key not in told)

    def help_for_unknown(self, key: str) -> str:
        new = self.taxonomy.aliases.get(key)
        if new is not None:
            self.meant.add(new)
            return _('it is an alias; write "{key}"').format(key=new)
        parts = [part for part in re.split(r"[\s,;]+", key) if part in self.parts.entries]
        self.meant.update(parts)
        if len(parts) > 1:
            return _("write a comma between the keys")
        near = self.near(key, self.parts.entries)
        self.meant.add(near)
        return did_you_mean(near)

    def no_entries(self) -> None:
        """Say of the first key that there are no entries at all, where that is not said already."""
        files = set(self.taxonomy.bibliography)
        if not any(one.path in files for one in self.parts.diagnostics):
            first = next(iter(self.unknown.values()))
            message = _("no entry is there for any of the {count} keys of the taxonomy")
            message = message.format(count=len(self.unknown))
            help = _("add entries to {path}").format(path=", ".join(self.taxonomy.bibliography))
            self.found.append(replace(first, message=message, help=help))

    def is_named(self, key: str) -> bool:
        """Whether the taxonomy names a key in a place that could not be read."""
        return key in self.meant or key in self.taxonomy.unread

    def placements(self) -> tuple[dict[str, str], dict[str, list[str]]]:
        """Home by key, and sections that list a key too."""
        homes: dict[str, str] = {}
        also: dict[str, list[str]] = {}
        for _depth, section in self.taxonomy.walk():
            self.place_papers(section, homes, also)
        for _depth, section in self.taxonomy.walk():
            self.place_also(section, homes, also)
        return homes, also

    def place_papers(
        self, section: Section, homes: dict[str, str], also: dict[str, list[str]]
    ) -> None:
        for placement in self.each_once(section.papers, section.id):
            if not self.is_known(placement, section.id):
                continue
            home = homes.setdefault(placement.key, section.id)
            if home != section.id:
                message = _('"{key}" has its home in section "{section}" already')
                message = message.format(key=placement.key, section=home)
                self.at(Code.TWO_HOMES, placement, message, _("move it to `also`"))
                also.setdefault(placement.key, []).append(section.id)

    def place_also(
        self, section: Section, homes: dict[str, str], also: dict[str, list[str]]
    ) -> None:
        for placement in self.each_once(section.also, section.id):
            key = placement.key
            if not self.is_known(placement, section.id):
                continue
            if key not in homes:
                homes[key] = section.id
                # Where its home could not be read, or it is background, that is the fault.
                if key not in self.background_keys and not self.is_named(key):
                    message = _('"{key}" has no home; section "{section}" is taken')
                    message = message.format(key=key, section=section.id)
                    self.at(Code.NO_HOME, placement, message)
            listed = also.setdefault(key, [])
            if section.id not in listed and homes.get(key) != section.id:
                listed.append(section.id)

    def each_once(self, placements: Iterable[Placement], section: str) -> Iterator[Placement]:
        """Placements whose key does not stand further up in the same list."""
        seen: set[str] = set()
        for placement in placements:
            if placement.key in seen:
                message = _('"{key}" stands twice in section "{section}"')
                message = message.format(key=placement.key, section=section)
                self.at(Code.REPEATED_KEY, placement, message)
            else:
                seen.add(placement.key)
                yield placement

    def background(self, homes: Mapping[str, str], also: Mapping[str, list[str]]) -> set[str]:
        keys: set[str] = set()
        for placement in self.taxonomy.background:
            if not self.is_known(placement):
                continue
            if placement.key in homes or also.get(placement.key):
                message = _('background entry "{key}" also stands in a section')
                self.at(Code.BACKGROUND_PLACED, placement, message.format(key=placement.key))
            else:
                keys.add(placement.key)
        return keys

    def placed(self, papers: Iterable[Paper]) -> None:
        # Without sections there is no place, which is said already.
        if not self.taxonomy.sections:
            return
        unplaced = [paper for paper in papers if paper.home is None]
        folded = Counter(key.casefold() for key in self.parts.entries) if unplaced else Counter()
        for paper in unplaced:
            has_twin = folded[paper.key.casefold()] > 1  # which is the fault
            if not has_twin and not self.is_named(paper.key):
                entry = paper.entry
                message = _('entry "{key}" stands in no section').format(key=entry.key)
                help = _('add its key to the papers of a section in "{path}"')
                help = help.format(path=self.taxonomy.path)
                self.say(Code.NOT_PLACED, message, entry.path, entry.place, help)

    def entries(self) -> None:
        for entry in self.parts.entries.values():
            self.found.extend(self.parts.findings_of(entry))

    def notes(self) -> None:
        told = self.parts.entries.keys() | self.quarantined | self.unknown.keys()
        for key, note in self.parts.notes.items():
            if key not in told:
                new = self.taxonomy.aliases.get(key)
                if new is not None:
                    help = _('it is an alias; rename the file to "{name}"')
                    if new in self.parts.notes:
                        help = _('it is an alias; put what is new into "{name}" and delete it')
                    help = help.format(name=f"{new}.md")
                else:
                    help = self.help_for(key, self.parts.entries)
                message = _('note "{key}" has no entry').format(key=key)
                self.say(Code.NOTE_WITHOUT_ENTRY, message, note.path, (1, 1), help)

    def narratives(self) -> None:
        if not self.section_ids:
            return
        homeless = {
            id: prose
            for id, prose in self.parts.narratives.items()
            if id not in self.section_ids and id not in self.taxonomy.unread
        }
        # Sections that lack their id may be theirs, and that is said already.
        nameless = sum(section.is_nameless for _depth, section in self.taxonomy.walk())
        if len(homeless) <= nameless:
            return
        for id, prose in homeless.items():
            message = _('narrative "{id}" belongs to no section').format(id=id)
            help = self.help_for(id, self.section_ids)
            self.say(Code.NARRATIVE_WITHOUT_SECTION, message, prose.path, (1, 1), help)

    def citations(self) -> None:
        prose = [note.body for note in self.parts.notes.values()]
        known = self.parts.entries.keys() | self.taxonomy.aliases.keys()
        silent = known | self.quarantined | self.unknown.keys()
        for text in (*prose, *self.parts.narratives.values()):
            for citation in text.citations:
                for key in citation.keys:
                    if key not in silent:
                        message = _('"{key}" is cited but is no entry').format(key=key)
                        place = citation.line, citation.column
                        help = self.help_for(key, known)
                        self.say(Code.UNKNOWN_CITATION, message, text.path, place, help)

    def aliases(self) -> None:
        targets = self.parts.entries.keys() | self.section_ids
        told = self.quarantined | self.unknown.keys() | self.taxonomy.unread
        for old, new in self.taxonomy.aliases.items():
            help = ""
            if old in self.parts.entries:
                message = _('alias "{old}" is also the key of an entry')
                help = _("delete the alias")
            elif old in self.section_ids:
                message = _('alias "{old}" is also the id of a section')
                help = _("delete the alias")
            elif new in targets or new in told:
                continue
            else:
                message = _('alias "{old}" leads to "{new}", which is no entry and no section')
                further = self.taxonomy.aliases.get(new)
                if further in targets:
                    help = _('write "{key}"').format(key=further)
                else:
                    help = self.help_for(new, targets)
            place = self.taxonomy.alias_places.get(old, Placement(old))
            self.at(Code.BAD_ALIAS, place, message.format(old=old, new=new), help)
