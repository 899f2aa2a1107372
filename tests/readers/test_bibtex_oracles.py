"""Clean bibliographies are read as pybtex, bibtexparser and pandoc read them."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outside_readers import (
    bibtexparser_fields,
    pandoc_name,
    pandoc_records,
    pandoc_year,
    pybtex_fields,
    with_split_names,
)

from surveygen.readers.bibtex import read_bibtex
from surveygen.survey.entry import Entry
from surveygen.text.normal import fold

ROOT = Path(__file__).parents[2]
REAL = ROOT / "docs" / "references.bib"
SAMPLE = ROOT / "tests" / "data" / "sample" / "docs" / "references.bib"
CLEAN = [REAL, SAMPLE, *sorted((ROOT / "tests" / "data" / "bibliographies").glob("clean-*.bib"))]


def ours(text: str) -> dict[str, Entry]:
    found = read_bibtex([("references.bib", text.encode())])
    assert not found.diagnostics
    return dict(found.entries)


def own_fields(entry: Entry) -> dict[str, str]:
    """Fields without those of the crossref parent, which every program inherits in its own way."""
    own = {name: value for name, value in entry.fields.items() if name not in entry.inherited}
    return with_split_names(own)


def test_the_real_bibliography_has_321_entries() -> None:
    assert len(ours(REAL.read_text(encoding="utf-8"))) == 321


@pytest.mark.parametrize("file", CLEAN, ids=lambda file: file.parent.parent.name + "/" + file.stem)
def test_clean_file_has_the_fields_that_pybtex_reads(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    found = ours(text)
    assert list(found) == list(pybtex_fields(text))
    assert {key: own_fields(entry) for key, entry in found.items()} == pybtex_fields(text)


# bibtexparser leaves strings that are joined with # as they are written.
@pytest.mark.parametrize("file", [REAL, SAMPLE], ids=["real", "sample"])
def test_clean_file_has_the_fields_that_bibtexparser_reads(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    found = ours(text)
    assert {key: own_fields(entry) for key, entry in found.items()} == bibtexparser_fields(text)


def test_real_bibliography_shows_what_pandoc_shows() -> None:
    text = REAL.read_text(encoding="utf-8")
    records = pandoc_records(text)
    entries = ours(text)
    assert entries.keys() == records.keys()
    for key, entry in entries.items():
        record = records[key]
        # pandoc puts English titles into sentence case, so letters are compared without case.
        assert fold(entry.title) == fold(record["title"])
        # and it curls apostrophes.
        theirs = [pandoc_name(person).replace("’", "'") for person in record.get("author", [])]
        assert [one.full for one in entry.authors] == theirs
        assert entry.year == pandoc_year(record)


MONTHS = st.sampled_from("jan feb MAR apr may jun jul aug sep oct nov Dec".split())
VALUES = MONTHS | st.sampled_from(
    ["{On Computable Numbers}", '"On {Computable} Numbers"', "1937", "lms", '"A" # lms # {B}']
    + ['"{\\"U}ber {\\\'e}"', "{a  b\n c}", "{}", '"50\\% \\& more"']
)


@settings(max_examples=60)
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from("title journal month YEAR note x-remark author+an".split()),
            VALUES,
            min_size=1,
            max_size=5,
        ),
        min_size=1,
        max_size=4,
    )
)
def test_written_variants_are_read_as_pybtex_reads_them(entries: list[dict[str, str]]) -> None:
    text = '@string{lms = "London" # " " # {Mathematical Society}}\n'
    for number, fields in enumerate(entries):
        body = ",\n".join(f"  {name} = {value}" for name, value in fields.items())
        text += f"@misc{{key{number},\n{body}\n}}\n"
    found = read_bibtex([("references.bib", text.encode())]).entries
    assert {key: own_fields(entry) for key, entry in found.items()} == pybtex_fields(text)
