"""Every field of an entry is found where it stands, whatever the values hold."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveygen.readers.bibtex import read_bibtex
from surveygen.readers.bibtex_places import fields_at, key_offset, string_name
from surveygen.survey.entry import Entry, places_in


def entry(text: str) -> Entry:
    (found,) = read_bibtex([("references.bib", text.encode())]).entries.values()
    return found


@pytest.mark.parametrize(
    "text",
    [
        "@misc{k, title = {doi = {x}}, year = 1936, |doi = {y}}",
        '@misc{k, title = "doi = {x}", year = 1936, |doi = {y}}',
        '@misc{k, title = "a {" doi = 1} b", year = 1936, |doi = "y"}',
        "@misc{k, title = {a\\{} doi = {b}}, year = 1936, |doi = {y}}",
        "@misc(k, title = {(doi = 1)}, year = 1936, |doi = {y})",
        '@misc{k, title = {doi} # " = " # {x, doi = y}, year = 1936, |doi = {y}}',
        "@misc{doi, title = {x}, year = 1936, |DOI={y}}",
        "@ misc { k , , title={x},,year=1936 , |Doi = {y} }",
        "@misc{k title = {x}, year = 1936,\t|doi\n= {y}}",
    ],
)
def test_a_field_is_found_at_its_name(text: str) -> None:
    column = text.index("|") + 1
    assert entry(text.replace("|", "")).place_of("doi") == (1, column)


def test_line_and_column_count_from_the_beginning_of_the_file() -> None:
    text = "Ünder a tree\n\n\t@misc{a, year = {x},\n  title = {ä}, note={ö}, doi = {y}}"
    found = entry(text)
    assert found.place == (3, 2)
    assert found.place_of("year") == (3, 11)
    assert found.place_of("title") == (4, 3)
    assert found.place_of("doi") == (4, 26)


def test_a_field_that_is_not_there_is_missed_at_the_entry() -> None:
    found = entry("@misc{a}\n".replace("@", "\n  @"))
    assert found.place_of("year", "date") == found.place == (2, 3)


def test_the_first_of_several_fields_and_of_a_repeated_one_counts() -> None:
    found = entry("@misc{a, date = {x},\nyear = 1936,\nyear = 1937}")
    assert found.place_of("year", "date") == (2, 1)
    assert found.place_of("month", "date") == (1, 10)


def test_an_entry_of_no_file_has_no_place() -> None:
    assert Entry("a", "misc", {"title": "A"}).place_of("title") == (0, 0)


def test_strings_of_a_value_are_named_as_written() -> None:
    (field,) = fields_at('@misc{k, journal = ACM # " of " # {acm} # 12 # x-y}')
    assert field.strings == ("ACM", "x-y")


def test_a_value_that_is_not_closed_reaches_to_the_end() -> None:
    text = "@misc{k, a = {b}, c = {d, e = {f}"
    closed, unclosed = fields_at(text)
    assert (closed.is_closed, unclosed.is_closed) == (True, False)
    assert text[unclosed.start : unclosed.end] == "{d, e = {f}"


@pytest.mark.parametrize(("text", "name"), [("@string{a = 1}", "a"), ("@string{ = 1}", "")])
def test_the_name_of_a_string_is_found(text: str, name: str) -> None:
    assert string_name(text) == name
    assert text[key_offset(text) :].startswith(f"{name} = 1" if name else "= 1")


@given(st.text(alphabet="a\nü", max_size=40), st.lists(st.integers(0, 40), max_size=5).map(sorted))
def test_places_are_those_of_counting(text: str, offsets: list[int]) -> None:
    offsets = [min(offset, len(text)) for offset in offsets]
    expected = []
    for offset in offsets:
        lines = text[:offset].split("\n")
        expected.append((len(lines), len(lines[-1]) + 1))
    assert list(places_in(text, offsets)) == expected


@given(st.text(alphabet='@{}",=#ab1 \n', max_size=80))
def test_any_text_has_fields_in_its_order(text: str) -> None:
    offsets = [field.offset for field in fields_at(text)]
    assert offsets == sorted(set(offsets))


@pytest.mark.parametrize(
    "body",
    [
        "title = {" + "w " * 5_000_000 + "}, title = {x}",
        "title = {" + "{a}" * 200_000 + "}, title = {x}",
        "".join(f"a{n} = {{x}},\na{n} = {{y}},\n" for n in range(30_000)),
        "note = {,\n" + "\n" * 300_000 + "}, note = {x}",
        "title = foo, note = {" + "x,\n title y" * 100_000 + "}",
    ],
    ids=lambda body: body[:20],
)
def test_findings_about_a_long_entry_are_placed_in_time(body: str) -> None:
    start = time.process_time()
    found = read_bibtex([("references.bib", f"@misc{{k, {body}}}".encode())])
    assert time.process_time() - start < 4
    assert found.diagnostics
    assert all(one.line for one in found.diagnostics)
