"""Names are split by BibTeX's rules and shown whole."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import Person as ReferencePerson

from surveygen.text.names import Person, names_run_together, parse_names
from text_tables import rows


def summary(field: str) -> str:
    people, others = parse_names(field)
    shown = [
        f"={one.family}"
        if one.literal
        else "|".join((one.given, one.particle, one.family, one.suffix))
        for one in people
    ]
    return "; ".join([*shown, *(["+"] if others else [])])


@pytest.mark.parametrize(("field", "people"), rows("names.tsv"))
def test_field_holds(field: str, people: str) -> None:
    assert summary(field) == people


@pytest.mark.parametrize("field", ["", " ", "and", "and and", "{}", ",", "others"])
def test_field_without_a_name_is_empty(field: str) -> None:
    assert parse_names(field)[0] == ()


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("Hall, Ann; Moss, Bo", "Hall, Ann; Moss, Bo"),
        ("Ann Hall; Bo Moss", "Ann Hall; Bo Moss"),
        ("Lund, Ida, Holm, Per", "Lund, Ida, Holm, Per"),
        ("Ida Lund, Per Holm, Bo Moss", "Ida Lund, Per Holm, Bo Moss"),
        (r"Ann Hall and M{\"u}ller, B., Moss, C.", "Müller, B., Moss, C."),
        ("Hall, A. et al.", "Hall, A. et al."),
        ("Ann Hall & Bo Moss", "Ann Hall & Bo Moss"),
        (r"Hall, A. and Moss, B. \& Lund, C.", "Moss, B. & Lund, C."),
    ],
)
def test_people_that_no_and_parts_are_seen(field: str, name: str) -> None:
    assert names_run_together(field) == name


@pytest.mark.parametrize(
    "field",
    [
        "",
        "Hall, Ann and Moss, Bo",
        "King, Jr., Martin Luther and Ford, III, Henry",
        "Hall, Ann, and Moss, Bo",
        "{Barnes; Noble, Sons, Daughters, and Co.}",
        "Garc&iacute;a, Ana",
        r"{Barnes \& Noble}",
        "Hall, A. and et al.",
        "family=Berg, given=Ann, prefix=van den, suffix=Jr.",
    ],
)
def test_people_that_are_parted_are_not_called_one(field: str) -> None:
    assert names_run_together(field) is None


@pytest.mark.parametrize(
    ("person", "full", "inverted", "initials"),
    [
        (Person("Guy", "Van den", "Broeck"), "Guy Van den Broeck", "Van den Broeck, Guy", "G."),
        (
            Person("Martin Luther", "", "King", "Jr."),
            "Martin Luther King, Jr.",
            "King, Martin Luther, Jr.",
            "M. L.",
        ),
        (Person("Henry", "", "Ford", "III"), "Henry Ford III", "Ford, Henry, III", "H."),
        (
            Person("Jean-Pierre", "d'", "Alembert"),
            "Jean-Pierre d'Alembert",
            "d'Alembert, Jean-Pierre",
            "J.-P.",
        ),
        (Person("M.E.J.", "", "Newman"), "M.E.J. Newman", "Newman, M.E.J.", "M. E. J."),
        (Person("太郎", "", "山田"), "山田 太郎", "山田, 太郎", "太郎"),
        (Person(family="Open Group", literal=True), "Open Group", "Open Group", ""),
    ],
)
def test_ways_to_show_a_person(person: Person, full: str, inverted: str, initials: str) -> None:
    assert (person.full, person.inverted, person.initials) == (full, inverted, initials)


WORD = st.from_regex(r"[A-Z][a-z]{3,6}|v[oa]n|de|\{[A-Z][a-z]+ Inc\}", fullmatch=True)


@given(st.lists(WORD, min_size=1, max_size=5), st.lists(WORD, max_size=3))
def test_split_agrees_with_pybtex(words: list[str], given_names: list[str]) -> None:
    name = " ".join(words) + (", " + " ".join(given_names) if given_names else "")
    reference = ReferencePerson(name)
    (person,), _ = parse_names("x and " + name)[0][1:], None
    if not person.literal:
        bare = [
            " ".join(part).replace("{", "").replace("}", "")
            for part in (
                reference.bibtex_first_names,
                reference.prelast_names,
                reference.last_names,
            )
        ]
        assert [person.given, person.particle, person.family] == bare


@given(
    st.text()
    | st.lists(
        st.sampled_from(
            ["{", "}", ",", "~", "and", "And", "A", "b", "\\'", "\\", "{x}", "family=", "="]
        ),
        max_size=20,
    ).map(" ".join)
)
def test_any_field_is_read(field: str) -> None:
    people, _ = parse_names(field)
    assert all(person.full for person in people)


@pytest.mark.parametrize("name", ["Last{0}, First M.", r"L{{\"a}}st{0}, F.", "{{Team {0}}}"])
def test_five_thousand_authors_are_read_in_time(name: str) -> None:
    field = " and ".join(name.format(number) for number in range(5000))
    start = time.process_time()
    assert len(parse_names(field)[0]) == 5000
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    "field",
    ["{" * 100_000, "," * 100_000, "{{" * 50_000 + "}}" * 50_000, "a " * 100_000, "{a}" * 30_000],
)
def test_hostile_field_is_read_in_time(field: str) -> None:
    start = time.process_time()
    parse_names(field)
    assert time.process_time() - start < 2
