"""Of the survey as a whole, what is no date, address, DOI or language is left out and said once."""

from __future__ import annotations

import pytest

from surveygen.survey.identity import usable_identity
from surveygen.survey.taxonomy import Taxonomy

WHOLE = Taxonomy(
    title="A",
    date="2026-11-21",
    language="pt-BR",
    url="https://example.org/",
    repository="https://example.org/git",
    doi="10.5281/zenodo.1",
    path="taxonomy.yaml",
    places={"date": (3, 7), "language": (4, 11), "url": (5, 6), "repository": (6, 13)},
)


def with_field(name: str, value: str) -> Taxonomy:
    from dataclasses import replace

    return replace(WHOLE, **{name: value})  # type: ignore[arg-type]


def test_what_can_be_used_stays() -> None:
    assert usable_identity(WHOLE) == (WHOLE, [])
    assert usable_identity(Taxonomy(title="A")) == (Taxonomy(title="A"), [])


@pytest.mark.parametrize(
    ("name", "value", "left", "expected"),
    [
        ("date", "21.11.2026", "", 'T103 3:7 "date" is no date'),
        ("date", "2026-02-30", "", 'T103 3:7 "date" is no date'),
        ("date", "20261121", "", 'T103 3:7 "date" is no date'),
        ("language", "English", "en", 'T103 4:11 "language" is no code of a language'),
        ("language", "../x", "en", 'T103 4:11 "language" is no code of a language'),
        ("url", "example.org", "", 'B016 5:6 the link "url" is no http or https address'),
        ("url", "javascript:x", "", 'B016 5:6 the link "url" is no http or https address'),
        ("repository", "git@example.org:x/y.git", "",
         'B016 6:13 the link "repository" is no http or https address'),
        ("doi", "zenodo.1", "", 'B017 1:1 "doi" is no DOI'),
    ],
)  # fmt: skip
def test_what_cannot_is_left_out(name: str, value: str, left: str, expected: str) -> None:
    usable, (finding,) = usable_identity(with_field(name, value))
    place = f"{finding.line}:{finding.column}"
    assert f"{finding.code.id} {place} {finding.message}" == expected
    assert finding.help
    assert usable == with_field(name, left)


@pytest.mark.parametrize("date", ["2026", "2026-11", "2026-11-21"])
def test_a_month_and_a_year_are_dates(date: str) -> None:
    assert usable_identity(with_field("date", date))[0].date == date


@pytest.mark.parametrize("language", ["en", "de", "pt_BR", "zh-Hant", "sr-Latn-RS", "nds"])
def test_languages(language: str) -> None:
    assert usable_identity(with_field("language", language))[1] == []


def test_a_doi_as_an_address_is_a_doi() -> None:
    found, said = usable_identity(with_field("doi", "https://doi.org/10.5281/zenodo.1"))
    assert (found.doi, said) == ("10.5281/zenodo.1", [])
