"""Sections that pages name are known, wherever a page lies and however deep a directive is."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import change, run

from surveygen.checks.written_pages import named_sections


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("```{survey-claims} a\n```\n", [("a", 1, 20)]),
        (":::{survey-tree} a\n:::\n", [("a", 1, 18)]),
        ("```{survey-tree}\n```\n", []),
        ("````{note}\n```{survey-claims} a\n```\n````\n```{survey-claims} b\n```", None),
        ("````markdown\n```{survey-claims} a\n```\n````\n", []),
        ("```{references}\n:section: a\n```\n", [("a", 2, 11)]),
        ("````{code-block} md\n```{survey-claims} a\n```\n````\n", []),
        ("```code``` in text\n```{survey-tree} a\n```\n", [("a", 2, 18)]),
        (":section: a\n", []),
        ("```{code-block} md\n:section: a\n```\n", []),
    ],
)
def test_directives_name_sections(text: str, named: list[tuple[str, int, int]] | None) -> None:
    if named is None:
        named = [("a", 2, 20), ("b", 5, 20)]
    assert list(named_sections(text)) == named


def test_an_unknown_section_on_a_page_is_told_with_the_nearest(sample: Path) -> None:
    change(sample / "docs/guide/index.md", "{survey-claims} means", "{survey-claims} mean")
    result = run(sample, "check")
    assert 'docs/guide/index.md:23:20: error: section "mean" is unknown' in result.stdout
    assert 'did you mean "means"?' in result.stdout
    assert result.exit_code == 1
