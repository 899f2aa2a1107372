"""What other programs read in a bibliography: pybtex, bibtexparser and pandoc as oracles."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import Any

import bibtexparser
import pytest
from pybtex.bibtex.utils import split_name_list
from pybtex.database import Person, parse_string
from pybtex.textutils import normalize_whitespace

Fields = dict[str, dict[str, str]]
"""Values of fields by key and lower-case name; values as BibTeX has them, names one per line."""


def names(field: str) -> str:
    """The people of a name field as pybtex splits them, one per line."""
    return "\n".join(str(Person(name)) for name in split_name_list(field))


def with_split_names(fields: dict[str, str]) -> dict[str, str]:
    """Fields in the form in which the readers of this module give them."""
    return {
        name: names(value) if name in ("author", "editor") else value
        for name, value in fields.items()
    }


def pybtex_fields(text: str) -> Fields:
    """pybtex's own reading of the whole text."""
    found: Fields = {}
    for key, entry in parse_string(text, "bibtex").entries.items():
        found[key] = {name.lower(): entry.fields.get(name) for name in dict(entry.fields)}
        for role, people in entry.persons.items():
            found[key][role.lower()] = "\n".join(map(str, people))
    return found


def bibtexparser_fields(text: str) -> Fields:
    """bibtexparser's reading."""
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    return {
        entry.key: with_split_names(
            {field.key.lower(): normalize_whitespace(str(field.value)) for field in entry.fields}
        )
        for entry in library.entries
    }


def pandoc_records(text: str, source: str = "bibtex") -> dict[str, dict[str, Any]]:
    """pandoc's reading as CSL JSON, by key; the test is skipped where pandoc is missing."""
    if shutil.which("pandoc") is None:
        pytest.skip("pandoc is missing: apt-get install -y pandoc")
    done = subprocess.run(
        ["pandoc", "-f", source, "-t", "csljson"],
        input=text.encode(),
        capture_output=True,
        check=True,
    )
    return {record["id"]: record for record in json.loads(done.stdout)}


def pandoc_name(person: dict[str, str]) -> str:
    """A name of CSL JSON in natural order."""
    parts = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix", "literal")
    return " ".join(person[part] for part in parts if part in person)


def pandoc_year(record: dict[str, Any]) -> str:
    """The year of a record, empty where it has none."""
    parts = record.get("issued", {}).get("date-parts", [[""]])
    return str(parts[0][0])
