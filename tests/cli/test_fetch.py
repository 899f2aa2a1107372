"""``fetch`` looks up what became of works, proposes it with its source, and survives bad days."""

from __future__ import annotations

import itertools
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT, change, contents, run
from metadata.fake_services import Work, status
from metadata.world import FakeWorld

from surveygen.metadata.arxiv import ARXIV
from surveygen.project import load

BIB = "docs/references.bib"
PREPRINT = """
@misc{peres2022value,
  author        = {Peres, Ada and van der Meer, Ludwig},
  title         = {On the Value of Preparing the Field},
  year          = {2022},
  month         = jul,
  eprint        = {2207.01234},
  archiveprefix = {arXiv},
  keywords      = {mine},
}
"""
ON_ARXIV = Work(
    "On the Value of Preparing the Field",
    ("Ada Peres", "Ludwig van der Meer"),
    2022,
    arxiv="2207.01234",
    arxiv_doi="10.5555/12345678",
)
PUBLISHED = replace(
    ON_ARXIV, arxiv="", doi="10.5555/12345678", year=2023, venue=("Conference on Fields",)
)
TURING = Work(
    "On Computable Numbers, with an Application to the Entscheidungsproblem",
    ("Alan M. Turing",),
    1937,
    doi="10.1112/plms/s2-42.1.230",
    type="journal-article",
    venue=("Proceedings of the London Mathematical Society",),
)


def sources(root: Path) -> dict[str, str]:
    return {name: it for name, it in contents(root).items() if not name.startswith(".surveygen")}


@pytest.fixture
def world(sample: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeWorld]:
    """Services that know three works; the sample also has the preprint."""
    with (sample / BIB).open("a") as file:
        file.write(PREPRINT)
    found = FakeWorld(sample, [ON_ARXIV, PUBLISHED, TURING])
    monkeypatch.setattr("surveygen.metadata.run.WORLD", found.world)
    yield found
    found.close()


def entry(root: Path, key: str = "peres2022value") -> dict[str, str]:
    return dict(load(root).papers[key].entry.fields)


class TestPlan:
    def test_a_preprint_that_was_published(self, sample: Path, world: FakeWorld) -> None:
        before = (sample / BIB).read_text()
        result = run(sample, "fetch", "peres2022value", "--yes")
        assert result.exit_code == 0, result.stderr
        assert "peres2022value: published since (Crossref, certain)" in result.stderr
        assert "  @misc -> @inproceedings" in result.stderr
        assert "  year: 2022 -> 2023" in result.stderr
        after = (sample / BIB).read_text()
        assert after.removesuffix(after[len(before) - len(PREPRINT) :]) == before.removesuffix(
            PREPRINT
        )
        assert after.endswith(
            """
@inproceedings{peres2022value,
  author        = {Peres, Ada and van der Meer, Ludwig},
  title         = {On the Value of Preparing the Field},
  year          = {2023},
  eprint        = {2207.01234},
  archiveprefix = {arXiv},
  keywords      = {mine},
  booktitle     = {Conference on Fields},
  doi           = {10.5555/12345678},
}
"""
        )

    def test_it_is_proposed_once(self, sample: Path, world: FakeWorld) -> None:
        run(sample, "fetch", "--yes")
        before, record = sources(sample), sample / ".surveygen/provenance.jsonl"
        recorded = record.read_text()
        assert "nothing to change" in run(sample, "fetch", "--yes").stderr
        assert (sources(sample), record.read_text()) == (before, recorded)

    def test_a_dry_run_shows_the_diff(self, sample: Path, world: FakeWorld) -> None:
        before = sources(sample)
        result = run(sample, "fetch", "--dry-run")
        assert "+  doi           = {10.5555/12345678}," in result.stdout
        assert sources(sample) == before

    def test_without_consent_nothing_is_written(self, sample: Path, world: FakeWorld) -> None:
        before = sources(sample)
        assert run(sample, "fetch").exit_code == 1
        assert sources(sample) == before

    def test_json(self, sample: Path, world: FakeWorld) -> None:
        result = run(sample, "fetch", "--dry-run", "--json")
        content = json.loads(result.stdout)
        (proposal,) = content["proposals"]
        assert proposal["key"] == "peres2022value"
        assert proposal["source"] == "Crossref"
        assert content["files"] == [BIB, ".surveygen/provenance.jsonl"]

    def test_the_source_of_every_field_is_recorded(self, sample: Path, world: FakeWorld) -> None:
        run(sample, "fetch", "--yes")
        lines = (sample / ".surveygen/provenance.jsonl").read_text().splitlines()
        records = [json.loads(line) for line in lines]
        assert {it["field"] for it in records} == {"booktitle", "doi", "year", "month"}
        assert {(it["key"], it["source"], it["id"], it["confidence"]) for it in records} == {
            ("peres2022value", "Crossref", "10.5555/12345678", "certain")
        }
        run(sample, "clean")
        assert (sample / ".surveygen/provenance.jsonl").is_file()

    def test_a_retraction(self, sample: Path, world: FakeWorld) -> None:
        update = {"DOI": TURING.doi, "type": "retraction", "updated": {"date-parts": [[2024, 5]]}}
        world.services.works.append(Work("Retraction", doi="10.5555/9", update_to=[update]))
        run(sample, "fetch", "turing1936computable", "--yes")
        fields = entry(sample, "turing1936computable")
        assert fields["x-status"] == "retracted"
        assert fields["x-status-note"] == "2024-05, doi:10.5555/9"

    def test_a_key_that_is_no_entry(self, sample: Path, world: FakeWorld) -> None:
        result = run(sample, "fetch", "turing1936computible")
        assert result.exit_code == 1
        assert 'did you mean "turing1936computable"' in result.stderr
        assert not world.services.log

    def test_locked(self, sample: Path, world: FakeWorld) -> None:
        change(sample / BIB, "keywords      = {mine}", "x-locked = {year}")
        assert "nothing to change" in run(sample, "fetch", "--yes").stderr

    def test_what_cannot_be_edited_is_said(self, sample: Path, world: FakeWorld) -> None:
        change(sample / BIB, "year          = {2022}", 'year = "20" # "22"')
        result = run(sample, "fetch", "--yes")
        assert result.exit_code == 0
        assert "write booktitle = {Conference on Fields}, doi = {10.5555/12345678}" in result.stderr
        assert "[M004]" in result.stderr

    def test_wrong_and_unknown_identifiers_are_told_at_their_line(
        self, sample: Path, world: FakeWorld
    ) -> None:
        other = replace(TURING, title="Soil", authors=("Bo Ek",))
        world.services.works[2] = other
        result = run(sample, "fetch", "turing1936computable", "church1936unsolvable")
        assert 'references.bib:20:3: warning: Crossref has "Soil" under' in result.stderr
        assert "references.bib:29:3: warning: no agency knows the DOI" in result.stderr

    def test_findings_come_in_the_order_of_the_file(self, sample: Path, world: FakeWorld) -> None:
        result = run(sample, "fetch", "church1936unsolvable", "godel1931formal")
        lines = [int(line.split(":")[1]) for line in result.stderr.splitlines() if "M002" in line]
        assert lines == sorted(lines)
        assert len(lines) == 2


@pytest.mark.slow
class TestBadDays:
    def test_a_service_that_is_down(self, sample: Path, world: FakeWorld) -> None:
        world.services.always = status(503)
        before = sources(sample)
        result = run(sample, "fetch", "--yes")
        assert result.exit_code == 3
        assert "arXiv was not heard: status 503: it is overloaded or under repair" in result.stderr
        assert sources(sample) == before

    def test_kept_answers_stand_in_and_it_says_so(self, sample: Path, world: FakeWorld) -> None:
        run(sample, "fetch", "--dry-run")
        world.clock.time += 40 * 86400
        world.services.always = status(503)
        result = run(sample, "fetch", "--yes")
        assert result.exit_code == 3
        assert entry(sample)["doi"] == "10.5555/12345678"

    def test_one_service_down_leaves_the_others(self, sample: Path, world: FakeWorld) -> None:
        world.services.only = "arXiv"
        world.services.always = status(503)
        result = run(sample, "fetch", "--yes")
        assert result.exit_code == 3
        # By its title, for arXiv could not link it.
        assert "published since (Crossref, likely)" in result.stderr

    def test_offline_asks_nobody(self, sample: Path, world: FakeWorld) -> None:
        result = run(sample, "fetch", "--offline", "--yes")
        assert (result.exit_code, world.services.log) == (0, [])
        assert re.search(r"works looked up \(\d+ not in full\), 0 requests", result.stderr)
        run(sample, "fetch", "--dry-run")
        asked = len(world.services.log)
        run(sample, "fetch", "--offline", "--yes")
        assert len(world.services.log) == asked
        assert entry(sample)["doi"] == "10.5555/12345678"

    def test_nothing_is_asked_twice(self, sample: Path, world: FakeWorld) -> None:
        run(sample, "fetch", "--dry-run")
        asked = len(world.services.log)
        run(sample, "fetch", "--dry-run")
        assert len(world.services.log) == asked
        run(sample, "fetch", "--dry-run", "--refresh")
        assert len(world.services.log) == 2 * asked


PROGRAM = """
import json, sys, time
from dataclasses import replace
from pathlib import Path
from metadata.fake_services import Work
from metadata.world import FakeWorld
import surveygen.metadata.run as run

class Clock:
    def __init__(self, ahead):
        self.ahead = ahead
    def now(self):
        return time.time() + self.ahead
    def sleep(self, seconds):
        self.ahead += seconds
        time.sleep(min(seconds, 0.02))

rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
works = []
for row in rows:
    work = Work(row["title"], tuple(row["authors"] or ["N. N."]), int(row["year"]))
    works += [replace(work, arxiv=row["arxiv"] or ""), replace(work, doi=row["doi"] or "")]
world = FakeWorld(Path(sys.argv[2]), works)
world.clock = world.services.clock = Clock(float(sys.argv[4]))
run.WORLD = world.world
from surveygen.cli.main import main
try:
    main(["-C", sys.argv[2], "fetch", "--dry-run"], standalone_mode=False)
finally:
    with open(sys.argv[3], "w") as file:
        json.dump([[seen.time, seen.service, seen.path] for seen in world.services.log], file)
"""


@pytest.mark.slow
def test_an_interrupted_fetch_of_the_survey_goes_on_where_it_was(tmp_path: Path) -> None:
    root = tmp_path / "survey"
    (root / "docs").mkdir(parents=True)
    (root / "taxonomy.yaml").write_bytes((ROOT / "taxonomy.yaml").read_bytes())
    (root / BIB).write_bytes((ROOT / BIB).read_bytes())

    def fetch(log: str, ahead: int, after: str = "") -> tuple[int, str, list[list[str]]]:
        command = [sys.executable, "-c", PROGRAM, str(ROOT / "tests/data/expected.jsonl")]
        process = subprocess.Popen(
            [*command, str(root), str(tmp_path / log), str(ahead)],
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT / "tests")},
        )
        assert process.stderr is not None
        said = []
        for line in process.stderr:
            said.append(line)
            if after and after in line:
                process.send_signal(signal.SIGINT)
                after = ""
        return process.wait(), "".join(said), json.loads((tmp_path / log).read_text())

    code, said, first = fetch("first", 0, after="Crossref: 111 of")
    assert code == 130
    assert "interrupted; run the same command again to go on" in said
    assert "Traceback" not in said
    code, said, second = fetch("second", 3600)
    assert code == 0, said
    asked = [path for _time, _service, path in (*first, *second)]
    # The one that was under way may have been asked again.
    assert len(asked) - len(set(asked)) <= 1
    assert 100 < len(first) < len(asked)
    for log in (first, second):
        times = [float(time) for time, service, _path in log if service == ARXIV.name.lower()]
        assert all(b - a >= ARXIV.interval - 0.001 for a, b in itertools.pairwise(times))
    code, _said, third = fetch("third", 7200)
    assert (code, third) == (0, [])
