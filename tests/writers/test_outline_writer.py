"""A survey leaves as an outline or a list and comes back: sections, placements, entries."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import DATA, ROOT, run
from hypothesis import given, settings
from hypothesis import strategies as st

from surveygen.project import load
from surveygen.readers.latex_outline import read_latex_outline
from surveygen.readers.markdown_list import read_markdown_list
from surveygen.readers.plain_prose import plain_prose
from surveygen.readers.prose import Grammar, read_prose
from surveygen.survey.crosscheck import Parts, assemble
from surveygen.survey.entry import Entry
from surveygen.survey.outline import OutlineSection
from surveygen.survey.survey import Survey
from surveygen.survey.taxonomy import Placement, Section, Taxonomy
from surveygen.text.normal import clean
from surveygen.writers.latex_outline import write_latex_outline
from surveygen.writers.markdown_list import write_markdown_list

KEYS = ("a", "b", "c2020", "10.1/d_e")


def survey_of(*sections: Section, narratives: dict[str, str] | None = None) -> Survey:
    entries = {key: Entry(key, "misc", {"title": key}) for key in KEYS}
    prose = {
        id: read_prose(text, path="n", line=1, grammar=Grammar.NARRATIVE)[0]
        for id, text in (narratives or {}).items()
    }
    return assemble(Parts(Path(), Taxonomy("T", sections), entries, narratives=prose))


def left_and_came_back(survey: Survey) -> tuple[OutlineSection, ...]:
    text = write_latex_outline(survey, KEYS, bibliography="refs")
    found = read_latex_outline(text.encode(), path="t.tex")
    assert not found.diagnostics, text
    return found.outline.sections


def places(survey: Survey) -> list[object]:
    return [
        (
            section.id,
            section.title,
            section.description,
            [one.key for one in section.papers],
            [one.key for one in section.also],
            depth,
        )
        for depth, section in survey.taxonomy.walk()
    ]


@pytest.mark.parametrize(
    "source",
    [DATA / "sample", pytest.param(ROOT, marks=pytest.mark.slow)],
    ids=["the sample", "the survey"],
)
def test_a_survey_leaves_and_comes_back(source: Path, tmp_path: Path) -> None:
    tex, bib = tmp_path / "review.tex", tmp_path / "review.bib"
    run(source, "export", "--format", "outline", "-o", str(tex))
    run(source, "export", "--all-fields", "-o", str(bib))
    result = run(tmp_path, "import", str(tex), "--into", "again", "--yes")
    assert result.exit_code == 0, result.stderr
    before, after = load(source), load(tmp_path / "again")
    assert places(after) == places(before)
    assert list(after.background) == list(before.background)
    for key, paper in before.papers.items():
        assert dict(after.papers[key].entry.fields).items() >= dict(paper.entry.fields).items()
        assert (after.papers[key].home, after.papers[key].also) == (paper.home, paper.also)
    for id, prose in before.narratives.items():
        assert set(after.narratives[id].cited_keys) == set(prose.cited_keys)
    run(tmp_path / "again", "export", "--format", "outline", "-o", str(tmp_path / "second.tex"))
    first, second = (
        file.read_text(encoding="utf-8").partition(r"\begin{itemize}")[2].rpartition("\n\\bibl")[0]
        for file in (tex, tmp_path / "second.tex")
    )
    assert second.partition("\\bibliography{")[0] == first.partition("\\bibliography{")[0]


titles = (
    st.text("ab &%_{}$[]`'\"*\\^~#<>|-?!.:;,@äß–1", min_size=1, max_size=20)
    .map(clean)
    .filter(lambda text: any(character.isalnum() for character in text))
)
keys = st.lists(st.sampled_from(KEYS), unique=True, max_size=4)
Shape = tuple[str, str, list[str], list[str], list["Shape"]]
shapes = st.recursive(
    st.tuples(titles, titles | st.just(""), keys, keys, st.just([])),
    lambda below: st.tuples(titles, titles, keys, keys, st.lists(below, max_size=3)),
    max_leaves=6,
)


def sections(shapes: list[Shape], above: str = "s") -> tuple[Section, ...]:
    return tuple(
        Section(
            f"{above}-{number}",
            title,
            description,
            papers=tuple(map(Placement, home)),
            also=tuple(Placement(key) for key in also if key not in home),
            sections=sections(below, f"{above}-{number}"),
        )
        for number, (title, description, home, also, below) in enumerate(shapes)
    )


@settings(max_examples=100)
@given(st.lists(shapes, max_size=3))
def test_any_tree_leaves_and_comes_back(shapes: list[Shape]) -> None:
    def expected(section: Section) -> object:
        keys = [one.key for one in section.papers], [one.key for one in section.also]
        return section.id, section.title, *keys, list(map(expected, section.sections))

    def found(section: OutlineSection) -> object:
        keys = [one.key for one in section.works], [one.key for one in section.also]
        return section.id, section.title, *keys, list(map(found, section.sections))

    survey = survey_of(*sections(shapes))
    assert list(map(found, left_and_came_back(survey))) == list(
        map(expected, survey.taxonomy.sections)
    )


PROSE = {
    "A *few* **words** and `code`.": r"A *few* **words** and `code`\.",
    "Math $x_1$ and\n\n$$\ny\n$$": "Math $x_1$ and\n\n$$\ny\n$$",
    "By {cite:t}`{see}a{p. 3}` and {cite:p}`a,b`.": "By {cite:t}`{see}a{p. 3}` and {cite:p}`a,b`.",
    "To [there](https://a.org/x_(y)?q=1&r=%20#z).": "To [there](<https://a.org/x_(y)?q=1\\&r=%20#z>).",
    "## A heading\n\nBelow.": "**A heading**\n\nBelow.",
    "- one\n- two": "• one\n\n• two",
    "| a | b |\n|---|---|\n| c | d |": "a – b\n\nc – d",
    ":::{note}\nMind this.\n:::": "Mind this.",
}


@pytest.mark.parametrize(("before", "after"), PROSE.items(), ids=PROSE)
def test_prose_keeps_its_words_and_citations(before: str, after: str) -> None:
    (section,) = left_and_came_back(survey_of(Section("s", "S"), narratives={"s": before}))
    canonical, _found = read_prose(after, path="n", line=1, grammar=Grammar.NOTE)
    assert read_prose(section.description, path="n", line=1, grammar=Grammar.NOTE)[0].text == (
        canonical.text
    )
    assert section.description.replace("\\", "") == after.replace("\\", "")


def test_a_choice_of_works_leaves_the_others_and_their_sections_out(sample: Path) -> None:
    (sample / "doc.tex").write_text(r"\cite{knuth1984texbook}", encoding="utf-8")
    text = run(sample, "export", "--format", "outline", "--keys", str(sample / "doc.tex")).stdout
    assert "Typesetting" in text
    assert "Fast algorithms" not in text
    text = run(sample, "export", "--format", "outline", "--section", "limits").stdout
    assert "Complexity" in text
    assert "Means" not in text


@pytest.mark.parametrize(
    "source",
    [DATA / "sample", pytest.param(ROOT, marks=pytest.mark.slow)],
    ids=["the sample", "the survey"],
)
def test_a_markdown_list_comes_back_with_what_it_can_say(source: Path, tmp_path: Path) -> None:
    file, again = tmp_path / "list.md", tmp_path / "again.md"
    run(source, "export", "--format", "markdown", "-o", str(file))
    result = run(tmp_path, "import", str(file), "--into", "again", "--yes")
    assert result.exit_code == 0, result.stderr
    run(tmp_path / "again", "export", "--format", "markdown", "-o", str(again))
    assert again.read_text(encoding="utf-8") == file.read_text(encoding="utf-8")
    before, after = load(source), load(tmp_path / "again")
    keys = {paper.entry.title: key for key, paper in after.papers.items()}
    for paper in before.papers.values():
        found = after.papers[keys[paper.entry.title]].entry
        ours = paper.entry
        assert [one.full for one in found.authors] == [one.full for one in ours.authors]
        assert (found.year, found.doi, found.arxiv) == (ours.year, ours.doi, ours.arxiv)
    for section, other in zip(before.sections.values(), after.sections.values(), strict=True):
        assert (other.title, other.description) == (section.title, section.description)
        assert [keys[before.papers[one.key].entry.title] for one in section.papers] == [
            one.key for one in other.papers
        ]


@settings(max_examples=60)
@given(titles, titles)
def test_any_title_can_stand_in_a_list(title: str, description: str) -> None:
    section = Section("s", title, description, papers=(Placement("a"),))
    entries = {"a": Entry("a", "misc", {"title": "A work of it", "year": "2020"})}
    survey = assemble(Parts(Path(), Taxonomy("T", (section,)), entries))
    text = write_markdown_list(survey, ["a"])
    (found,) = read_markdown_list(text.encode(), path="l.md").outline.sections
    assert found.title == title.rstrip(":")
    assert (plain_prose(found.description) or "") == description


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("latexmk"), reason="latexmk is missing")
def test_latex_sets_it(tmp_path: Path) -> None:
    run(DATA / "sample", "export", "--format", "outline", "-o", str(tmp_path / "review.tex"))
    run(DATA / "sample", "export", "-o", str(tmp_path / "review.bib"))
    command = ["latexmk", "-pdf", "-interaction=nonstopmode", "review.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    log = (tmp_path / "review.log").read_text(encoding="utf-8", errors="replace")
    assert done.returncode == 0, log
    assert "undefined" not in log.rpartition("LaTeX2e")[2]
