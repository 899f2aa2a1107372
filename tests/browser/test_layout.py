"""Pages fit the window, from a phone to a wide screen, whatever the titles are."""

from __future__ import annotations

import pytest

from browser.page_types import every_page_type

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CUT = """() => {
  // Boxes that stick out of the window and of everything that scrolls or cuts on purpose.
  const out = [];
  for (const element of document.querySelectorAll("article *, footer *")) {
    const box = element.getBoundingClientRect();
    if (!box.width || getComputedStyle(element).position === "absolute") continue;
    if (box.right <= document.documentElement.clientWidth + 1 && box.left >= -1) continue;
    let parent = element.parentElement;
    while (parent && !parent.matches("article") && getComputedStyle(parent).overflowX === "visible")
      parent = parent.parentElement;
    if (!parent || parent.matches("article"))
      out.push(element.outerHTML.slice(0, 100));
  }
  return out;
}"""
SCROLLS = """() => [document.documentElement, document.querySelector(".content")]
  .some(box => box.scrollWidth > box.clientWidth)"""


@every_page_type
def test_a_page_never_scrolls_sideways_on_a_phone(
    open_page, survey_address, page_types, page_type
) -> None:
    page = open_page(survey_address + page_types[page_type], width=360)
    assert not page.evaluate(SCROLLS)
    assert page.evaluate(CUT) == []


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("bialik1903shira", "מבוא לתורת"),
        ("natsume1914kokoro", "計算可能性の理論"),
        ("wort1926lang", "Rindfleischetikettierung"),
    ],
    ids=["Hebrew", "Japanese", "one long word"],
)
def test_a_title_of_any_script_is_shown_whole(open_page, sample_html, name, begins, width) -> None:
    page = open_page((sample_html / "papers" / f"{name}.html").as_uri(), width=width)
    assert page.locator("h1").inner_text().startswith(begins)
    assert not page.evaluate(SCROLLS)
    assert page.evaluate(CUT) == []
    page.goto((sample_html / "survey" / "typesetting.html").as_uri())
    card = page.locator(".sg-paper").filter(has_text=begins)
    assert begins in card.inner_text()
    assert not page.evaluate(SCROLLS)
    assert page.evaluate(CUT) == []


def test_what_is_written_from_right_to_left_is_read_in_order(open_page, sample_html) -> None:
    """Where each piece of text begins, from the side that its line is read from."""
    page = open_page((sample_html / "survey" / "typesetting.html").as_uri())
    card = page.locator(".sg-paper").filter(has_text="מבוא")
    assert card.locator("h3").evaluate("h => getComputedStyle(h).direction") == "rtl"
    byline = card.locator(".sg-byline").first
    assert _edge(byline, "ביאליק", "right") > _edge(byline, "1903", "right")
    page.goto((sample_html / "survey" / "references.html").as_uri())
    item = page.locator("#ref-bialik1903shira")
    assert _edge(item, "ביאליק", "right") > _edge(item, "1903", "right")
    latin = page.locator("#ref-cook1971complexity")
    assert _edge(latin, "Cook", "left") < _edge(latin, "1971", "left")


def _edge(element, text: str, side: str) -> float:
    return element.evaluate(
        """(element, [text, side]) => {
          const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
          for (let node; (node = walker.nextNode());) {
            const at = node.data.indexOf(text);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + text.length);
            return range.getBoundingClientRect()[side];
          }
        }""",
        [text, side],
    )


def test_the_front_page_describes_sections_across_a_phone(
    open_page, survey_address, page_types
) -> None:
    page = open_page(survey_address + page_types["front page"], width=360)
    widths = page.locator(".survey-tree td:nth-child(2)").evaluate_all(
        "cells => cells.map(cell => cell.offsetWidth)"
    )
    assert len(widths) > 3
    assert all(width > 250 for width in widths), widths


@pytest.mark.parametrize("width", [1280, 1920])
def test_a_table_of_eleven_years_is_seen_whole_on_a_wide_screen(
    open_page, survey_address, page_types, width
) -> None:
    page = open_page(survey_address + page_types["front page"], width=width)
    table = page.locator("table.survey-timeline")
    assert table.locator("th").count() > 12
    assert table.evaluate("t => t.parentElement.scrollWidth <= t.parentElement.clientWidth")


def test_an_option_in_running_text_is_not_broken_at_its_hyphens(
    open_page, survey_address, page_types
) -> None:
    page = open_page(survey_address + page_types["guide"], width=360)
    words = page.locator("article p code .pre")
    assert words.count() > 20
    broken = words.evaluate_all(
        "words => words.filter(w => w.getClientRects().length > 1 || w.offsetHeight > 40)"
        ".map(w => w.textContent)"
    )
    assert broken == []


@pytest.mark.parametrize("width", [1280, 1920])
def test_lines_of_prose_stay_readable_on_a_wide_screen(
    open_page, survey_address, page_types, width
) -> None:
    page = open_page(survey_address + page_types["topic"], width=width)
    per_line = page.locator("article section > p").evaluate_all(
        """paragraphs => paragraphs
          .map(p => [p, parseFloat(getComputedStyle(p).lineHeight)])
          .map(([p, height]) => [p.textContent.length, p.offsetHeight / height])
          .filter(([_, lines]) => lines > 4)
          .map(([characters, lines]) => characters / (lines - .5))"""
    )
    assert per_line
    assert all(60 <= characters <= 85 for characters in per_line), per_line


def test_nothing_moves_for_those_who_asked_for_less_motion(
    open_page, survey_address, page_types
) -> None:
    page = open_page(survey_address + page_types["topic"], reduced_motion="reduce")
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter(element => {
          const style = getComputedStyle(element);
          return style.scrollBehavior === "smooth"
            || style.transitionDuration.split(",").some(time => parseFloat(time) > 0);
        }).map(element => element.outerHTML.slice(0, 80))"""
    )
    assert moving == []
