"""What is written is read back equal, by us and by others, and only public fields leave."""

from pathlib import Path

import pytest
from conftest import DATA, ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from outside_readers import bibtexparser_fields, pybtex_fields, with_split_names

from surveygen.readers.bibtex import read_bibtex
from surveygen.survey.entry import Entry
from surveygen.survey.public_fields import PUBLIC_FIELDS
from surveygen.text.latex import from_unicode
from surveygen.writers.bibtex import bibtex_entry, write_bibtex

#: Values as they stand in a bibliography: any text made into a field, or LaTeX that balances.
LATEX = st.lists(
    st.sampled_from(
        [
            r"{\"o}",
            r"\&",
            "50%",
            r"\%",
            "{DNN}",
            "{a {b}}",
            "$O(n \\log n)$",
            r"\'{\i}",
            "Erdős",
            " ",
        ]
        + [
            "@misc{x, y}",
            "#",
            '"quoted"',
            "a, b = {c}",
            "~",
            "--",
            "山田",
            "🂡",
            "jan",
            "10_000",
        ]
    ),
    max_size=6,
).map(lambda parts: " ".join("".join(parts).split()))
VALUES = st.text().map(from_unicode) | LATEX
NAMES = st.lists(
    st.sampled_from(["Erd{\\H{o}}s, Paul", "{Team A and B}", "van den Broeck, Guy", "山田, 太郎"]),
    min_size=1,
    max_size=4,
).map(" and ".join)
KEYS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9:+/_.'()-]{0,12}", fullmatch=True).filter(
    lambda key: ".." not in key
)
ENTRIES = st.builds(
    Entry,
    KEYS,
    st.sampled_from(["article", "misc", "inproceedings"]),
    st.dictionaries(
        st.sampled_from("title journal note year x-remark abstract".split()), VALUES
    ).flatmap(lambda fields: NAMES.map(lambda names: {"author": names, **fields})),
)
BIBLIOGRAPHIES = st.lists(ENTRIES, max_size=4, unique_by=lambda entry: entry.key.casefold())


def fields_of(entries: list[Entry]) -> dict[str, dict[str, str]]:
    return {entry.key: with_split_names(dict(entry.fields)) for entry in entries}


@given(BIBLIOGRAPHIES)
def test_what_is_written_is_read_back(entries: list[Entry]) -> None:
    found = read_bibtex([("written.bib", write_bibtex(entries, all_fields=True).encode())])
    assert not found.diagnostics
    assert list(found.entries) == [entry.key for entry in entries]
    for entry in entries:
        again = found.entries[entry.key]
        assert (again.entry_type, again.fields) == (entry.entry_type, entry.fields)


@settings(max_examples=60)
@given(BIBLIOGRAPHIES)
def test_what_is_written_is_what_pybtex_reads(entries: list[Entry]) -> None:
    assert pybtex_fields(write_bibtex(entries, all_fields=True)) == fields_of(entries)


@settings(max_examples=60)
@given(BIBLIOGRAPHIES)
def test_what_is_written_is_what_bibtexparser_reads(entries: list[Entry]) -> None:
    assert bibtexparser_fields(write_bibtex(entries, all_fields=True)) == fields_of(entries)


@given(BIBLIOGRAPHIES)
def test_writing_what_was_read_gives_the_same_bytes(entries: list[Entry]) -> None:
    text = write_bibtex(entries)
    found = read_bibtex([("written.bib", text.encode())])
    assert write_bibtex(found.entries.values()) == text


@pytest.mark.parametrize("read", [pybtex_fields, bibtexparser_fields])
def test_a_value_may_end_in_a_backslash(read) -> None:
    entries = [
        Entry("a", "misc", {"title": "A\\", "note": "B"}),
        Entry("b", "misc", {"title": "C"}),
    ]
    assert read(write_bibtex(entries)) == fields_of(entries)


PRIVATE = (
    "abstract file annote annotation review owner timestamp groups keywords+an comment date-added "
    "date-modified bdsk-url-1 x-remark x-published x-unverified x-status mendeley-tags pdf"
).split()


@pytest.mark.parametrize("name", PRIVATE)
def test_private_field_stays_at_home(name: str) -> None:
    entry = Entry("student1908probable", "article", {"title": "The probable error", name: "secret"})
    assert "secret" not in bibtex_entry(entry)
    assert "secret" in bibtex_entry(entry, all_fields=True)


@given(st.from_regex(r"[a-z][a-z+-]{0,12}", fullmatch=True))
def test_only_fields_of_the_allow_list_leave(name: str) -> None:
    entry = Entry("student1908probable", "article", {name: "VALUE"})
    assert ("VALUE" in bibtex_entry(entry)) == (name in PUBLIC_FIELDS)


def test_unverified_fields_are_left_out_of_what_is_published() -> None:
    fields = {"title": "A", "booktitle": "B", "year": "1971", "x-unverified": "{Booktitle, year}"}
    entry = Entry("cook1971complexity", "inproceedings", fields)
    assert bibtex_entry(entry) == "@inproceedings{cook1971complexity,\n  title = {A},\n}\n"
    assert "booktitle" in bibtex_entry(entry, all_fields=True)


def test_fields_of_a_parent_are_written_into_the_child() -> None:
    text = b"@inproceedings{a, title={A}, crossref={b}}@proceedings{b, title={B}, crossref={c}}"
    entry = read_bibtex([("references.bib", text)]).entries["a"]
    assert bibtex_entry(entry) == ("@inproceedings{a,\n  title     = {A},\n  booktitle = {B},\n}\n")
    assert "crossref" in bibtex_entry(entry, all_fields=True)


def test_types_that_bibtex_does_not_know_are_published_as_those_they_stand_for() -> None:
    entry = Entry("a", "inproceedings", {}, declared_type="conference")
    assert bibtex_entry(entry) == "@inproceedings{a,\n}\n"
    assert bibtex_entry(entry, all_fields=True) == "@conference{a,\n}\n"


def test_former_keys_are_names_of_the_entry() -> None:
    entry = Entry("turing1936computable", "article", {"ids": "turing36"})
    text = write_bibtex([entry], former_keys={"turing1936computable": ("turing1937computable",)})
    assert "  ids = {turing36, turing1937computable},\n" in text


CORPUS = [
    file
    for folder in ("bibliographies", "damaged", "sample/docs", "hostile/docs", "groups")
    for file in sorted((DATA / folder).glob("*.bib"))
]


@pytest.mark.parametrize(
    "file", [ROOT / "docs" / "references.bib", *CORPUS], ids=lambda file: file.stem
)
def test_all_fields_of_every_bibliography_are_read_back(file: Path) -> None:
    entries = read_bibtex([("x.bib", file.read_bytes())]).entries
    # A parent fills in what it shares; written out, every entry stands for itself.
    text = write_bibtex(entries.values(), all_fields=True)
    again = read_bibtex([("x.bib", text.encode("utf-8", "surrogatepass"))]).entries
    assert {key: dict(entry.fields) for key, entry in again.items()} == {
        key: dict(entry.fields) for key, entry in entries.items()
    }
    assert [e.entry_type for e in again.values()] == [e.entry_type for e in entries.values()]
