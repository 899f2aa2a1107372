"""``taxonomy.yaml`` to a `Taxonomy`; every wrong field costs itself and is named with its place."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache

from surveygen.messages import _, interface_language
from surveygen.readers.decoding import decode
from surveygen.readers.yaml_fields import Fields, Report
from surveygen.readers.yaml_nodes import YamlMap, YamlText
from surveygen.readers.yaml_reader import read_yaml
from surveygen.survey.codes import Code
from surveygen.survey.diagnostics import Diagnostic
from surveygen.survey.taxonomy import (
    RESERVED_IDS,
    SECTION_ID,
    Placement,
    Section,
    SurveyAuthor,
    Taxonomy,
)
from surveygen.text.slugs import slug

__all__ = ["FORMAT_VERSION", "RESERVED_IDS", "UnreadableTaxonomy", "read_taxonomy"]

FORMAT_VERSION = "1"


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
    taxonomy, found = _read(data, path, interface_language())
    return taxonomy, list(found)


@lru_cache(maxsize=1)  # a build asks which files it names, and then for all of it
def _read(data: bytes, path: str, language: str) -> tuple[Taxonomy, tuple[Diagnostic, ...]]:
    """That of `read_taxonomy`, with messages in a language."""
    decoded = decode(data, path=path, encoding_code=Code.PROSE_ENCODING)
    node, found = read_yaml(
        decoded.text, path=path, syntax=Code.TAXONOMY_SYNTAX, limit=Code.TAXONOMY_LIMIT
    )
    found = [*decoded.diagnostics, *found]
    if node is None or not isinstance(node, YamlMap):
        if not found:
            is_empty = node is None
            message = _("the taxonomy is empty") if is_empty else _("the taxonomy is no mapping")
            help = _("start with 'version: 1' and 'title: ...'")
            found.append(Diagnostic(Code.TAXONOMY_SYNTAX, message, path, 1, help=help))
        raise UnreadableTaxonomy(found)
    report = Report(path, diagnostics=found)
    fields = Fields(node, report, _("the taxonomy"))
    _check_version(fields)
    return _TaxonomyReader(report).read(fields), tuple(report.diagnostics)


def _check_version(fields: Fields) -> None:
    version = fields.scalar("version", required=True)
    if version is not None and version.text != FORMAT_VERSION:
        message = _('format version "{version}" is unknown; this surveygen reads {known}')
        message = message.format(version=version.text, known=FORMAT_VERSION)
        fields.report.add(Code.TAXONOMY_VERSION, message, version)
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
        # What is listed twice would be read twice, and every entry would be a duplicate.
        bibliographies = tuple(dict.fromkeys(bibliographies))
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
            alias_places={old.text: _placement(old) for old, _new in aliases},
            places={
                name: (value.line, value.column)
                for name, (_key, value) in fields.node.items.items()
                if isinstance(value, YamlText)
            },
            sections=self.sections(fields),
            path=self.report.path,
        )
        fields.finish()
        if not (taxonomy.sections or "sections" in fields.spoiled or fields.node.unread):
            place = fields.node.get("sections") or fields.node
            self.report.add(Code.NO_SECTIONS, _("the taxonomy has no sections"), place)
        return replace(taxonomy, unread=self.report.unread_words)

    def author(self, node: YamlMap) -> SurveyAuthor:
        fields = Fields(node, self.report, _("an author"))
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
        value = fields.get("sections")
        if not isinstance(value, YamlMap):
            return tuple(self.section(node) for node in fields.maps("sections"))
        help = _("begin each section with a '-': - id: ...")
        fields.wrong("sections", value, _('"{name}" of {where} must be a list of mappings'), help)
        if "id" in value.items or "title" in value.items:
            return (self.section(value, is_told=True),)
        return tuple(
            self.section(node, name)
            for name, node in value.items.values()
            if isinstance(node, YamlMap)
        )

    def section(
        self, node: YamlMap, name: YamlText | None = None, *, is_told: bool = False
    ) -> Section:
        """A section; ``name`` is what a mapping of sections calls it.

        ``is_told`` says that a missing id is part of a fault that is known already.
        """
        fields = Fields(node, self.report, _("a section"))
        given = fields.scalar("id", required=not (name or is_told)) or name
        id = self.section_id(fields.node, given)
        fields.where = _('section "{id}"').format(id=id)
        section = Section(
            id=id,
            title=fields.text("title", required=True) or id,
            description=fields.text("description"),
            keywords=tuple(text.text for text in fields.texts("keywords")),
            papers=_placements(fields.texts("papers")),
            also=_placements(fields.texts("also")),
            sections=self.sections(fields),
            line=node.line,
            is_nameless=given is None or given.text != id,
        )
        fields.finish()
        return section

    def section_id(self, node: YamlMap, given: YamlText | None) -> str:
        """The id of a section, or one that stands in for it: its papers keep their place."""
        stand_in = f"section-{node.line}-{node.column}"
        if given is None:
            return stand_in
        id = given.text
        code, help = Code.BAD_SECTION_ID, ""
        if id in RESERVED_IDS:
            message = _('section id "{id}" names a generated page; "{stand_in}" stands in for it')
            help = _("choose another id")
        elif not SECTION_ID.fullmatch(id) or slug(id) != id:
            message = _('section id "{id}" cannot be a file name; "{stand_in}" stands in for it')
        elif id in self.ids:
            code = Code.DUPLICATE_SECTION_ID
            message = _(
                'section id "{id}" already stands on line {line}; "{stand_in}" stands in for it'
            )
        else:
            self.ids[id] = given.line
            return id
        message = message.format(id=id, stand_in=stand_in, line=self.ids.get(id))
        self.report.add(code, message, given, help)
        self.report.unread.append(given)
        return stand_in


def _placements(texts: tuple[YamlText, ...]) -> tuple[Placement, ...]:
    return tuple(map(_placement, texts))


def _placement(text: YamlText) -> Placement:
    return Placement(text.text, text.line, text.column)
