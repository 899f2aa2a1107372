"""Saved listing pages are read as titles with their abstracts, whatever stands around them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveygen.readers.paper_listing import ListedPaper, read_listing, title_key

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "tests" / "data" / "listings"
REAL = ROOT.parent / "shared" / "corpus" / "seeds"

TITLES = [
    "On Computable Numbers, with an Application to the Entscheidungsproblem",
    "Gaussian elimination is not optimal",
    "A Mathematical Theory of Communication",
    "On the Evolution of Random Graphs",
    "O(n log n) sorting networks: 7times faster ?",
]


def papers(name: str) -> list[ListedPaper]:
    found, said = read_listing((FOLDER / f"{name}.txt").read_bytes(), path=f"{name}.txt")
    assert not said
    return found


@pytest.mark.parametrize("name", ["spaced", "glued", "dated"])
def test_layout_is_read(name: str) -> None:
    found = papers(name)
    assert [paper.title for paper in found] == TITLES
    assert [paper.abstract[:12] for paper in found] == [
        "A number is ",
        "The schoolbo",
        "What is the ",
        "Take n point",
        "A network of",
    ]


@pytest.mark.parametrize("name", ["spaced", "glued", "dated"])
def test_every_title_knows_its_line(name: str) -> None:
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").split("\n")
    assert all(lines[paper.line - 1].endswith(paper.title) for paper in papers(name))


def test_the_abstract_is_its_line_without_the_blanks_around_it() -> None:
    text = (FOLDER / "glued.txt").read_text(encoding="utf-8")
    assert all(f"\n  {paper.abstract} " in text for paper in papers("glued"))
    assert papers("glued")[2].abstract.endswith("nearly every code will do: π ≈ 3.14159.")


def test_what_is_no_title_with_an_abstract_is_named_and_costs_itself() -> None:
    found, said = read_listing((FOLDER / "faulty.txt").read_bytes(), path="faulty.txt")
    assert [(paper.title, paper.line) for paper in found] == [
        ("A Mathematical Theory of Communication", 7),
        ("On the Evolution of Random Graphs", 11),
        ("Subscribers of a telephone exchange", 17),
    ]
    assert found[1].abstract == "Take n points and join them at random."
    assert [str(one) for one in said] == [
        "faulty.txt:3:1: error: an abstract without a title; write its title on the line before "
        "[L001]",
        'faulty.txt:5:1: error: "Gaussian elimination is not optimal" has no abstract; '
        "write its abstract on the next line [L001]",
        "faulty.txt:15:1: error: an abstract without a title; write its title on the line before "
        "[L001]",
        'faulty.txt:21:1: error: "O(n log n) sorting networks: 7times faster ?" has no abstract; '
        "write its abstract on the next line [L001]",
    ]


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("LightHGNN: 100times Faster Inference", "LightHGNN: 100× faster inference"),
        ("NUPES : Non-Uniform", "NUPES: Non-Uniform"),
        ("Erdős and Rényi", "Erdos and Renyi"),
        ("Deep-Learning", "Deep Learning"),
    ],
)
def test_spoiled_titles_are_the_same(title: str, other: str) -> None:
    assert title_key(title) == title_key(other)


def test_different_titles_are_different() -> None:
    assert title_key("Random Graphs I") != title_key("Random Graphs II")


@given(
    st.binary(max_size=300) | st.text(max_size=500).map(lambda text: text.encode(errors="replace"))
)
def test_any_bytes_are_a_listing(data: bytes) -> None:
    found, said = read_listing(data, path="any.txt")
    assert all(paper.title and paper.abstract for paper in found)
    assert all(one.line for one in said)


@pytest.mark.skipif(
    not REAL.is_dir(), reason="the saved listings are not in ../shared/corpus/seeds"
)
def test_the_real_listings_hold_411_papers_321_of_them_distinct() -> None:
    found = []
    for file in sorted(REAL.glob("*.txt")):
        listed, said = read_listing(file.read_bytes(), path=file.name)
        assert not said
        found.append(listed)
    assert list(map(len, found)) == [76, 102, 120, 33, 80]
    listed = [paper for papers in found for paper in papers]
    assert len(listed) == 411
    assert len({title_key(paper.title) for paper in listed}) == 321
