"""What biblatex adds to BibTeX: shared data, inheritance maps, dates, names, types."""

from __future__ import annotations

import pytest

from surveygen.intake.import_plan import plan_import
from surveygen.intake.plan import Draft
from surveygen.project import load
from surveygen.readers.bibtex import Bibliography, read_bibtex
from surveygen.readers.records import Record


def read(text: str) -> Bibliography:
    return read_bibtex([("references.bib", text.encode())])


SHARED = """
@xdata{acm, publisher = {ACM}, location = {New York}, xdata = {more}}
@xdata{more, language = {english}, publisher = {never}, xdata = {acm}}
@set{both, entryset = {a, b}}
@inproceedings{a, title = {A}, xdata = {acm}, location = {Paris}}
@inproceedings{b, title = {B}, xdata = {acm, nothing}}
"""


class TestSharedData:
    def test_an_entry_has_the_fields_that_it_shares_and_its_own_win(self) -> None:
        found = read(SHARED)
        assert found.entries["a"].fields == {
            "title": "A",
            "location": "Paris",
            "publisher": "ACM",
            "language": "english",
        }

    def test_what_is_shared_is_no_work(self) -> None:
        assert list(read(SHARED).entries) == ["a", "b"]

    def test_what_is_missing_is_told(self) -> None:
        (finding,) = read(SHARED).diagnostics
        assert (finding.line, finding.message) == (6, 'xdata "nothing" of entry "b" is no entry')

    def test_what_is_damaged_is_told_once(self) -> None:
        found = read("@misc{a, xdata = {x}}\n@xdata{x, note = {b\n")
        assert [finding.code.id for finding in found.diagnostics] == ["B004"]

    def test_an_imported_entry_needs_no_other(self, sample) -> None:
        draft = Draft(sample)
        entry = read(SHARED).entries["a"]
        plan_import(draft, load(sample), [Record(entry)])
        draft.plan().apply()
        assert load(sample).papers["a"].entry.text("publisher") == "ACM"


def test_title_and_subtitle_of_the_whole_go_to_its_parts() -> None:
    found = read(
        """
        @inproceedings{a, title = {A}, crossref = {p}}
        @proceedings{p, title = {P}, subtitle = {Q}, date = {2001}}
        @book{v, title = {V}, crossref = {m}}
        @mvbook{m, title = {M}, subtitle = {N}, date = {2002}}
        """
    ).entries
    assert (found["a"].venue, found["a"].text("booksubtitle")) == ("P", "Q")
    assert (found["v"].title, found["v"].text("maintitle")) == ("V", "M")
    assert found["v"].text("mainsubtitle") == "N"
    assert "subtitle" not in found["v"].fields


@pytest.mark.parametrize(
    ("date", "year", "shown"),
    [
        ("2019", "2019", "2019"),
        ("2019-05", "2019", "2019-05"),
        ("2019-05-12", "2019", "2019-05-12"),
        ("2019-05/2019-06", "2019", "2019-05"),
        ("2019-05/", "2019", "2019-05"),
        ("/2019", "2019", "2019"),
        ("2019~", "2019", "2019"),
        ("2019-05?", "2019", "2019-05"),
        ("2019-21", "2019", "2019"),
        ("2004-04-25T14:34:00", "2004", "2004-04-25"),
        ("19XX", "19XX", ""),
        ("-0044", "-0044", ""),
    ],
)
def test_dates(date: str, year: str, shown: str) -> None:
    entry = read(f"@misc{{a, title = {{A}}, date = {{{date}}}}}").entries["a"]
    assert (entry.year, str(entry.date or "")) == (year, shown)


@pytest.mark.parametrize(
    ("month", "shown"),
    [("may", "1971-05"), ("{5}", "1971-05"), ("{May 12}", "1971-05-12"), ("{12 May}", "1971-05-12")]
    + [("{Sept.}", "1971-09"), ("{Spring}", "1971"), ("{13}", "1971")],
)
def test_months_of_bibtex(month: str, shown: str) -> None:
    entry = read(f"@misc{{a, title = {{A}}, year = 1971, month = {month}}}").entries["a"]
    assert str(entry.date) == shown


@pytest.mark.parametrize(
    ("own", "of_parent", "shown"),
    [
        ("date = {2020-02-03}", "year = 2013, month = may", "2020-02-03"),
        ("year = 2020", "date = {2013-05}", "2020"),
        ("year = 2020", "year = 2013, month = may", "2020-05"),
    ],
)
def test_a_part_that_has_a_date_takes_no_other(own: str, of_parent: str, shown: str) -> None:
    text = f"@misc{{a, title = {{A}}, crossref = {{b}}, {own}}} @misc{{b, {of_parent}}}"
    assert str(read(text).entries["a"].date) == shown


def test_names_in_the_extended_format() -> None:
    text = (
        "@misc{a, author = {given=Hans, prefix=van der, family=Poel and family=Plato and others}}"
    )
    entry = read(text).entries["a"]
    assert [person.full for person in entry.authors] == ["Hans van der Poel", "Plato"]
    assert entry.more_authors


@pytest.mark.parametrize(
    ("title", "subtitle", "shown"),
    [
        ("A", "B", "A: B"),
        ("A?", "B", "A? B"),
        ("{A?}", "B", "A? B"),
        ("A", "", "A"),
        ("", "B", "B"),
    ],
)
def test_the_subtitle_belongs_to_the_title(title: str, subtitle: str, shown: str) -> None:
    entry = read(f"@book{{a, title = {{{title}}}, subtitle = {{{subtitle}}}}}").entries["a"]
    assert entry.title == shown
