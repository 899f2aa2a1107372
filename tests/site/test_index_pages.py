"""Index pages and the page for unknown addresses, as they are built."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from site_surveys import SAMPLE, Copy
from surveygen.cli.building import build_pdf
from surveygen.project import load
from test_hostile_input import Tags

NOTE = "docs/notes/turing1936computable.md"
BIB = "docs/references.bib"
SAME = ("survey/tags.html", "survey/typesetting.html")
"""Pages with the theme's scripts alone."""
SCRIPT = "<script>alert('tag')</script> {{ 7*7 }} \\input{x} `](y)"


def with_words(root: Path) -> Copy:
    """The sample with definitions, claims and an author list that no source confirmed."""
    survey = Copy(SAMPLE).sources(root)
    (root / "docs/tags.yaml").write_text('machines: "What a `machine` is."\n', encoding="utf-8")
    (root / "docs/metrics.yaml").write_text(
        "steps: {name: Steps, unit: '', better: lower, definition: 'How many <b>steps</b>.'}\n",
        encoding="utf-8",
    )
    claims = "claims:\n  - {metric: steps, value: '7', unit: steps, on: 'a <i>tape</i>'}\n"
    survey.replace(NOTE, "tags: [machines]\n", f"tags: [machines]\n{claims}")
    survey.replace(BIB, "author", "x-unverified = {author},\n  author")
    return survey


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    survey = with_words(tmp_path_factory.mktemp("indexes") / "survey")
    survey.build()
    return survey


def text(page: str) -> str:
    article = re.search(r"<article.*?</article>", page, re.DOTALL)
    return " ".join("".join(Tags(article[0] if article else page).text).split())


def test_authors_lead_to_their_papers(built: Copy) -> None:
    page = built.html("survey/authors.html")
    assert '<section id="letter-t">' in page
    assert '<a class="reference internal" href="#letter-t">T</a>' in page
    link = '<a href="../papers/turing1936computable.html">On Computable Numbers'
    assert f"<li><bdi>Turing, Alan M.</bdi> <span>{link}" in page.replace(
        "Alan Mathison", "Alan M."
    )
    assert page.count('title="No source confirmed this"') > 1


def test_years_and_tags_have_anchors_that_do_not_change(built: Copy) -> None:
    assert '<section id="year-1936">' in built.html("survey/years.html")
    page = built.html("survey/tags.html")
    assert '<section id="tag-machines">' in page
    assert "What a machine is." in text(page)
    assert 'href="../survey/tags.html#tag-machines"' in built.html(
        "papers/turing1936computable.html"
    )


def test_claims_stand_under_what_was_measured(built: Copy) -> None:
    shown = text(built.html("survey/claims.html"))
    assert "Steps (1)" in shown
    assert "How many <b>steps</b>. Lower is better." in shown
    assert "a <i>tape</i>" in shown
    assert "7 steps" in shown


def test_the_navigation_shows_one_entry_until_it_is_opened(built: Copy) -> None:
    other, own = built.html("survey/computability.html"), built.html("survey/tags.html")
    entry = '<a class="reference internal" href="indexes.html">Indexes</a>'
    assert entry in other
    assert entry in own
    assert 'href="authors.html"' not in other
    assert 'href="authors.html"' in own


CHANGES = {
    "tag": (NOTE, "[machines]", "[engines]"),
    "definition": ("docs/tags.yaml", "What a", "All that a"),
    "metric": ("docs/metrics.yaml", "How many", "How very many"),
    "claim": (NOTE, "'7'", "'8'"),
    "title": (BIB, "On Computable Numbers", "Of Computable Numbers"),
    "doubt": (BIB, "x-unverified = {author}", "x-unverified = {title}"),
    "home": ("taxonomy.yaml", "[erdos1960evolution]", "[]"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", CHANGES)
def test_incremental_equals_clean(name: str, built: Copy, tmp_path: Path) -> None:
    survey = Copy.of(built.root, tmp_path / "changed")
    survey.build()
    survey.replace(*CHANGES[name])
    assert survey.build() == survey.sources(tmp_path / "clean").build()


def test_a_page_that_shows_nothing_new_is_not_written_again(built: Copy, tmp_path: Path) -> None:
    survey = Copy.of(built.root, tmp_path / "changed")
    survey.build()
    pages = [survey.root / f"build/html/survey/{n}.html" for n in ("authors", "years", "tags")]
    before = [page.stat().st_mtime_ns for page in pages]
    survey.replace(NOTE, "A machine that reads", "An automaton that reads")
    survey.build()
    assert [page.stat().st_mtime_ns for page in pages] == before


def test_tags_and_names_run_no_script(tmp_path: Path) -> None:
    survey = with_words(tmp_path / "survey")
    quoted = SCRIPT.replace("'", "''")
    survey.replace(NOTE, "tags: [machines]", f"tags: ['{quoted}', machines, Machines]")
    survey.replace(BIB, "Turing", "<img src=x onerror=alert(1)>")
    survey.build()
    page = survey.html("survey/tags.html")
    # Headings have typographic quotation marks, as all prose has.
    assert SCRIPT in text(page).translate({ord(mark): "'" for mark in "‘’"})
    sources = [
        [attrs.get("src") for tag, attrs in Tags(survey.html(name)).tags if tag == "script"]
        for name in SAME
    ]
    # What a section says to programs stands in one more, which is no program.
    assert [it for it in sources[0] if it] == [it for it in sources[1] if it]
    authors = Tags(survey.html("survey/authors.html"))
    assert not [tag for tag, attrs in authors.tags if "onerror" in attrs]
    assert "<img src=x" in "".join(authors.text)


@pytest.mark.slow
@pytest.mark.parametrize("builder", ["text", "epub", "singlehtml", "man", "texinfo", "xml"])
def test_other_builders_show_them_without_complaint(builder: str, tmp_path: Path) -> None:
    survey = with_words(tmp_path / "survey")
    done = survey.sphinx(builder)
    assert (done.returncode, done.stderr) == (0, "")
    if builder == "text":
        page = (survey.root / "build/text/survey/authors.txt").read_text(encoding="utf-8")
        assert "(unverified)" in page


def test_in_print_the_authors_are_the_only_index(tmp_path: Path) -> None:
    survey = with_words(tmp_path / "survey")
    done = survey.sphinx("latex")
    assert (done.returncode, done.stderr) == (0, "")
    tex = (survey.root / "build/latex/survey.tex").read_text(encoding="utf-8")
    assert r"\chapter{Authors}" in tex
    assert r"\surveyauthorpage{turing1936computable}" in tex
    for title in ("Indexes", "Papers by year", "Tags", "Claims by metric"):
        assert f"{{{title}}}" not in tex


@pytest.mark.slow
@pytest.mark.skipif(
    not (shutil.which("latexmk") and shutil.which("xelatex") and shutil.which("pdftotext")),
    reason="needs latexmk, xelatex and pdftotext",
)
def test_the_printed_index_names_pages(tmp_path: Path) -> None:
    survey = with_words(tmp_path / "survey")
    built = build_pdf(load(survey.root), 1, verbose=False)
    assert built.warnings == 0
    shown = subprocess.run(
        ["pdftotext", str(built.file), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert re.search(r"^Turing, Alan.*, \d+$", shown, re.MULTILINE)


class TestNotFound:
    def test_leads_to_the_site_from_any_depth(self, built: Copy) -> None:
        page = built.html("404.html")
        links = [attrs["href"] for tag, attrs in Tags(page).tags if tag == "a"]
        root = "https://example.org/sample/"
        assert links == [
            f"{root}index.html",
            f"{root}survey/index.html",
            f"{root}survey/references.html",
        ]
        assert "<script" not in page
        assert "Limits &amp; means" in page

    @pytest.mark.parametrize("builder", ["html", "dirhtml"])
    def test_without_an_address_is_right_at_the_root(self, builder: str, tmp_path: Path) -> None:
        survey = Copy(SAMPLE).sources(tmp_path / "survey")
        survey.replace("taxonomy.yaml", "url: https://example.org/sample/\n", "")
        assert survey.sphinx(builder).returncode == 0
        site = survey.root / "build" / builder
        page = (site / "404.html").read_text(encoding="utf-8")
        for link in (attrs["href"] for tag, attrs in Tags(page).tags if tag == "a"):
            assert link
            target = site / link
            assert (target / "index.html" if target.is_dir() else target).is_file()
        assert '["guide", "papers", "survey"]' in page

    def test_of_the_survey_itself_is_left_alone(self, tmp_path: Path) -> None:
        survey = Copy(SAMPLE).sources(tmp_path / "survey")
        (survey.root / "docs/404.md").write_text("---\norphan: true\n---\n# Lost?\n")
        survey.build()
        assert "Lost?" in survey.html("404.html")

    def test_is_made_for_sites_alone(self, tmp_path: Path) -> None:
        survey = Copy(SAMPLE).sources(tmp_path / "survey")
        assert survey.sphinx("singlehtml").returncode == 0
        assert not (survey.root / "build/singlehtml/404.html").exists()
