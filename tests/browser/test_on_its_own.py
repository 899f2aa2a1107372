"""The site needs nothing but itself: no other host, no place of its own, no script."""

from __future__ import annotations

import re

import pytest

from browser.page_types import PAGE_TYPES

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def _told(message) -> str:
    return f"{message.text} ({message.location['url']})"


def _visit_all(page, html, address: str) -> tuple[list[str], list[str]]:
    """Open every page of a site; returns what was requested, and what went wrong."""
    requested: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    page.on("requestfailed", lambda request: wrong.append(f"{request.url}: {request.failure}"))
    page.on("response", lambda r: wrong.append(f"{r.status} {r.url}") if r.status >= 400 else None)
    page.on("console", lambda said: wrong.append(_told(said)) if said.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    for file in sorted(html.rglob("*.html")):
        if 'http-equiv="refresh"' in file.read_text(encoding="utf-8"):
            continue  # leaves by itself
        # The search goes on loading by itself; leaving would break that off.
        done = "networkidle" if file.name == "search.html" else "load"
        page.goto(address + file.relative_to(html).as_posix(), wait_until=done)
    # A site without an icon is asked for one by the browser itself.
    return requested, [line for line in wrong if "favicon" not in line]


def test_every_request_stays_below_the_path_that_the_site_is_served_from(
    open_page, sample_html, sample_address
) -> None:
    page = open_page("about:blank")
    requested, wrong = _visit_all(page, sample_html, sample_address)
    assert len(requested) > 20
    assert [url for url in requested if not url.startswith((sample_address, "data:"))] == []
    assert wrong == []


def test_the_site_can_be_read_from_a_folder(open_page, sample_html) -> None:
    folder = f"{sample_html.as_uri()}/"
    page = open_page("about:blank")
    requested, wrong = _visit_all(page, sample_html, folder)
    assert [url for url in requested if not url.startswith((folder, "data:"))] == []
    assert wrong == []


def test_an_old_address_leads_to_the_new_one(open_page, sample_html) -> None:
    page = open_page((sample_html / "papers" / "turing1937computable.html").as_uri())
    page.wait_for_url("**/turing1936computable.html")
    assert page.locator("h1").is_visible()


@pytest.mark.parametrize("page_type", sorted({*PAGE_TYPES} - {"browse", "figures"}))
def test_without_scripts_the_text_is_there_and_nothing_is_dead(
    open_page, survey_address, page_types, page_type
) -> None:
    address = survey_address + page_types[page_type]
    scripted = open_page(address).locator("#furo-main-content").inner_text()
    page = open_page(address, java_script_enabled=False)
    plain = page.locator("#furo-main-content").inner_text()
    # Scripts may add words of their own (buttons); they bring no text.
    longest = max(re.split(r"\n+", scripted), key=len)
    assert longest in plain
    # The theme's drawers and the switch between cards and list work by style alone.
    live = "[type=hidden], .sidebar-toggle, .sg-views input"
    controls = page.locator(f"button, select, textarea, input:not({live})")
    dead = [
        control.evaluate("c => c.outerHTML") for control in controls.all() if control.is_visible()
    ]
    assert dead == []


def test_the_search_page_says_that_it_needs_scripts(open_page, survey_address) -> None:
    page = open_page(f"{survey_address}search.html", java_script_enabled=False)
    assert "JavaScript" in page.locator("#furo-main-content").inner_text()
