"""What is new: the page, the feeds beside it, and what leads to both."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import feedparser
import pytest
from conftest import change

from site_surveys import SAMPLE, Copy
from surveygen.project import load
from surveygen.site.feeds import feed_files

ROOT = "https://example.org/sample/"
BIB = "docs/references.bib"
TITLE = "On <i>Computable</i> Numbers & $O(n^2)$, שלום, with"
NOTES = {
    "godel1931formal": "2026-11-20",
    "agrawal2004primes": "2026-12-01",
    "knuth1984texbook": "2026-10-31",
}
NOTE = "---\ntldr: 'One \"sentence\" with <b>markup</b> & more.'\nadded: {day}\n---\n"


def sources(folder: Path) -> Copy:
    survey = Copy(SAMPLE).sources(folder)
    for key, day in NOTES.items():
        note = folder / f"docs/notes/{key}.md"
        note.write_text(NOTE.format(day=day), encoding="utf-8")
    change(folder / BIB, "On Computable Numbers, with", TITLE)
    change(
        folder / BIB,
        "@article{agrawal2004primes,",
        "@article{agrawal2004primes,\n  x-status = {retracted}, x-status-note = {Made up.},"
        "\n  x-unverified = {volume},",
    )
    change(folder / "docs/index.md", "The oldest", "```{survey-newest}\n```\n\nThe oldest")
    return survey


@pytest.fixture(scope="module", params=["html", "dirhtml"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    survey = sources(tmp_path_factory.mktemp("feeds") / "survey")
    done = survey.sphinx(request.param)
    assert (done.returncode, done.stderr) == (0, "")
    return survey.root / "build" / request.param


def page(site: Path, name: str) -> str:
    folder = site / name / "index.html"
    return (folder if folder.is_file() else site / f"{name}.html").read_text(encoding="utf-8")


def file_of(site: Path, address: str) -> Path:
    target = site / address.removeprefix(ROOT)
    return target / "index.html" if target.is_dir() else target


def feed(site: Path, name: str) -> Any:
    found = feedparser.parse((site / name).read_bytes())
    assert not found.bozo
    return found


class TestFeeds:
    def test_of_the_survey_has_the_last_additions_first(self, site: Path) -> None:
        found = feed(site, "feed.xml")
        assert found.feed.updated == "2026-12-01T00:00:00Z"
        assert [one.updated[:10] for one in found.entries][:2] == ["2026-12-01", "2026-11-21"]
        assert len(found.entries) == 4

    def test_of_a_section_has_its_own(self, site: Path) -> None:
        found = feed(site, "feeds/means.xml")
        assert found.feed.title == "Means · Limits & means: a sample survey"
        assert [one.id.rpartition("/")[2] for one in found.entries] == ["knuth1984texbook"]

    def test_leads_to_pages_that_are_there(self, site: Path) -> None:
        for name in ("feed.xml", "feeds/limits.xml"):
            found = feed(site, name)
            assert (site / found.feed.id.removeprefix(ROOT)).is_file()
            for one in (found.feed, *found.entries):
                assert file_of(site, one.link).is_file()

    def test_names_papers_alike_in_every_builder(self, site: Path) -> None:
        ids = [one.id for one in feed(site, "feed.xml").entries]
        assert f"{ROOT}papers/agrawal2004primes" in ids
        assert not [id for id in ids if id.endswith(("/", ".html"))]

    def test_says_what_a_card_says(self, site: Path) -> None:
        first = feed(site, "feed.xml").entries[0]
        assert first.title == "Retracted: PRIMES is in P"
        assert first.summary == (
            'Made up. — One "sentence" with <b>markup</b> & more. — '
            "Limits of computation › Complexity: P, NP & more"
        )
        assert first.authors[0].name == "Manindra Agrawal"
        assert [(tag.term, tag.label) for tag in first.tags] == [
            ("complexity", "Complexity: P, NP & more")
        ]

    def test_keeps_titles_as_text(self, site: Path) -> None:
        titles = [one.title_detail for one in feed(site, "feed.xml").entries]
        (found,) = [one for one in titles if one.value.startswith("On ")]
        assert found.type == "text/plain"
        assert "<i>Computable</i>" in found.value
        assert "שלום" in found.value

    def test_is_linked_where_its_news_are(self, site: Path) -> None:
        pattern = r'<link rel="alternate" type="application/atom\+xml" title="([^"]+)" href="(.+?)"'
        expected = {
            "index": ["feed.xml", "feeds/limits.xml", "feeds/means.xml"],
            "survey/complexity": ["feeds/limits.xml"],
            "survey/means": ["feeds/means.xml"],
            "papers/agrawal2004primes": [],
        }
        for name, files in expected.items():
            html = page(site, name)
            folder = (site / name) if (site / name).is_dir() else (site / name).parent
            links = [(folder / href).resolve() for _title, href in re.findall(pattern, html)]
            assert links == [(site / file).resolve() for file in files]


class TestPage:
    def test_shows_months_with_day_and_summary(self, site: Path) -> None:
        html = page(site, "survey/whats-new")
        assert re.findall(r'<section id="(added-[^"]+)"', html) == [
            "added-2026-12",
            "added-2026-11",
            "added-2026-10",
        ]
        assert "<time>2026-12-01</time>" in html
        assert "&lt;b&gt;markup&lt;/b&gt; &amp; more." in html

    def test_marks_what_is_retracted_or_unverified(self, site: Path) -> None:
        html = page(site, "survey/whats-new")
        assert '<p class="sg-status"><strong>Retracted:</strong> Made up.</p>' in html
        assert 'title="No source confirmed: volume">unverified</span>' in html

    def test_stands_under_indexes_and_is_led_to_from_the_front(self, site: Path) -> None:
        assert "What is new</a>" in page(site, "survey/indexes")
        assert re.search(
            r'href="survey/whats-new[./][^"]*">What is new in this survey', page(site, "index")
        )

    def test_leads_to_the_feeds(self, site: Path) -> None:
        assert re.search(r'href="[./]*feeds/limits.xml">Limits of', page(site, "survey/whats-new"))


CHANGES = {
    "day": ("docs/notes/knuth1984texbook.md", "2026-10-31", "2026-12-24"),
    "summary": ("docs/notes/knuth1984texbook.md", "One", "Another"),
    "status": (BIB, "x-status = {retracted}", "x-status = {corrected}"),
    "doubt": (BIB, "x-unverified = {volume}", "x-unverified = {number}"),
    "section": ("taxonomy.yaml", "title: Means", "title: Ways"),
    "address": ("taxonomy.yaml", "url: https://example.org/sample/", "url: https://example.com/s"),
    "no address": ("taxonomy.yaml", "url: https://example.org/sample/\n", ""),
    "no section": ("taxonomy.yaml", "  - id: limits\n", "  - id: bounds\n"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", CHANGES)
def test_incremental_equals_clean(name: str, tmp_path: Path) -> None:
    survey = sources(tmp_path / "survey")
    survey.build()
    survey.replace(*CHANGES[name])
    assert survey.build() == survey.sources(tmp_path / "clean").build()


def test_without_an_address_there_is_the_page_and_no_feed(tmp_path: Path) -> None:
    survey = sources(tmp_path / "survey")
    change(survey.root / "taxonomy.yaml", "url: https://example.org/sample/\n", "")
    survey.build()
    assert "feed" not in survey.html("survey/whats-new.html").partition("<article")[2]
    assert "application/atom+xml" not in survey.html("index.html")
    assert not [name for name in survey.outputs() if "feed" in name]


@pytest.mark.parametrize(
    ("date", "added", "updated"),
    [
        ("2026-11-21", True, "2026-12-01"),
        ("2026-11-21", False, "2026-11-21"),
        ("'spring 2026'", True, "2026-12-01"),
        ("'spring 2026'", False, None),
    ],
)
def test_a_feed_is_as_new_as_its_last_note(
    date: str, added: bool, updated: str | None, tmp_path: Path
) -> None:
    root = sources(tmp_path / "survey").root
    change(root / "taxonomy.yaml", "date: 2026-11-21", f"date: {date}")
    for note in (root / "docs/notes").glob("*.md"):
        text = note.read_text(encoding="utf-8")
        note.write_text(text if added else text.replace("added: ", "about: "), encoding="utf-8")
    files = feed_files(load(root))
    assert (files[0].updated if files else None) == updated
    assert {len(file.updated) for file in files} <= {len("2026-11-21")}


@pytest.mark.slow
@pytest.mark.parametrize(
    "builder", ["text", "epub", "singlehtml", "man", "texinfo", "xml", "latex"]
)
def test_other_builders_show_the_page_without_complaint(builder: str, tmp_path: Path) -> None:
    survey = sources(tmp_path / "survey")
    done = survey.sphinx(builder)
    assert (done.returncode, done.stderr) == (0, "")
    if builder == "text":
        text = (survey.root / "build/text/survey/whats-new.txt").read_text(encoding="utf-8")
        shown = " ".join(text.split())
        assert "2026-12-01 · PRIMES is in P" in shown
        assert "2004 **Retracted**: Made up. (unverified: volume) · One" in shown
    if builder == "latex":
        tex = (survey.root / "build/latex/survey.tex").read_text(encoding="utf-8")
        assert "What is new" not in tex
