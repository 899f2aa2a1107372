"""The content of citation roles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveygen.text.citation_syntax import Cited, parse_citation


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("turing1936", [Cited("turing1936")]),
        (" one , two,three ", [Cited("one"), Cited("two"), Cited("three")]),
        ("{see}one{p. 3},two", [Cited("one", "see", "p. 3"), Cited("two")]),
        ("{see  also} one", [Cited("one", "see also")]),
        ("10.1000/x(1)", [Cited("10.1000/x(1)")]),
        ("", []),
        ("one,,two", []),
        ("one two", []),
        ("{see}", []),
        ("one{p. 3", []),
        ("one,", []),
    ],
)
def test_citations(content: str, expected: list[Cited]) -> None:
    assert list(parse_citation(content)) == expected


@pytest.mark.parametrize("post", ["p. 3", ", p. 3"])
def test_one_comma_stands_before_what_follows(post: str) -> None:
    assert Cited("key", post=post).after == ", p. 3"


@given(st.text(alphabet="ab{},` \\"))
def test_what_was_parsed_reads_the_same_again(content: str) -> None:
    cited = parse_citation(content)
    assert parse_citation(",".join(map(str, cited))) == cited
