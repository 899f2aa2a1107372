"""Parts of pages that are made from the survey."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from site_surveys import SAMPLE, Copy
from surveygen.cli.building import build_html
from surveygen.project import load


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> str:
    survey = Copy.of(SAMPLE, tmp_path_factory.mktemp("directives") / "survey")
    survey.build()
    return survey.html("guide/index.html")


def cells(page: str, table: str) -> list[list[str]]:
    """The text of a table's rows."""
    (found,) = re.findall(rf'<table class="{table}.*?</table>', page, re.DOTALL)
    rows = re.findall(r"<tr.*?</tr>", found, re.DOTALL)
    return [
        [re.sub(r"<[^>]+>|\s+", " ", c).strip() for c in re.findall(r"<t[hd].*?</t[hd]>", r, re.S)]
        for r in rows
    ]


def test_claims_stand_with_paper_setting_and_comparison(guide: str) -> None:
    assert cells(guide, "survey-claims") == [
        ["Metric", "Paper", "Year", "On", "Value", "Versus"],
        ["multiplications", "Strassen", "1969", "2 by 2 blocks", "7", "8"],
    ]
    assert 'href="../papers/strassen1969gaussian.html"' in guide


def test_a_table_of_claims_says_what_sort_of_value_stands_there(tmp_path: Path) -> None:
    survey = Copy.of(SAMPLE, tmp_path / "survey")
    note = "docs/notes/strassen1969gaussian.md"
    survey.replace(note, 'value: "7",', 'value: "1", kind: difference,')
    survey.build()
    for page in ("guide/index.html", "survey/algorithms.html", "survey/claims.html"):
        assert cells(survey.html(page), "survey-claims")[1][-2:] == ["1 (difference)", "8"]


@pytest.mark.parametrize(
    ("place", "source"), [("", "As the notes state them"), (", where: [0, 9]", "As the abstracts")]
)
def test_figures_are_said_to_come_from_abstracts_only_where_each_says_from_which_place(
    tmp_path: Path, place: str, source: str
) -> None:
    survey = Copy.of(SAMPLE, tmp_path / "survey")
    survey.replace("docs/notes/strassen1969gaussian.md", 'versus: "8"', f'versus: "8"{place}')
    survey.build()
    for page in ("survey/algorithms.html", "survey/claims.html"):
        assert f"<p>{source}" in survey.html(page)
    stats = dict(cells(survey.html("guide/index.html"), "survey-stats"))
    assert stats["Claims"] == "1"
    assert ("Claims with their place in the abstract" in stats) == bool(place)


def test_sections_stand_with_their_counts(guide: str) -> None:
    assert cells(guide, "survey-tree")[1:] == [
        ["Limits of computation", "What no procedure can do.", "6"],
        ["Means", "Faster ways.", "4"],
    ]


def overview(page: str) -> str:
    """The text of the line of facts."""
    line = re.findall(r'<p class="sg-overview">.*?</p>', page, re.DOTALL)[0]
    return " ".join(re.sub(r"<title>.*?</title>|<[^>]+>", " ", line).split())


def test_a_line_of_facts_stands_below_the_heading_of_a_section(tmp_path: Path) -> None:
    survey = Copy.of(SAMPLE, tmp_path / "survey")
    survey.build()
    section, topic = survey.html("survey/means.html"), survey.html("survey/typesetting.html")
    assert overview(section) == "4 papers · 2 topics · 1 listed here too · 1 with a note 1960 1984"
    counts = "1960–61 (1), 1968–69 (1), 1982–83 (1), 1984–85 (1)"
    assert f"<title>Papers per year: {counts}</title>" in section
    assert overview(topic) == "1 paper · 1984"
    assert survey.sphinx("text").returncode == 0
    text = (survey.root / "build" / "text" / "survey" / "means.txt").read_text(encoding="utf-8")
    assert "1 with a note · 1960–1984" in " ".join(text.split())


def test_the_timeline_adds_up(guide: str) -> None:
    rows = cells(guide, "survey-timeline")[1:]
    assert [row[-1] for row in rows] == ["6", "4", "10"]
    for row in rows:
        assert sum(int(cell) for cell in row[1:-1] if cell) == int(row[-1])


def test_papers_that_two_sections_list(guide: str) -> None:
    assert [row[1:] for row in cells(guide, "survey-overlap")[1:]] == [["–", "1"], ["2", "–"]]


def test_the_newest_come_first(guide: str) -> None:
    assert guide.index("PRIMES is in P</a>") < guide.index("The TeXbook</a>")


def test_the_survey_can_be_cited_and_downloaded(guide: str) -> None:
    assert "@misc" in guide
    assert 'href="../survey.bib"' in guide
    assert "survey.pdf" not in guide  # it was not built
    assert 'href="https://example.org/sample.git/issues"' in guide


def test_an_unknown_section_is_a_warning_with_the_nearest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    survey = Copy.of(SAMPLE, tmp_path / "survey")
    survey.replace("docs/guide/index.md", "{survey-claims} means", "{survey-claims} mean")
    build_html(load(survey.root), 1, verbose=False)
    said = capsys.readouterr().err
    assert 'docs/guide/index.md:23: WARNING: section "mean" is unknown' in said
    assert 'did you mean "means"?' in said


def test_an_unknown_section_in_a_narrative_is_told_at_its_line_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    survey = Copy(SAMPLE).sources(tmp_path / "survey")
    with (survey.root / "docs/sections/computability.md").open("a", encoding="utf-8") as file:
        file.write("\n````{note}\nMore.\n\n```{survey-claims} mean\n```\n````\n")
    text = (survey.root / "docs/sections/computability.md").read_text(encoding="utf-8")
    line = text.splitlines().index("```{survey-claims} mean") + 1
    build_html(load(survey.root), 1, verbose=False)
    said = capsys.readouterr().err
    assert f'docs/sections/computability.md:{line}: WARNING: section "mean" is unknown' in said
    assert said.count("is unknown") == 1


def test_notes_that_lie_elsewhere_leave_no_pages_in_the_usual_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    survey = Copy(SAMPLE).sources(tmp_path / "survey")
    shutil.copytree(survey.root / "docs/notes", survey.root / "notes")
    survey.replace("taxonomy.yaml", "background:", "notes: notes\nbackground:")
    survey.build()
    assert capsys.readouterr().err == ""
    assert not (survey.root / "build/html/notes").exists()


def test_an_empty_survey_offers_no_works_to_download(tmp_path: Path) -> None:
    survey = Copy(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "taxonomy.yaml").write_text(
        "version: 1\ntitle: Nothing yet\nlanguage: en\nbibliography: docs/references.bib\n"
    )
    (tmp_path / "docs/references.bib").touch()
    (tmp_path / "docs/conf.py").write_text('extensions = ["surveygen"]\nlanguage = "en"\n')
    index = "# Nothing yet\n\n```{survey-downloads}\n```\n\n```{toctree}\nsurvey/index\n```\n"
    (tmp_path / "docs/index.md").write_text(index)
    survey.build()
    assert "survey.bib" not in survey.html("index.html")


def test_entries_without_a_place_stand_with_the_key_that_places_them(tmp_path: Path) -> None:
    survey = Copy(SAMPLE).sources(tmp_path / "survey")
    survey.replace("taxonomy.yaml", "papers: [erdos1960evolution]", "papers: []")
    survey.build()
    page = survey.html("survey/not-placed.html")
    assert "1 entry stands in the bibliography, but in no section" in page
    assert re.search(r"Random Graphs.*<code[^>]*>erdos1960evolution</code></li>", page)
    assert "<code" not in survey.html("survey/references.html").split('class="sg-references"')[1]
