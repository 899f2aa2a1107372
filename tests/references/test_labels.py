"""Labels tell works apart; lists are ordered as people look names up."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveygen.messages import translations
from surveygen.references.labels import labels, list_order
from surveygen.survey.entry import Entry


def entry(key: str, author: str = "", year: str = "1936", title: str = "T", **more: str) -> Entry:
    return Entry(key, "misc", {"author": author, "year": year, "title": title, **more})


@pytest.mark.parametrize(
    ("author", "label"),
    [
        ("Turing, Alan M.", "Turing"),
        ("{\\'E}lie Cartan", "Cartan"),
        ("Erd{\\H{o}}s, Paul and R{\\'e}nyi, Alfr{\\'e}d", "Erdős and Rényi"),
        ("Agrawal, M. and Kayal, N. and Saxena, N.", "Agrawal et al."),
        ("Erd{\\H{o}}s, Paul and others", "Erdős et al."),
        ("de la Vall{\\'e}e Poussin, Charles-Jean", "de la Vallée Poussin"),
        ("d'Alembert, Jean le Rond", "d'Alembert"),
        ("{Nicolas Bourbaki}", "Nicolas Bourbaki"),
        ("King, Jr., Martin Luther", "King"),
        ("山田, 太郎", "山田"),
    ],
)
def test_label_names_the_authors(author: str, label: str) -> None:
    assert labels([entry("a", author)])["a"].authors == label


def test_label_of_an_edited_work_names_the_editors() -> None:
    found = labels([entry("a", editor="Hilbert, David and Bernays, Paul")])
    assert found["a"].authors == "Hilbert and Bernays"


def test_label_of_an_anonymous_work_is_the_start_of_its_title() -> None:
    found = labels([entry("a", title="A"), entry("b", title="One two three four five")])
    assert found["a"].authors == "A"
    assert found["b"].authors == "One two three four…"


def test_label_of_a_work_without_anything_is_its_key() -> None:
    found = labels([Entry("bare", "misc", {})])["bare"]
    assert (found.authors, found.year) == ("bare", "n.d.")


def test_equal_labels_are_told_apart_by_letters_in_the_order_of_keys() -> None:
    found = labels([entry("c", "Post, Emil"), entry("a", "Post, Emil"), entry("b", "Post, E. L.")])
    assert {key: label.year for key, label in found.items()} == {
        "a": "1936a",
        "b": "1936b",
        "c": "1936c",
    }


def test_another_year_needs_no_letter() -> None:
    found = labels([entry("a", "Post, Emil"), entry("b", "Post, Emil", "1921")])
    assert [label.year for label in found.values()] == ["1936", "1921"]


@pytest.mark.parametrize(("year", "first"), [("in press", "in press-a"), ("", "n.d.-a")])
def test_letters_behind_a_word_are_set_off(year: str, first: str) -> None:
    assert (
        labels([entry("a", "Post, Emil", year), entry("b", "Post, Emil", year)])["a"].year == first
    )


def test_a_label_has_words_of_the_language_of_the_survey() -> None:
    pair = entry("a", "Erd{\\H{o}}s, Paul and R{\\'e}nyi, Alfr{\\'e}d", "")
    again = entry("b", "Erd{\\H{o}}s, Paul and R{\\'e}nyi, Alfr{\\'e}d", "")
    found = labels([pair, again], translations("de"))
    assert (found["a"].authors, found["a"].year) == ("Erdős und Rényi", "o. J.-a")


def test_letters_go_on_behind_z() -> None:
    found = labels(entry(f"k{number:03}", "Post, Emil") for number in range(54))
    years = [label.year for label in found.values()]
    assert years[25:28] == ["1936z", "1936aa", "1936ab"]
    assert years[51:] == ["1936az", "1936ba", "1936bb"]


@given(st.lists(st.sampled_from(["Post, Emil", "Cook, S.", "Post and Cook", ""]), max_size=60))
def test_no_two_works_have_the_same_label(authors: list[str]) -> None:
    found = labels(entry(str(number), author) for number, author in enumerate(authors))
    assert len(set(found.values())) == len(authors)


def test_lists_are_ordered_by_names_without_regard_to_case_and_accents() -> None:
    ordered = [
        entry("a", "{\\'A}cs, {\\'E}va"),
        entry("b", "Adams, John"),
        entry("c", "de Bruijn, N. G."),
        entry("d", "Erdos, Pal", "1950"),
        entry("e", "Erd{\\H{o}}s, Paul", "1947"),
        entry("f", "Erd{\\H{o}}s, Paul", "1960"),
        entry("g", "Erd{\\H{o}}s, Paul and R{\\'e}nyi, Alfr{\\'e}d", "1959"),
        entry("h", "{\\O}re, {\\O}ystein"),
        entry("i", "Turing, Alan M.", "1936", "Computable numbers"),
        entry("j", "Turing, Alan M.", "1936", "Ordinal logics"),
        entry("k", title="Urelements"),
        entry("l", "Van den Broeck, Guy"),
        entry("m", "von Neumann, John"),
        entry("n", "Zermelo, Ernst"),
    ]
    for start in (ordered[::-1], ordered[::2] + ordered[1::2]):
        assert [one.key for one in sorted(start, key=list_order)] == list("abcdefghijklmn")


@given(
    st.lists(
        st.builds(entry, st.text(max_size=3), st.text(max_size=9), st.text(max_size=5)),
        unique_by=lambda one: one.key,
    ),
    st.randoms(),
)
def test_the_order_does_not_depend_on_that_of_the_input(
    entries: list[Entry], random: Random
) -> None:
    ordered = sorted(entries, key=list_order)
    random.shuffle(entries)
    assert sorted(entries, key=list_order) == ordered
