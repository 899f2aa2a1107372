"""What the page and the card of a paper show, and that it keeps up with the survey."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from site_surveys import SAMPLE, Copy
from surveygen.messages import ENGLISH
from surveygen.pages.page import Page
from surveygen.project import load
from surveygen.site.note_labels import shown_claims
from surveygen.site.paper_links import tag_links
from surveygen.site.state import Loaded
from surveygen.site.templates import template
from surveygen.survey.note import Bound, Claim, ClaimKind, Note
from surveygen.survey.prose import Prose

HOSTILE = SAMPLE.parent / "hostile"
NOTE = "docs/notes/turing1936computable.md"
CLAIMS = """claims:
  - {metric: steps, value: "80.0", unit: "%", on: "<i>tapes</i>"}
  - {metric: steps, value: "2", unit: "%", kind: difference, versus: above lambda}
  - {metric: steps, value: "3", unit: x, kind: ratio, bound: up-to}
  - {metric: steps, value: "4"}
  - {metric: steps, value: "5"}
added: 2026-11-21"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    survey = Copy(SAMPLE).sources(tmp_path_factory.mktemp("paper-pages") / "survey")
    survey.replace(NOTE, "added: 2026-11-21", CLAIMS)
    survey.replace(
        "docs/references.bib",
        'year    = "1937",',
        'year    = "1937", eprint = {2401.00001}, archiveprefix = {arXiv},\n'
        "  x-unverified = {journal}, x-status = {corrected}, x-status-note = {See 1938},",
    )
    survey.build()
    return survey


def visible(html: str) -> str:
    """The text of HTML on one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def parts(html: str) -> dict[str, str]:
    """The visible text below each heading of a paper's page, by heading; the first is empty."""
    body = html[html.index('<div class="sg-paper-page"') :]
    body = body[: body.index("<footer>")]
    pieces = re.split(r"<h2[^>]*>(.*?)</h2>", body)
    return {"": visible(pieces[0])} | dict(
        zip(map(visible, pieces[1::2]), map(visible, pieces[2::2]), strict=True)
    )


def card(html: str, slug: str) -> str:
    found = re.search(
        rf'<article class="sg-paper" id="paper-{slug}"[^>]*>.*?</article>', html, re.S
    )
    assert found
    return found[0]


def test_the_page_tells_what_is_known_in_a_fixed_order(built: Copy) -> None:
    found = parts(built.html("papers/turing1936computable.html"))
    assert list(found) == [
        "",
        "Reported figures",
        "Cited in this survey by",
        "Nearest papers",
        "Reference",
        "BibTeX",
        "How to cite this section of the survey",
    ]
    begins = found[""]
    places = [
        begins.index(text)
        for text in (
            "Limits of computation Computability",
            "On Computable Numbers",
            "Alan M. Turing",
            "Proceedings of the London Mathematical Society unverified , 1937",
            "Corrected: See 1938",
            "A machine that reads and writes a tape",
            "Defines machines",
        )
    ]
    assert places == sorted(places)
    for fact in ("DOI 10.1112/plms/s2-42.1.230", "Tags machines", "Key turing1936computable"):
        assert fact in found["Reported figures"]


def test_each_level_of_its_place_is_a_link(built: Copy) -> None:
    page = built.html("papers/turing1936computable.html")
    place = page[page.index('<nav class="sg-path"') :].split("</nav>")[0]
    assert re.findall(r'href="([^"]*)"', place) == [
        "../survey/index.html",
        "../survey/limits.html",
        "../survey/computability.html",
    ]


def test_claims_are_a_table_that_says_what_a_value_is(built: Copy) -> None:
    table = parts(built.html("papers/turing1936computable.html"))["Reported figures"]
    assert table.startswith(
        "Metric Value On Versus steps 80.0 % <i>tapes</i> "
        "steps 2 % (difference) above lambda steps up to 3×"
    )


def test_columns_without_an_entry_are_left_out(built: Copy) -> None:
    found = parts(built.html("papers/strassen1969gaussian.html"))["Reported figures"]
    assert found.startswith("Metric Value On Versus")
    survey = built.html("papers/cook1971complexity.html")
    assert "Reported figures" not in survey


def test_who_cites_it_stands_with_the_sentence_and_a_link(built: Copy) -> None:
    page = built.html("papers/church1936unsolvable.html")
    found = parts(page)["Cited in this survey by"]
    assert "Computability Gödel (1931) came first; ( Church, 1936 ; Turing, 1937 )" in found
    assert "The note on On Computable Numbers" in found
    assert "that Church (1936) settled with other means" in found
    block = page[page.index("Cited in this survey by") :]
    assert '<a href="../survey/computability.html">Computability</a>' in block
    assert '<a class="sg-cite" href="godel1931formal.html">' in block
    assert "<b>Church (1936)</b>" in block


def test_the_section_is_cited_with_title_survey_edition_and_address(built: Copy) -> None:
    found = parts(built.html("papers/turing1936computable.html"))
    assert found["How to cite this section of the survey"].startswith(
        "“Computability”. In: The surveygen contributors (2026). Limits & means: a sample survey. "
        "Edition 1. https://example.org/sample/survey/computability.html."
    )


def test_a_paper_without_a_note_has_a_page(built: Copy) -> None:
    found = parts(built.html("papers/agrawal2004primes.html"))
    assert list(found) == [
        "",
        *(["Nearest papers"] if "Nearest papers" in found else []),
        "Reference",
        "BibTeX",
        "How to cite this section of the survey",
    ]


def test_a_card_shows_three_claims_and_counts_the_rest(built: Copy) -> None:
    found = card(built.html("survey/computability.html"), "turing1936computable")
    text = visible(found)
    assert (
        "steps 80.0 % (<i>tapes</i>) steps 2 % above lambda steps up to 3× 2 more figures" in text
    )
    assert 'href="../papers/turing1936computable.html#figures"' in found
    assert 'id="figures"' in built.html("papers/turing1936computable.html")
    assert "machines" in text
    assert ">PDF</a>" in found
    assert 'href="https://arxiv.org/pdf/2401.00001"' in found


def test_a_card_holds_its_bibtex_for_a_button_that_only_a_script_shows(built: Copy) -> None:
    for slug, page in (
        ("turing1936computable", "survey/computability.html"),
        ("karp1972reducibility", "survey/complexity.html"),
    ):
        found = card(built.html(page), slug)
        button = re.search(r"<button[^>]*>", found)
        assert button
        assert " hidden " in button[0]
        text = re.search(r'data-copy="([^"]*)"', button[0])
        assert text
        exported = (built.root / f"build/exports/papers/{slug}.bib").read_text(encoding="utf-8")
        assert unescape(text[1]).strip() == exported.strip()


def test_the_page_copies_the_bibtex_that_it_shows(built: Copy) -> None:
    page = built.html("papers/karp1972reducibility.html")
    assert 'hidden data-copy-from="bibtex"' in page
    shown = re.search(r'<pre id="bibtex">(.*?)</pre>', page, re.DOTALL)
    assert shown
    exported = built.root / "build/exports/papers/karp1972reducibility.bib"
    assert unescape(shown[1]).strip() == exported.read_text(encoding="utf-8").strip()
    assert "surveygen-copy.js" in page


def change_citing_note(survey: Copy) -> None:
    survey.replace(NOTE, "settled with other means", "settled by other means")


def change_citing_narrative(survey: Copy) -> None:
    survey.replace("docs/sections/computability.md", "came first", "came before all")


def change_note_of_a_neighbour(survey: Copy) -> None:
    survey.replace("docs/notes/cook1971complexity.md", "NP reduces", "NP on a tape reduces")


def change_address_of_the_survey(survey: Copy) -> None:
    survey.replace("taxonomy.yaml", "url: https://example.org/sample/", "url: https://x.org/")


def name_a_metric(survey: Copy) -> None:
    (survey.root / "docs/metrics.yaml").write_text(
        'steps: {name: "Steps of a machine", better: lower, definition: "How many."}\n'
    )


def take_away_an_alias(survey: Copy) -> None:
    survey.replace("taxonomy.yaml", "aliases: {turing1937computable: turing1936computable}\n", "")


CHANGES = (
    (change_citing_note, "papers/church1936unsolvable.html", "settled by other means"),
    (change_citing_narrative, "papers/godel1931formal.html", "came before all"),
    (change_note_of_a_neighbour, "papers/turing1936computable.html", "Cook"),
    (change_address_of_the_survey, "papers/karp1972reducibility.html", "https://x.org/"),
    (name_a_metric, "survey/computability.html", "Steps of a machine"),
    (take_away_an_alias, "survey/computability.html", "On Computable Numbers"),
)


@pytest.mark.slow
def test_pages_keep_up_with_what_they_show_of_others(built: Copy, tmp_path: Path) -> None:
    survey = Copy.of(built.root, tmp_path / "changed")
    outputs = survey.build()
    for change, page, shows in CHANGES:
        before = survey.html(page)
        change(survey)
        outputs = survey.build()
        assert survey.html(page) != before, change.__name__
        assert shows in survey.html(page), change.__name__
    assert outputs == survey.sources(tmp_path / "clean").build()


def test_text_of_entries_is_text_wherever_it_stands(tmp_path: Path) -> None:
    survey = Copy(HOSTILE).sources(tmp_path / "survey")
    note = survey.root / "docs/notes/badlinks.md"
    note.write_text(
        '---\ntldr: Quotes.\ntags: ["<script>tag</script>"]\n'
        'claims:\n  - {metric: "<script>m</script>", value: "<script>v</script>", on: "\\"><x>"}\n'
        "---\nSays <script>s</script> of {cite:t}`script` and {cite:p}`texcommands`.\n",
        encoding="utf-8",
    )
    survey.build()
    switch = template("paper_views.html.j2", "en").render()
    assert switch in survey.html("survey/hostile.html")
    for name in ("survey/hostile.html", *(f"papers/{n}.html" for n in ("script", "badlinks"))):
        html = survey.html(name)
        article = html[html.index('<article role="main"') : html.rindex("</article>")]
        article = article.replace(switch, "")  # has a script, which is ours
        assert not re.search(r"<(script|iframe|img|x)\b", article), name
    found = parts(survey.html("papers/script.html"))["Cited in this survey by"]
    assert "Says <script>s</script> of" in found
    assert "The note on Links" in found
    button = re.search(r"<button[^>]*>", survey.html("survey/hostile.html"))
    assert button
    assert "onmouseover" not in re.sub(r'"[^"]*"', "", button[0])


@pytest.mark.parametrize(
    ("claim", "brief", "value"),
    [
        (Claim("m", "80.0", "%"), "80.0 %", "80.0 %"),
        (Claim("m", "1", "%", kind=ClaimKind.DIFFERENCE, versus="above x"), "1 % above x",
         "1 % (difference)"),
        (Claim("m", "1", "%", kind=ClaimKind.RATIO), "1 % (ratio)", "1 % (ratio)"),
        (Claim("m", "2", "x", Bound.ABOUT, ClaimKind.RATIO, versus="of y"), "about 2× of y",
         "about 2×"),
    ],
)  # fmt: skip
def test_a_value_that_is_a_change_says_so(claim: Claim, brief: str, value: str) -> None:
    note = Note("k", "k.md", Prose("k.md", 1, "", ""), claims=(claim,))
    (shown,) = shown_claims(note, load(SAMPLE).vocabulary, ENGLISH)
    assert f"{shown.brief} {shown.against}".strip() == brief
    assert shown.value == value


class _Builder:
    def get_relative_uri(self, here: str, there: str) -> str:
        return f"../{there}.html"


def test_tags_lead_to_their_definitions_where_a_page_has_them() -> None:
    survey = load(SAMPLE)
    paper = survey.papers["turing1936computable"]
    without = Loaded(survey, {}, {})
    assert tag_links(_Builder(), "survey/x", paper, without) == [("machines", None)]
    having = Loaded(survey, {"tags": Page("tags", "", ())}, {})
    assert tag_links(_Builder(), "survey/x", paper, having) == [
        ("machines", "../survey/tags.html#tag-machines")
    ]
