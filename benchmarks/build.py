"""CPU seconds of a build: ``surveygen build html exports`` beside the plain stack.

Three states are measured on the same content, in pairs one after the other: *cold* (no output, no
cache), *no-op* (nothing changed) and *edit* (the text of one note changed). See README.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from plain_stack import paper_source, write_plain_stack

from surveygen import Paper, Survey, SurveyNotFound, Unreadable, load

STATES = ("cold", "no-op", "edit")
OURS, PLAIN = "surveygen", "plain stack"
DISTRIBUTIONS = ("surveygen", "sphinx", "myst-parser", "furo", "sphinxcontrib-bibtex", "pybtex")
FIRST_NOTE = (
    "---\ntldr: A note to measure with.\n---\nIt stands here because something must change.\n"
)
"""Note of a survey that has none yet."""
WARNING = re.compile(r"^.*\b(?:WARNING|ERROR|CRITICAL): .*$", re.MULTILINE | re.IGNORECASE)
WARNINGS_SHOWN = 5
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Cost:
    """CPU seconds of a process and all that it started."""

    user: float
    system: float

    @property
    def total(self) -> float:
        """User and system time together."""
        return self.user + self.system


@dataclass(frozen=True)
class Side:
    """One of the two that are compared: how it is built, and what it reads and writes."""

    name: str
    root: Path
    command: Sequence[str]
    outputs: Sequence[str]
    """All that a build leaves behind, relative to the root."""
    note: Path
    """The file whose text is changed for the third state."""
    text: str
    """That file's text before any change."""
    site: Path
    attic: Path
    """Old outputs wait here for the end: creating files is slow right after mass deletion."""

    @property
    def log(self) -> Path:
        """What the last build said."""
        return self.attic / "log.txt"


@dataclass(frozen=True)
class Run:
    """One measured build."""

    number: int
    state: str
    side: str
    cost: Cost


@dataclass(frozen=True)
class Built:
    """What a cold build made."""

    pages: int
    warnings: Sequence[str]


class BenchmarkFailed(Exception):
    """A build failed, or did not do what was measured."""


def main() -> int:
    """Measure, print, and say by the exit code whether the ratio is kept."""
    options = parse_arguments()
    with tempfile.TemporaryDirectory(prefix="surveygen-bench-") as folder:
        try:
            survey, sides, paper = prepare(options.survey, Path(folder))
            built = {side.name: warm_up(side, survey) for side in sides}
            runs = [
                run
                for number in range(1, options.runs + 1)
                for run in measure_round(sides, number, paper)
            ]
        except (BenchmarkFailed, SurveyNotFound, Unreadable) as error:
            print(f"benchmark: {error}", file=sys.stderr)
            return 2
    report = make_report(survey, built, runs)
    print_report(report)
    if options.json:
        options.json.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    return verdict(report, options.max_ratio)


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3, help="measured rounds (default: 3)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure to FILE")
    parser.add_argument(
        "--max-ratio",
        type=float,
        metavar="R",
        help="exit 1 when surveygen's cold median is more than R of the plain stack's",
    )
    parser.add_argument(
        "--survey",
        type=Path,
        metavar="DIR",
        default=Path(__file__).resolve().parents[1],
        help="the survey to build (default: this repository's)",
    )
    options = parser.parse_args()
    if options.runs < 1:
        parser.error("--runs must be at least 1")
    return options


# The two sides


def prepare(origin: Path, folder: Path) -> tuple[Survey, list[Side], Paper]:
    """Copy the survey, write its twin for the plain stack; the paper is the one to change."""
    ours, plain = folder / "ours", folder / "plain"
    copy_survey(load(origin), ours)
    survey = load(ours)
    paper = changed_paper(survey)
    note = ours / survey.taxonomy.notes / f"{paper.key}.md"
    if paper.note is None:
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(FIRST_NOTE, encoding="utf-8")
        survey = load(ours)
    write_plain_stack(survey, plain)
    sphinx = [program("sphinx-build"), "-q", "--no-color", "-b", "html", "-d", "build/doctrees"]
    sides = [
        make_side(
            OURS,
            ours,
            [program("surveygen"), "build", "html", "exports"],
            ["build", ".surveygen", "docs/survey"],
            note,
        ),
        make_side(
            PLAIN, plain, [*sphinx, ".", "build/html"], ["build"], paper_source(plain, paper)
        ),
    ]
    return survey, sides, paper


def copy_survey(survey: Survey, target: Path) -> None:
    """Copy what people write of a survey, without anything that was generated from it."""
    docs = survey.root / "docs"
    shutil.copytree(docs, target / "docs")
    shutil.rmtree(target / "docs" / "survey", ignore_errors=True)
    for name in (survey.taxonomy.path, *survey.taxonomy.bibliography):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(survey.root / name, target / name)


def changed_paper(survey: Survey) -> Paper:
    """The first paper in tree order that has a note; the first of all where none has."""
    papers = list(survey.in_tree_order())
    if not papers:
        raise BenchmarkFailed("the survey has no papers")
    return next((paper for paper in papers if paper.note), papers[0])


def make_side(
    name: str, root: Path, command: Sequence[str], outputs: Sequence[str], note: Path
) -> Side:
    """A side whose files are written."""
    attic = root.with_name(f"{root.name}-old")
    attic.mkdir()
    text = note.read_text(encoding="utf-8")
    return Side(name, root, command, outputs, note, text, root / "build" / "html", attic)


def program(name: str) -> str:
    """A program of this Python's environment; else the one on the path."""
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if found is None:
        raise BenchmarkFailed(f"{name} is not installed; run `nox -s bench`")
    return found


# Measuring


def warm_up(side: Side, survey: Survey) -> Built:
    """An unmeasured cold build: fills the file cache, and is looked at."""
    build(side)
    missing = [p.key for p in survey.papers.values() if not page_of(side, p).is_file()]
    if missing:
        raise BenchmarkFailed(f"{side.name}: no page for {', '.join(missing[:5])}")
    return Built(sum(1 for _ in side.site.rglob("*.html")), WARNING.findall(said_by(side)))


def measure_round(sides: Sequence[Side], number: int, paper: Paper) -> list[Run]:
    """Every state once, the sides in turns."""
    before: dict[str, Callable[[Side], None]] = {
        "cold": lambda side: move_aside(side, number),
        "no-op": lambda side: None,
        "edit": lambda side: change_note(side, number),
    }
    runs = []
    for state in STATES:
        for side in sides:
            before[state](side)
            runs.append(Run(number, state, side.name, build(side)))
            if state == "edit" and marker(number) not in page_text(side, paper):
                raise BenchmarkFailed(f"{side.name}: the change of a note did not reach its page")
    return runs


def build(side: Side) -> Cost:
    """Build a side; the kernel counts what the process and its waited-for children use."""
    with side.log.open("wb") as log:
        process = subprocess.Popen(
            side.command,
            cwd=side.root,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, "NO_COLOR": "1"},
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        said = said_by(side)[-2000:]
        raise BenchmarkFailed(f"{side.name} ended with {process.returncode}\n{said}")
    return Cost(usage.ru_utime, usage.ru_stime)


def said_by(side: Side) -> str:
    """What the last build said, without colours and the temporary folder's name."""
    text = COLOUR.sub("", side.log.read_text(encoding="utf-8", errors="replace"))
    return text.replace(f"{side.root}/", "")


def move_aside(side: Side, number: int) -> None:
    """Make the next build a cold one."""
    for name in side.outputs:
        if (side.root / name).exists():
            (side.root / name).rename(side.attic / f"{number}-{name.replace('/', '-')}")


def change_note(side: Side, number: int) -> None:
    """Change the text of the note, not its front matter."""
    side.note.write_text(f"{side.text.rstrip()}\n\n{marker(number)}\n", encoding="utf-8")


def marker(number: int) -> str:
    """The sentence that a change adds."""
    return f"This sentence belongs to run {number} of the benchmark."


def page_of(side: Side, paper: Paper) -> Path:
    """The page of a paper, at the same place on both sides."""
    return side.site / "papers" / f"{paper.slug}.html"


def page_text(side: Side, paper: Paper) -> str:
    """The source of a paper's page."""
    return page_of(side, paper).read_text(encoding="utf-8")


# Reporting


def make_report(survey: Survey, built: Mapping[str, Built], runs: Sequence[Run]) -> dict[str, Any]:
    """Every figure, ready for JSON."""
    return {
        "machine": {"cores": cores(), "system": f"{platform.system()} {platform.machine()}"},
        "versions": {"python": platform.python_version()}
        | {name: version(name) for name in DISTRIBUTIONS},
        "survey": {
            "papers": len(survey.papers),
            "sections": len(survey.sections),
            "notes": sum(paper.note is not None for paper in survey.papers.values()),
        },
        "built": {name: asdict(made) for name, made in built.items()},
        "states": {state: summary([run for run in runs if run.state == state]) for state in STATES},
        "runs": [asdict(run) for run in runs],
    }


def summary(runs: Sequence[Run]) -> dict[str, Any]:
    """Medians and ranges of one state, and the ratios of surveygen to the plain stack."""
    costs = {name: [run.cost for run in runs if run.side == name] for name in (OURS, PLAIN)}
    pairs = [
        ours.total / plain.total for ours, plain in zip(costs[OURS], costs[PLAIN], strict=True)
    ]
    sides = {
        name: {
            "total": spread(cost.total for cost in found),
            "user": spread(cost.user for cost in found),
            "system": spread(cost.system for cost in found),
        }
        for name, found in costs.items()
    }
    medians = [sides[name]["total"]["median"] for name in (OURS, PLAIN)]
    return {**sides, "ratio": medians[0] / medians[1], "ratio of pairs": spread(pairs)}


def spread(values: Iterable[float]) -> dict[str, float]:
    """Median, least and greatest."""
    found = sorted(values)
    return {"median": statistics.median(found), "min": found[0], "max": found[-1]}


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def print_report(report: Mapping[str, Any]) -> None:
    """The report as a few lines for people."""
    survey, machine = report["survey"], report["machine"]
    number = max(run["number"] for run in report["runs"])
    print(", ".join(f"{name} {release}" for name, release in report["versions"].items()))
    print(
        f"{survey['papers']} papers, {survey['sections']} sections, {survey['notes']} notes; "
        f"{machine['system']}, {machine['cores']} cores; n = {number}"
    )
    for name, made in report["built"].items():
        print(f"{name}: {made['pages']} HTML pages; warnings: {len(made['warnings'])}")
        for warning in made["warnings"][:WARNINGS_SHOWN]:
            print(f"    {warning}")
    print("\nCPU seconds, median (least-greatest)\n")
    row = "{:<6} {:<11}  {:<19} {:<19} {:<19}".format
    print(row("state", "side", "user + sys", "user", "sys").rstrip())
    for state, found in report["states"].items():
        for name in (OURS, PLAIN):
            times = (shown(found[name][part]) for part in ("total", "user", "system"))
            print(row(state, name, *times).rstrip())
        pairs = shown(found["ratio of pairs"])
        print(f"{'':<6} {'ratio':<11}  {found['ratio']:.2f}; of pairs {pairs}")


def shown(figures: Mapping[str, float]) -> str:
    """A median with its range."""
    return f"{figures['median']:.2f} ({figures['min']:.2f}-{figures['max']:.2f})"


def verdict(report: Mapping[str, Any], limit: float | None) -> int:
    """1 when a limit is given and the cold ratio is above it, else 0."""
    ratio = report["states"]["cold"]["ratio"]
    if limit is None or ratio <= limit:
        return 0
    print(f"benchmark: the cold ratio {ratio:.2f} is above {limit}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
