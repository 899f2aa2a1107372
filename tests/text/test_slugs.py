"""File names are safe, lasting and one to one; citation keys follow the rule."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveygen.text.names import Person, parse_names
from surveygen.text.slugs import citation_key, slug, unique_slugs

KEYS = st.text(max_size=12) | st.sampled_from(
    ["a", "A", "á", "a\u0301", "con", "CON", "..", "", "x" * 90, "index"]
)
SAFE = re.compile(r"[a-z0-9][a-z0-9._-]*")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("smith2020deep", "smith2020deep"),
        ("Smith2020", "smith2020"),
        ("DBLP:conf/nips/X17", "dblp-conf-nips-x17"),
        ("../../etc/passwd", "etc-passwd"),
        ("a..b", "a.b"),
        (".hidden", "hidden"),
        ("_static", "static"),
        ("-rf", "rf"),
        ("con", "con_"),
        ("nul.txt", "nul_.txt"),
        ("falcon", "falcon"),
        ("Großmann", "grossmann"),
        ("", "untitled"),
        ("北京", "untitled"),
    ],
)
def test_slug(text: str, expected: str) -> None:
    assert slug(text) == expected


@given(st.text(max_size=200))
def test_slug_is_safe(text: str) -> None:
    result = slug(text)
    assert SAFE.fullmatch(result)
    assert ".." not in result
    assert len(result) <= 80
    assert not re.match(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", result)
    assert slug(result) == result


@given(st.lists(KEYS, max_size=12))
def test_names_are_unique_without_case_and_form(keys: list[str]) -> None:
    names = unique_slugs(keys, reserved=["index"])
    folded = {unicodedata.normalize("NFKC", name).casefold() for name in names.values()}
    assert len(folded) == len(names) == len(set(keys))
    assert "index" not in folded
    assert all(SAFE.fullmatch(name) and len(name) <= 80 for name in names.values())


@given(st.lists(KEYS, max_size=8), KEYS)
def test_name_depends_on_the_key_alone(others: list[str], key: str) -> None:
    assert unique_slugs([*others, key])[key] == unique_slugs([key])[key]


def test_canonical_key_is_kept_and_its_twin_is_not() -> None:
    names = unique_slugs(["smith2020", "Smith2020"])
    assert names["smith2020"] == "smith2020"
    assert re.fullmatch(r"smith2020-[0-9a-f]{10}", names["Smith2020"])


def test_key_cannot_take_the_name_of_another() -> None:
    stolen = unique_slugs(["Smith2020"])["Smith2020"]
    assert len(set(unique_slugs(["Smith2020", stolen]).values())) == 2


@pytest.mark.parametrize(
    ("authors", "year", "title", "expected"),
    [
        ("van Baalen, Mart", 2023, "FP8 versus INT8", "vanbaalen2023fp8"),
        ("O'Connor, Peter", 2016, "Deep Spiking Networks", "oconnor2016deep"),
        ("Smith-Miles, K.", "2009", "A Survey of X", "smithmiles2009survey"),
        (r"Gro{\ss}mann, A.", 2020, "On the Way", "grossmann2020way"),
        (r"{\L}ukasz B{\o}rn", 2020, "Spike-driven Transformer", "born2020spike"),
        ("Yılmaz, A.", 2020, "What's New?", "yilmaz2020whats"),
        ("Иванов, И.", 2020, "x", "ivanov2020x"),
        ("山田, 太郎", 2016, "Deep Work", "deep2016"),
        ("", 2016, "Deep Work", "deep2016"),
        ("A B", 2016, "DεpS: Delayed", "b2016deps"),
        ("A B", None, "Of the", "bof"),
        ("A B", 2016, "", "b2016"),
        ("", None, "", "entry"),
    ],
)
def test_citation_key(authors: str, year: int | str | None, title: str, expected: str) -> None:
    assert citation_key(parse_names(authors)[0], year, title, ()) == expected


def test_collision_gets_a_letter() -> None:
    people = (Person(family="Li"),)
    taken: set[str] = set()
    for _ in range(60):
        taken.add(citation_key(people, 2020, "On X", taken))
    assert {"li2020x", "li2020xb", "li2020xz", "li2020xaa"} <= taken
    assert len(taken) == 60


@given(st.text(max_size=20), st.text(max_size=20), st.none() | st.integers(0, 3000))
def test_citation_key_is_plain(family: str, title: str, year: int | None) -> None:
    assert re.fullmatch(r"[a-z0-9]+", citation_key((Person(family=family),), year, title, ()))
