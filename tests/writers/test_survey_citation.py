"""How a survey says that it wants to be cited."""

from __future__ import annotations

from pybtex.database import parse_string

from surveygen.survey.taxonomy import SurveyAuthor, Taxonomy
from surveygen.writers.survey_citation import survey_bibtex, survey_reference, survey_ris

TAXONOMY = Taxonomy(
    title="Limits & means: 100% sure",
    authors=(SurveyAuthor("The Limits Group", "organization"),),
    edition="2026.1",
    date="2026-11-21",
    url="https://example.org/limits",
)


def test_reference() -> None:
    assert survey_reference(TAXONOMY) == (
        "The Limits Group (2026). Limits & means: 100% sure. Edition 2026.1. "
        "https://example.org/limits."
    )


def test_bibtex_is_read_by_pybtex() -> None:
    (entry,) = parse_string(survey_bibtex(TAXONOMY), "bibtex").entries.values()
    assert entry.fields["title"] == r"{Limits \& means: 100\% sure}"
    assert [str(person) for person in entry.persons["author"]] == ["{The Limits Group}"]
    assert entry.fields["year"] == "2026"


def test_ris_is_one_record_with_one_value_a_line() -> None:
    lines = survey_ris(TAXONOMY).splitlines()
    assert lines[0] == "TY  - GEN"
    assert lines[-1] == "ER  - "
    assert "TI  - Limits & means: 100% sure" in lines
    assert all(line[2:6] == "  - " for line in lines)


def test_what_is_not_known_is_left_out() -> None:
    bare = Taxonomy(title="Bare")
    assert survey_reference(bare) == "Bare."
    assert "year" not in survey_bibtex(bare)
    assert "PY" not in survey_ris(bare)
