"""Two entries are one work by an identifier, or by title and people; everything else is two."""

from __future__ import annotations

import pytest

from surveygen.matching.same_work import KnownWorks, pairs_of_same_work
from surveygen.readers.bibtex import read_bibtex
from surveygen.survey.entry import Entry


def entry(text: str) -> Entry:
    (found,) = read_bibtex([("one.bib", text.encode())]).entries.values()
    return found


KNOWN = entry(
    r"""@article{turing1936computable, author = {Turing, Alan M.}, year = {1937},
    title = {On Computable Numbers, with an Application to the {Entscheidungsproblem}},
    doi = {10.1112/plms/s2-42.1.230}}"""
)
PREPRINT = entry(
    """@misc{nagel2020up, author = {Nagel, Markus and Amjad, Rana Ali}, year = {2020},
    title = {Up or Down?}, eprint = {2004.10568v2}, archiveprefix = {arXiv}}"""
)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("@misc{x, title = {On computable numbers}, doi = {10.1112/PLMS/S2-42.1.230}}", "same DOI"),
        ("@misc{x, doi = {https://doi.org/10.1112/plms/s2-42.1.230}}", "same DOI"),
        (
            "@misc{x, title = {On computable numbers, with an application to the"
            " Entscheidungsproblem}, author = {A. Turing}}",
            "same title and people",
        ),
        (
            "@misc{x, title = {On Computable Numbers: With an Application to the"
            " Entscheidungsproblem}}",
            "same title, and one names nobody",
        ),
        ("@misc{x, title = {Up or down?}, eprint = {2004.10568}}", "same arXiv number"),
        ("@misc{x, doi = {10.48550/arXiv.2004.10568}}", "same arXiv number"),
        (
            "@misc{nagel2020up, author = {Nagel, M.}, title = {Up or Down? Rounding}}",
            "same key and a similar title",
        ),
    ],
)
def test_one_work(text: str, reason: str) -> None:
    match = KnownWorks([KNOWN, PREPRINT]).find(entry(text))
    assert match is not None
    assert match.is_same
    assert match.comparison.reason == reason


@pytest.mark.parametrize(
    "text",
    [
        # the same title by other people
        "@misc{x, author = {Smith, Ann}, title = {Up or Down?}}",
        # another part
        "@misc{x, author = {Nagel, Markus}, title = {Up or Down? Part II}}",
        # the same title, another DOI of the publisher
        """@article{x, author = {Turing, Alan}, doi = {10.1112/1}, title = {On Computable Numbers,
        with an Application to the Entscheidungsproblem}}""",
        # the same key for another work
        "@misc{nagel2020up, author = {Nagel, M.}, title = {A manual of gardening}}",
        "@misc{x}",
        "@misc{x, title = {!!}}",
    ],
)
def test_two_works(text: str) -> None:
    assert KnownWorks([KNOWN, PREPRINT]).find(entry(text)) is None


def test_an_identifier_of_another_title_is_confusion_not_sameness() -> None:
    text = "@misc{x, title = {A manual of gardening}, doi = {10.1112/plms/s2-42.1.230}}"
    match = KnownWorks([KNOWN]).find(entry(text))
    assert match is not None
    assert not match.is_same
    assert match.entry is KNOWN


def test_an_entry_with_the_same_fields_is_the_same_whatever_its_key() -> None:
    works = KnownWorks([entry("@misc{one, note = {Personal communication}}")])
    match = works.find(entry("@misc{two, note = {Personal communication}}"))
    assert match is not None
    assert match.comparison.reason == "same fields"


def test_entries_that_say_nothing_are_one_where_they_have_one_key() -> None:
    known = KnownWorks([Entry("dummy", "article", {})])
    match = known.find(Entry("dummy", "article", {}))
    assert match is not None
    assert match.is_same
    assert known.find(Entry("other", "article", {})) is None
    assert known.find(Entry("", "article", {})) is None


def test_among_several_it_is_the_one_of_its_key() -> None:
    works = KnownWorks([entry("@misc{a, title = {A work}}"), entry("@misc{b, title = {A work}}")])
    match = works.find(entry("@misc{b, title = {A Work}, year = {2001}}"))
    assert match is not None
    assert match.entry.key == "b"


def test_sameness_comes_before_suspicion() -> None:
    works = KnownWorks([entry("@misc{a, title = {Up or Dwon?}, author = {Nagel, M.}}"), PREPRINT])
    match = works.find(entry("@misc{b, title = {Up or Down?}, eprint = {2004.10568}}"))
    assert match is not None
    assert match.entry is PREPRINT


def test_pairs_come_in_the_order_of_the_entries_each_once() -> None:
    texts = ["a, title = {One}", "b, title = {Two}", "c, title = {Two}", "d, title = {One}"]
    pairs = list(pairs_of_same_work(entry(f"@misc{{{text}}}") for text in texts))
    assert [(pair.first.key, pair.second.key) for pair in pairs] == [("a", "d"), ("b", "c")]


def test_a_title_that_hundreds_have_is_compared_among_the_entries_of_one_person_alone() -> None:
    texts = [f"@misc{{e{n}, title = {{Reports}}, author = {{Name{n}x, A.}}}}" for n in range(300)]
    twin = "@misc{twin, title = {Reports}, author = {Name7x, Ann}}"
    (pair,) = pairs_of_same_work(map(entry, [*texts, twin]))
    assert (pair.first.key, pair.second.key) == ("e7", "twin")
