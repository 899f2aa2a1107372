"""A retracted work is marked wherever it is named in a list, and no longer once it is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from site_surveys import SAMPLE, Copy

FIELD = "  x-status = {retracted},\n"
LISTS = {
    "front page": "index.html",
    "papers of other sections": "survey/algorithms.html",
    "authors": "survey/authors.html",
    "years": "survey/years.html",
}
MARK = re.compile(r'<(?:b|strong) class="sg-mark[^>]*>Retracted<')


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    survey = Copy(SAMPLE).sources(tmp_path_factory.mktemp("status") / "survey")
    head = "{karp1972reducibility,\n"
    survey.replace("docs/references.bib", head, f"{head}{FIELD}")
    with (survey.root / "docs" / "index.md").open("a", encoding="utf-8") as file:
        file.write("\n```{survey-newest}\n```\n")
    survey.build()
    assert survey.sphinx("text").returncode == 0
    return survey


def lines(survey: Copy, page: str) -> list[str]:
    """The items of a page's lists that name the paper."""
    found = re.findall(r"(?s)<li>.*?</li>", survey.html(page))
    return [line for line in found if "Combinatorial Problems" in line]


@pytest.mark.parametrize("page", LISTS.values(), ids=LISTS)
def test_it_is_marked(survey: Copy, page: str) -> None:
    found = lines(survey, page)
    assert found
    assert [line for line in found if not MARK.search(line)] == []


def test_it_is_marked_where_there_is_no_browser(survey: Copy) -> None:
    for name in ("index", "survey/years", "survey/authors", "survey/algorithms"):
        text = (survey.root / "build" / "text" / f"{name}.txt").read_text(encoding="utf-8")
        assert "**Retracted**" in text, name


def test_the_mark_goes_with_the_status(survey: Copy, tmp_path: Path) -> None:
    copy = Copy.of(survey.root, tmp_path / "survey")
    copy.replace("docs/references.bib", FIELD, "")
    copy.build()
    for page in LISTS.values():
        assert "Retracted" not in copy.html(page), page
