"""A page is dark from its first picture on, for those who have it so."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WATCH = """
  window.grounds = [];
  (function look() {
    if (document.body) window.grounds.push(getComputedStyle(document.body).backgroundColor);
    requestAnimationFrame(look);
  })();
"""
LUMINANCE = "colour => Math.max(...colour.match(/[\\d.]+/g).slice(0, 3).map(Number))"


@pytest.mark.parametrize(
    ("theme", "system"),
    [("auto", "dark"), ("dark", "light"), ("dark", "dark")],
    ids=["as the system", "chosen", "both"],
)
@pytest.mark.parametrize("name", ["index.html", "papers/cook1971complexity.html"])
def test_no_picture_is_light(open_page, sample_address, theme, system, name) -> None:
    page = open_page("about:blank", theme=theme, color_scheme=system)
    page.add_init_script(WATCH)
    page.goto(sample_address + name, wait_until="load")
    page.wait_for_function("window.grounds.length > 3")
    brightest = page.evaluate(f"window.grounds.map({LUMINANCE})")
    assert max(brightest) < 60, brightest


def test_a_page_slow_to_come_is_dark_already(open_page, sample_html) -> None:
    """The browser draws what it has, and that ends behind <body>."""
    text = (sample_html / "index.html").read_text(encoding="utf-8")
    begun = text[: text.index("<body") + len("<body>")]
    page = open_page("about:blank", theme="dark")
    page.route("**/begun.html", lambda route: route.fulfill(body=begun, content_type="text/html"))
    page.goto("http://127.0.0.1/begun.html", wait_until="domcontentloaded")
    assert page.evaluate("document.body.dataset.theme") == "dark"


def test_without_scripts_the_system_decides(open_page, sample_address) -> None:
    for system, is_dark in (("dark", True), ("light", False)):
        page = open_page(
            f"{sample_address}index.html", color_scheme=system, java_script_enabled=False
        )
        brightness = page.evaluate(
            f"({LUMINANCE})(getComputedStyle(document.body).backgroundColor)"
        )
        assert (brightness < 60) is is_dark
