"""CPU seconds of the PDF: what ``surveygen build pdf`` adds to Sphinx's step and to LaTeX's own.

Sphinx's step is plain sphinx-build on the same files; LaTeX's is latexmk alone on the same .tex. A
build after a change that leaves the .tex as it was has nothing to set.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from measuring import Cost, cost_of

from build import copy_survey, program
from surveygen import load

LIMIT = 1.2
"""Times latexmk that a build may take beside Sphinx's step."""
LATEXMK = ("latexmk", "-xelatex", "-interaction=nonstopmode", "-halt-on-error", "survey.tex")


def main() -> int:
    """Measure and print; 1 where the limit is not kept."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--survey", type=Path, default=Path(__file__).resolve().parents[1])
    options = parser.parse_args()
    if not shutil.which("latexmk"):
        print("benchmark: there is no latexmk", file=sys.stderr)
        return 0
    with tempfile.TemporaryDirectory(prefix="surveygen-pdf-") as name:
        steps = measure(options.survey, Path(name), options.runs)
    print("| step | CPU s, median (least-greatest) |\n|---|---|")
    for step, costs in steps.items():
        totals = [cost.total for cost in costs]
        median, least, greatest = statistics.median(totals), min(totals), max(totals)
        print(f"| {step} | {median:.2f} ({least:.2f}-{greatest:.2f}) |")
    whole, sphinx, latex = (
        statistics.median(cost.total for cost in steps[step])
        for step in ("surveygen build pdf", "sphinx-build -b latex", "latexmk alone")
    )
    ratio = (whole - sphinx) / latex
    print(f"\nbuild without Sphinx's step: {ratio:.2f} times latexmk alone, at most {LIMIT}")
    return int(ratio > LIMIT)


def measure(origin: Path, folder: Path, runs: int) -> dict[str, list[Cost]]:
    """The costs of every step, the steps in turns."""
    root, attic, log = folder / "survey", folder / "attic", folder / "log.txt"
    attic.mkdir()
    copy_survey(load(origin), root)
    build = [program("surveygen"), "build", "pdf"]
    sphinx = [program("sphinx-build"), "-q", "-b", "latex", "-d", "build/trees", "docs", "build/l"]
    front = root / "docs" / "index.md"

    def aside(number: int) -> None:
        for name in ("build", ".surveygen", "docs/survey", "alone"):
            if (root / name).exists():
                (root / name).rename(attic / f"{number}-{len(list(attic.iterdir()))}")

    def whole(number: int) -> Cost:
        aside(number)
        return cost_of(build, root, log)

    def again(number: int) -> Cost:
        # A comment is no part of the .tex.
        with front.open("a", encoding="utf-8") as file:
            file.write(f"\n% {number}\n")
        return cost_of(build, root, log)

    def alone(number: int) -> Cost:
        ours = root / "build" / "latex"
        kept = shutil.ignore_patterns("survey.[!t]*", "*.fdb_latexmk", "*.fls", "survey.toc")
        shutil.copytree(ours, root / "alone", ignore=kept)
        return cost_of(LATEXMK, root / "alone", log)

    def step_of_sphinx(number: int) -> Cost:
        aside(number)
        return cost_of(sphinx, root, log)

    steps: dict[str, Callable[[int], Cost]] = {
        "surveygen build pdf": whole,
        "the same, with the .tex unchanged": again,
        "latexmk alone": alone,
        "sphinx-build -b latex": step_of_sphinx,
    }
    costs: dict[str, list[Cost]] = {name: [] for name in steps}
    for number in range(runs):
        for name, step in steps.items():
            costs[name].append(step(number))
    return costs


if __name__ == "__main__":
    sys.exit(main())
