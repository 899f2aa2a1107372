"""Search finds pages of papers and the prose of sections, narrowed by section and year."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]
pytest.importorskip("pagefind_bin", reason="pagefind[bin] is not installed")


@pytest.fixture
def search(open_page, survey_address):
    def search(words: str, more: str = "", **options):
        page = open_page(f"{survey_address}search.html?q={quote(words)}{more}", **options)
        page.wait_for_selector("#sg-search[data-ready]")
        page.wait_for_function("document.getElementById('sg-search-count').textContent")
        page.wait_for_timeout(300)
        return page

    return search


def found(page) -> int:
    text = page.locator("#sg-search-count").inner_text()
    number = re.match(r"\d+", text)
    return int(number[0]) if number else 0


def links(page) -> list[str]:
    return page.locator("#sg-search-results a").evaluate_all("all => all.map(one => one.href)")


def test_a_paper_is_found_by_words_of_its_note(search, survey_address) -> None:
    page = search("surrogate gradients spiking")
    assert found(page) >= 1
    assert all(link.startswith(survey_address) for link in links(page))
    page.locator("#sg-search-results a").first.click()
    page.wait_for_load_state()
    assert page.locator("h1").is_visible()


def test_prose_of_a_section_is_found(search) -> None:
    page = search("spiking", "&section=Neuromorphic%20computing")
    for _ in range(10):
        if not page.locator("#sg-search-more").is_visible():
            break
        page.locator("#sg-search-more").click()
        page.wait_for_timeout(200)
    assert any("/survey/" in link for link in links(page))
    assert len(links(page)) == found(page)


def test_year_and_section_narrow_it_and_stand_in_the_address(search) -> None:
    page = search("networks")
    whole = found(page)
    page.get_by_label("Year").select_option("2021")
    page.wait_for_timeout(400)
    year = found(page)
    page.get_by_label("Section").select_option("Graphs")
    page.wait_for_timeout(400)
    assert 0 < found(page) < year < whole
    assert "year=2021" in page.url
    assert "section=Graphs" in page.url


def test_nothing_found_is_said(search) -> None:
    assert found(search("ж")) == 0


def test_lists_of_other_papers_lead_nowhere(search) -> None:
    """A paper whose neighbour has a word does not have it."""
    titles = search("SpikeGPT").locator("#sg-search-results a").all_inner_texts()
    assert any("SpikeGPT" in title for title in titles)
    assert len(titles) <= 6


def test_a_slash_leads_to_the_field(open_page, survey_address) -> None:
    page = open_page(f"{survey_address}survey/index.html")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("a/b")
    assert page.evaluate("document.activeElement.value") == "a/b"
    page = open_page(f"{survey_address}survey/index.html", width=390, reduced_motion="reduce")
    page.keyboard.press("/")
    page.wait_for_function("document.activeElement.className === 'sidebar-search'")
    assert page.locator(".sidebar-search").is_visible()


def test_from_a_folder_the_browse_page_stands_in(open_page, built_survey) -> None:
    page = open_page((built_survey / "build/html/search.html").as_uri() + "?q=spiking")
    page.wait_for_url("**/browse.html#q=spiking")
    page.wait_for_selector("#sg-browse[data-ready]")
    assert page.locator("[data-part=query]").input_value() == "spiking"


def test_a_bundle_that_is_missing_is_said(open_page, survey_address) -> None:
    page = open_page("about:blank")
    page.route("**/pagefind/other/pagefind.js*", lambda route: route.abort())
    page.goto(f"{survey_address}search.html?q=x")
    page.wait_for_function("document.getElementById('sg-search-count').textContent")
    assert "could not be loaded" in page.locator("#sg-search-count").inner_text()


def test_what_is_found_is_text(search) -> None:
    page = search("networks")
    assert page.locator("#sg-search-results mark").count() > 0
    assert page.locator("#sg-search-results :is(script, img, iframe, style)").count() == 0
