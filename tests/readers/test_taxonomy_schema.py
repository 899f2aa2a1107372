"""The schema that editors have of taxonomy.yaml takes what the reader takes, and nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from surveygen.readers import taxonomy_yaml
from surveygen.readers.taxonomy_schema import taxonomy_schema
from surveygen.readers.taxonomy_yaml import RESERVED_IDS, UnreadableTaxonomy, read_taxonomy
from surveygen.readers.yaml_fields import Fields
from surveygen.survey.codes import Code

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
FILES = sorted((DATA / "taxonomies").glob("*.yaml"))

SCHEMA: Any = taxonomy_schema()
VALIDATOR = Draft7Validator(SCHEMA)
MAPPINGS = {"the taxonomy": SCHEMA, **SCHEMA["definitions"]}
#: What a schema can see; that a key stands twice or an id is not unique, it cannot.
SHAPE = {Code.UNKNOWN_FIELD, Code.WRONG_TYPE, Code.MISSING_FIELD, Code.BAD_SECTION_ID}


def schema_takes(document: object) -> bool:
    return bool(VALIDATOR.is_valid(document))


def reader_takes(data: bytes) -> bool:
    try:
        _, found = read_taxonomy(data, path="taxonomy.yaml")
    except UnreadableTaxonomy:
        return False
    return not SHAPE & {finding.code for finding in found}


def as_yaml(value: object) -> str:
    """YAML in flow style; `~` for None, for the word `null` is a text to the reader."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{as_yaml(k)}: {as_yaml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(as_yaml, value)) + "]"
    return "~" if value is None else json.dumps(value, ensure_ascii=False)


def as_an_editor_reads(text: str) -> object:
    """The values that an editor makes of YAML before it looks into a schema: dates stay text."""

    def value(node: yaml.Node | None) -> object:
        if isinstance(node, yaml.MappingNode):
            return {key.value: value(item) for key, item in reversed(node.value)}
        if isinstance(node, yaml.SequenceNode):
            return [value(item) for item in node.value]
        if node is None or node.tag.endswith(":null"):
            return None
        if node.tag.endswith((":bool", ":int", ":float")):
            return yaml.safe_load(node.value)
        return node.value

    return value(yaml.compose(text, yaml.SafeLoader))


def test_it_is_a_schema_of_its_draft() -> None:
    assert SCHEMA["$schema"] == Draft7Validator.META_SCHEMA["$id"]
    Draft7Validator.check_schema(SCHEMA)
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA


# Schema and reader have the same fields


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Fields that the reader takes, by what it takes them from: filled while it reads."""
    found: dict[str, list[str]] = {}

    class Watched(Fields):
        def finish(self) -> None:
            found[self.where.replace('section "s"', "section").removeprefix("an ")] = [*self.taken]
            super().finish()

    monkeypatch.setattr(taxonomy_yaml, "Fields", Watched)
    return found


def test_it_has_the_fields_that_the_reader_takes(taken: dict[str, list[str]]) -> None:
    reader_takes(b"version: 1\ntitle: A\nauthors: [{name: A}]\nsections: [{id: s, title: S}]")
    assert taken.keys() == MAPPINGS.keys()
    for name, fields in taken.items():
        assert sorted(MAPPINGS[name]["properties"]) == sorted(fields), name


def test_authors_are_of_the_kinds_that_the_reader_knows() -> None:
    kinds = SCHEMA["definitions"]["author"]["properties"]["type"]["then"]["enum"]
    assert kinds == [*taxonomy_yaml._AuthorType]


# What an author reads


def described() -> Iterator[tuple[str, dict[str, Any]]]:
    yield "the taxonomy", SCHEMA
    for mapping, schema in MAPPINGS.items():
        for name, field in schema["properties"].items():
            yield f"{mapping}: {name}", field
            inner = field.get("items") or field.get("additionalProperties")
            if isinstance(inner, dict) and "$ref" not in inner:
                yield f"{mapping}: {name}: item", inner


@pytest.mark.parametrize(("name", "field"), [pytest.param(*one, id=one[0]) for one in described()])
def test_every_field_is_described_in_a_sentence(name: str, field: dict[str, Any]) -> None:
    assert re.fullmatch(r"[A-Z][^\n]{5,75}[^ ]\.", field["description"])


def test_nothing_stands_beside_a_reference_where_draft_07_would_pass_it_over() -> None:
    def nodes(node: object) -> Iterator[dict[str, object]]:
        if isinstance(node, dict):
            yield node
        if isinstance(node, dict | list):
            for inner in node.values() if isinstance(node, dict) else node:
                yield from nodes(inner)

    assert all(len(node) == 1 for node in nodes(SCHEMA) if "$ref" in node)


@pytest.mark.parametrize("mapping", MAPPINGS)
def test_defaults_and_examples_are_taken(mapping: str) -> None:
    for name, field in MAPPINGS[mapping]["properties"].items():
        for value in (*field.get("examples", ()), field.get("default", "a default")):
            if value != "a default":
                assert schema_takes(document_with(mapping, name, value)), (name, value)


def test_defaults_are_those_of_the_reader() -> None:
    def read(fields: str) -> taxonomy_yaml.Taxonomy:
        source = f"version: 1\ntitle: A\nsections: []\n{fields}"
        return read_taxonomy(source.encode(), path="taxonomy.yaml")[0]

    defaults = {k: f["default"] for k, f in SCHEMA["properties"].items() if "default" in f}
    assert set(defaults) == {"version", "language", "bibliography", "notes"}
    del defaults["version"]
    assert read(as_yaml(defaults)[1:-1].replace(", ", "\n")) == read("")
    author = read("authors: [{name: A}]").authors[0]
    kind = SCHEMA["definitions"]["author"]["properties"]["type"]["default"]
    assert replace(author, type=kind) == author


# Schema and reader agree


def document_with(mapping: str, name: str, value: object) -> dict[str, object]:
    """The smallest whole document, with one field set in one of its mappings."""
    author: dict[str, object] = {"name": "A"}
    section: dict[str, object] = {"id": "s", "title": "S"}
    inner = {"id": "t", "title": "T", "sections": [section]}
    document = {"version": 1, "title": "A", "authors": [author], "sections": [inner]}
    {"the taxonomy": document, "author": author, "section": section}[mapping][name] = value
    return document


VALUES = [
    *("text", "", "person", 1, 2, -1, 0.5, True, None, "1"),
    *([], ["a"], [1, False, None, 0.5], [["a"]], [{}], [{"a": "b"}]),
    *({}, {"a": "b"}, {"a": 1}, {"a": None}, {"a": ["b"]}, {"a": {}}, {"name": "A"}),
    *([{"name": "A"}], [None, {"name": "A"}], {"id": "x", "title": "X"}),
    *([{"id": "x", "title": "X"}], [None, {"id": "x", "title": "X"}], [{"id": "x"}]),
]
FIELDS = [
    (mapping, name)
    for mapping, schema in MAPPINGS.items()
    for name in (*schema["properties"], "colour", "Title", "")
]


@pytest.mark.parametrize(("mapping", "name"), FIELDS)
def test_every_field_takes_the_values_that_the_reader_takes(mapping: str, name: str) -> None:
    for value in VALUES:
        document = document_with(mapping, name, value)
        assert schema_takes(document) == reader_takes(as_yaml(document).encode()), value


@pytest.mark.parametrize(("mapping", "name"), FIELDS)
def test_it_asks_for_the_fields_that_the_reader_asks_for(mapping: str, name: str) -> None:
    document = document_with(mapping, name, None)
    without = json.loads(
        json.dumps(document),
        object_hook=lambda fields: {
            key: value for key, value in fields.items() if value is not None
        },
    )
    assert schema_takes(without) == reader_takes(as_yaml(without).encode())


@pytest.mark.parametrize(
    "id",
    [
        *("a", "a-b", "a--b", "7", "a" * 80, "a" * 81, "", "-a", "a-", "A", "a_b", "a.b", "é"),
        *("a b", "../a", "con", "con-a", "com1", "lpt0", "aux", "console", "index-of-all", "no"),
        *(7, 0, 1.5, -7, True, False, *sorted(RESERVED_IDS)),
    ],
)
def test_ids_that_the_reader_takes(id: object) -> None:
    document = document_with("section", "id", id)
    assert schema_takes(document) == reader_takes(as_yaml(document).encode())


@pytest.mark.parametrize(
    "file",
    [ROOT / "taxonomy.yaml", DATA / "sample" / "taxonomy.yaml", *FILES],
    ids=lambda file: file.name if file.parent.name == "taxonomies" else f"{file.parent.name}/",
)
def test_real_files_fit_or_not_for_both(file: Path) -> None:
    data = file.read_bytes()
    try:
        document = as_an_editor_reads(data.decode(errors="replace"))
    except yaml.YAMLError:
        assert not reader_takes(data)
    else:
        assert schema_takes(document) == reader_takes(data)


def test_some_real_files_fit_and_some_do_not() -> None:
    fit = {file.stem for file in FILES if reader_takes(file.read_bytes())}
    assert fit >= {"whole", "keys", "aliases", "no-sections", "latin-1"}
    assert not fit & {"fields", "ids", "list", "empty", "version-2"}


@pytest.mark.parametrize(
    "line",
    [
        "edition: 2026.1",
        "edition: 1_0",
        "date: 2026-11-21",
        "date: 2026",
        "language: no",
        "background: [1811770, no, 2020-01-01, 1e3, 0x1F, 12:30, .inf, ~]",
        "aliases: {1811770: no, no: 2020-01-01, 2020-01-01: 1}",
        "keywords:",
        "aliases:",
        "authors: [{name: 3M, type: }]",
    ],
)
def test_values_that_an_editor_takes_for_no_text(line: str) -> None:
    text = f"version: 1\ntitle: 1984\n{line}\nsections: [{{id: 2026, title: yes}}]\n"
    assert reader_takes(text.encode())
    assert schema_takes(as_an_editor_reads(text))


def test_the_word_null_is_a_text_for_the_reader_alone() -> None:
    text = "version: 1\ntitle: null\nsections: []\n"
    assert reader_takes(text.encode())
    assert not schema_takes(as_an_editor_reads(text))
    assert schema_takes(as_an_editor_reads(text.replace("null", '"null"')))


# Documents at random

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=4)
# 1e22 is an integer for JSON Schema, as 1.0 is; the reader sees how it is written.
NUMBERS = st.integers(-3, 10**6) | st.integers(-9, 99).map(lambda n: n + 0.5)
SCALARS = TEXTS | NUMBERS | st.booleans() | st.none()
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2)
)


def fitting(
    schema: dict[str, Any], name: str, required: bool, depth: int
) -> st.SearchStrategy[Any]:
    """Values that a field of the schema takes."""
    nothing = st.nothing() if required else st.none()
    if "enum" in schema or "enum" in schema.get("then", ()):
        return st.sampled_from(schema.get("enum") or schema["then"]["enum"]) | nothing
    if "additionalProperties" in schema:
        return st.dictionaries(TEXTS, SCALARS, max_size=3) | nothing
    if "items" in schema:
        item = schema["items"]
        inner = SCALARS
        if "$ref" in item:
            inner = mappings(item["$ref"].removeprefix("#/definitions/"), depth + 1) | st.none()
        return st.lists(inner, max_size=2 if depth < 3 else 0) | nothing
    texts = TEXTS | NUMBERS | st.booleans() | nothing
    if name == "bibliography":
        return texts | st.lists(SCALARS, max_size=2)
    if name == "id":
        return st.from_regex(r"[a-z][a-z0-9]{2,5}(-[a-z0-9]{1,3})?", fullmatch=True)
    return texts


def mappings(name: str, depth: int = 0) -> st.SearchStrategy[dict[str, Any]]:
    schema = MAPPINGS[name]
    fields = {
        key: st.deferred(
            lambda key=key, field=field: fitting(field, key, key in schema["required"], depth)
        )
        for key, field in schema["properties"].items()
    }
    required = {key: fields.pop(key) for key in schema["required"]}
    return st.fixed_dictionaries(required, optional=fields)


@given(mappings("the taxonomy"))
def test_what_is_made_by_the_schema_has_a_shape_that_the_reader_takes(document: object) -> None:
    assert schema_takes(document)
    assert reader_takes(as_yaml(document).encode())


@st.composite
def damaged(draw: st.DrawFn) -> dict[str, Any]:
    """A document of the schema with a field somewhere that is another, or gone."""
    document = draw(mappings("the taxonomy"))
    inner = (*(document.get("authors") or ()), *(document.get("sections") or ()))
    spot = draw(st.sampled_from([document, *filter(None, inner)]))
    key = draw(st.sampled_from([*spot, "colour", "papers", "type"]))
    if draw(st.booleans()):
        spot.pop(key, None)
    else:
        spot[key] = draw(ANYTHING)
    return document


@given(damaged() | ANYTHING)
@example({"version": 1, "title": "A", "sections": [{"id": "index", "title": "S"}]})
def test_both_refuse_the_same_documents(document: object) -> None:
    assert schema_takes(document) == reader_takes(as_yaml(document).encode())


def test_a_float_that_is_whole_is_where_both_part() -> None:
    assert schema_takes({"version": 1.0, "title": "A"})
    assert not reader_takes(b"version: 1.0\ntitle: A")
