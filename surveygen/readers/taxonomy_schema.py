"""The JSON Schema of ``taxonomy.yaml``, by which editors complete and check while one types.

It is of draft-07, the one that every version of the YAML language server reads (VS Code, Neovim and
others); it learnt drafts 2019-09 and 2020-12 only in version 1.20, and nothing of them is needed.
A list of types, ``"type": ["string", "number", "boolean", "null"]``, would be shorter than what
stands here, but then the server proposes ``true``, ``false`` and ``null`` for every title and key.

The schema takes what `surveygen.readers.taxonomy_yaml` reads without a finding about a field. For
the reader every scalar is text. An editor makes numbers and booleans of some before it looks into a
schema, so these are texts here, too. The word ``null`` is nothing to an editor: ``title: null``
asks for quotes although the reader does not, and ``papers: null`` passes for an empty ``papers:``.
"""

from __future__ import annotations

from typing import TypeAlias

from surveygen.readers.taxonomy_yaml import FORMAT_VERSION, RESERVED_IDS
from surveygen.survey.taxonomy import SECTION_ID, SurveyAuthor, Taxonomy
from surveygen.text.slugs import MAX_LENGTH

Schema: TypeAlias = dict[str, object]

_DEVICES = ("con", "prn", "aux", "nul", "com[0-9]", "lpt[0-9]")
"""Names that are no file names on Windows; `surveygen.text.slugs.slug` changes them."""
_NOT_AN_ID = "|".join((*sorted(RESERVED_IDS), *_DEVICES))


def taxonomy_schema() -> dict[str, object]:
    """The schema as a value that `json` can write."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A survey",
        "description": "Identity of the survey, its sections, and which papers stand where.",
        "type": "object",
        **_fields(_survey(), required=("version", "title")),
        "definitions": {
            "author": {
                "title": "An author of the survey",
                **_unless_empty(type="object"),
                **_fields(_author(), required=("name",)),
            },
            "section": {
                "title": "A section",
                **_unless_empty(type="object"),
                **_fields(_section(), required=("id", "title")),
            },
        },
    }


def _survey() -> dict[str, Schema]:
    defaults = Taxonomy(title="")
    version = int(FORMAT_VERSION)
    return {
        "version": {
            "description": "Version of this format.",
            "enum": [version, FORMAT_VERSION],
            "default": version,
        },
        "title": _text(
            "Title of the survey; put it in quotes where it holds a colon.", required=True
        ),
        "abstract": _text("What the survey is about, in a few sentences; the PDF begins with it."),
        "authors": _list("Who answers for the survey.", {"$ref": "#/definitions/author"}),
        "edition": _text(
            "Edition of the survey; it stands where programs have a version.", examples=["2026.1"]
        ),
        "date": _text(
            "Day of the edition: year, month, day; its year is that of the citation.",
            examples=["2026-11-21"],
        ),
        "keywords": _texts("Keywords of the whole survey.", "A keyword."),
        "license": _text(
            "SPDX identifier of the licence of notes and narratives.",
            examples=["CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0"],
        ),
        "language": _text(
            "Language of the survey; docs/conf.py has to set the same one.",
            default=defaults.language,
        ),
        "url": _text(
            "Address of the published site, for canonical links and citations.",
            examples=["https://example.org/survey/"],
        ),
        "repository": _text("Address of the survey's source, where readers can contribute."),
        "doi": _text("DOI of the survey, without https://doi.org/ before it."),
        "bibliography": {
            "description": "The bibliography, or a list of several: paths from this folder.",
            "anyOf": [{"type": "string"}, {"not": {"type": "object"}}],
            "if": {"type": "array"},
            "then": {"items": {"description": "Path of a bibliography.", **_ANY_TEXT}},
            "default": defaults.bibliography[0],
        },
        "notes": _text("Folder of the notes: a path from this folder.", default=defaults.notes),
        "background": _texts("Works that the prose cites, but the survey does not survey.", _KEY),
        "aliases": {
            "description": "Former keys and section ids, each with the one that it leads to now.",
            **_unless_empty(type="object"),
            "additionalProperties": {
                "description": "The key or section id that takes its place.",
                **_ANY_TEXT,
            },
            "examples": [{"former-key": "present-key"}],
        },
        "sections": _sections("Sections of the survey, in the order in which they are shown."),
    }


def _author() -> dict[str, Schema]:
    return {
        "name": _text("Name as it is shown.", required=True),
        "type": {
            "description": "A person, or an organization, whose name is never split into parts.",
            **_unless_empty(enum=["person", "organization"]),
            "default": SurveyAuthor("").type,
            "examples": ["organization"],
        },
        "orcid": _text("ORCID iD of a person, without https://orcid.org/ before it."),
        "affiliation": _text("Where a person works."),
    }


def _section() -> dict[str, Schema]:
    return {
        "id": _text(
            "Unique name; it becomes a file name and part of an address.",
            required=True,
            pattern=f"^(?!(?:{_NOT_AN_ID})$){SECTION_ID.pattern}$",
            patternErrorMessage="Use a-z, 0-9 and single hyphens, and no name of another page.",
            maxLength=MAX_LENGTH,
            multipleOf=1,
            minimum=0,
        ),
        "title": _text("Heading of the section.", required=True),
        "description": _text("One sentence that stands under the heading."),
        "keywords": _texts(
            "Words by which a new paper is thought to belong here.",
            "A word or several; * stands for any letters.",
        ),
        "papers": _texts("Papers that have their home here; a paper has one home.", _KEY),
        "also": _texts("Papers that are listed here too, but have their home elsewhere.", _KEY),
        "sections": _sections("Sections below this one, in the order in which they are shown."),
    }


_KEY = "A citation key of the bibliography."
# The server's message names a type that is asked for, but says nothing of one that must not be:
# hence a condition where `not` would do. `anyOf` has it insert "title: " where one chooses a field.
_ANY_TEXT: Schema = {"if": {"type": ["array", "object"]}, "then": {"type": "string"}}


def _text(description: str, *, required: bool = False, **more: object) -> Schema:
    others = ["array", "object", "null"] if required else ["array", "object"]
    any_text = [{"type": "string"}, {"not": {"type": others}}]
    return {"description": description, "anyOf": any_text, **more}


def _texts(description: str, item: str) -> Schema:
    return _list(description, {"description": item, **_ANY_TEXT})


def _sections(description: str) -> Schema:
    return _list(description, {"$ref": "#/definitions/section"})


def _list(description: str, item: Schema) -> Schema:
    return {"description": description, **_unless_empty(type="array"), "items": item}


def _fields(properties: dict[str, Schema], required: tuple[str, ...]) -> Schema:
    return {
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _unless_empty(**wanted: object) -> Schema:
    return {"if": {"not": {"type": "null"}}, "then": wanted}
