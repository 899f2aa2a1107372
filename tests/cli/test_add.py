"""``add`` ends with entry, place, note and diff, or with a clear reason."""

from __future__ import annotations

import errno
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import click
import pytest
from conftest import contents, run
from metadata.fake_services import Work, status
from metadata.world import FakeWorld

from surveygen.cli.plans import ask
from surveygen.cli.session import Session
from surveygen.intake.abstracts import read_abstracts
from surveygen.project import load

SORTING = Work(
    "A Faster Multiplication of Matrices: Fast Algorithms, Again",
    ("Ada Peres", "Ludwig van der Meer"),
    2023,
    arxiv="2307.04963",
    abstract="We multiply matrices with fewer operations than Strassen's algorithm.",
)
UNDECIDED = Work(
    "An Undecidable Problem of Computability on the Integers",
    ("Bo Ek",),
    2021,
    arxiv="2101.00007",
    abstract="We show that a problem is undecidable: no computable procedure decides it.",
)
BREAD = Work("Sourdough and its Crust", ("Bo Ek",), 2021, arxiv="2101.00001", abstract="Bread.")
GODEL = Work(
    "Über formal unentscheidbare Sätze der Principia Mathematica und verwandter Systeme I",
    ("Kurt Gödel",),
    1931,
    doi="10.1007/bf01700692",
    type="journal-article",
    venue=("Monatshefte für Mathematik und Physik",),
)


def sources(root: Path) -> dict[str, str]:
    return {name: it for name, it in contents(root).items() if not name.startswith(".surveygen")}


@pytest.fixture(autouse=True)
def world(sample: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[FakeWorld]:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795737600")  # 2026-11-27
    found = FakeWorld(tmp_path, [SORTING, UNDECIDED, BREAD, GODEL])
    monkeypatch.setattr("surveygen.metadata.run.WORLD", found.world)
    yield found
    found.close()


class TestNew:
    def test_entry_place_note_and_diff(self, sample: Path) -> None:
        bib = (sample / "docs/references.bib").read_bytes()
        result = run(sample, "add", "2101.00007", "--yes")
        assert result.exit_code == 0, result.stderr
        assert "2101.00007: new\n  ek2021undecidable" in result.stderr
        assert 'place: computability "Computability" (' in result.stderr
        assert "keywords" in result.stderr
        assert "next: fill in docs/notes/ek2021undecidable.md" in result.stderr
        assert "+  eprint        = {2101.00007}," in result.stdout
        assert (sample / "docs/references.bib").read_bytes().startswith(bib)
        survey = load(sample)
        paper = survey.papers["ek2021undecidable"]
        assert paper.home == "computability"
        assert paper.note is not None
        assert (paper.note.added, paper.note.draft) == ("2026-11-27", True)

    def test_check_asks_for_nothing_but_a_citation(self, sample: Path) -> None:
        run(sample, "add", "2101.00007", "--yes")
        said = [line for line in run(sample, "check").stdout.splitlines() if "ek2021" in line]
        assert [line.rpartition("[")[2] for line in said if "warning" in line] == ["C012]"]

    def test_the_abstract_stays_at_home(self, sample: Path) -> None:
        result = run(sample, "add", "2101.00007", "--yes")
        assert read_abstracts(sample)["ek2021undecidable"] == UNDECIDED.abstract
        assert UNDECIDED.abstract not in result.stdout
        files = [file for file in sample.rglob("*") if ".surveygen" not in file.parts]
        assert not any(b"no computable" in it.read_bytes() for it in files if it.is_file())

    def test_a_dry_run_writes_nothing(self, sample: Path) -> None:
        before = sources(sample)
        assert run(sample, "add", "2101.00007", "--dry-run").exit_code == 0
        assert sources(sample) == before

    def test_without_consent_nothing_is_written(self, sample: Path) -> None:
        before = sources(sample)
        assert run(sample, "add", "2101.00007").exit_code == 1
        assert sources(sample) == before

    def test_an_interrupt_at_the_question_writes_nothing(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def interrupted(*arguments: object, **options: object) -> bool:
            raise click.Abort

        monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
        monkeypatch.setattr("click.confirm", interrupted)
        with pytest.raises(SystemExit, match="1"):
            ask(Session(), yes=False)
        assert capsys.readouterr().err == "\nsurveygen: nothing was written\n"

    def test_what_fits_nowhere_is_not_placed(self, sample: Path) -> None:
        result = run(sample, "add", "2101.00001", "--yes")
        assert "it is not yet placed" in result.stderr
        assert [paper.key for paper in load(sample).not_placed] == ["ek2021sourdough"]

    def test_a_section_that_somebody_chooses(self, sample: Path) -> None:
        run(sample, "add", "2101.00001", "--section", "typesetting", "--yes")
        assert load(sample).papers["ek2021sourdough"].home == "typesetting"

    def test_a_section_that_is_none(self, sample: Path, world: FakeWorld) -> None:
        result = run(sample, "add", "2101.00001", "--section", "typesettin", "--yes")
        assert result.exit_code == 1
        assert 'did you mean "typesetting"' in result.stderr
        assert not world.services.log

    def test_several_at_once(self, sample: Path, world: FakeWorld) -> None:
        run(sample, "add", "2101.00007", "2101.00001", "2307.04963", "--yes")
        assert {"ek2021undecidable", "ek2021sourdough", "peres2023faster"} <= set(
            load(sample).papers
        )
        assert len([it for it in world.services.log if it.service == "arxiv"]) == 1

    def test_again_changes_nothing(self, sample: Path) -> None:
        run(sample, "add", "2101.00007", "--yes")
        before = sources(sample)
        result = run(sample, "add", "2101.00007", "--yes")
        assert "already there" in result.stderr
        assert "nothing to change" in result.stderr
        assert sources(sample) == before

    def test_one_that_is_named_twice_is_added_once(self, sample: Path) -> None:
        result = run(sample, "add", "2101.00007", "arXiv:2101.00007v1", "--yes")
        assert "listed before" in result.stderr
        assert sum("ek2021" in key for key in load(sample).papers) == 1

    def test_a_note_that_is_there_stays(self, sample: Path) -> None:
        note = sample / "docs/notes/ek2021undecidable.md"
        note.write_text("---\ntldr: Mine.\n---\nMine.\n")
        run(sample, "add", "2101.00007", "--yes")
        assert note.read_text().endswith("Mine.\n")

    def test_every_field_has_its_source(self, sample: Path) -> None:
        run(sample, "add", "2101.00007", "--yes")
        lines = (sample / ".surveygen/provenance.jsonl").read_text().splitlines()
        found = {it["field"]: it["source"] for it in map(json.loads, lines)}
        assert found == dict.fromkeys(
            ("author", "title", "year", "eprint", "archiveprefix"), "arXiv"
        )

    def test_json(self, sample: Path) -> None:
        result = run(sample, "add", "2101.00007", "none.such", "--json", "--dry-run")
        content = json.loads(result.stdout)
        (work,) = content["works"]
        assert (work["key"], work["verdict"]) == ("ek2021undecidable", "new")
        assert work["places"][0]["section"] == "computability"
        assert content["unresolved"][0]["wanted"] == "none.such"


class TestThere:
    def test_a_duplicate_says_where_it_stands_and_why(self, sample: Path) -> None:
        before = sources(sample)
        result = run(sample, "add", "https://doi.org/10.1007/BF01700692", "--yes")
        assert result.exit_code == 0
        assert "godel1931formal" in result.stderr
        assert "same DOI; it stands in: Computability" in result.stderr
        assert sources(sample) == before

    def test_one_of_the_background(self, sample: Path, world: FakeWorld) -> None:
        work = Work("A Mathematical Theory of Communication", ("Claude E. Shannon",), 1948)
        world.services.works.append(replace(work, doi="10.1002/j.1538-7305.1948.tb01338.x"))
        result = run(sample, "add", "10.1002/j.1538-7305.1948.tb01338.x", "--dry-run")
        assert "same DOI; it stands in: the background" in result.stderr

    def test_one_whose_entry_is_damaged_has_no_place(self, sample: Path) -> None:
        with (sample / "docs/references.bib").open("a") as file:
            file.write("\n@misc{ek2021undecidable,\n  title = {An Undecidable\n}\n")
        result = run(sample, "add", "2101.00007", "--yes")
        assert "  its entry in the survey is damaged; mend that one\n" in result.stderr
        assert "place" not in result.stderr

    def test_one_that_is_named_twice_has_one_place(self, sample: Path) -> None:
        result = run(sample, "add", "2101.00001", "arXiv:2101.00001", "--dry-run")
        assert result.stderr.count("place:") == 1

    def test_a_key_that_is_taken_is_no_finding(self, sample: Path) -> None:
        with (sample / "docs/references.bib").open("a") as file:
            file.write("\n@misc{ek2021undecidable, title={Soil}, author={Ek, Bo}, year=2021}\n")
        result = run(sample, "add", "2101.00007", "--yes")
        assert "ek2021undecidableb" in load(sample).papers
        assert "warning" not in result.stderr


class TestBadDays:
    def test_an_unknown_number(self, sample: Path) -> None:
        before = sources(sample)
        result = run(sample, "add", "2101.99999", "--yes")
        assert result.exit_code == 1
        assert "2101.99999: not added: arXiv does not know 2101.99999" in result.stderr
        assert sources(sample) == before

    def test_what_is_known_is_added_beside_what_is_not(self, sample: Path) -> None:
        result = run(sample, "add", "2101.99999", "2101.00007", "--yes")
        assert result.exit_code == 1
        assert "ek2021undecidable" in load(sample).papers

    def test_all_services_are_down(self, sample: Path, world: FakeWorld) -> None:
        world.services.always = status(503)
        before = sources(sample)
        result = run(sample, "add", "2101.00007", "--yes")
        assert result.exit_code == 1
        assert "not added: arXiv: status 503: it is overloaded or under repair" in result.stderr
        assert sources(sample) == before

    def test_nobody_waits_without_knowing_for_what(self, sample: Path, world: FakeWorld) -> None:
        world.services.faults = [status(429, Retry_After="40")]
        result = run(sample, "add", "2101.00007", "--yes")
        assert result.stderr.startswith(
            "arXiv: status 429: it is asked too often; it is asked again in 40 s\n"
        )
        assert result.exit_code == 0

    def test_one_service_is_down(self, sample: Path, world: FakeWorld) -> None:
        world.services.only, world.services.always = "Crossref", status(503)
        result = run(sample, "add", "2101.00007", "--yes")
        assert result.exit_code == 3
        assert "Crossref was not heard" in result.stderr
        assert "ek2021undecidable" in load(sample).papers

    def test_offline_what_was_kept_is_enough(self, sample: Path, world: FakeWorld) -> None:
        run(sample, "add", "2101.00007", "--dry-run")
        asked = len(world.services.log)
        assert run(sample, "add", "2101.00007", "--offline", "--yes").exit_code == 0
        assert run(sample, "add", "2101.00001", "--offline", "--yes").exit_code == 1
        assert len(world.services.log) == asked
        assert "ek2021undecidable" in load(sample).papers

    def test_a_full_disk_is_told_with_the_file(
        self, sample: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(file: object, operation: int) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr("surveygen.metadata.pace.fcntl.flock", full)
        result = run(sample, "add", "2101.00007", "--yes")
        assert result.exit_code == 1
        assert result.stderr.endswith("/.surveygen/pace/arxiv: No space left on device\n")

    def test_a_bibliography_that_is_not_utf_8_is_left_alone(self, sample: Path) -> None:
        bib = sample / "docs/references.bib"
        bib.write_bytes(bib.read_bytes() + "\n% für\n".encode("latin-1"))
        before = sources(sample)
        result = run(sample, "add", "2101.00007", "--yes")
        assert result.exit_code == 1
        assert "save it as UTF-8 first" in result.stderr
        assert sources(sample) == before

    def test_a_title_cannot_inject(self, sample: Path, world: FakeWorld) -> None:
        title = "Bad} , @article{x, title={y}} \\input{/etc/passwd} % \x1b[31m <script>"
        world.services.works.append(
            Work(title, ("Eve {Bad} and Co, the and others",), 2024, arxiv="2401.00001")
        )
        result = run(sample, "add", "2401.00001", "--yes")
        if result.exit_code == 0:
            keys = set(load(sample).papers)
            assert len(keys) == len(set(load(sample).papers)) and "x" not in keys
        assert "\x1b[31m" not in result.stderr + result.stdout
