"""People are written so that they are read back, by us and by BibTeX's rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.bibtex.utils import split_name_list

from surveygen.text.name_fields import write_names
from surveygen.text.names import Person, parse_names
from surveygen.text.normal import clean

PARTS = st.text(max_size=8).map(clean) | st.sampled_from(
    ["and", "others", "III", "Jr.", "al,", "{}", "\\", "=", "family=x", "et al.", "van der", "d'"]
    + ["Sørensen", "山田", "O'Neill", "a,b", "~", "&", "{a b}", "-", "van den", "Rock and Roll"]
    + ["Barnes and Noble, Inc."]
)
FAMILIES = PARTS.filter(bool)
PARTICLES = st.sampled_from(["", "van der", "von", "de la"])
PEOPLE = (
    st.builds(Person, PARTS, PARTICLES, FAMILIES, PARTS)
    | st.builds(Person, family=PARTS, literal=st.just(True))
    | st.builds(Person, given=PARTS)
)


@pytest.mark.parametrize(
    ("person", "written"),
    [
        (Person("Alan M.", "", "Turing"), "Turing, Alan M."),
        (Person("Guy", "van den", "Broeck"), "van den Broeck, Guy"),
        (Person("Martin Luther", "", "King", "Jr."), "King, Jr., Martin Luther"),
        (Person(family="Plato"), "Plato"),
        (Person(family="The ATLAS and CMS Collaborations", literal=True),)
        + ("{The ATLAS and CMS Collaborations}",),
        (Person("III", "", "Nemo"), "Nemo, {III}"),
        (Person("Kurt", "", "Gödel & Söhne"), r"Gödel \& Söhne, Kurt"),
        (Person(), ""),
    ],
)
def test_a_name_is_written_as_people_write_it(person: Person, written: str) -> None:
    assert write_names([person]) == written


@given(st.lists(PEOPLE, max_size=4), st.booleans())
def test_names_are_read_back(people: list[Person], and_others: bool) -> None:
    known = [person for person in people if person.full]
    written = write_names(people, and_others=and_others)
    found, others = parse_names(written)
    assert [p.inverted for p in found] == [clean(p.inverted) for p in known]
    assert others == (and_others and bool(known))
    assert len(split_name_list(written)) == len(known) + others
