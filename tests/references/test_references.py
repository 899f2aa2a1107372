"""A reference says what its entry says, in the order of its style, and nothing else."""

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from surveygen.messages import ENGLISH, translations
from surveygen.readers.bibtex import read_bibtex
from surveygen.references.reference import (
    AUTHOR_LIMIT,
    Style,
    author_text,
    reference,
    status_text,
)
from surveygen.survey.entry import Entry
from surveygen.text.richtext import plain_text

FOLDER = Path(__file__).parent.parent / "data" / "bibliographies"
EXPECTED = yaml.safe_load((FOLDER / "references.yaml").read_text(encoding="utf-8"))
ENTRIES = read_bibtex([("references.bib", (FOLDER / "references.bib").read_bytes())]).entries


def shown(entry: Entry, style: Style) -> str:
    return plain_text(tuple(piece.run for piece in reference(entry, style)))


def test_every_entry_has_its_expectation() -> None:
    assert ENTRIES.keys() == EXPECTED.keys()


@pytest.mark.parametrize("key", EXPECTED)
def test_reference_reads(key: str) -> None:
    author_year, numeric = EXPECTED[key]
    assert shown(ENTRIES[key], Style.AUTHOR_YEAR) == author_year
    assert shown(ENTRIES[key], Style.NUMERIC) == numeric


def test_title_and_identifiers_are_links_and_the_venue_is_emphasised() -> None:
    pieces = reference(ENTRIES["agrawal2004primes"], Style.NUMERIC)
    doi, arxiv = "https://doi.org/10.4007/annals.2004.160.781", "https://arxiv.org/abs/"
    assert {piece.run.text: piece.url for piece in pieces if piece.url} == {
        "PRIMES is in P": doi,
        "doi:10.4007/annals.2004.160.781": doi,
        "arXiv:math/0408001v2": f"{arxiv}math/0408001v2",
    }
    emphasised = [piece.run.text for piece in pieces if piece.run.style == "emph"]
    assert emphasised == ["Annals of Mathematics"]


def test_math_in_a_title_stays_math() -> None:
    pieces = reference(ENTRIES["ajtai1983sorting"], Style.NUMERIC)
    assert [piece.run.text for piece in pieces if piece.run.style == "math"] == [r"O(n \log n)"]


def test_an_address_that_is_not_http_is_no_link() -> None:
    entry = Entry("a", "misc", {"title": "A", "url": "javascript:alert(1)", "doi": "none"})
    assert all(piece.url is None for piece in reference(entry, Style.NUMERIC))


def of_many(count: int, more: str = "") -> Entry:
    people = " and ".join(f"Author{number}, A." for number in range(count))
    return Entry("a", "misc", {"author": people + more, "title": "A"})


@pytest.mark.parametrize(
    ("count", "more", "named", "end"),
    [
        (50, "", 50, " and A. Author49"),
        (51, "", 50, ", A. Author49 et al."),
        (60, " and others", 50, ", A. Author49 et al."),
        (2, " and others", 2, "A. Author0, A. Author1 et al."),
    ],
)
def test_a_reference_names_at_most_fifty_authors(count, more, named, end) -> None:
    text = author_text(of_many(count, more))
    assert AUTHOR_LIMIT == 50
    assert text.count("Author") == named
    assert text.endswith(end)


def test_a_changed_field_is_a_changed_reference() -> None:
    entry = Entry("a", "misc", {"title": "A", "year": "1936"})
    other = Entry("a", "misc", {"title": "A", "year": "1937"})
    assert shown(entry, Style.NUMERIC) == "A. 1936."
    assert shown(other, Style.NUMERIC) == "A. 1937."


def test_a_reference_is_kept_for_each_language() -> None:
    entry = ENTRIES["hilbert1934grundlagen"]
    texts = [
        plain_text(tuple(piece.run for piece in reference(entry, Style.NUMERIC, words)))
        for words in (ENGLISH, translations("de"), ENGLISH)
    ]
    assert texts[0] == texts[2] == EXPECTED["hilbert1934grundlagen"][1]
    assert texts[1].startswith("David Hilbert und Paul Bernays (Hrsg.). Grundlagen")


def test_a_status_of_its_own_stands_as_it_is_written() -> None:
    entry = Entry("a", "misc", {"x-status": "under review"})
    assert status_text(entry, translations("de")) == "Under review"


WORDS = st.lists(
    st.sampled_from(
        [*"Über {DNN}s $n^2$ O'Neill, and Erd{\\H{o}}s \\& \\emph{x} Jr. 1936 ?".split()]
    ),
    max_size=6,
).map(" ".join)
FIELDS = st.dictionaries(
    st.sampled_from(
        "author editor title journal booktitle publisher school institution volume number pages "
        "year date doi eprint url howpublished type x-status x-status-note x-published".split()
    ),
    WORDS | st.text(max_size=8),
)
TYPES = st.sampled_from("article inproceedings phdthesis book techreport misc".split())


@given(st.builds(Entry, st.just("key"), TYPES, FIELDS), st.sampled_from(Style))
@example(Entry("key", "article", {"x-status": "NONE"}), Style.AUTHOR_YEAR)
def test_any_entry_has_a_reference(entry: Entry, style: Style) -> None:
    text = shown(entry, style)
    assert text.endswith((".", "?", "!"))
    # What is missing is left out; only a field may say so, a status with a capital.
    said = (*entry.fields.values(), entry.status.capitalize())
    assert "None" not in text or any("None" in value for value in said)
    assert text == text.strip()
    assert entry.title in text


CLEAN = st.lists(
    st.sampled_from("Über {DNN}s {O}n graphs {\\'E}cole".split()), min_size=1, max_size=4
)


@given(
    st.sets(
        st.sampled_from("title journal volume number pages year doi url series".split())
    ).flatmap(
        lambda names: st.fixed_dictionaries({name: CLEAN.map(" ".join) for name in sorted(names)})
    ),
    st.sampled_from(Style),
)
def test_no_markup_and_no_gaps_are_left(fields: dict[str, str], style: Style) -> None:
    text = shown(Entry("key", "article", {"author": "Erd{\\H{o}}s, Paul", **fields}), style)
    assert not re.search(r"[{}\\]|  | [,.]|\.\.|,,|\(\)", text)
