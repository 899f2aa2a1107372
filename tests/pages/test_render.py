"""Generated pages in the language of the survey."""

from __future__ import annotations

from pathlib import Path

import pytest

from surveygen.pages.render import render_pages
from surveygen.survey.survey import Quarantined, Survey
from surveygen.survey.taxonomy import Section, Taxonomy

REASON = 'field "{field}" is not closed'


def survey(language: str = "en", sections: int = 1) -> Survey:
    titles = tuple(Section(f"s{number}", f"Section {number}") for number in range(sections))
    taxonomy = Taxonomy("Survey", titles, language=language)
    damaged = Quarantined(
        "docs/references.bib", 7, "key", REASON, "@misc{key,", parts={"field": "title"}
    )
    return Survey(Path("/nowhere"), taxonomy, quarantine=(damaged,))


@pytest.mark.parametrize(
    ("sections", "counted"), [(1, "0 papers in 1 section."), (2, "0 papers in 2 sections.")]
)
def test_a_contents_page_counts(sections: int, counted: str) -> None:
    assert f"\n{counted}\n" in render_pages(survey(sections=sections))["index"].text


def test_the_words_are_those_of_the_taxonomy_unless_another_language_is_asked_for() -> None:
    german = render_pages(survey("de"))
    assert german["index"].text.startswith("# Inhalt\n")
    assert "0 Arbeiten in 1 Abschnitt." in german["index"].text
    assert render_pages(survey(), language="de")["index"].text == german["index"].text
    assert render_pages(survey("de"), language="en")["index"].text.startswith("# Contents\n")


def test_why_an_entry_is_damaged_is_told_too() -> None:
    line = "- `docs/references.bib:7` **key**: "
    assert f'{line}field "title" is not closed\n' in render_pages(survey())["to-mend"].text
    german = render_pages(survey("de"))["to-mend"].text
    assert line in german
    assert "is not closed" not in german


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "1 entry of the bibliography is"), (3, "3 entries of the bibliography are")],
)
def test_damaged_entries_are_counted(count: int, said: str) -> None:
    one = survey()
    found = Survey(one.root, one.taxonomy, quarantine=one.quarantine * count)
    assert f"\n{said} damaged" in render_pages(found)["to-mend"].text


def test_a_template_of_the_survey_may_use_the_catalogue(tmp_path: Path) -> None:
    folder = tmp_path / "docs" / "_templates" / "surveygen"
    folder.mkdir(parents=True)
    (folder / "references.md.j2").write_text(
        '# {{ _("References") }} {% trans %}Papers{% endtrans %} 100 %\n'
    )
    found = Survey(tmp_path, Taxonomy("Survey", language="de"))
    assert render_pages(found)["references"].text == "# Literaturverzeichnis Arbeiten 100 %\n"
