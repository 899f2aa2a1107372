"""``taxonomy.yaml`` to a `Taxonomy`; every wrong field costs itself and is named with its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from surveygen.readers.decoding import decode
from surveygen.readers.yaml_fields import Fields, Report
from surveygen.readers.yaml_nodes import YamlMap, YamlText, read_yaml
from surveygen.survey.diagnostics import Code, Diagnostic
from surveygen.survey.taxonomy import SECTION_ID, Placement, Section, SurveyAuthor, Taxonomy

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
    _check_version(Fields(node, report, "the taxonomy"))
    return _TaxonomyReader(report).read(node), report.diagnostics


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

    def read(self, node: YamlMap) -> Taxonomy:
        fields = Fields(node, self.report, "the taxonomy")
        fields.text("version")
        bibliography = fields.get("bibliography")
        if isinstance(bibliography, YamlText):
            bibliographies: tuple[str, ...] = (bibliography.text,)
        else:
            bibliographies = tuple(text.text for text in fields.texts("bibliography"))
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
            aliases={old.text: new.text for old, new in fields.pairs("aliases")},
            sections=self.sections(fields),
            path=self.report.path,
        )
        fields.finish()
        if not taxonomy.sections:
            self.report.add(Code.NO_SECTIONS, "the taxonomy has no sections", node)
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
        read = (self.section(node) for node in fields.maps("sections"))
        return tuple(section for section in read if section is not None)

    def section(self, node: YamlMap) -> Section | None:
        fields = Fields(node, self.report, "a section")
        id_text = fields.scalar("id", required=True)
        if id_text is None or not self.is_usable(id_text):
            return None
        fields.where = f'section "{id_text.text}"'
        section = Section(
            id=id_text.text,
            title=fields.text("title", required=True) or id_text.text,
            description=fields.text("description"),
            keywords=tuple(text.text for text in fields.texts("keywords")),
            papers=_placements(fields.texts("papers")),
            also=_placements(fields.texts("also")),
            sections=self.sections(fields),
            line=node.line,
        )
        fields.finish()
        return section

    def is_usable(self, id_text: YamlText) -> bool:
        text = id_text.text
        if not SECTION_ID.fullmatch(text) or text in RESERVED_IDS or len(text) > 80:
            why = "names a generated page" if text in RESERVED_IDS else "cannot be a file name"
            self.report.add(
                Code.BAD_SECTION_ID,
                f'section id "{text}" {why}; the section is left out',
                id_text,
                "use a-z, 0-9 and single hyphens",
            )
            return False
        first = self.ids.setdefault(text, id_text.line)
        if first != id_text.line:
            self.report.add(
                Code.DUPLICATE_SECTION_ID,
                f'section id "{text}" already stands on line {first}; this section is left out',
                id_text,
                "rename one of them",
            )
            return False
        return True


def _placements(texts: tuple[YamlText, ...]) -> tuple[Placement, ...]:
    return tuple(Placement(text.text, text.line, text.column) for text in texts)
