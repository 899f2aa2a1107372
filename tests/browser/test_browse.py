"""Find papers by section, year and tag, take exactly those home, send the link to the same view."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from conftest import run
from pybtex.database import parse_string

from browser.axe_rules import findings
from surveygen.survey.survey import Survey

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FORMATS = {"BibTeX": "bibtex", "RIS": "ris", "CSL JSON": "csl-json", "CSV": "csv"}


@pytest.fixture(scope="module")
def html(built_survey: Path) -> Path:
    return built_survey / "build" / "html"


@pytest.fixture(scope="module")
def papers(html: Path) -> list[dict]:
    return json.loads((html / "papers.json").read_text(encoding="utf-8"))["papers"]


@pytest.fixture(scope="module")
def survey(built_survey: Path) -> Survey:
    from surveygen.project import load

    return load(built_survey)


@pytest.fixture
def browse(open_page, survey_address):
    """Open the page with what stands behind the ``#``."""

    def browse(choice: str = "", name: str = "browse", **options):
        page = open_page(f"{survey_address}{name}.html{choice}", **options)
        page.wait_for_selector("#sg-browse[data-ready]")
        return page

    return browse


def count(page) -> int:
    return int(
        re.match(r"[\d,.]+", page.locator("[data-part=count]").inner_text())[0].replace(",", "")
    )


def titles(page) -> list[str]:
    return page.locator(".sg-found a").all_inner_texts()


def value(page, facet: str, name: str):
    box = page.locator(".sg-facet").filter(has=page.get_by_text(facet, exact=True))
    return box.locator("li").filter(has=page.get_by_text(name, exact=True)).first


def written(page, label: str, tmp_path: Path) -> bytes:
    with page.expect_download() as download:
        page.locator("[data-part=files]").get_by_role("button", name=label, exact=True).click()
    file = tmp_path / f"written-{label}"
    download.value.save_as(file)
    return file.read_bytes()


def test_filters_work_offline_and_ask_for_nothing_but_files(
    browse, html, survey_address, tmp_path
) -> None:
    page = browse()
    requested, wrong = [], []
    page.on("request", lambda request: requested.append(request.url))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.context.set_offline(True)
    page.get_by_label("Filter", exact=True).fill("spiking")
    assert 0 < count(page) < 321
    value(page, "Kind", "method").locator("input").check()
    page.get_by_text("Table", exact=True).click()
    page.context.set_offline(False)
    written(page, "BibTeX", tmp_path)
    files = [url for url in requested if not url.startswith("blob:")]
    assert len(files) == 1 and files[0].startswith(f"{survey_address}browse/bibtex.js")
    assert wrong == []


def test_it_works_from_a_folder(open_page, html, tmp_path) -> None:
    page = open_page(f"{(html / 'browse.html').as_uri()}#tag=gnn", accept_downloads=True)
    page.wait_for_selector("#sg-browse[data-ready]")
    assert 0 < count(page) < 321
    assert written(page, "RIS", tmp_path).startswith(b"TY  - ")
    page.get_by_label("Filter", exact=True).fill("robust")
    assert "q=robust" in page.evaluate("location.hash")


class TestText:
    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            ("velickovic", "Veličković"),
            ("Erdos", "Erdős"),
            ("LUKASZ", "Łukasz"),
            ("schon", "Schön"),
        ],
    )
    def test_accents_and_case_do_not_matter(self, browse, typed, found) -> None:
        page = browse()
        fold = page.evaluate("([a, b]) => surveygen.matcher(a)(surveygen.fold(b))", [typed, found])
        assert fold is True

    def test_words_phrases_and_what_must_not_occur(self, browse, papers) -> None:
        page = browse()
        field = page.get_by_label("Filter", exact=True)
        field.fill("neural networks")
        both = count(page)
        field.fill('"neural networks"')
        phrase = count(page)
        field.fill('"neural networks" -spiking')
        without = count(page)
        assert both >= phrase > without > 0

    def test_an_author_who_is_not_named_on_the_line_is_found(self, browse, papers) -> None:
        long = next(it for it in papers if len(it["authors"]) > 6)
        page = browse()
        page.get_by_label("Filter", exact=True).fill(f'"{long["authors"][-1]["name"]}"')
        assert long["title"] in titles(page)

    def test_nothing_found_says_what_to_do(self, browse) -> None:
        page = browse("#q=qqqqq")
        assert count(page) == 0
        assert page.get_by_text("Take back a filter").is_visible()


class TestAddress:
    CHOICE = "#q=network&section=graphs&not-kind=survey&year=2018-2023&sort=title&view=cards"

    def test_a_link_leads_to_the_same_view_in_another_window(self, browse) -> None:
        page = browse()
        page.get_by_label("Filter", exact=True).fill("network")
        value(page, "Section", "Graphs").locator("input").check()
        value(page, "Kind", "survey").get_by_role("button").click()
        page.get_by_label("From", exact=True).fill("2018")
        page.get_by_label("To", exact=True).fill("2023")
        page.get_by_label("Order").select_option("title")
        page.get_by_text("Summaries", exact=True).click()
        page.locator(".sg-found .sg-select").nth(1).check()
        seen, address = titles(page), page.evaluate("location.hash")
        assert len(seen) > 3
        assert {*address[1:].split("&")} >= {*self.CHOICE[1:].split("&")}
        other = browse(address)
        assert titles(other) == seen
        assert other.evaluate("location.hash") == address
        assert other.locator(".sg-select:checked").count() == 1

    def test_back_and_forward(self, browse) -> None:
        page = browse()
        value(page, "Section", "Graphs").locator("input").check()
        graphs = count(page)
        value(page, "Kind", "theory").locator("input").check()
        both = count(page)
        page.go_back()
        assert count(page) == graphs
        assert not value(page, "Kind", "theory").locator("input").is_checked()
        page.go_back()
        assert count(page) == 321
        page.go_forward()
        page.go_forward()
        assert count(page) == both

    @pytest.mark.parametrize(
        "choice",
        ["#section=nowhere&view=x&sort=y&page=-3&year=a-b", "#%", "#page=999", "#selected=none,x"],
    )
    def test_nonsense_shows_everything(self, browse, choice) -> None:
        assert count(browse(choice)) == 321

    def test_coming_back_from_a_paper_finds_the_same_view(self, browse) -> None:
        page = browse("#tag=gnn&page=1")
        seen = titles(page)
        page.locator(".sg-found a").first.click()
        page.wait_for_load_state()
        page.go_back()
        page.wait_for_selector("#sg-browse[data-ready]")
        assert titles(page) == seen


class TestNumbers:
    def shown(self, page, facet: str) -> dict[str, int]:
        box = page.locator(".sg-facet").filter(has=page.get_by_text(facet, exact=True))
        if box.locator("[aria-expanded=false]").count():
            box.locator("[aria-expanded=false]").click()
        names = box.locator("li label > span:first-of-type").all_inner_texts()
        numbers = box.locator("li .sg-number").all_inner_texts()
        return dict(zip(names, map(int, numbers), strict=True))

    def test_they_are_those_of_the_export(self, browse, papers, survey) -> None:
        page = browse()
        notes = [it["note"] or {} for it in papers]
        assert self.shown(page, "Kind") == Counter(
            note["kind"] for note in notes if note.get("kind")
        )
        assert self.shown(page, "Tag") == Counter(t for note in notes for t in note.get("tags", ()))
        having = self.shown(page, "With")
        assert having["Code"] == sum("code" in note.get("links", {}) for note in notes)
        assert having["Reported figures"] == sum(bool(note.get("claims")) for note in notes)
        assert having["DOI"] == sum(bool(it["doi"]) for it in papers)
        venues = Counter(
            it["venue"] or ("arXiv" if it["arxiv"] else None)
            for it in papers
            if not {"booktitle", "journal", "publisher"} & {*it["unverified"]}
        )
        shown = self.shown(page, "Venue")
        assert all(shown[name] >= n for name, n in venues.items() if name)
        assert sum(shown.values()) == sum(
            bool(p.entry.venue or p.entry.arxiv) for p in survey.papers.values()
        )
        titles_of = {section.title: section for section in survey.sections.values()}
        for name, number in self.shown(page, "Section").items():
            assert number == len(survey.subtree_papers(titles_of[name])), name

    def test_a_choice_narrows_the_others_and_not_itself(self, browse, papers) -> None:
        page = browse("#kind=theory")
        notes = [it["note"] or {} for it in papers]
        assert self.shown(page, "Kind") == Counter(
            note["kind"] for note in notes if note.get("kind")
        )
        theory = [note for note in notes if note.get("kind") == "theory"]
        shown = {name: n for name, n in self.shown(page, "Tag").items() if n}
        assert shown == Counter(tag for note in theory for tag in note["tags"])

    def test_alternatives_conditions_and_exclusions(self, browse, papers) -> None:
        def expected(keep) -> int:
            return sum(keep(it, it["note"] or {}) for it in papers)

        assert count(browse("#kind=theory&kind=survey")) == expected(
            lambda it, note: note.get("kind") in ("theory", "survey")
        )
        assert count(browse("#kind=theory&tag=gnn")) == expected(
            lambda it, note: note.get("kind") == "theory" and "gnn" in note.get("tags", ())
        )
        assert count(browse("#not-tag=gnn")) == expected(
            lambda it, note: "gnn" not in note.get("tags", ())
        )

    def test_years(self, browse, survey) -> None:
        years = [paper.entry.year_number or 0 for paper in survey.papers.values()]
        assert count(browse("#year=2019-2021")) == sum(2019 <= year <= 2021 for year in years)
        assert count(browse("#year=-2019")) == sum(0 < year <= 2019 for year in years)
        assert count(browse("#year=2023-")) == sum(year >= 2023 for year in years)

    def test_pages_hold_every_paper_once(self, browse, papers) -> None:
        page = browse()
        seen = titles(page)
        while page.get_by_role("button", name="Next").is_enabled():
            page.get_by_role("button", name="Next").click()
            seen += titles(page)
        assert Counter(seen) == Counter(it["title"] for it in papers)


class TestFiles:
    def cli(self, root: Path, keys: list[str], name: str, tmp_path: Path) -> bytes:
        listed, out = tmp_path / "keys.txt", tmp_path / f"cli-{name}"
        listed.write_text("".join(f"{key}\n" for key in keys))
        arguments = ("export", "--keys", str(listed), "--format", name, "-o", str(out))
        assert run(root, *arguments).exit_code == 0
        return out.read_bytes()

    @pytest.mark.parametrize("label", FORMATS)
    def test_a_selection_is_what_the_command_line_writes(
        self, browse, built_survey, survey, tmp_path, label
    ) -> None:
        page = browse()
        keys_of = {paper.entry.title: paper.key for paper in survey.papers.values()}
        chosen = []
        for typed in ("spiking", "privacy", "graph"):
            page.get_by_label("Filter", exact=True).fill(typed)
            page.locator(".sg-select").nth(1).check()
            chosen.append(titles(page)[1])
        page.get_by_label("Filter", exact=True).fill("")
        page.get_by_role("button", name="Only selected").click()
        shown = titles(page)
        assert sorted(shown) == sorted(chosen)
        expected = self.cli(built_survey, [keys_of[it] for it in shown], FORMATS[label], tmp_path)
        assert written(page, label, tmp_path) == expected

    @pytest.mark.parametrize("label", FORMATS)
    def test_a_view_is_too(self, browse, built_survey, survey, tmp_path, label) -> None:
        page = browse("#section=privacy&sort=title")
        keys_of = {paper.entry.title: paper.key for paper in survey.papers.values()}
        seen = titles(page)
        assert len(seen) == count(page)
        expected = self.cli(built_survey, [keys_of[it] for it in seen], FORMATS[label], tmp_path)
        assert written(page, label, tmp_path) == expected

    def test_the_bibtex_can_be_read(self, browse, tmp_path) -> None:
        page = browse("#tag=gnn")
        data = written(page, "BibTeX", tmp_path).decode()
        assert len(parse_string(data, "bibtex").entries) == count(page)

    def test_a_file_that_is_missing_is_said(self, browse) -> None:
        page = browse()
        page.route("**/browse/ris.js*", lambda route: route.abort())
        page.get_by_role("button", name="RIS").click()
        page.wait_for_function("document.querySelector('[data-part=note]').textContent")
        assert "could not be loaded" in page.locator("[data-part=note]").inner_text()

    def test_a_selection_survives_filters_pages_and_views(self, browse) -> None:
        page = browse()
        page.locator(".sg-select").first.check()
        page.get_by_role("button", name="Next").click()
        page.locator(".sg-select").first.check()
        page.get_by_label("Filter", exact=True).fill("privacy")
        page.get_by_text("Table", exact=True).click()
        assert "2 selected" in page.locator("[data-part=selected]").inner_text()
        page.get_by_role("button", name="Remove all filters").click()
        assert page.locator(".sg-select:checked").count() == 1
        page.get_by_role("button", name="Clear selection").click()
        assert page.locator(".sg-select:checked").count() == 0


class TestKeyboard:
    def test_all_of_it_without_a_mouse_and_no_trap(self, browse) -> None:
        page = browse(reduced_motion="reduce")
        seen, left = set(), False
        for _ in range(200):
            page.keyboard.press("Tab")
            place = page.evaluate(
                """() => {
                  const it = document.activeElement;
                  const near = it.closest("[data-part]");
                  return [near ? near.dataset.part : "", it.closest("#sg-browse") !== null];
                }"""
            )
            seen.add(place[0])
            left = left or (len(seen) > 3 and not place[1])
        assert seen >= {"query", "sort", "views", "filters", "facets"}
        for _ in range(200):
            page.keyboard.press("Shift+Tab")
        assert page.evaluate("document.activeElement.closest('#sg-browse') === null")

    def test_the_focus_stays_where_it_works(self, browse) -> None:
        page = browse()
        box = value(page, "Kind", "theory").locator("input")
        box.focus()
        page.keyboard.press("Space")
        assert box.is_checked()
        assert box.evaluate("it => it === document.activeElement")
        exclude = value(page, "Kind", "survey").get_by_role("button")
        exclude.focus()
        page.keyboard.press("Enter")
        assert exclude.get_attribute("aria-pressed") == "true"
        assert exclude.evaluate("it => it === document.activeElement")

    def test_numbers_are_told_to_those_who_do_not_see_them(self, browse) -> None:
        page = browse()
        status = page.locator("[data-part=count]")
        assert status.get_attribute("aria-live") == "polite"
        page.get_by_label("Filter", exact=True).fill("spiking")
        assert status.inner_text().endswith("papers of 321")
        assert value(page, "Kind", "theory").get_by_role("button").get_attribute("aria-label") == (
            "Exclude: theory"
        )


class TestOtherReaders:
    @pytest.mark.parametrize("name", ["browse", "browse-claims"])
    def test_without_scripts_everything_is_listed(
        self, open_page, survey_address, papers, name
    ) -> None:
        page = open_page(f"{survey_address}{name}.html", java_script_enabled=False)
        listed = page.locator("main noscript li, article noscript li, .sg-browse-page li")
        wanted = [it for it in papers if name == "browse" or (it["note"] or {}).get("claims")]
        assert listed.count() == len(wanted)
        assert not page.locator("#sg-browse").is_visible()

    @pytest.mark.parametrize("choice", ["", "#view=cards", "#view=table"])
    @pytest.mark.parametrize("name", ["browse", "browse-claims"])
    def test_it_fits_a_narrow_phone(self, browse, name, choice) -> None:
        page = browse(choice, name=name, width=360)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert not page.locator("[data-part=facets]").is_visible()
        page.locator("summary").click()
        assert page.locator("[data-part=facets]").is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360

    def test_on_paper_stand_the_results_alone(self, browse) -> None:
        page = browse("#tag=gnn")
        page.emulate_media(media="print")
        assert page.locator(".sg-found").is_visible()
        for part in ("form", "filters", "selection", "pages"):
            assert not page.locator(f"[data-part={part}]").is_visible()

    def test_weights(self, html) -> None:
        import gzip

        data = (html / "browse" / "papers.js").read_bytes()
        assert len(gzip.compress(data)) <= 400_000 * 321 / 1000
        program = [file.stat().st_size for file in html.glob("_static/surveygen-browse*")]
        assert sum(program) < 60_000


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("choice", ["#view=cards&not-kind=survey", "#view=table&tag=gnn&q=graph"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_in_any_view(browse, choice, theme, width) -> None:
    page = browse(choice, theme=theme, width=width)
    page.locator(".sg-select").first.check()
    page.locator("details.sg-filters").evaluate("it => { it.open = true }")
    # On a phone the theme's toggle stands before all landmarks, because its style needs it there.
    theirs = [it for it in findings(page) if "sidebar-toggle" in it and width == 390]
    assert len(theirs) == (width == 390)
    found = [it for it in findings(page) if it not in theirs]
    assert not found, "\n".join(found[:10])


class TestFigures:
    def test_all_of_them_by_metric(self, browse, papers) -> None:
        page = browse(name="browse-claims")
        claims = [claim for it in papers for claim in (it["note"] or {}).get("claims", ())]
        assert count(page) == len(claims)
        value(page, "Metric", "Accuracy").locator("input").check()
        assert count(page) == sum(claim["metric"] == "accuracy" for claim in claims)

    def test_values_are_ordered_as_numbers(self, browse) -> None:
        page = browse("#metric=top-1-accuracy&sort=highest&value=absolute", name="browse-claims")
        cells = page.locator("tbody td:nth-child(2)").all_inner_texts()
        numbers = [float(found[0]) for it in cells if (found := re.search(r"\d+(\.\d+)?", it))]
        assert len(numbers) > 5
        assert numbers == sorted(numbers, reverse=True)
