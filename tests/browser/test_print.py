"""A page on paper: the text alone, black on white, in one piece."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

pytestmark = [pytest.mark.browser, pytest.mark.slow]
printed_pages = pytest.mark.parametrize("page_type", ["topic", "paper"])
every_kind_of_page = pytest.mark.parametrize(
    "page_type", ["topic", "paper", "front page", "references", "authors", "claims", "guide"]
)


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.fixture
def print_page(open_page, survey_address, page_types):
    """A function that prints a page from dark mode; gives the page and the text of every sheet."""

    def print_page(page_type: str):
        page = open_page(survey_address + page_types[page_type], theme="dark", color_scheme="dark")
        pdf = page.pdf(format="A4", prefer_css_page_size=True, print_background=True)
        sheets = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf)).pages]
        page.emulate_media(media="print")
        return page, sheets

    return print_page


@every_kind_of_page
def test_paper_shows_the_text_and_nothing_to_click(print_page, page_type) -> None:
    page, _ = print_page(page_type)
    assert page.locator("h1").is_visible()
    useless = page.locator(
        ".sidebar-drawer, .toc-drawer, .mobile-header, .related-pages, .content-icon-container, "
        ".back-to-top, .skip-to-content, .headerlink, input, select, a[download]"
    )
    assert [u.evaluate("u => u.outerHTML") for u in useless.all() if u.is_visible()] == []


@every_kind_of_page
def test_paper_is_black_on_white_also_from_dark_mode(print_page, page_type) -> None:
    page, _ = print_page(page_type)
    pale = page.evaluate(
        """() => {
          const light = colour => {
            const [r, g, b] = colour.match(/[\\d.]+/g).map(Number)
              .map(c => c / 255).map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4);
            return .2126 * r + .7152 * g + .0722 * b;
          };
          const body = getComputedStyle(document.body);
          const out = light(body.backgroundColor) === 1 ? [] : [body.backgroundColor];
          for (const element of document.querySelectorAll("h1, article *, footer *")) {
            if (!element.offsetWidth) continue;
            const {color, backgroundColor} = getComputedStyle(element);
            const ground = backgroundColor === "rgba(0, 0, 0, 0)" ? 1 : light(backgroundColor);
            if (ground < .75 || (ground + .05) / (light(color) + .05) < 4.5)
              out.push(`${color} on ${backgroundColor}: ${element.outerHTML.slice(0, 100)}`);
          }
          return out;
        }"""
    )
    assert pale == []


@printed_pages
def test_paper_shows_addresses_that_lead_out_and_no_others(print_page, page_type) -> None:
    page, sheets = print_page(page_type)
    text = _squeezed("".join(sheets))
    outside = page.locator("article a[href^='http']").evaluate_all(
        "links => links.filter(l => l.offsetWidth).map(l => l.getAttribute('href'))"
    )
    assert outside
    assert [address for address in outside if address not in text] == []
    assert ".html>" not in text


def test_a_paper_stays_on_one_sheet(print_page) -> None:
    page, sheets = print_page("topic")
    squeezed = [_squeezed(sheet) for sheet in sheets]
    assert len(squeezed) > 3
    cards = page.locator(".sg-paper").evaluate_all(
        "cards => cards.map(card => ['h3', '.sg-tldr'].map("
        "part => card.querySelector(part)?.innerText))"
    )
    together = [
        any(_squeezed(title) in sheet and _squeezed(tldr) in sheet for sheet in squeezed)
        for title, tldr in cards
        if tldr
    ]
    assert len(together) > 5
    assert all(together)


def test_the_head_of_a_long_table_stands_on_every_sheet(print_page) -> None:
    page, sheets = print_page("topic")
    head = _squeezed("".join(page.locator("article table").first.locator("th").all_inner_texts()))
    assert sum(head in _squeezed(sheet) for sheet in sheets) > 1


def test_details_are_open_on_paper(open_page, survey_address, page_types) -> None:
    page = open_page(survey_address + page_types["paper"])
    page.locator("article").evaluate(
        "article => article.insertAdjacentHTML('beforeend',"
        "'<details><summary>More</summary><p>What was folded away.</p></details>')"
    )
    sheets = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf())).pages]
    assert "What was folded away." in "".join(sheets)
