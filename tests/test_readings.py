"""A survey that is loaded again is the same, and only what changed is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT, change

from surveygen import readings
from surveygen.messages import speak
from surveygen.project import kept_readings, load
from surveygen.survey.entry_checks import entry_findings
from surveygen.survey.note import Note
from surveygen.survey.prose import Prose
from surveygen.survey.survey import Survey

BIB = "docs/references.bib"
NOTE = "docs/notes/turing1936computable.md"
KEPT = ".surveygen/cache/readings.jsonl"


def parts(survey: Survey) -> tuple[object, ...]:
    places = {paper.key: paper.note.places for paper in survey.papers.values() if paper.note}
    return survey.papers, places, survey.narratives, survey.diagnostics


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Paths of what is parsed."""
    found: list[str] = []

    def recording(reader):
        def record(data, **arguments):
            found.append(arguments["path"])
            return reader(data, **arguments)

        return record

    for name in ("read_note", "read_narrative"):
        monkeypatch.setattr(readings, name, recording(getattr(readings, name)))
    return found


@pytest.fixture
def survey(sample: Path, read: list[str]) -> Path:
    """One with a finding that was loaded before."""
    with (sample / NOTE).open("a", encoding="utf-8") as file:
        file.write("\n![](picture.png)\n")
    assert load(sample).diagnostics
    assert NOTE in read
    read.clear()
    return sample


def anew(survey: Path) -> tuple[object, ...]:
    """What it is where nothing is kept."""
    (survey / KEPT).unlink()
    return parts(load(survey))


@pytest.mark.parametrize("in_memory", [True, False])
def test_only_what_changed_is_read_again(survey: Path, read: list[str], in_memory: bool) -> None:
    known = kept_readings(survey) if in_memory else None
    first = parts(load(survey, known))
    assert read == []
    change(survey / NOTE, "![](picture.png)", "A later thought.")
    second = parts(load(survey, known))
    assert read == [NOTE]
    assert second != first
    assert second == anew(survey)


def test_what_is_kept_is_what_was_read(tmp_path: Path) -> None:
    """Every kind of field, of all notes and narratives that there are."""
    known = kept_readings(tmp_path)
    files = [*(ROOT / "docs/notes").glob("*.md"), *(ROOT / "tests/data").rglob("*.md")]
    assert len(files) > 300

    def everything():
        for file in files:
            data = file.read_bytes()
            note, found = known.note(data, key=file.stem, path=file.name)
            prose, said = known.narrative(data, path=file.name)
            assert isinstance(note, Note)
            assert isinstance(prose, Prose)
            # Places have no part in comparing notes.
            yield note, note.places, found, prose, said

    first = list(everything())
    known.keep()
    known = kept_readings(tmp_path)
    assert list(everything()) == first


def test_notes_may_lie_among_the_narratives(survey: Path) -> None:
    file = survey / "taxonomy.yaml"
    file.write_text(f"notes: docs/sections\n{file.read_text()}")
    first = parts(load(survey))
    assert parts(load(survey)) == first


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Keys of the entries that are looked through for what they lack."""
    found: list[str] = []

    def recording(entry):
        found.append(entry.key)
        return entry_findings(entry)

    monkeypatch.setattr(readings, "entry_findings", recording)
    return found


def test_an_entry_in_order_is_not_looked_through_again(survey: Path, looked_at: list[str]) -> None:
    load(survey)
    assert looked_at == []
    change(survey / BIB, "Reducibility among", "On Reducibility among")
    load(survey)
    assert looked_at == ["karp1972reducibility"]


def test_what_an_entry_lacks_is_said_each_time(survey: Path, looked_at: list[str]) -> None:
    change(survey / BIB, "{1971}", "{}")
    first, again = load(survey), load(survey)
    assert first.diagnostics == again.diagnostics
    assert any('"cook1971complexity" has no year' in one.message for one in again.diagnostics)
    assert looked_at == ["cook1971complexity"] * 2


def test_what_is_no_longer_there_is_not_kept(survey: Path) -> None:
    before = (survey / KEPT).read_text()
    (survey / NOTE).unlink()
    load(survey)
    assert len((survey / KEPT).read_text().splitlines()) == len(before.splitlines()) - 1
    assert NOTE not in (survey / KEPT).read_text()


@pytest.mark.parametrize("change", ["program", "language"])
def test_another_program_or_language_reads_everything(
    survey: Path, read: list[str], monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    if change == "program":
        monkeypatch.setattr(readings, "environment_digest", lambda variables: "another")
    else:
        speak("de")
    try:
        load(survey)
        assert NOTE in read
        read.clear()
        load(survey)
        assert read == []
    finally:
        speak("")


@pytest.mark.parametrize("damage", ["", "\0", "{}", "[[], []]", '[["a"], [["B999"]]]', "cut"])
def test_damage_costs_time_alone(survey: Path, read: list[str], damage: str) -> None:
    expected = parts(load(survey))
    file = survey / KEPT
    program, *lines = file.read_text().split("\n")
    damaged = [line[:-9] if damage == "cut" else f"{line[:64]} {damage}" for line in lines]
    file.write_text("\n".join([program, *damaged]))
    assert parts(load(survey)) == expected
    assert len(read) == sum(" [[" in line or " [" in line for line in lines if line[65:] != "[]")
    read.clear()
    assert parts(load(survey)) == expected
    assert read == []


def test_a_file_that_is_none_is_passed_over(survey: Path) -> None:
    expected = parts(load(survey))
    (survey / KEPT).write_bytes(b"\xff\xfe")
    assert parts(load(survey)) == expected
    (survey / KEPT).unlink()
    (survey / KEPT).mkdir()
    assert parts(load(survey)) == expected
