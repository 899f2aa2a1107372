"""``taxonomy.yaml`` to a `Taxonomy`; every wrong field costs itself and is named with its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from surveygen.readers.decoding import decode
from surveygen.readers.yaml_fields import Fields, Report
from surveygen.readers.yaml_nodes import YamlMap, YamlText, read_yaml
from surveygen.survey.diagnostics import Code, Diagnostic
from surveygen.survey.taxonomy import SECTION_ID, Placement, Section, SurveyAuthor, Taxonomy
from surveygen.text.slugs import slug

FORMAT_VERSION = "1"
RESERVED_IDS = frozenset(("index", "references", "not-placed", "to-mend"))
"""Names of generated pages that are no sections."""


class UnreadableTaxonomy(Exception):
    """Nothing can be built from this taxonomy; the diagnostics say why."""

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        super().__init__("; ".join(map(str, diagnostics)))
        self.diagnostics = diagnostics


class _AuthorType(StrEnum):
    PERSON = "person"
    ORGANIZATION = "organization"


def read_taxonomy(data: bytes, *, path: str) -> tuple[Taxonomy, list[Diagnostic]]:
    """Read a taxonomy.

    Raises:
        UnreadableTaxonomy: it is no YAML mapping, or of another version of the format.

    """
    decoded = decode(data, path=path, encoding_code=Code.PROSE_ENCODING)
    node, found = read_yaml(
        decoded.text, path=path, syntax=Code.TAXONOMY_SYNTAX, limit=Code.TAXONOMY_LIMIT
    )
    found = [*decoded.diagnostics, *found]
    if node is None or not isinstance(node, YamlMap):
        if not found:
            found.append(
                Diagnostic(
                    Code.TAXONOMY_SYNTAX,
                    "the taxonomy is empty" if node is None else "the taxonomy is no mapping",
                    path,
                    1,
                    help="start with 'version: 1' and 'title: ...'",
                )
            )
        raise UnreadableTaxonomy(found)
    report = Report(path, diagnostics=found)
    fields = Fields(node, report, "the taxonomy")
    _check_version(fields)
    return _TaxonomyReader(report).read(fields), report.diagnostics


def _check_version(fields: Fields) -> None:
    version = fields.scalar("version", required=True)
    if version is not None and version.text != FORMAT_VERSION:
        fields.report.add(
            Code.TAXONOMY_VERSION,
            f'format version "{version.text}" is unknown; this surveygen reads {FORMAT_VERSION}',
            version,
            "install the surveygen that wrote it",
        )
        raise UnreadableTaxonomy(fields.report.diagnostics)


@dataclass
class _TaxonomyReader:
    report: Report
    ids: dict[str, int] = field(default_factory=dict)

    def read(self, fields: Fields) -> Taxonomy:
        bibliography = fields.get("bibliography")
        if isinstance(bibliography, YamlText):
            bibliographies: tuple[str, ...] = (bibliography.text,)
        else:
            bibliographies = tuple(text.text for text in fields.texts("bibliography"))
        aliases = fields.pairs("aliases")
        taxonomy = Taxonomy(
            title=fields.text("title", required=True) or "Untitled survey",
            abstract=fields.text("abstract"),
            authors=tuple(self.author(author) for author in fields.maps("authors")),
            edition=fields.text("edition"),
            date=fields.text("date"),
            keywords=tuple(text.text for text in fields.texts("keywords")),
            license=fields.text("license"),
            language=fields.text("language") or "en",
            url=fields.text("url"),
            repository=fields.text("repository"),
            doi=fields.text("doi"),
            bibliography=bibliographies or ("docs/references.bib",),
            notes=fields.text("notes") or "docs/notes",
            background=_placements(fields.texts("background")),
            aliases={old.text: new.text for old, new in aliases},
            alias_places={old.text: _placement(old) for old, _ in aliases},
            sections=self.sections(fields),
            path=self.report.path,
        )
        fields.finish()
        if not taxonomy.sections:
            self.report.add(Code.NO_SECTIONS, "the taxonomy has no sections", fields.node)
        return taxonomy

    def author(self, node: YamlMap) -> SurveyAuthor:
        fields = Fields(node, self.report, "an author")
        kind = fields.choice("type", _AuthorType) or _AuthorType.PERSON
        author = SurveyAuthor(
            name=fields.text("name", required=True),
            type="organization" if kind is _AuthorType.ORGANIZATION else "person",
            orcid=fields.text("orcid"),
            affiliation=fields.text("affiliation"),
        )
        fields.finish()
        return author

    def sections(self, fields: Fields) -> tuple[Section, ...]:
        return tuple(self.section(node) for node in fields.maps("sections"))

    def section(self, node: YamlMap) -> Section:
        fields = Fields(node, self.report, "a section")
        id = self.section_id(fields)
        fields.where = f'section "{id}"'
        section = Section(
            id=id,
            title=fields.text("title", required=True) or id,
            description=fields.text("description"),
            keywords=tuple(text.text for text in fields.texts("keywords")),
            papers=_placements(fields.texts("papers")),
            also=_placements(fields.texts("also")),
            sections=self.sections(fields),
            line=node.line,
        )
        fields.finish()
        return section

    def section_id(self, fields: Fields) -> str:
        """The id of a section, or one that stands in for it: its papers keep their place."""
        node = fields.node
        given = fields.scalar("id", required=True)
        stand_in = f"section-{node.line}-{node.column}"
        if given is None:
            return stand_in
        id = given.text
        if id in RESERVED_IDS or not SECTION_ID.fullmatch(id) or slug(id) != id:
            why = "names a generated page" if id in RESERVED_IDS else "cannot be a file name"
            message = f'section id "{id}" {why}; "{stand_in}" stands in for it'
            help = "use a-z, 0-9 and single hyphens"
            self.report.add(Code.BAD_SECTION_ID, message, given, help)
            return stand_in
        if id in self.ids:
            message = f'section id "{id}" already stands on line {self.ids[id]}'
            message += f'; "{stand_in}" stands in for it'
            self.report.add(Code.DUPLICATE_SECTION_ID, message, given, "rename one of them")
            return stand_in
        self.ids[id] = given.line
        return id


def _placements(texts: tuple[YamlText, ...]) -> tuple[Placement, ...]:
    return tuple(map(_placement, texts))


def _placement(text: YamlText) -> Placement:
    return Placement(text.text, text.line, text.column)
