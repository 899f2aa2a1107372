"""Pages say to programs what they say to people: COinS, JSON-LD, Highwire tags, sitemap."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs
from xml.etree import ElementTree

import pytest
from conftest import change

from site_surveys import SAMPLE, Copy
from surveygen.project import load

ROOT = "https://example.org/sample/"


@pytest.fixture(scope="module", params=["html", "dirhtml"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    survey = Copy(SAMPLE).sources(tmp_path_factory.mktemp("machines") / "survey")
    change(
        survey.root / "taxonomy.yaml",
        '{name: "The surveygen contributors", type: organization}',
        "{name: Ada Peres, orcid: 0000-0002-1825-0097}\n  - {name: The Group, type: organization}",
    )
    change(
        survey.root / "docs/references.bib",
        "On Computable Numbers, with",
        "On </script><script>alert(1)</script> Computable Numbers, with",
    )
    assert survey.sphinx(request.param).returncode == 0
    return survey.root / "build" / request.param


def page(site: Path, name: str) -> str:
    folder = site / name / "index.html"
    return (folder if folder.is_file() else site / f"{name}.html").read_text(encoding="utf-8")


def spans(html: str) -> list[dict[str, list[str]]]:
    found = re.findall(r'<span class="Z3988" title="([^"]*)"></span>', html)
    return [parse_qs(unescape(it)) for it in found]


def json_ld(html: str) -> dict:
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return json.loads(text)


def tags(html: str) -> list[tuple[str, str]]:
    found = re.findall(r'<meta name="(citation_\w+)" content="([^"]*)">', html)
    return [(name, unescape(value)) for name, value in found]


class TestCoins:
    def test_one_for_every_listed_paper(self, site: Path) -> None:
        survey = load(site.parents[1])
        for section in survey.sections.values():
            listed = (*survey.home_papers(section), *survey.also_papers(section))
            assert len(spans(page(site, f"survey/{section.id}"))) == len(listed)
        whole = len(survey.papers) + len(survey.background)
        assert len(spans(page(site, "survey/references"))) == whole
        for paper in survey.papers.values():
            assert len(spans(page(site, f"papers/{paper.slug}"))) == 1

    def test_it_says_what_the_entry_says(self, site: Path) -> None:
        (found,) = spans(page(site, "papers/agrawal2004primes"))
        assert found == {
            "ctx_ver": ["Z39.88-2004"],
            "rft_val_fmt": ["info:ofi/fmt:kev:mtx:journal"],
            "rft.genre": ["article"],
            "rft.atitle": ["PRIMES is in P"],
            "rft.jtitle": ["Annals of Mathematics"],
            "rft.au": ["Manindra Agrawal", "Neeraj Kayal", "Nitin Saxena"],
            "rft.aulast": ["Agrawal"],
            "rft.aufirst": ["Manindra"],
            "rft.date": ["2004"],
            "rft.volume": ["160"],
            "rft.issue": ["2"],
            "rft.spage": ["781"],
            "rft.epage": ["793"],
            "rft_id": [
                "info:doi/10.4007/annals.2004.160.781",
                "https://doi.org/10.4007/annals.2004.160.781",
            ],
        }

    @pytest.mark.parametrize(
        ("key", "genre", "where"),
        [
            ("cook1971complexity", "proceeding", "rft.btitle"),
            ("karp1972reducibility", "bookitem", "rft.btitle"),
            ("knuth1984texbook", "book", "rft.btitle"),
        ],
    )
    def test_kinds(self, site: Path, key: str, genre: str, where: str) -> None:
        (found,) = spans(page(site, f"papers/{key}"))
        assert found["rft.genre"] == [genre]
        assert where in found


class TestJsonLd:
    def test_the_front_page(self, site: Path) -> None:
        found = json_ld(page(site, "index"))
        assert found["@type"] == "ScholarlyArticle"
        assert found["headline"] == "Limits & means: a sample survey"
        assert [it["@type"] for it in found["author"]] == ["Person", "Organization"]
        assert found["author"][0]["sameAs"] == "https://orcid.org/0000-0002-1825-0097"
        assert found["url"] == ROOT

    def test_a_section_is_a_list_of_pages_that_are_there(self, site: Path) -> None:
        found = json_ld(page(site, "survey/complexity"))
        assert found["@type"] == "ItemList"
        assert found["numberOfItems"] == len(found["itemListElement"]) == 5
        assert [it["position"] for it in found["itemListElement"]] == [1, 2, 3, 4, 5]
        for it in found["itemListElement"]:
            target = site / it["url"].removeprefix(ROOT)
            assert target.is_file() or (target / "index.html").is_file()

    def test_a_paper(self, site: Path) -> None:
        found = json_ld(page(site, "papers/agrawal2004primes"))
        assert found["headline"] == "PRIMES is in P"
        assert found["datePublished"] == "2004"
        assert found["isPartOf"]["name"] == "Annals of Mathematics"
        assert found["identifier"] == "doi:10.4007/annals.2004.160.781"

    def test_a_title_cannot_end_the_script(self, site: Path) -> None:
        found = json_ld(page(site, "papers/turing1936computable"))
        assert "</script><script>alert(1)</script>" in found["headline"]
        assert "<script>alert(1)" not in page(site, "papers/turing1936computable")


class TestHighwire:
    def test_on_the_front_page_alone(self, site: Path) -> None:
        assert tags(page(site, "index")) == [
            ("citation_title", "Limits & means: a sample survey"),
            ("citation_author", "Ada Peres"),
            ("citation_author", "The Group"),
            ("citation_publication_date", "2026/11/21"),
            ("citation_language", "en"),
            ("citation_keywords", "computability; complexity"),
        ]
        for name in ("survey/complexity", "papers/agrawal2004primes", "survey/references"):
            assert tags(page(site, name)) == []


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("index", {"survey.bib", "survey.ris", "survey.csl.json", "papers.json", "papers.csv"}),
        ("survey/complexity", {"complexity.bib"}),
        ("papers/agrawal2004primes", {"agrawal2004primes.bib"}),
    ],
)
def test_exports_are_linked_where_they_are(site: Path, name: str, files: set[str]) -> None:
    html = page(site, name)
    links = re.findall(r'<link rel="alternate" type="[^"]+" href="([^"]*)">', html)
    folder = site / name if (site / name / "index.html").is_file() else (site / name).parent
    assert {Path(link).name for link in links} == files
    assert all((folder / link).resolve().is_file() for link in links)


class TestHostFiles:
    def test_the_sitemap_names_every_page_once(self, site: Path) -> None:
        tree = ElementTree.parse(site / "sitemap.xml")
        found = [
            it.text or "" for it in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
        ]
        assert len(found) == len(set(found))
        assert {f"{ROOT}", f"{ROOT}index.html"} & set(found)
        for address in found:
            target = site / address.removeprefix(ROOT)
            assert target.is_file() or (target / "index.html").is_file(), address
        assert sum("/papers/" in address for address in found) == 10

    def test_robots_and_nojekyll(self, site: Path) -> None:
        assert f"Sitemap: {ROOT}sitemap.xml" in (site / "robots.txt").read_text()
        assert (site / ".nojekyll").read_bytes() == b""


def test_without_an_address_or_a_person_there_is_neither_sitemap_nor_highwire(
    tmp_path: Path,
) -> None:
    survey = Copy(SAMPLE).sources(tmp_path / "survey")
    change(survey.root / "taxonomy.yaml", "url: https://example.org/sample/\n", "")
    survey.build()
    html = survey.root / "build" / "html"
    assert not (html / "sitemap.xml").exists()
    assert not (html / "robots.txt").exists()
    assert tags((html / "index.html").read_text()) == []
    assert json_ld((html / "survey/complexity.html").read_text())["numberOfItems"] == 5
