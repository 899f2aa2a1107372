"""The survey: taxonomy, papers, narratives and findings, loaded and cross-checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from surveygen.messages import Words
from surveygen.survey.diagnostics import Diagnostic
from surveygen.survey.entry import Entry
from surveygen.survey.paper import Paper
from surveygen.survey.prose import Prose
from surveygen.survey.taxonomy import Section, Taxonomy
from surveygen.survey.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A damaged entry: listed with its place, never shown half-read."""

    path: str
    line: int
    key: str
    """The key where it could be made out, else empty."""
    reason: str
    """A marked message, which says why it is damaged; its fields are those of ``parts``."""
    excerpt: str
    """The beginning of its text as it stands in the file."""
    column: int = 1
    parts: Mapping[str, str] = field(default_factory=dict)

    def reason_in(self, words: Words) -> str:
        """Why it is damaged, as a clause that can follow a colon, in a language."""
        return words.gettext(self.reason).format(**self.parts)


@dataclass(frozen=True, eq=False)
class Survey:
    """One frozen object that every page, export and check reads.

    It is equal to itself alone, so that what is made of it can be kept beside it.
    """

    root: Path
    taxonomy: Taxonomy
    papers: Mapping[str, Paper] = field(default_factory=dict)
    """Surveyed papers by key, newest first."""
    background: Mapping[str, Paper] = field(default_factory=dict)
    """Entries that are cited but not surveyed."""
    narratives: Mapping[str, Prose] = field(default_factory=dict)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    quarantine: tuple[Quarantined, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """Every entry by key, surveyed or only cited, in the order of the bibliographies."""
        order = {path: number for number, path in enumerate(self.taxonomy.bibliography)}
        entries = [paper.entry for paper in (*self.papers.values(), *self.background.values())]
        entries.sort(key=lambda entry: (order.get(entry.path, 0), entry.place))
        return {entry.key: entry for entry in entries}

    @cached_property
    def sections(self) -> Mapping[str, Section]:
        """Every section by id, in document order."""
        return {section.id: section for _, section in self.taxonomy.walk()}

    @cached_property
    def ancestors(self) -> Mapping[str, tuple[Section, ...]]:
        """For every section id the path that leads to it: top section first, itself last."""
        paths: dict[str, tuple[Section, ...]] = {}

        def descend(section: Section, above: tuple[Section, ...]) -> None:
            paths[section.id] = (*above, section)
            for child in section.sections:
                descend(child, paths[section.id])

        for top in self.taxonomy.sections:
            descend(top, ())
        return paths

    @cached_property
    def former_keys(self) -> Mapping[str, tuple[str, ...]]:
        """For a key, the aliases that lead to it."""
        found: dict[str, list[str]] = {}
        for old, new in self.taxonomy.aliases.items():
            found.setdefault(new, []).append(old)
        return {new: tuple(olds) for new, olds in found.items()}

    def find(self, key: str) -> Paper | None:
        """The paper or background entry of a key, or of the key that an alias leads to."""
        for name in (key, self.taxonomy.aliases.get(key)):
            found = self.papers.get(name or "") or self.background.get(name or "")
            if found is not None:
                return found
        return None

    @cached_property
    def _by_home(self) -> Mapping[str, tuple[Paper, ...]]:
        return _grouped((paper.home, paper) for paper in self.papers.values() if paper.home)

    @cached_property
    def _by_also(self) -> Mapping[str, tuple[Paper, ...]]:
        return _grouped((id, paper) for paper in self.papers.values() for id in paper.also)

    def home_papers(self, section: Section) -> tuple[Paper, ...]:
        """Papers whose home is this very section, newest first."""
        return self._by_home.get(section.id, ())

    def also_papers(self, section: Section) -> tuple[Paper, ...]:
        """Papers that this very section lists too, newest first."""
        return self._by_also.get(section.id, ())

    def subtree_papers(self, section: Section) -> tuple[Paper, ...]:
        """Home and also papers of a section and all below it, each once, in tree order."""
        found: dict[str, Paper] = {}
        for _, part in section.walk():
            for paper in (*self.home_papers(part), *self.also_papers(part)):
                found.setdefault(paper.key, paper)
        return tuple(found.values())

    def home_count(self, section: Section) -> int:
        """How many papers have their home in the section or below it."""
        return sum(len(self.home_papers(part)) for _, part in section.walk())

    @cached_property
    def not_placed(self) -> tuple[Paper, ...]:
        """Papers that stand in no section, newest first."""
        return tuple(p for p in self.papers.values() if p.home is None)

    def in_tree_order(self) -> Iterator[Paper]:
        """Every paper once: by home in document order, then those without a home."""
        for _, section in self.taxonomy.walk():
            yield from self.home_papers(section)
        yield from (paper for paper in self.papers.values() if paper.home is None)


def _grouped(pairs: Iterable[tuple[str, Paper]]) -> dict[str, tuple[Paper, ...]]:
    groups: dict[str, list[Paper]] = {}
    for section_id, paper in pairs:
        groups.setdefault(section_id, []).append(paper)
    return {section_id: tuple(papers) for section_id, papers in groups.items()}
