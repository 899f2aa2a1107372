"""What `export` writes as JSON or as a table makes the same survey again."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT, change, run

from surveygen.project import load
from surveygen.survey.survey import Survey


def sections_of(survey: Survey) -> list[tuple[str, list[str], list[str], list[str]]]:
    """Id, titles from the top down, home and also papers of every section, in document order.

    A table has no id of a section without papers of its own.
    """
    return [
        (
            section.id if section.papers or section.also else "",
            [above.title for above in survey.ancestors[section.id]],
            [paper.key for paper in survey.home_papers(section)],
            [paper.key for paper in survey.also_papers(section)],
        )
        for section in survey.sections.values()
    ]


def entries_of(survey: Survey) -> dict[str, dict[str, str]]:
    """Own and inherited fields of every entry by key."""
    papers = {**survey.papers, **survey.background}
    return {key: dict(papers[key].entry.fields) for key in sorted(papers)}


def moved(root: Path, name: str, *options: str) -> Path:
    """The folder of a survey that was made of an export of another one."""
    file = root.parent / f"moved.{name}"
    exported = run(root, "export", "--format", name, "-o", str(file), *options)
    assert exported.exit_code == 0, exported.stderr
    done = run(root.parent, "import", str(file), "--into", f"from-{name}", "--yes")
    assert done.exit_code == 0, done.stderr
    return root.parent / f"from-{name}"


@pytest.mark.parametrize("name", ["json", "csv"])
def test_sections_placements_and_entries_come_back(sample: Path, name: str) -> None:
    before = load(sample)
    after = load(moved(sample, name, "--all-fields"))
    assert sections_of(after) == sections_of(before)
    assert entries_of(after) == entries_of(before)


def test_json_also_holds_ids_descriptions_identity_and_background(sample: Path) -> None:
    change(sample / "taxonomy.yaml", "What no procedure can do.", '"*All* of [it]: 1 < 2."')
    before = load(sample)
    after = load(moved(sample, "json", "--all-fields"))
    assert [(one.id, one.description) for one in after.sections.values()] == [
        (one.id, one.description) for one in before.sections.values()
    ]
    assert (after.taxonomy.title, after.taxonomy.abstract) == (
        before.taxonomy.title,
        before.taxonomy.abstract,
    )
    assert after.background.keys() == before.background.keys()


@pytest.mark.parametrize("name", ["json", "csv"])
def test_an_export_changes_nothing_in_its_own_survey(sample: Path, name: str) -> None:
    file = sample.parent / f"own.{name}"
    run(sample, "export", "--format", name, "-o", str(file))
    result = run(sample, "import", str(file))
    assert "nothing to change" in result.stderr


@pytest.mark.parametrize("name", ["json", "csv"])
def test_the_first_survey_comes_back(tmp_path: Path, name: str) -> None:
    file = tmp_path / f"survey.{name}"
    run(ROOT, "export", "--format", name, "--all-fields", "-o", str(file))
    run(tmp_path, "import", str(file), "--into", "again", "--yes")
    before, after = load(ROOT), load(tmp_path / "again")
    assert sections_of(after) == sections_of(before)
    assert entries_of(after) == entries_of(before)


def test_a_part_brings_its_sections_alone(sample: Path) -> None:
    root = moved(sample, "json", "--section", "computability")
    assert list(load(root).sections) == ["limits", "computability"]
