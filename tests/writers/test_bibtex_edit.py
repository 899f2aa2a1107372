"""An edit of a bibliography changes one entry, and no other byte."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from surveygen.readers.bibtex import read_bibtex
from surveygen.writers.bibtex_edit import (
    NotEditable,
    append_entries,
    remove_entry,
    replace_entry,
    with_fields,
    with_value,
)

FILE = b"% mine\r\n@misc{a, title = {A}}\r\n\r\n@misc{b,\r\n  title = {B\xc3\xa9},\r\n}\r\n% end"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("@misc{a}", "@misc{a,\n  doi = {10.1000/1},\n}"),
        ("@misc{a, title = {A}}", "@misc{a, title = {A},\n  doi = {10.1000/1},\n}"),
        ("@misc{a,\n    title={A}\n}", "@misc{a,\n    title={A},\n    doi={10.1000/1},\n}"),
        (
            "@misc{a,\n  title  = {A},\n  author = {B},\n}",
            "@misc{a,\n  title  = {A},\n  author = {B},\n  doi    = {10.1000/1},\n}",
        ),
        ("@misc(a,\n\ttitle = {A})", "@misc(a,\n\ttitle = {A},\n\tdoi = {10.1000/1},\n)"),
    ],
)
def test_a_field_comes_behind_the_last_one_and_looks_like_it(raw: str, expected: str) -> None:
    assert with_fields(raw, {"doi": "10.1000/1"}) == expected


def test_the_type_may_change_with_it() -> None:
    assert with_fields("@Misc {a}", {}, "article").startswith("@article {a")


def test_only_the_entry_changes_whatever_its_line_ends() -> None:
    entry = read_bibtex([("x.bib", FILE)]).entries["b"]
    found = replace_entry(FILE, entry, "@misc{b,\n  title = {C},\n}")
    assert found == FILE.replace(b"B\xc3\xa9", b"C")


def test_an_entry_in_the_middle_of_a_line_is_found() -> None:
    data = b"@misc{a, title = {A}} @misc{b, title = {A}}\n"
    entry = read_bibtex([("x.bib", data)]).entries["b"]
    assert replace_entry(data, entry, "@misc{c}") == b"@misc{a, title = {A}} @misc{c}\n"


@pytest.mark.parametrize(
    "data",
    [b"@misc{b, title = {B\xe9}}", "@misc{b}".encode("utf-16")]
    + ["@misc{b, title = {計算}}".encode("iso2022_jp")],
)
def test_a_file_that_is_not_utf_8_is_left_alone(data: bytes) -> None:
    entry = read_bibtex([("x.bib", data)]).entries["b"]
    with pytest.raises(NotEditable):
        replace_entry(data, entry, "@misc{c}")
    with pytest.raises(NotEditable):
        append_entries(data, ["@misc{c}"])


def test_an_entry_that_stands_there_no_longer_is_not_replaced() -> None:
    entry = read_bibtex([("x.bib", FILE)]).entries["b"]
    with pytest.raises(NotEditable):
        replace_entry(b"\n" + FILE, entry, "@misc{c}")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", b"@misc{a}\n\n@misc{b}\n"),
        (b"\xef\xbb\xbf", b"\xef\xbb\xbf@misc{a}\n\n@misc{b}\n"),
        (b"@misc{z}", b"@misc{z}\n\n@misc{a}\n\n@misc{b}\n"),
        (b"@misc{z}\n", b"@misc{z}\n\n@misc{a}\n\n@misc{b}\n"),
        (b"@misc{z}\r\n", b"@misc{z}\r\n\r\n@misc{a}\r\n\r\n@misc{b}\r\n"),
    ],
)
def test_entries_are_added_behind_the_last_one(data: bytes, expected: bytes) -> None:
    assert append_entries(data, ["@misc{a}\n", "@misc{b}"]) == expected


def test_adding_nothing_changes_nothing() -> None:
    assert append_entries(b"@misc{z}", []) == b"@misc{z}"


VALUES = st.text(st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters='{}\\@"'))


@given(
    before=st.sampled_from([b"", b"@misc{z, title = {Z}}\n", b"text\r\n@misc{z}\r\n"]),
    fields=st.dictionaries(st.sampled_from(["doi", "url", "pages", "x-note"]), VALUES, min_size=1),
)
def test_what_is_added_is_read_back_and_the_rest_is_untouched(
    before: bytes, fields: dict[str, str]
) -> None:
    data = append_entries(before, ["@misc{a, title = {A}}"])
    entry = read_bibtex([("x.bib", data)]).entries["a"]
    edited = replace_entry(data, entry, with_fields(entry.raw, fields))
    assert edited.startswith(before)
    found = read_bibtex([("x.bib", edited)])
    wanted = {name: " ".join(value.split()) for name, value in fields.items()}
    assert found.entries["a"].fields == {"title": "A", **wanted}
    assert ("z" in found.entries) == (b"@misc{z" in before)


A, B, C = "@misc{a,\n  title = {A},\n}\n", "@misc{b,\n  title = {B},\n}\n", "@misc{c}\n"


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{A}\n{B}\n{C}", f"{A}\n{C}"),
        (f"{A}{B}{C}", f"{A}{C}"),
        (f"{A}{B}\n{C}", f"{A}\n{C}"),
        (f"{A}\n{B}", A),
        (f"{A}\n{B.strip()}", A),
        (f"{B}\n{C}", C),
        (f"\ufeff{B}\n{C}", f"\ufeff{C}"),
        (f"{A}\n% of b\n{B}\n{C}", f"{A}\n% of b\n\n{C}"),
        (f"{A}\n{B.strip()},\n\n{C}", f"{A}\n{C}"),
        (f"@misc{{a}} {B.strip()} {C}", f"@misc{{a}}  {C}"),
        (f"{B.strip()} % mine\n{C}", f" % mine\n{C}"),
        (B, ""),
    ],
)
def test_an_entry_goes_with_its_lines_and_nothing_else(before: str, after: str, ends: str) -> None:
    data = before.replace("\n", ends).encode()
    entry = read_bibtex([("x.bib", data)]).entries["b"]
    assert remove_entry(data, entry).decode() == after.replace("\n", ends)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("@misc{a, crossref={old}}", "@misc{a, crossref={new}}"),
        ('@misc{a, Crossref = "old" ,}', "@misc{a, Crossref = {new} ,}"),
        ("@misc{a,\n  crossref = old\n}", "@misc{a,\n  crossref = {new}\n}"),
    ],
)
def test_a_plain_value_is_replaced(raw: str, expected: str) -> None:
    assert with_value(raw, "crossref", "new") == expected


@pytest.mark.parametrize(
    "raw",
    [
        "@misc{a}",
        "@misc{a, crossref = {{old}}}",
        "@misc{a, crossref = old # er}",
        "@misc{a, crossref = {b}, note = {x, crossref = {b}, y}}",
    ],
)
def test_a_value_that_is_not_plain_is_left_alone(raw: str) -> None:
    with pytest.raises(NotEditable):
        with_value(raw, "crossref", "new")


TEXTS = st.sampled_from(
    ["@misc{a, title = {A}}", "@book(b,\n  title = {B},\n)", '@article{c,\n\ttitle = "C"}']
    + ["% a remark with @misc{x, in it", "@comment{a {nested} remark}", "@string{s = {S}}", ""]
    + ["@misc{d, note = s # { and more}}", "@misc{é,\n  title={É ü},\n  author = {Ü}\n}"]
)


@given(
    texts=st.lists(TEXTS, max_size=6, unique=True),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    mark=st.sampled_from([b"", b"\xef\xbb\xbf"]),
    data=st.data(),
)
def test_every_other_byte_stays(
    texts: list[str], line_end: str, mark: bytes, data: st.DataObject
) -> None:
    before = mark + line_end.join(texts).replace("\n", line_end).encode()
    entries = read_bibtex([("x.bib", before)]).entries
    assume(entries)
    key = data.draw(st.sampled_from(sorted(entries)))
    entry = entries[key]
    after = replace_entry(before, entry, with_fields(entry.raw, {"doi": "10.1000/1"}))
    raw = entry.raw.replace("\n", line_end).encode()
    head, tail = before.split(raw, 1)
    assert after.startswith(head)
    assert after.endswith(tail)
    found = read_bibtex([("x.bib", after)]).entries
    assert found[key].fields == {**entry.fields, "doi": "10.1000/1"}
    for other in entries.keys() - {key}:
        assert found[other].raw == entries[other].raw
