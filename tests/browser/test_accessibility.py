"""Everybody can read and work the pages: WCAG 2.2 AA as far as a program can tell."""

from __future__ import annotations

import pytest

from browser.axe_rules import serious_findings
from browser.page_types import every_page_type

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@every_page_type
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_serious(
    open_page, survey_address, page_types, page_type, theme, width
) -> None:
    page = open_page(survey_address + page_types[page_type], width=width, theme=theme)
    assert page.evaluate("document.body.dataset.theme") == theme
    serious = serious_findings(page)
    assert not serious, "\n".join(serious[:10])


@every_page_type
def test_a_page_has_one_heading_a_language_and_named_parts(
    open_page, survey_address, page_types, page_type
) -> None:
    page = open_page(survey_address + page_types[page_type])
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.get_by_role("main").count() == 1
    parts = page.locator("aside, [role=navigation]")
    names = parts.evaluate_all(
        """parts => parts.filter(part => part.offsetWidth).map(part => part.ariaLabel
          ?? document.getElementById(part.getAttribute("aria-labelledby"))?.textContent.trim())"""
    )
    assert len(names) >= 2
    assert all(names), names


def test_the_first_keys_lead_past_the_navigation(open_page, survey_address, page_types) -> None:
    page = open_page(survey_address + page_types["topic"], reduced_motion="reduce")
    skip = page.locator(".skip-to-content")
    for _ in range(3):
        page.keyboard.press("Tab")
        if skip.evaluate("link => link === document.activeElement"):
            break
    assert skip.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('article') !== null")


@pytest.mark.parametrize("width", [1280, 390])
def test_what_has_the_focus_can_be_seen(open_page, survey_address, page_types, width) -> None:
    """A ring is drawn around it, or around the button that stands for it, inside the window."""
    page = open_page(survey_address + page_types["topic"], width=width, reduced_motion="reduce")
    unseen = []
    for _ in range(45):
        page.keyboard.press("Tab")
        unseen += page.evaluate(
            """() => {
              const focused = document.activeElement;
              if (focused === document.body) return [];
              const buttons = {__navigation: ".nav-overlay-icon", __toc: ".toc-overlay-icon"};
              const shown = focused.id in buttons
                ? [...document.querySelectorAll(buttons[focused.id])].find(b => b.offsetWidth)
                : focused.closest(".sidebar-search-container") ?? focused;
              const ring = getComputedStyle(shown);
              const box = shown.getBoundingClientRect();
              const seen = ring.outlineStyle !== "none" && parseFloat(ring.outlineWidth) >= 2
                && box.width && box.right > 0 && box.left < innerWidth
                && box.bottom > 0 && box.top < innerHeight;
              return seen ? [] : [focused.outerHTML.slice(0, 120)];
            }"""
        )
    assert not unseen


def test_the_navigation_of_a_phone_opens_and_closes_by_keyboard(
    open_page, survey_address, page_types
) -> None:
    page = open_page(survey_address + page_types["topic"], width=390, reduced_motion="reduce")
    drawer = page.locator(".sidebar-drawer")
    assert not drawer.is_visible()
    page.get_by_role("checkbox", name="Toggle site navigation sidebar").focus()
    page.keyboard.press("Space")
    assert drawer.is_visible()
    assert drawer.bounding_box()["x"] == 0
    page.keyboard.press("Space")
    assert not drawer.is_visible()
