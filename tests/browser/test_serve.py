"""Pages that `surveygen serve` shows follow what is saved, where the reader stands."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path

import pytest
from conftest import change
from serving import PATIENCE, served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NOTE = "docs/notes/turing1936computable.md"
BAR = "#surveygen-failure"
NEARLY = 20
"""CSS pixels by which the browser itself may shift a page while it settles."""
AT = f"""y => {{
  if (Math.abs(scrollY - y) < {NEARLY}) return true;
  scrollTo({{ top: y, behavior: "instant" }});
  return false;
}}"""
"""Scrolls, again where the browser has still been on its way to the fragment of the address."""
MILLISECONDS = PATIENCE * 1000


@pytest.fixture
def long_sample(sample: Path) -> Path:
    """A sample whose page of the section is long enough to scroll."""
    filling = "\n\n".join(f"Paragraph {n}." for n in range(80))
    with (sample / "docs" / "sections" / "computability.md").open("a", encoding="utf-8") as file:
        file.write(f"\n{filling}\n")
    return sample


def save(root: Path, thought: str) -> None:
    with (root / NOTE).open("a", encoding="utf-8") as file:
        file.write(f"\n{thought}\n")


def wait_for(page, text: str) -> None:
    page.wait_for_function(
        "text => (document.body?.innerText ?? '').includes(text)", arg=text, timeout=MILLISECONDS
    )


@pytest.mark.parametrize("fragment", ["", "#paper-turing1936computable"])
def test_a_saved_note_is_shown_where_the_page_stood(
    open_page, long_sample: Path, fragment: str
) -> None:
    with served(long_sample) as serving:
        page = open_page(f"{serving.address}survey/computability.html{fragment}")
        stood = 700
        page.wait_for_function(AT, arg=stood, timeout=MILLISECONDS)
        save(long_sample, "A later thought.")
        wait_for(page, "A later thought.")
        page.wait_for_load_state()
        assert abs(page.evaluate("scrollY") - stood) < NEARLY
        assert page.url.endswith(f"computability.html{fragment}")


def test_the_browse_page_keeps_its_view(open_page, sample: Path) -> None:
    with served(sample) as serving:
        page = open_page(f"{serving.address}browse.html#q=turing")
        with page.expect_event("load", timeout=MILLISECONDS):
            save(sample, "A later thought.")
        assert page.url.endswith("browse.html#q=turing")
        assert page.locator("input[type=search]").first.input_value() == "turing"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_failure_stands_below_the_page_until_it_is_mended(
    open_page, sample: Path, theme: str
) -> None:
    with served(sample) as serving:
        page = open_page(serving.address, theme=theme, width=360)
        assert page.locator(BAR).count() == 0
        change(sample / "taxonomy.yaml", "sections:\n", "sections: [\n")
        page.wait_for_selector(BAR, timeout=MILLISECONDS)
        bar = page.locator(BAR)
        assert bar.inner_text().startswith("taxonomy.yaml:")
        assert bar.get_attribute("role") == "alert"
        box = bar.bounding_box()
        assert (box["x"], box["width"], round(box["y"] + box["height"])) == (0, 360, 900)
        assert "a sample survey" in page.inner_text("body")
        # A page that is opened now says so, too.
        page.goto(f"{serving.address}survey/computability.html")
        page.wait_for_selector(BAR, timeout=MILLISECONDS)
        change(sample / "taxonomy.yaml", "sections: [\n", "sections:\n")
        page.wait_for_selector(BAR, state="detached", timeout=MILLISECONDS)


def test_a_page_finds_the_server_again(open_page, sample: Path) -> None:
    # Beyond those that other tests serve at, or one of them takes it meanwhile.
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    with served(sample, "--port", port) as serving:
        page = open_page(f"{serving.address}papers/turing1936computable.html")
        serving.end()
    save(sample, "Written while nobody served.")
    with served(sample, "--port", port):
        wait_for(page, "Written while nobody served.")


def test_more_pages_than_a_browser_has_connections_follow(open_page, sample: Path) -> None:
    with served(sample) as serving:
        first = page = open_page(f"{serving.address}papers/turing1936computable.html")
        # Headless pages all count as seen; those in the background of a window do not.
        hide = "Object.defineProperty(document, 'hidden', {value: %s, configurable: true});"
        hide += "document.dispatchEvent(new Event('visibilitychange'))"
        for _ in range(7):
            page.evaluate(hide % "true")
            page = first.context.new_page()
            page.goto(first.url)
        save(sample, "A later thought.")
        wait_for(page, "A later thought.")
        assert "A later thought." not in first.inner_text("body")
        first.evaluate(hide % "false")
        wait_for(first, "A later thought.")


def test_without_scripts_it_is_the_site(open_page, sample: Path) -> None:
    with served(sample) as serving:
        page = open_page(serving.address, java_script_enabled=False)
        assert "a sample survey" in page.inner_text("body")
        shutil.rmtree(sample / "build" / "html")
        assert page.goto(serving.address).status == 404
