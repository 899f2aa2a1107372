"""Groups of JabRef and hierarchical keywords of a bibliography as the sections of a taxonomy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from surveygen.intake.section_ids import DEEPEST, SectionIds
from surveygen.readers.jabref_groups import (
    JabRefGroups,
    KeywordTree,
    Static,
    read_jabref_groups,
)
from surveygen.readers.jabref_members import group_members, keyword_chains
from surveygen.survey.diagnostics import Diagnostic
from surveygen.survey.entry import Entry
from surveygen.survey.taxonomy import Placement, Section
from surveygen.text.latex import to_unicode

_LONGEST_TITLE = 120
_LONGEST_DESCRIPTION = 300


@dataclass(frozen=True, slots=True)
class Grouped:
    """Sections made of groups, and what had to be said about the groups."""

    sections: tuple[Section, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


def sections_of(texts: Mapping[str, str], entries: Mapping[str, Entry]) -> Grouped:
    """Make sections of the groups and hierarchical keywords of bibliographies.

    A group or keyword becomes a section below that of the group or keyword above it; of equal
    titles at one place one section, without regard to case. An entry's home is the first section in
    document order that it is in; further ones list it in ``also``. What is in a section is not
    listed again in those above it. A static group without any entry is kept, any other is not.

    Args:
        texts: decoded text of each .bib file by its path, which diagnostics name.
        entries: what was read from these files, by key; ``path`` of each is one of the paths.

    """
    own: dict[str, list[Entry]] = {path: [] for path in texts}
    for entry in entries.values():
        own.setdefault(entry.path, []).append(entry)
    root = _Node("", "", None)
    diagnostics: list[Diagnostic] = []
    for path, found_there in own.items():
        groups = read_jabref_groups(texts.get(path, ""), path=path)
        diagnostics += groups.diagnostics
        _add_groups(root, groups, found_there, entries)
    _settle(root)
    return Grouped(_Numbering().sections(root), tuple(diagnostics))


@dataclass(eq=False, slots=True)
class _Node:
    """A section in the making; the root is none."""

    title: str
    description: str
    above: _Node | None
    depth: int = 0
    keys: dict[str, None] = field(default_factory=dict)
    nodes: dict[str, _Node] = field(default_factory=dict)
    is_kept: bool = False

    def node(self, name: str, description: str = "") -> _Node:
        """The node of a name below this one; this one where there is no room for it."""
        title = to_unicode(name)
        if not title or self.depth == DEEPEST:
            return self
        node = self.nodes.get(title.casefold())
        if node is None:
            node = _Node(_cut(title, _LONGEST_TITLE), "", self, self.depth + 1)
            self.nodes[title.casefold()] = node
        node.description = node.description or _cut(to_unicode(description), _LONGEST_DESCRIPTION)
        return node

    def walk(self) -> Iterator[_Node]:
        """This node and all below it, in document order."""
        yield self
        for node in self.nodes.values():
            yield from node.walk()


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _add_groups(
    root: _Node, found: JabRefGroups, own: Sequence[Entry], entries: Mapping[str, Entry]
) -> None:
    nodes: list[_Node] = []
    fields = set()
    for group, keys in zip(found.groups, group_members(found, own, entries), strict=True):
        above = root if group.parent is None else nodes[group.parent]
        if isinstance(group.rule, KeywordTree):
            # Its name only says that keywords follow; they stand in its place.
            nodes.append(above)
            _add_keywords(above, group.rule, own)
            fields.add(group.rule.field)
            continue
        node = above.node(group.name, group.description)
        node.keys.update(dict.fromkeys(keys))
        node.is_kept |= isinstance(group.rule, Static)
        nodes.append(node)
    if "keywords" not in fields:
        _add_keywords(root, KeywordTree(separators=found.separators), own)


def _add_keywords(above: _Node, rule: KeywordTree, own: Iterable[Entry]) -> None:
    """Add the hierarchical keywords of entries, and plain ones that are the top of such a one."""
    chains = [
        (entry.key, found)
        for entry in own
        for found in keyword_chains(
            entry.fields.get(rule.field, ""), rule.separators, rule.hierarchy
        )
    ]
    tops = {found[0].casefold() for _key, found in chains if len(found) > 1}
    for key, found in chains:
        if found[0].casefold() in tops:
            node = above
            for name in found:
                node = node.node(name)
            node.keys[key] = None


def _settle(root: _Node) -> None:
    """Leave to each node what none below it has, and see what is kept."""
    below: dict[_Node, set[str]] = {}
    for node in reversed(list(root.walk())):
        deeper = set().union(*(below.pop(child) for child in node.nodes.values()))
        below[node] = deeper.union(node.keys)
        node.keys = {key: None for key in node.keys if key not in deeper}
        node.is_kept |= bool(node.keys) or any(child.is_kept for child in node.nodes.values())


@dataclass
class _Numbering:
    """Gives sections their ids, and papers their homes, in document order."""

    ids: SectionIds = field(default_factory=SectionIds)
    placed: set[str] = field(default_factory=set)

    def sections(self, above: _Node, id_above: str = "") -> tuple[Section, ...]:
        return tuple(self.section(node, id_above) for node in above.nodes.values() if node.is_kept)

    def section(self, node: _Node, id_above: str) -> Section:
        id = self.ids.id(node.title, id_above)
        home = tuple(Placement(key) for key in node.keys if key not in self.placed)
        also = tuple(Placement(key) for key in node.keys if key in self.placed)
        self.placed.update(node.keys)
        sections = self.sections(node, id)
        return Section(id, node.title, node.description, (), home, also, sections)
