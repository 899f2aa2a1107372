"""A page that names a section in a directive follows when that section comes or goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_surveys import SAMPLE, Copy


@pytest.mark.slow
@pytest.mark.parametrize(
    "directive",
    [
        "```{survey-claims} complexity\n```",
        "```{survey-facts} complexity\n```",
        "```{references}\n:section: complexity\n```",
    ],
)
def test_incremental_equals_clean_when_a_section_gets_another_id(
    tmp_path: Path, directive: str
) -> None:
    survey = Copy(SAMPLE).sources(tmp_path / "survey")
    page = survey.root / "docs/guide/page.md"
    page.write_text(f"---\norphan: true\n---\n# A page\n\n{directive}\n")
    survey.build()
    whole = survey.html("guide/page.html")
    survey.replace("taxonomy.yaml", "id: complexity", "id: hardness")
    survey.build()
    changed = survey.html("guide/page.html")
    assert "claims" in directive or changed != whole
    clean = Copy(survey.root).sources(tmp_path / "clean")
    clean.build()
    assert changed == clean.html("guide/page.html")
    survey.replace("taxonomy.yaml", "id: hardness", "id: complexity")
    survey.build()
    assert survey.html("guide/page.html") == whole
