"""Papers of a topic as cards or as a dense list: a choice that works by style and is remembered."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from browser.axe_rules import serious_findings
from site_surveys import SAMPLE, Copy

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TOPIC = "survey/computability.html"
CHURCH = "church1936unsolvable"


@pytest.fixture
def topic(open_page, sample_address):
    """A function that opens a topic of the sample; arguments go to ``open_page``."""
    return lambda anchor="", **options: open_page(f"{sample_address}{TOPIC}{anchor}", **options)


def _choose_list(page) -> None:
    page.get_by_role("radio", name="List").check()


def _heights(page) -> list[float]:
    return page.locator(".sg-paper").evaluate_all("cards => cards.map(card => card.offsetHeight)")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_list_is_dense_without_any_script(topic, width) -> None:
    page = topic(width=width, java_script_enabled=False)
    card = page.locator(f"#paper-{CHURCH}")
    assert card.get_by_text("BibTeX").first.is_visible()
    before = _heights(page)
    _choose_list(page)
    assert sum(_heights(page)) < sum(before) / 2
    assert card.get_by_role("heading").is_visible()
    assert "Alonzo Church" in card.inner_text()
    assert "1936" in card.inner_text()
    assert not card.get_by_text("BibTeX").first.is_visible()
    page.get_by_role("radio", name="Cards").check()
    assert _heights(page) == before


def test_marks_and_banners_stay_in_the_list(open_page, marked_topic) -> None:
    page = open_page(marked_topic)
    _choose_list(page)
    paper = page.locator(f"#paper-{CHURCH}")
    for mark in ("unverified", "draft", "Retracted"):
        assert paper.get_by_text(mark).is_visible(), mark
    assert not paper.get_by_text("A sentence of the note").is_visible()
    assert not paper.get_by_text("In one sentence").is_visible()


@pytest.fixture(scope="module")
def marked_topic(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A topic with a paper that has every mark."""
    survey = Copy(SAMPLE).sources(tmp_path_factory.mktemp("marked") / "survey")
    survey.replace(
        "docs/references.bib",
        f"{{{CHURCH},",
        f"{{{CHURCH}, x-unverified = {{journal}}, x-status = {{retracted}},",
    )
    note = survey.root / "docs" / "notes" / f"{CHURCH}.md"
    note.write_text("---\ntldr: In one sentence.\ndraft: true\n---\nA sentence of the note.\n")
    survey.build()
    return (survey.root / "build" / "html" / TOPIC).as_uri()


def test_the_choice_is_remembered_and_stands_before_the_first_paper(topic, sample_address) -> None:
    page = topic()
    _choose_list(page)
    page.add_init_script(
        """new MutationObserver((_, observer) => {
          if (!document.querySelector(".sg-paper")) return;
          observer.disconnect();
          window.atFirstPaper = document.querySelector(".sg-views :checked").value;
        }).observe(document, { childList: true, subtree: true })"""
    )
    page.goto(f"{sample_address}survey/complexity.html")
    assert page.evaluate("window.atFirstPaper") == "list"
    assert page.get_by_role("radio", name="List").is_checked()


def test_a_browser_that_keeps_nothing_still_switches(topic) -> None:
    page = topic()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.add_init_script(
        """for (const name of ["getItem", "setItem"]) {
          const kept = Storage.prototype[name];
          Storage.prototype[name] = function (key, value) {
            if (key.startsWith("surveygen")) throw new DOMException("refused");
            return kept.call(this, key, value);
          };
        }"""
    )
    page.reload()
    before = _heights(page)
    _choose_list(page)
    assert sum(_heights(page)) < sum(before)
    assert broken == []


def test_a_link_to_a_paper_shows_it_whole_in_the_list(topic) -> None:
    page = topic()
    _choose_list(page)
    page.goto(f"{page.url}#paper-{CHURCH}")
    paper = page.locator(f"#paper-{CHURCH}")
    assert paper.get_by_text("BibTeX").first.is_visible()
    top = paper.evaluate("card => card.getBoundingClientRect().top")
    assert 0 <= top < 900
    others = page.locator(f".sg-paper:not(#paper-{CHURCH})").get_by_text("BibTeX")
    assert not any(button.is_visible() for button in others.all())


def test_the_keyboard_reaches_and_moves_the_choice(topic) -> None:
    page = topic()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "sg-view":
            break
    page.keyboard.press("ArrowRight")
    assert page.get_by_role("radio", name="List").is_checked()
    ring = page.locator(".sg-views label:has(:focus-visible)")
    assert ring.evaluate("label => getComputedStyle(label).outlineStyle") == "solid"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_everybody_can_read_the_list(topic, width, theme) -> None:
    page = topic(width=width, theme=theme)
    _choose_list(page)
    assert serious_findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_paper_shows_all_of_it(topic) -> None:
    page = topic()
    _choose_list(page)
    text = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf())).pages)
    assert "A machine that reads and writes a tape" in " ".join(text.split())
    page.emulate_media(media="print")
    assert not page.locator(".sg-views").is_visible()
