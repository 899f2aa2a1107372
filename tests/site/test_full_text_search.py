"""The search bundle is made of the pages, whole or not at all; without Pagefind Sphinx's stays."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import change

from site_surveys import SAMPLE, Copy
from surveygen.site import full_text_search, program, search_indexing
from surveygen.site.search_indexing import section_bundles

pytest.importorskip("pagefind_bin", reason="pagefind[bin] is not installed")


@pytest.fixture
def survey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Copy:
    """A small survey with several bundles, as large ones have."""
    monkeypatch.setattr(search_indexing, "_FULL", 3)
    return Copy(SAMPLE).sources(tmp_path / "survey")


def bundle(survey: Copy) -> dict[str, str]:
    return {name: it for name, it in survey.outputs().items() if name.startswith("html/pagefind/")}


def times(survey: Copy) -> dict[str, int]:
    """When each bundle was made."""
    folders = (survey.root / "build/html/pagefind").iterdir()
    return {it.name: (it / "pagefind-entry.json").stat().st_mtime_ns for it in folders}


def test_it_changes_with_the_pages_alone_and_keeps_nothing_old(survey: Copy) -> None:
    survey.build()
    first = bundle(survey)
    assert "html/pagefind/other/pagefind.js" in first
    assert not any("pagefind-ui" in name for name in first)
    stamps = times(survey)
    survey.build()
    assert times(survey) == stamps
    note = survey.root / "docs/notes/cook1971complexity.md"
    before = note.read_text()
    note.write_text(before + "\nQuite another xylophone.\n")
    survey.build()
    assert bundle(survey) != first
    note.write_text(before)
    survey.build()
    assert bundle(survey) == first


def test_a_bundle_is_made_again_where_its_own_pages_changed(survey: Copy) -> None:
    survey.build()
    before = times(survey)
    assert before.keys() >= {"other", "section-limits", "section-complexity"}
    # Its neighbours change, too, but not what is searched of them.
    note = survey.root / "docs/notes/cook1971complexity.md"
    note.write_text(note.read_text() + "\nAlgorithms for typesetting paragraphs are sorted.\n")
    survey.build()
    changed = {name for name, time in times(survey).items() if before[name] != time}
    assert changed == {"section-complexity"}


def test_small_sections_share_a_bundle() -> None:
    sizes = {"a": 60, "b": 39, "c": 1, "d": 300, "e": 99}
    assert section_bundles(sizes) == {
        **dict.fromkeys("abc", "section-a"),
        "d": "section-d",
        "e": "section-e",
    }
    many = section_bundles({f"s{number}": 50 for number in range(200)})
    assert 10 < len(set(many.values())) <= 20
    assert section_bundles({}) == {}


def test_a_bundle_goes_with_its_section(survey: Copy) -> None:
    survey.build()
    change(survey.root / "taxonomy.yaml", "id: means", "id: ways")
    survey.build()
    assert "section-ways" in times(survey)
    assert "section-means" not in times(survey)


def test_what_nobody_wants_is_not_kept(survey: Copy) -> None:
    """An index of another layout, a bundle without a record, half a bundle of a killed build."""
    survey.build()
    first = bundle(survey)
    index = survey.root / "build/html/pagefind"
    state = survey.root / "build/doctrees/surveygen/html/search"
    (index / "pagefind.js").write_text("old")
    shutil.copytree(index / "section-means", index / "section-gone")
    (state / "tmp123" / "site").mkdir(parents=True)
    survey.build()
    assert bundle(survey) == first
    assert not any(file.is_dir() for file in state.iterdir())


def test_another_version_makes_the_index_anew(
    survey: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey.build()
    before = times(survey)
    monkeypatch.setattr(search_indexing, "__version__", "another")
    survey.build()
    assert all(times(survey)[name] > time for name, time in before.items())


def test_a_lost_or_half_made_bundle_is_made_again(survey: Copy) -> None:
    survey.build()
    first = bundle(survey)
    shutil.rmtree(survey.root / "build/html/pagefind/section-means")
    (survey.root / "build/doctrees/surveygen/html/search/other.json").write_text("{")
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
    monkeypatch.setattr("pagefind_bin.get_executable", lambda: "/bin/false")
    survey.build()
    assert (survey.root / "build/html/index.html").is_file()
    assert not (survey.root / "build/html/pagefind").exists()
