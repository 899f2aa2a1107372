"""The search bundle is made of the pages, whole or not at all; without Pagefind Sphinx's stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_surveys import SAMPLE, Copy
from surveygen.site import full_text_search, program

pytest.importorskip("pagefind_bin", reason="pagefind[bin] is not installed")


@pytest.fixture
def survey(tmp_path: Path) -> Copy:
    return Copy(SAMPLE).sources(tmp_path / "survey")


def bundle(survey: Copy) -> dict[str, str]:
    return {name: it for name, it in survey.outputs().items() if name.startswith("html/pagefind/")}


def test_it_changes_with_the_pages_alone_and_keeps_nothing_old(survey: Copy) -> None:
    survey.build()
    first = bundle(survey)
    assert "html/pagefind/pagefind.js" in first
    assert not any("pagefind-ui" in name for name in first)
    stamps = {it: it.stat().st_mtime_ns for it in survey.root.glob("build/html/pagefind/*")}
    survey.build()
    assert {it: it.stat().st_mtime_ns for it in stamps} == stamps
    note = survey.root / "docs/notes/cook1971complexity.md"
    before = note.read_text()
    note.write_text(before + "\nQuite another xylophone.\n")
    survey.build()
    assert bundle(survey) != first
    note.write_text(before)
    survey.build()
    assert bundle(survey) == first


def test_without_pagefind_there_is_the_search_of_sphinx(
    survey: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey.build()
    html = survey.root / "build/html"
    assert not (html / "searchindex.js").exists()
    for module in (full_text_search, program):
        monkeypatch.setattr(module, "has_pagefind", lambda: False)
    survey.build()
    assert (html / "searchindex.js").is_file()
    assert "search-results" in (html / "search.html").read_text()
    assert not (html / "pagefind").exists()


def test_a_failure_of_pagefind_costs_the_search_alone(
    survey: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(full_text_search.sys, "executable", "/bin/false")
    survey.build()
    assert (survey.root / "build/html/index.html").is_file()
    assert not (survey.root / "build/html/pagefind").exists()
