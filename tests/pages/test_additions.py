"""What is new: by the day on which notes were added, however many came at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from surveygen.pages import additions as module
from surveygen.pages.additions import additions, months
from surveygen.pages.render import render_pages
from surveygen.survey.entry import Entry
from surveygen.survey.note import Note
from surveygen.survey.paper import Paper
from surveygen.survey.prose import Prose
from surveygen.survey.survey import Survey
from surveygen.survey.taxonomy import Section, Taxonomy

TREE = (Section("a", "A", sections=(Section("aa", "AA"),)), Section("b", "B"))


def paper(key: str, added: str | None, home: str | None = "aa") -> Paper:
    note = None if added is None else Note(key, "", Prose("", 1, "", ""), added=added)
    return Paper(Entry(key, "misc", {"title": key, "year": "2020"}), key, note, home)


def survey(*papers: Paper) -> Survey:
    return Survey(Path("/nowhere"), Taxonomy("Survey", TREE), {one.key: one for one in papers})


def test_the_last_day_comes_first_and_papers_of_a_day_keep_their_order() -> None:
    papers = [paper("x", "2026-01-02"), paper("z", "2026-03-01"), paper("y", "2026-01-02")]
    assert [one.key for one in additions(papers)] == ["z", "x", "y"]


def test_what_has_no_date_is_not_new() -> None:
    found = survey(paper("without-note", None), paper("without-day", ""))
    assert months(found) == ()
    assert "whats-new" not in render_pages(found)


def test_of_many_only_the_newest_are_shown_and_all_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "NEW_LIMIT", 3)
    found = survey(
        paper("n", "2026-03-01"),
        *(paper(f"f{n}", "2026-02-01") for n in range(3)),
        *(paper(f"g{n}", "2026-02-28", "b") for n in range(1)),
        paper("lost", "2026-01-31", None),
    )
    march, february, january = months(found)
    assert (march.month, march.count) == ("2026-03", 1)
    assert [one.key for one in february.shown] == ["g0", "f0"]
    assert [(s and s.id, n) for s, n in february.sections] == [("a", 3), ("b", 1)]
    assert (january.count, january.shown, january.sections) == (1, (), ((None, 1),))
    page = render_pages(found)["whats-new"].text
    assert "- [A](/survey/a.md) (3)\n- [B](/survey/b.md) (1)" in page
    assert "- [Not yet placed](/survey/not-placed.md) (1)" in page
    assert "[A](/survey/a.md) (1)" not in page, "all of March are shown: nothing to count"
