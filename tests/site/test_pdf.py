"""The PDF as a printed survey: what LaTeX complains of, and what its pages show."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader

from site_surveys import SAMPLE, Copy
from surveygen.checks.read_back import read_back
from surveygen.cli.building import build_pdf
from surveygen.project import load

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (shutil.which("latexmk") and shutil.which("xelatex") and shutil.which("pdftotext")),
        reason="needs latexmk, xelatex and pdftotext",
    ),
]
SCRIPTS = """
@article{scripts2020titles,
  author = {כהן, דוד and Ковалевская, Софья and Nguyễn, Thị Đào},
  title  = {על חישוב: Incomprehensibilities/Counterrevolutionaries-of-Electroencephalography},
  doi    = {10.1000/an-identifier.with_parts/x012345678901234567890123456789012345678901234567},
  year   = {2020},
}
"""


PARTS = ("survey-stats", "survey-timeline", "survey-overlap", "survey-tree")


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """The sample, with letters of several scripts, long words, a heading that cites, a method."""
    survey = Copy(SAMPLE).sources(tmp_path_factory.mktemp("pdf") / "survey")
    with (survey.root / "docs" / "references.bib").open("a", encoding="utf-8") as file:
        file.write(SCRIPTS)
    survey.replace("taxonomy.yaml", "[knuth1984texbook]", "[knuth1984texbook, scripts2020titles]")
    heading = "## Two roads {cite:p}`shannon1948mathematical`"
    survey.replace("docs/sections/computability.md", "## Two roads", heading)
    survey.replace("docs/index.md", "survey/index\n", "survey/index\nmethod\n")
    parts = "\n".join(f"\n```{{{part}}}\n```" for part in PARTS)
    method = survey.root / "docs" / "method.md"
    method.write_text(f"# Method\n{parts}\n", encoding="utf-8")
    return survey


@pytest.fixture(scope="module")
def pdf(survey: Copy) -> Path:
    return build_pdf(load(survey.root), 1, verbose=False).file


def pages_of(pdf: Path) -> list[str]:
    """The text of every page; lines as they are printed."""
    line = ["pdftotext", "-raw", "-enc", "UTF-8", str(pdf), "-"]
    text = subprocess.run(line, capture_output=True, check=True).stdout.decode()
    return text.split("\f")[:-1]


def back_references(pages: list[str], first: int) -> dict[int, list[int]]:
    """Numbers of the reference list with the pages that it names."""
    bodies = ["\n".join(page.splitlines()[1:-1]) for page in pages[first:]]
    text = " ".join("\n".join(bodies).split())
    parts = re.split(r"(?:^| )\[(\d+)\] ", text)
    found = dict(zip(map(int, parts[1::2]), parts[2::2], strict=True))
    cited = {n: re.search(r"Cited on pages? ([\d, ]+)\.", entry) for n, entry in found.items()}
    return {n: list(map(int, m[1].split(","))) if m else [] for n, m in cited.items()}


@pytest.fixture(params=["the sample", "the repository's survey"])
def either(request: pytest.FixtureRequest) -> Path:
    name = "pdf" if request.param == "the sample" else "built_pdf"
    return Path(request.getfixturevalue(name))


def test_nothing_sticks_out_is_missing_or_unknown(either: Path) -> None:
    log = either.with_suffix(".log").read_text(encoding="utf-8", errors="replace")
    complaint = r"^(?:Overfull|Underfull \\vbox|Missing character|LaTeX Warning|! ).*"
    assert re.findall(complaint, log, re.MULTILINE) == []


def test_every_fact_is_read_back_across_pages(built_pdf: Path) -> None:
    root = built_pdf.parents[2]
    assert read_back(load(root)).diagnostics == []


def test_the_reference_list_names_every_page_that_cites(either: Path) -> None:
    pages = pages_of(either)
    first = next(n for n, page in enumerate(pages) if page.startswith("References\n"))
    cited: dict[int, set[int]] = {}
    for number, page in enumerate(pages[:first], 1):
        # [0, 1] is an interval.
        for group in re.findall(r"\[([1-9]\d*(?:,\s+\d+)*)\]", page):
            for found in map(int, re.findall(r"\d+", group)):
                cited.setdefault(found, set()).add(number)
    named = back_references(pages, first)
    assert len(named) > 10
    assert named == {number: sorted(cited.get(number, ())) for number in named}


def test_running_heads_name_section_and_topic_and_feet_the_edition(either: Path) -> None:
    pages = pages_of(either)
    titles = chapters(either)
    heads = [page.splitlines()[0] for page in pages]
    section = ""
    for number, (head, page) in enumerate(zip(heads, pages, strict=True), 1):
        if number == 1:
            continue
        if head in titles:
            section = head
        else:
            assert head.startswith(section), number
        assert re.search(rf", Edition \S+ {number}$", page.rstrip()), number
    assert list(dict.fromkeys(head for head in heads if head in titles)) == titles
    topic = re.compile(r"\d+ .*\S \d+\.\d+ \S.*")
    assert any(topic.fullmatch(head) for head in heads)


def test_the_index_of_authors_names_pages_that_name_them(pdf: Path) -> None:
    pages = pages_of(pdf)
    start = next(n for n, page in enumerate(pages) if page.startswith("Authors\n"))
    line = r"^(\S[^,\d\n]*), [^\d\n]*,((?: \d+,?)+)$"
    entries = re.findall(line, "\n".join(pages[start:]), re.MULTILINE)
    assert len(entries) > 8
    for family, numbers in entries:
        for number in map(int, re.findall(r"\d+", numbers)):
            assert letters(family) in letters(pages[number - 1]), (family, number)


def test_in_the_place_of_a_damaged_image_stands_its_text(survey: Copy, tmp_path: Path) -> None:
    """An image that was cut off would stop TeX."""
    other = survey.sources(tmp_path / "other")
    shutil.copy(SAMPLE.parent / "images" / "cut-off.png", other.root / "docs")
    with (other.root / "docs/sections/computability.md").open("a", encoding="utf-8") as file:
        file.write("\n```{figure} cut-off.png\n:alt: Two roads in a wood\n\nTheir fork.\n```\n")
    built = build_pdf(load(other.root), 1, verbose=False)
    assert built.warnings == 1
    text = " ".join(" ".join(pages_of(built.file)).split())
    assert "Two roads in a wood Fig. 1: Their fork." in text


def test_first_page_says_what_the_survey_is_and_how_to_cite_it(pdf: Path) -> None:
    page = " ".join(pages_of(pdf)[0].split())
    for shown in (
        "Limits & means: a sample survey The surveygen contributors Edition 1 · 2026-11-21",
        "Abstract Eleven well-known works",
        "Keywords: computability, complexity",
        "How to cite: The surveygen contributors (2026). Limits & means: a sample survey.",
        "Licence: CC-BY-4.0 for notes and narratives;",
    ):
        assert shown in page


def test_the_file_says_what_it_is_and_has_bookmarks(pdf: Path) -> None:
    reader = PdfReader(pdf)
    facts = reader.metadata
    assert facts is not None
    assert facts.title == "Limits & means: a sample survey"
    assert facts.author == "The surveygen contributors"
    assert facts["/Keywords"] == "computability, complexity"
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert chapters(pdf) == [
        "1 Limits of computation",
        "2 Means",
        "References",
        "Authors",
        "Method",
    ]


def test_titles_that_are_long_and_what_is_not_said_leave_no_mark(
    survey: Copy, tmp_path: Path
) -> None:
    other = survey.sources(tmp_path / "other")
    taxonomy = (other.root / "taxonomy.yaml").read_text(encoding="utf-8")
    taxonomy = re.sub(r"(?m)^(?:abstract|edition|date|keywords|license|url): .*\n", "", taxonomy)
    for title in ("a sample survey", "Limits of computation", "P, NP & more"):
        taxonomy = taxonomy.replace(title, title + 3 * " and all that belongs to it")
    author = '  - {name: "The surveygen contributors", type: organization}'
    people = '{name: Ada, affiliation: "R&D", orcid: 0000-0002-1825-0097}, {name: Eve}'
    assert author in taxonomy
    taxonomy = taxonomy.replace(author, "").replace("authors:", f"authors: [{people}]")
    (other.root / "taxonomy.yaml").write_text(taxonomy, encoding="utf-8")
    built = build_pdf(load(other.root), 1, verbose=False)
    assert built.warnings == 0
    pages = pages_of(built.file)
    assert "Ada R&D, 0000-0002-1825-0097\nEve\n" in pages[0]
    assert "Edition" not in "".join(pages)
    assert re.search(r"1\.2 Complexity: P, NP & more(?: and all that belongs to\s+it)", pages[3])


def test_names_and_titles_keep_the_letters_of_their_scripts(pdf: Path) -> None:
    text = letters("".join(pages_of(pdf)))
    for written in ("כהן", "Ковалевская", "Nguyễn", "חישוב"):
        # What is read from right to left may come out of a PDF in the order of the eye.
        assert written in text or written[::-1] in text, written


def test_it_is_the_same_bytes_again_and_after_a_change_is_taken_back(
    survey: Copy, pdf: Path, tmp_path: Path
) -> None:
    first = pdf.read_bytes()
    clean = survey.sources(tmp_path / "clean")
    assert build_pdf(load(clean.root), 1, verbose=False).file.read_bytes() == first
    changes = ("docs/notes/turing1936computable.md", "Defines machines", "# Long\n" * 40)
    clean.replace(*changes)
    changed = build_pdf(load(clean.root), 1, verbose=False).file.read_bytes()
    assert changed != first
    clean.replace(changes[0], changes[2], changes[1])
    assert build_pdf(load(clean.root), 1, verbose=False).file.read_bytes() == first


def chapters(pdf: Path) -> list[str]:
    """Titles of the outline's highest level, but for what stands before the sections."""
    titles = [str(item.title) for item in PdfReader(pdf).outline if not isinstance(item, list)]
    return [title for title in titles if title not in ("Abstract", "Contents")]


def letters(text: str) -> str:
    """Text without what line breaks and hyphenation change."""
    return re.sub(r"[\s\u200e\u200f-]+", "", text)
