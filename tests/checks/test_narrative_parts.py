"""What a narrative names is there: sections, pages and images; and what may hide a citation."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from surveygen.checks.narratives import check_narratives
from surveygen.checks.notes import check_notes
from surveygen.project import load

FAULTLESS = Path(__file__).parents[1] / "data" / "faultless"
IMAGES = FAULTLESS.parent / "images"
NARRATIVE = "docs/sections/limits.md"


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    root = tmp_path / "survey"
    shutil.copytree(FAULTLESS, root)
    (root / "docs/images").mkdir()
    shutil.copy(IMAGES / "whole.png", root / "docs/images/plan.png")
    shutil.copy(IMAGES / "cut-off.png", root / "docs/images/cut-off.png")
    (root / "docs/about.md").touch()
    return root


def say(root: Path, text: str, name: str = NARRATIVE) -> None:
    with (root / name).open("a", encoding="utf-8") as file:
        file.write(f"\n{text}\n")


def findings(root: Path) -> list[str]:
    survey = load(root)
    found = [*survey.diagnostics, *check_notes(survey), *check_narratives(survey)]
    return [f"{one.code.id} {one.path}:{one.line}:{one.column} {one.message}" for one in found]


@pytest.mark.parametrize(
    "text",
    [
        "[a](survey/complexity.md), [b](/survey/complexity.md#x), [c](survey/index.md), [d](#x)",
        "[a](about.md) and [b](https://example.org/about.md)",
        "![a plan](images/plan.png)",
        "```{figure} images/plan.png\n```",
        "```{survey-claims} complexity\n```",
        "```{survey-tree}\n```",
    ],
)
def test_what_is_there_is_no_finding(text: str, survey: Path) -> None:
    say(survey, text)
    assert findings(survey) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See [it](survey/complexty.md).", 'N009 3:5 section "complexty" is unknown'),
        ("```{survey-claims} complexty\n```", 'N009 3:1 section "complexty" is unknown'),
        ("See [it](abuot.md#x).", 'N010 3:5 the page "docs/abuot.md" does not exist'),
        ("![a plan](images/plan.svg)", 'N010 3:1 the image "docs/images/plan.svg" does not exist'),
        ("- a\n- ![b](images)", "N005"),
        ("- a\n- ![b](x.png)", 'N010 4:3 the image "docs/x.png" does not exist'),
        ("![b](images/cut-off.png)", 'N010 3:1 the image "docs/images/cut-off.png" is damaged'),
        ("```{figure} x.png\n:alt: b\n```", 'N010 3:1 the image "docs/x.png" does not exist'),
    ],
)
def test_what_is_not_is_one_at_its_place(text: str, expected: str, survey: Path) -> None:
    say(survey, text)
    (finding,) = findings(survey)
    assert finding.replace(f"{NARRATIVE}:", "").startswith(expected)


def test_a_section_whose_id_cannot_be_read_may_be_the_one_that_is_meant(survey: Path) -> None:
    say(survey, "See [it](survey/complexity.md).")
    taxonomy = survey / "taxonomy.yaml"
    text = taxonomy.read_text(encoding="utf-8")
    taxonomy.write_text(text.replace("id: complexity", "id: Complexity"), encoding="utf-8")
    assert [finding.split()[0] for finding in findings(survey)] == ["T105"]


@pytest.mark.parametrize(
    "citation",
    [
        "{cite:p}`church1936unsolvable",
        "\\citep{church1936unsolvable}",
        "[@church1936unsolvable]",
        "{cite:p}`church19",
    ],
)
def test_a_citation_that_is_shown_as_text_is_not_missed_too(citation: str, survey: Path) -> None:
    file = survey / NARRATIVE
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("{cite:p}`church1936unsolvable`", citation), encoding="utf-8")
    assert [finding.split()[0] for finding in findings(survey)] == ["N005"]


def test_papers_that_stand_in_a_section_for_want_of_a_home_are_not_due(survey: Path) -> None:
    taxonomy = survey / "taxonomy.yaml"
    text = taxonomy.read_text(encoding="utf-8")
    keys = "strassen1969gaussian, kleene1956representation"
    text = text.replace("also: [strassen1969gaussian]", f"also: [{keys}]")
    taxonomy.write_text(text.replace(f"papers: [{keys}]", f"papers: {keys}"), encoding="utf-8")
    assert [finding.split()[0] for finding in findings(survey)] == ["T103"]


@pytest.mark.parametrize("name", ["tags", "metrics"])
def test_words_of_a_torn_vocabulary_are_not_missed_too(name: str, survey: Path) -> None:
    file = survey / f"docs/{name}.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(f"other: It: is torn\n{text[: len(text) // 2]}", encoding="utf-8")
    assert {finding.split()[0] for finding in findings(survey)} == {"T001"}


def test_of_a_note_that_belongs_to_nothing_nothing_else_matters(survey: Path) -> None:
    (survey / "docs/notes/README.md").write_text("# Notes\n\n{cite:p}`nobody`\n", encoding="utf-8")
    (survey / "docs/sections/no.md").write_text("```{x}\n```\n{cite:p}`nobody`", encoding="utf-8")
    assert [finding.split(":")[0] for finding in findings(survey)] == [
        "N001 docs/notes/README.md",
        "N007 docs/sections/no.md",
    ]


def test_a_folder_of_notes_that_is_not_there_is_named_at_its_place(survey: Path) -> None:
    taxonomy = survey / "taxonomy.yaml"
    text = taxonomy.read_text(encoding="utf-8")
    taxonomy.write_text(text + "notes: docs/remarks\n", encoding="utf-8")
    (finding,) = (one for one in findings(survey) if not one.startswith("C"))
    line = text.count("\n") + 1
    assert finding == f'N010 taxonomy.yaml:{line}:8 the folder "docs/remarks" does not exist'
    (survey / "docs/remarks").mkdir()
    assert not [one for one in findings(survey) if not one.startswith("C")]
