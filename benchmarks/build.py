"""CPU seconds of a build: ``surveygen build html exports`` beside two other stacks.

Three states are measured on the same papers, the stacks one after the other: *cold* (no output, no
cache), *no-op* (nothing changed) and *edit* (the text of one note changed). See README.md.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import os
import platform
import re
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from larger_survey import write_larger_survey
from measuring import Cost, ProcessFailed, cost_of
from mkdocs_stack import mkdocs_paper_source, write_mkdocs_stack
from plain_stack import paper_source, write_plain_stack

from surveygen import Paper, Survey, SurveyNotFound, Unreadable, load

STATES = ("cold", "no-op", "edit")
OURS, PLAIN, MKDOCS = "surveygen", "plain stack", "MkDocs"
DISTRIBUTIONS = (
    *("surveygen", "sphinx", "myst-parser", "furo", "sphinxcontrib-bibtex", "pybtex", "pagefind"),
    *("mkdocs-material", "mkdocs-bibtex"),
)
FIRST_NOTE = (
    "---\ntldr: A note to measure with.\n---\nIt stands here because something must change.\n"
)
"""Note of a survey that has none yet."""
WARNING = re.compile(r"^.*\b(?:WARNING|ERROR|CRITICAL): .*$", re.MULTILINE | re.IGNORECASE)
WARNINGS_SHOWN = 5
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Side:
    """One of those that are compared: how it is built, and what it reads and writes."""

    name: str
    root: Path
    command: Sequence[str]
    outputs: Sequence[str]
    """All that a build leaves behind, relative to the root."""
    note: Path
    """The file whose text is changed for the third state."""
    text: str
    """That file's text before any change."""
    page: str
    """Where a paper's page lies, with its slug to be filled in."""
    attic: Path
    """Old outputs wait here for the end: creating files is slow right after mass deletion."""
    environment: Mapping[str, str] = field(default_factory=dict)

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
    reports = []
    for size in (*options.sizes, *options.alone):
        stacks = (OURS,) if size in options.alone else (OURS, PLAIN, MKDOCS)
        with tempfile.TemporaryDirectory(prefix="surveygen-bench-") as folder:
            try:
                report = measure(options.survey, Path(folder), size, stacks, options.runs)
            except (BenchmarkFailed, SurveyNotFound, Unreadable) as error:
                print(f"benchmark: {error}", file=sys.stderr)
                return 2
        print_report(report)
        reports.append(report)
    print_growth(reports)
    if options.json:
        options.json.write_text(json.dumps(reports, indent=2) + "\n", encoding="utf-8")
    return verdict(reports, options.max_ratio)


def measure(
    origin: Path, folder: Path, size: int, stacks: Sequence[str], runs: int
) -> dict[str, Any]:
    """Every figure for a number of papers; as many as the survey has where it is 0."""
    survey, sides, paper = prepare(origin, folder, size, stacks)
    built = {side.name: warm_up(side, survey) for side in sides}
    measured = [run for number in range(1, runs + 1) for run in measure_round(sides, number, paper)]
    return make_report(survey, built, measured)


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3, help="measured rounds (default: 3)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure to FILE")
    parser.add_argument(
        "--sizes",
        type=int,
        nargs="+",
        metavar="N",
        default=[0],
        help="numbers of papers; 0 is the survey as it is, with its guide (default)",
    )
    parser.add_argument(
        "--alone", type=int, nargs="+", metavar="N", default=[], help="sizes of surveygen alone"
    )
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


# The sides


def prepare(
    origin: Path, folder: Path, size: int, stacks: Sequence[str]
) -> tuple[Survey, list[Side], Paper]:
    """Copy the survey, write its twins for the other stacks; the paper is the one to change."""
    root = folder / "ours"
    if size:
        write_larger_survey(load(origin), root, size)
    else:
        copy_survey(load(origin), root)
    survey = load(root)
    paper = changed_paper(survey)
    note = root / survey.taxonomy.notes / f"{paper.key}.md"
    if paper.note is None:
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(FIRST_NOTE, encoding="utf-8")
        survey = load(root)
    makers = {OURS: our_side, PLAIN: plain_side, MKDOCS: mkdocs_side}
    return survey, [makers[name](survey, folder, paper) for name in stacks], paper


def our_side(survey: Survey, folder: Path, paper: Paper) -> Side:
    """The survey itself."""
    note = survey.root / survey.taxonomy.notes / f"{paper.key}.md"
    command = [program("surveygen"), "build", "html", "exports"]
    outputs = ["build", ".surveygen", "docs/survey"]
    return make_side(OURS, survey.root, command, outputs, note, "build/html/papers/{}.html")


def plain_side(survey: Survey, folder: Path, paper: Paper) -> Side:
    """Its twin for Sphinx with MyST, furo and sphinxcontrib-bibtex."""
    root = folder / "plain"
    write_plain_stack(survey, root)
    sphinx = [program("sphinx-build"), "-q", "--no-color", "-b", "html", "-d", "build/doctrees"]
    command = [*sphinx, ".", "build/html"]
    source = paper_source(root, paper)
    return make_side(PLAIN, root, command, ["build"], source, "build/html/papers/{}.html")


def mkdocs_side(survey: Survey, folder: Path, paper: Paper) -> Side:
    """Its twin for MkDocs with Material and mkdocs-bibtex."""
    root = folder / "mkdocs"
    write_mkdocs_stack(survey, root)
    command = [program("mkdocs"), "build", "-q"]
    source = mkdocs_paper_source(root, paper)
    side = make_side(MKDOCS, root, command, ["site"], source, "site/papers/{}/index.html")
    return replace(side, environment={"NO_MKDOCS_2_WARNING": "1"})


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
    name: str,
    root: Path,
    command: Sequence[str],
    outputs: Sequence[str],
    source: Path,
    page: str,
) -> Side:
    """A side whose files are written."""
    attic = root.with_name(f"{root.name}-old")
    attic.mkdir()
    text = source.read_text(encoding="utf-8")
    return Side(name, root, command, outputs, source, text, page, attic)


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
    pages = sum(1 for name in side.outputs for _ in (side.root / name).rglob("*.html"))
    return Built(pages, WARNING.findall(said_by(side)))


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
    """Build a side."""
    try:
        return cost_of(side.command, side.root, side.log, side.environment)
    except ProcessFailed as code:
        said = said_by(side)[-2000:]
        raise BenchmarkFailed(f"{side.name} ended with {code}\n{said}") from None


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
    """The page of a paper."""
    return side.root / side.page.format(paper.slug)


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
    """Medians and ranges of one state, and the ratios of surveygen to the others."""
    names = dict.fromkeys(run.side for run in runs)
    costs = {name: [run.cost for run in runs if run.side == name] for name in names}
    found: dict[str, Any] = {
        name: {
            "total": spread(cost.total for cost in those),
            "user": spread(cost.user for cost in those),
            "system": spread(cost.system for cost in those),
            "peak": max(cost.peak for cost in those),
        }
        for name, those in costs.items()
    }
    ratios = {}
    for name in costs.keys() - {OURS}:
        pairs = zip(costs[OURS], costs[name], strict=True)
        medians = [found[side]["total"]["median"] for side in (OURS, name)]
        of_pairs = spread(ours.total / other.total for ours, other in pairs)
        ratios[name] = {"of medians": medians[0] / medians[1], "of pairs": of_pairs}
    return {"sides": found, "ratios": ratios}


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
    print("\nCPU seconds, median (least-greatest); MiB")
    row = "{:<6} {:<11}  {:<21} {:<21} {:<19} {:>5}  {}".format
    print(row("state", "stack", "user + sys", "user", "sys", "peak", "surveygen is").rstrip())
    for state, found in report["states"].items():
        for name, side in found["sides"].items():
            times = (shown(side[part]) for part in ("total", "user", "system"))
            ratio = found["ratios"].get(name)
            of = f"{ratio['of medians']:.2f}, of pairs {shown(ratio['of pairs'])}" if ratio else ""
            print(row(state, name, *times, side["peak"], of).rstrip())
    print(flush=True)


def shown(figures: Mapping[str, float]) -> str:
    """A median with its range."""
    return f"{figures['median']:.2f} ({figures['min']:.2f}-{figures['max']:.2f})"


def print_growth(reports: Sequence[Mapping[str, Any]]) -> None:
    """How a cold build grows from each size to the next: the exponent of the number of papers."""
    for before, after in itertools.pairwise(reports):
        papers = [report["survey"]["papers"] for report in (before, after)]
        for name, side in after["states"]["cold"]["sides"].items():
            earlier = before["states"]["cold"]["sides"].get(name)
            if earlier and papers[0] < papers[1]:
                times = [it["total"]["median"] for it in (earlier, side)]
                exponent = math.log(times[1] / times[0]) / math.log(papers[1] / papers[0])
                print(f"{name}: {papers[0]} to {papers[1]} papers, exponent {exponent:.2f}")


def verdict(reports: Sequence[Mapping[str, Any]], limit: float | None) -> int:
    """1 when a limit is given and a cold ratio to the plain stack is above it, else 0."""
    ratios = [report["states"]["cold"]["ratios"].get(PLAIN) for report in reports]
    highest = max((ratio["of medians"] for ratio in ratios if ratio), default=0.0)
    if limit is None or highest <= limit:
        return 0
    print(f"benchmark: the cold ratio {highest:.2f} is above {limit}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
