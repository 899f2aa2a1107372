"""What is shown equals the source: title, authors, year and identifiers of every paper, read back.

The oracle is tests/data/expected.jsonl, written down in Unicode without our decoder. What was built
is read by other programs (pybtex, bibtexparser, pandoc, pdftotext) and by the page reader below.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from outside_readers import (
    bibtexparser_fields,
    pandoc_name,
    pandoc_records,
    pandoc_year,
    pybtex_fields,
)

import surveygen
from surveygen.survey.survey import Survey

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Work:
    """A line of expected.jsonl."""

    key: str
    title: str
    authors: list[str]
    year: str
    doi: str | None
    arxiv: str | None

    @property
    def byline(self) -> str:
        """All authors as a sentence names them."""
        *others, last = self.authors or [""]
        return f"{', '.join(others)} and {last}" if others else last

    @property
    def facts(self) -> dict[str, list[str]]:
        """By field, the texts that must be seen."""
        facts = {"title": [self.title], "authors": self.authors, "year": [self.year]}
        return facts | {
            "doi": [self.doi] * bool(self.doi),
            "arxiv": [self.arxiv] * bool(self.arxiv),
        }


LINES = (ROOT / "tests" / "data" / "expected.jsonl").read_text(encoding="utf-8").splitlines()
WORKS = [Work(**json.loads(line)) for line in LINES]


def assert_all_shown(text_of: Callable[[Work], str], fields: str, authors: int = 1000) -> None:
    """Fail with every fact that is missing, named by key and field."""
    missing = []
    for work in WORKS:
        text = " ".join(text_of(work).split())
        for field in fields.split():
            for fact in work.facts[field][:authors]:
                # Not as a part of a longer word or number.
                if not re.search(rf"(?<!\w){re.escape(fact)}(?!\w)", text):
                    missing.append(f"{field} of {work.key}: {fact}")
    assert not missing, "\n".join([f"{len(missing)} missing", *missing[:20]])


@pytest.fixture(scope="module")
def survey() -> Survey:
    return surveygen.load(ROOT)


class TestLoadedSurvey:
    def test_it_has_every_work_and_no_other(self, survey: Survey) -> None:
        assert survey.papers.keys() == {work.key for work in WORKS}
        assert len(WORKS) == 321

    def test_every_field_is_that_of_the_work(self, survey: Survey) -> None:
        for work in WORKS:
            entry = survey.papers[work.key].entry
            assert entry.title == work.title
            assert [person.full for person in entry.authors] == work.authors
            assert not entry.more_authors
            assert entry.year == work.year
            assert (entry.doi or "").lower() == (work.doi or "").lower()
            assert (entry.arxiv.id if entry.arxiv else None) == work.arxiv


@cache
def written_fields() -> dict[str, dict[str, str]]:
    return pybtex_fields((ROOT / "docs" / "references.bib").read_text(encoding="utf-8"))


def unverified(work: Work) -> list[str]:
    """Fields that no source confirmed; published exports leave them out."""
    return written_fields()[work.key].get("x-unverified", "").replace(",", " ").split()


def plain(value: str) -> str:
    """A field as text; the bibliography has no other LaTeX than this."""
    text = re.sub(r"\\([&%_#])", r"\1", value).replace("{", "").replace("}", "")
    return text.replace("--", "–")


def natural(name: str) -> str:
    """``Family, Given`` or a whole name in natural order."""
    family, _, given = plain(name).partition(", ")
    return f"{given} {family}".strip()


@pytest.mark.slow
class TestExports:
    @pytest.mark.parametrize("read", [pybtex_fields, bibtexparser_fields])
    def test_the_bibliography_has_every_work(self, built_survey: Path, read) -> None:
        text = (built_survey / "build" / "exports" / "survey.bib").read_text(encoding="utf-8")
        found = read(text)
        assert {work.key for work in WORKS} <= found.keys()
        for work in WORKS:
            fields = found[work.key]
            left_out = unverified(work)
            assert plain(fields["title"]) == work.title
            names = fields.get("author", "").splitlines()
            assert list(map(natural, names)) == ([] if "author" in left_out else work.authors)
            assert fields.get("year") == (None if "year" in left_out else work.year)
            assert fields.get("doi", "").lower() == (work.doi or "").lower()
            assert fields.get("eprint") == work.arxiv

    def test_pandoc_reads_every_work_in_it(self, built_survey: Path) -> None:
        text = (built_survey / "build" / "exports" / "survey.bib").read_text(encoding="utf-8")
        records = pandoc_records(text)
        for work in WORKS:
            record = records[work.key]
            # pandoc puts titles into sentence case and curls quotes.
            assert straight(record["title"]).casefold() == straight(work.title).casefold()
            names = [straight(pandoc_name(person)) for person in record.get("author", [])]
            authors = [] if "author" in unverified(work) else work.authors
            assert names == list(map(straight, authors))
            assert pandoc_year(record) == ("" if "year" in unverified(work) else work.year)
            assert record.get("DOI", "").lower() == (work.doi or "").lower()
            assert record["URL"] == f"https://arxiv.org/abs/{work.arxiv}"

    def test_sections_together_hold_every_work(self, built_survey: Path) -> None:
        found: set[str] = set()
        for file in (built_survey / "build" / "exports" / "sections").iterdir():
            found |= pybtex_fields(file.read_text(encoding="utf-8")).keys()
        assert {work.key for work in WORKS} <= found


def straight(text: str) -> str:
    return text.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0xA0: " "})


class PageReader(HTMLParser):
    """The text that a browser shows, by tag and by id of the elements around it."""

    # The BibTeX on a page (pre) repeats every fact, and must not stand in for what is shown.
    HIDDEN = frozenset(["script", "style", "head", "svg", "template", "button", "pre"])
    EMPTY = frozenset(["br", "hr", "img", "input", "link", "meta", "source", "wbr"])

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, list[str]]] = []
        self.texts: dict[str, list[str]] = {}
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.EMPTY:
            return
        names = [tag, *(f"#{value}" for name, value in attrs if name == "id")]
        names += [str(value) for name, value in attrs if name == "role"]
        self.open.append((tag, names))
        for name in names:
            self.texts.setdefault(name, []).append("")

    def handle_endtag(self, tag: str) -> None:
        while tag in (one for one, _ in self.open) and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.HIDDEN.isdisjoint(tag for tag, _ in self.open):
            for name in {name for _, names in self.open for name in names}:
                self.texts[name][-1] += data


@cache
def page(file: Path) -> dict[str, list[str]]:
    return PageReader(file.read_text(encoding="utf-8")).texts


@pytest.fixture(scope="module")
def site(built_survey: Path) -> Path:
    return built_survey / "build" / "html"


@pytest.mark.slow
class TestSite:
    def test_a_paper_has_a_page_whose_heading_is_its_title(self, site: Path) -> None:
        for work in WORKS:
            (heading,) = page(site / "papers" / f"{work.key}.html")["h1"]
            assert " ".join(heading.split()) == work.title

    def test_a_paper_page_shows_every_fact(self, site: Path) -> None:
        def text(work: Work) -> str:
            return page(site / "papers" / f"{work.key}.html")["main"][0]

        assert_all_shown(text, "title authors year doi arxiv")

    def test_a_paper_page_names_all_authors_in_order(self, site: Path) -> None:
        for work in WORKS:
            text = " ".join(page(site / "papers" / f"{work.key}.html")["main"][0].split())
            assert f"{work.title} {work.byline or 'Authors not known'} " in text

    def test_a_card_shows_title_year_and_the_first_eight_authors(
        self, site: Path, survey: Survey
    ) -> None:
        def text(work: Work) -> str:
            home = survey.papers[work.key].home
            (card,) = page(site / "survey" / f"{home}.html")[f"#paper-{work.key}"]
            return card

        assert_all_shown(text, "title authors year", authors=8)

    def test_the_reference_list_shows_every_fact(self, site: Path) -> None:
        texts = page(site / "survey" / "references.html")
        assert_all_shown(
            lambda work: texts[f"#ref-{work.key}"][0], "title authors year doi arxiv", authors=50
        )


@pytest.fixture(scope="module")
def pdf_text(built_pdf: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is missing: apt-get install -y poppler-utils")
    done = subprocess.run(
        ["pdftotext", "-raw", "-enc", "UTF-8", str(built_pdf), "-"],
        capture_output=True,
        check=True,
    )
    pages = done.stdout.decode().split("\f")
    # The first and the last line of a page are its head and its number.
    return squeezed("\n".join(line for page in pages for line in page.splitlines()[1:-1]))


@pytest.mark.slow
class TestPdf:
    def test_the_reference_list_shows_every_fact(self, pdf_text: str) -> None:
        missing = []
        for work in WORKS:
            head = f"{work.byline}. {work.title}" if work.authors else work.title
            full_stop = "" if work.title.endswith((".", "?", "!")) else "."
            found = re.search(rf"\[\d+\]{re.escape(squeezed(head + full_stop))}", pdf_text)
            if not found:
                missing.append(f"{work.key}: {work.byline}. {work.title}")
                continue
            reference = pdf_text[found.end() :].split("[", 1)[0][:600]
            for field in ("year", "doi", "arxiv"):
                for fact in work.facts[field]:
                    if squeezed(fact) not in reference:
                        missing.append(f"{field} of {work.key}: {fact} not in {reference[:200]}")
        assert not missing, "\n".join([f"{len(missing)} missing", *missing[:20]])


def squeezed(text: str) -> str:
    """Text without what line breaks, hyphenation and ligatures change."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", unicodedata.normalize("NFKC", text))
