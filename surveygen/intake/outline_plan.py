"""An outline from outside to sections and placements of a survey, as a plan for its files.

Sections are those of the survey where their titles are the same at the same place, or have its id;
others are added. A work that stands nowhere has its home where the outline first lists it; what has
a home is listed in ``also``. Nothing is taken away or moved, so applying an outline again changes
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from surveygen.intake.plan import Draft
from surveygen.intake.section_ids import DEEPEST, SectionIds, ids_of
from surveygen.messages import _
from surveygen.readers.plain_prose import plain_prose
from surveygen.readers.taxonomy_yaml import UnreadableTaxonomy, read_taxonomy
from surveygen.survey.codes import Code
from surveygen.survey.diagnostics import Diagnostic
from surveygen.survey.layout import TAXONOMY
from surveygen.survey.outline import Outline, OutlineSection
from surveygen.survey.prose import NARRATIVES
from surveygen.survey.spelling import suggestion
from surveygen.survey.taxonomy import RESERVED_IDS, Placement, Section, Taxonomy
from surveygen.text.citation_syntax import parse_citation
from surveygen.text.normal import clean
from surveygen.writers.taxonomy_edit import NotEditable, TaxonomyEdit

_ROLE = re.compile(r"(\{cite:[pt]\})`([^`]*)`")


class CannotPlace(Exception):
    """The taxonomy cannot be edited without harm; the message says why."""


@dataclass(frozen=True, slots=True)
class Placed:
    """What an outline comes to."""

    path: str = ""
    """Of the file that the outline is from."""
    sections: int = 0
    """Sections that the outline has."""
    new_sections: int = 0
    placements: int = 0
    """How often it lists works that are known, each once for a section."""
    works: int = 0
    """How many works these are."""
    homes: int = 0
    """How many of them get their home by it."""
    also: int = 0
    """How often it lists further ones."""
    background: int = 0
    """How many works join the background."""
    unknown: int = 0
    """Keys that no bibliography has."""
    uncited: int = 0
    """How many of the works that came with it it names nowhere."""
    diagnostics: tuple[Diagnostic, ...] = ()

    def counts(self) -> dict[str, int]:
        """All numbers by name."""
        return {
            name: value for name in self.__slots__ if isinstance(value := getattr(self, name), int)
        }


def plan_outline(
    draft: Draft, outline: Outline, keys: Mapping[str, str], works: Collection[str], path: str
) -> Placed:
    """Write sections and placements of an outline into the draft.

    Args:
        draft: of a survey's folder; holds its taxonomy.
        outline: what is added.
        keys: for each handle of the outline the key in the survey.
        works: keys of the works that the outline can be expected to name.
        path: of the file that the outline is from, for diagnostics.

    Raises:
        CannotPlace: the taxonomy cannot be edited.
        OSError: a file of the survey cannot be read.

    """
    data = draft.read(TAXONOMY) or b""
    try:
        taxonomy, _found = read_taxonomy(data, path=TAXONOMY)
        placing = _Placing(taxonomy, keys, works, path)
        placing.place(outline)
        edit = TaxonomyEdit(data)
        placing.write_keys(edit)
        after = edit.result()
        written, _found = read_taxonomy(after, path=TAXONOMY)
    except UnreadableTaxonomy as error:
        raise CannotPlace(_cannot(str(error.diagnostics[0].message))) from None
    except NotEditable as error:
        raise CannotPlace(_cannot(str(error))) from None
    # YAML can be written in more ways than an edit knows; what is not as wanted is not written.
    if _shape(written.sections) != _shape(placing.sections()):
        raise CannotPlace(_cannot(_("its layout is not one that can be edited safely")))
    draft.write(TAXONOMY, after)
    for id, text in placing.narratives.items():
        file = f"{NARRATIVES}/{id}.md"
        before, wanted = draft.read(file), f"{text}\n".encode()
        if before is None:
            draft.write(file, wanted)
        elif before != wanted:
            message = _("{path} was there and stays as it is").format(path=file)
            placing.diagnostics.append(Diagnostic(Code.OUTLINE_SYNTAX, message, file, 1, 1))
    return placing.placed()


def _cannot(reason: str) -> str:
    return _("{path} is not edited: {reason}").format(path=TAXONOMY, reason=reason)


@dataclass(eq=False, slots=True)
class _Node:
    """A section of the survey, old or new, and what joins it."""

    id: str
    title: str
    depth: int
    section: Section | None = None
    """None where it is new."""
    description: str = ""
    papers: list[str] = field(default_factory=list)
    also: list[str] = field(default_factory=list)
    nodes: list[_Node] = field(default_factory=list)
    standing: set[str] = field(default_factory=set)
    """Keys that stand in this very section, whether they join it or were there."""

    def walk(self) -> Iterator[_Node]:
        yield self
        for node in self.nodes:
            yield from node.walk()


class _Placing:
    def __init__(
        self, taxonomy: Taxonomy, keys: Mapping[str, str], works: Collection[str], path: str
    ) -> None:
        self.taxonomy = taxonomy
        self.keys = keys
        self.works = works
        self.path = path
        self.diagnostics: list[Diagnostic] = []
        self.root = _Node("", "", 0)
        self.root.nodes = [self.node_of(section, 1) for section in taxonomy.sections]
        self.homes = {
            placement.key for _depth, section in taxonomy.walk() for placement in section.papers
        }
        listed = {placement.key for _d, section in taxonomy.walk() for placement in section.also}
        self.standing = self.homes | listed
        self.background = {placement.key for placement in taxonomy.background}
        self.new_background: list[str] = []
        taken = {section.id for _depth, section in taxonomy.walk()} | set(taxonomy.aliases)
        self.ids = SectionIds(taken | RESERVED_IDS)
        self.narratives: dict[str, str] = {}
        self.unknown: dict[str, Placement] = {}
        self.cited: set[str] = set()
        self.placements: set[tuple[str, str]] = set()
        self.counts = {"sections": 0, "new_sections": 0, "homes": 0, "also": 0}

    def node_of(self, section: Section, depth: int) -> _Node:
        node = _Node(section.id, section.title, depth, section)
        node.nodes = [self.node_of(below, depth + 1) for below in section.sections]
        node.standing = {placement.key for placement in (*section.papers, *section.also)}
        return node

    # -- placing -------------------------------------------------------------------------------

    def place(self, outline: Outline) -> None:
        pointed: list[tuple[_Node, Placement]] = []
        for section in outline.sections:
            self.place_section(self.root, section, pointed)
        # Only now, for what is pointed to may have its home further down.
        for node, placement in pointed:
            self.place_work(node, placement)
        for placement in outline.background:
            key = self.key_of(placement)
            if key and key not in self.standing and key not in self.background:
                self.background.add(key)
                self.new_background.append(key)
        self.say_unknown()

    def place_section(
        self, above: _Node, section: OutlineSection, pointed: list[tuple[_Node, Placement]]
    ) -> None:
        self.counts["sections"] += 1
        node = self.found(above, section)
        if node is None and above.depth == DEEPEST:
            message = _('"{title}" stands deeper than sections can; its works join the one above')
            self.say(Code.OUTLINE_SYNTAX, message.format(title=section.title), section.line)
            node = above
        elif node is None:
            node = self.added(above, section)
        if node.section is None:
            self.describe(node, section.description)
        for placement in section.works:
            self.place_work(node, placement)
        pointed += [(node, placement) for placement in section.also]
        for below in section.sections:
            self.place_section(node, below, pointed)

    def found(self, above: _Node, section: OutlineSection) -> _Node | None:
        """The section of this title below another one, or of the id that it would have."""
        title = clean(section.title).casefold()
        wanted = (section.id,) if section.id else ids_of(section.title, above.id)
        for node in above.nodes:
            if clean(node.title).casefold() == title:
                return node
        return next((node for node in above.nodes if node.section and node.id in wanted), None)

    def added(self, above: _Node, section: OutlineSection) -> _Node:
        self.counts["new_sections"] += 1
        title = clean(section.title)
        node = _Node(self.ids.id(title, above.id, section.id), title, above.depth + 1)
        above.nodes.append(node)
        return node

    def describe(self, node: _Node, description: str) -> None:
        """Say of a new section what the outline says of it, maybe in several places."""
        prose = self.with_our_keys(description)
        if not (node.description or node.id in self.narratives):
            # The taxonomy holds plain text; what begins with a plain paragraph begins there.
            first, _break, rest = prose.partition("\n\n")
            if plain := plain_prose(first):
                node.description, prose = plain, rest
        if prose:
            parts = filter(None, (self.narratives.get(node.id), prose))
            self.narratives[node.id] = "\n\n".join(parts)

    def with_our_keys(self, markdown: str) -> str:
        """Prose that cites by handles, citing by keys."""

        def renamed(role: re.Match[str]) -> str:
            cited = parse_citation(role[2])
            parts = [str(replace(one, key=self.keys.get(one.key, one.key))) for one in cited]
            return f"{role[1]}`{','.join(parts)}`" if parts else role[0]

        return _ROLE.sub(renamed, markdown)

    def place_work(self, node: _Node, placement: Placement) -> None:
        key = self.key_of(placement)
        if key is None or node is self.root:
            return
        self.placements.add((node.id, key))
        if key in self.background:
            message = _('"{key}" stands in the background of the survey and stays there')
            help = _("delete it from `background:` and import again")
            self.say(Code.OUTLINE_SYNTAX, message.format(key=key), placement.line, help)
        elif key not in self.homes:
            self.homes.add(key)
            node.papers.append(key)
            self.counts["homes"] += 1
        elif key not in node.standing:
            node.also.append(key)
            self.counts["also"] += 1
        node.standing.add(key)
        self.standing.add(key)

    def key_of(self, placement: Placement) -> str | None:
        key = self.keys.get(placement.key)
        if key is None:
            self.unknown.setdefault(placement.key, placement)
        else:
            self.cited.add(key)
        return key

    def say_unknown(self) -> None:
        for placement in self.unknown.values():
            message = _('"{key}" is in no bibliography').format(key=placement.key)
            help = suggestion(placement.key, self.keys) if len(self.unknown) <= 20 else ""
            place = placement.line, placement.column
            found = Diagnostic(Code.OUTLINE_KEY, message, self.path, *place, help)
            self.diagnostics.append(found)

    def say(self, code: Code, message: str, line: int, help: str = "") -> None:
        self.diagnostics.append(Diagnostic(code, message, self.path, line or None, None, help))

    # -- results -------------------------------------------------------------------------------

    def write_keys(self, edit: TaxonomyEdit) -> None:
        edit.add_keys("background", self.new_background)
        for node in self.root.walk():
            if node is self.root or node.section is not None:
                new = [_section(below) for below in node.nodes if below.section is None]
                edit.add_keys("papers", node.papers, node.id)
                edit.add_keys("also", node.also, node.id)
                edit.add_sections(new, node.id)

    def sections(self) -> tuple[Section, ...]:
        """The sections as they are to be."""
        return tuple(map(_section, self.root.nodes))

    def placed(self) -> Placed:
        return Placed(
            self.path,
            **self.counts,
            placements=len(self.placements),
            works=len({key for _id, key in self.placements}),
            background=len(self.new_background),
            unknown=len(self.unknown),
            uncited=len(set(self.works) - self.cited),
            diagnostics=tuple(self.diagnostics),
        )


def _section(node: _Node) -> Section:
    old = node.section or Section(node.id, node.title, node.description)
    return Section(
        node.id,
        node.title,
        old.description,
        old.keywords,
        (*old.papers, *map(Placement, node.papers)),
        (*old.also, *map(Placement, node.also)),
        tuple(map(_section, node.nodes)),
    )


def _shape(sections: Iterable[Section]) -> list[object]:
    """What must be the same of sections that were written and those that were wanted."""
    return [
        (
            section.id,
            section.title,
            section.description,
            [placement.key for placement in section.papers],
            [placement.key for placement in section.also],
            _shape(section.sections),
        )
        for section in sections
    ]
