"""Copying BibTeX: exactly the entry, and where the clipboard is refused a text to copy by hand."""

from __future__ import annotations

import pytest

from surveygen.project import load
from surveygen.writers.bibtex import bibtex_entry

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CLIPBOARD = ["clipboard-read", "clipboard-write"]
REFUSED = """
  navigator.clipboard.writeText = () => Promise.reject(new Error("refused"));
  document.execCommand = () => false;
"""


@pytest.fixture(scope="module")
def entry(sample_html) -> str:
    survey = load(sample_html.parents[2] / "survey")
    return bibtex_entry(survey.papers["cook1971complexity"].entry)


def card(page):
    return page.locator("#paper-cook1971complexity")


def test_a_card_copies_exactly_its_entry(open_page, sample_address, entry) -> None:
    page = open_page(f"{sample_address}survey/complexity.html", permissions=CLIPBOARD)
    card(page).get_by_role("button", name="Copy BibTeX").click()
    card(page).get_by_text("Copied", exact=True).wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == entry


def test_the_page_of_a_paper_copies_exactly_its_entry(open_page, sample_address, entry) -> None:
    page = open_page(f"{sample_address}papers/cook1971complexity.html", permissions=CLIPBOARD)
    page.get_by_role("button", name="Copy BibTeX").click()
    page.get_by_text("Copied", exact=True).wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == entry


def test_from_a_folder_the_entry_is_copied_or_marked(open_page, sample_html, entry) -> None:
    page = open_page((sample_html / "survey" / "complexity.html").as_uri())
    card(page).get_by_role("button", name="Copy BibTeX").click()
    said = card(page).get_by_role("status")
    said.filter(has_text="ed").wait_for()
    assert said.inner_text() in ("Copied", "Selected; please copy it yourself")


def test_where_the_clipboard_is_refused_the_entry_is_marked(
    open_page, sample_address, entry
) -> None:
    page = open_page(f"{sample_address}survey/complexity.html")
    page.evaluate(REFUSED)
    card(page).get_by_role("button", name="Copy BibTeX").click()
    card(page).get_by_text("Selected; please copy it yourself").wait_for()
    field = card(page).get_by_role("textbox", name="BibTeX")
    assert field.input_value() == entry
    marked = field.evaluate("f => f.value.slice(f.selectionStart, f.selectionEnd)")
    assert marked == entry


def test_where_the_clipboard_is_refused_the_text_of_a_page_is_marked(
    open_page, sample_address, entry
) -> None:
    page = open_page(f"{sample_address}papers/cook1971complexity.html")
    page.evaluate(REFUSED)
    page.get_by_role("button", name="Copy BibTeX").click()
    page.get_by_text("Selected; please copy it yourself").wait_for()
    assert page.evaluate("getSelection().toString()").strip() == entry.strip()
