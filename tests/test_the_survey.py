"""The repository's own survey: whole, checked, and built without a single complaint."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from conftest import ROOT, run_surveygen

from surveygen.checks.narratives import check_narratives
from surveygen.checks.notes import check_against_abstracts, check_notes
from surveygen.intake.import_plan import plan_import
from surveygen.intake.plan import Draft
from surveygen.project import load
from surveygen.readers.formats import FORMATS
from surveygen.survey.survey import Survey

SEEDS = ROOT.parent / "shared" / "corpus" / "seeds"


@pytest.fixture(scope="module")
def survey() -> Survey:
    return load(ROOT)


@pytest.fixture(scope="module")
def abstracts(survey: Survey) -> dict[str, str]:
    """Abstracts read from the saved listings, never from the repository."""
    files = sorted(SEEDS.glob("*.txt")) if SEEDS.is_dir() else []
    if not files:
        pytest.skip("the saved listings are not in ../shared/corpus/seeds")
    listings = next(known for known in FORMATS if known.name == "listing")
    read = listings.read([(file.name, file.read_bytes()) for file in files])
    works = plan_import(Draft(survey.root), survey, read.records).works
    return {work.key: work.record.abstract for work in reversed(works)}


def test_it_holds_321_papers_in_six_sections(survey: Survey) -> None:
    assert len(survey.papers) == 321
    assert [section.id for section in survey.taxonomy.sections] == [
        "efficiency",
        "robustness",
        "neuromorphic",
        "privacy",
        "graphs",
        "foundations",
    ]


def test_topics_hold_4_to_20_papers_and_every_paper_has_a_home(survey: Survey) -> None:
    topics = [s for top in survey.taxonomy.sections for s in top.sections]
    assert 30 <= len(topics) <= 45
    assert all(4 <= len(survey.home_papers(topic)) <= 20 for topic in topics)
    assert not survey.not_placed


def test_nothing_is_wrong_with_it(survey: Survey) -> None:
    found = (*survey.diagnostics, *check_notes(survey), *check_narratives(survey))
    assert [str(diagnostic) for diagnostic in found] == []


def test_notes_are_grounded_in_their_abstracts(survey: Survey, abstracts: dict[str, str]) -> None:
    assert len(abstracts) == 321
    found = check_against_abstracts(survey, abstracts)
    assert [str(diagnostic) for diagnostic in found] == []


def test_every_note_names_the_abstract_that_its_spans_refer_to(
    survey: Survey, abstracts: dict[str, str]
) -> None:
    for key, paper in survey.papers.items():
        assert paper.note is not None
        digest = hashlib.sha256(abstracts[key].encode()).hexdigest()
        assert paper.note.abstract_sha256 == digest, key


def test_every_section_has_a_narrative_of_fitting_length(survey: Survey) -> None:
    for depth, section in survey.taxonomy.walk():
        words = len(survey.narratives[section.id].text.split())
        assert (120 <= words <= 300) if depth else (500 <= words <= 900), (section.id, words)


def test_no_abstract_is_in_the_repository(abstracts: dict[str, str]) -> None:
    def grams(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"[a-z0-9]+", text.lower())
        return {tuple(words[i : i + 12]) for i in range(len(words) - 11)}

    listed = set().union(*map(grams, abstracts.values()))
    for file in sorted((ROOT / "docs").rglob("*.md")):
        if "survey" not in file.relative_to(ROOT / "docs").parts[:1]:
            # An address is no sentence.
            text = re.sub(r"https?://\S+", "", file.read_text(encoding="utf-8"))
            assert not grams(text) & listed, file


@pytest.mark.slow
def test_it_builds_without_a_warning(built_survey: Path, built_pdf: Path) -> None:
    done = run_surveygen(built_survey, "build", "html", "exports", "pdf", "--strict")
    assert (done.returncode, done.stdout) == (0, "")
    assert re.fullmatch(r"321 papers, 51 sections, 0 problems in .*\n", done.stderr)


@pytest.mark.slow
def test_every_paper_has_a_page_and_a_bibtex_file(built_survey: Path) -> None:
    site = built_survey / "build" / "html"
    keys = [json.loads(line)["key"] for line in (ROOT / "tests/data/expected.jsonl").open()]
    assert all((site / "papers" / f"{key}.html").is_file() for key in keys)
    assert all((site / "papers" / f"{key}.bib").is_file() for key in keys)
