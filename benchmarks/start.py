"""CPU seconds until a command says something, beside importing click and nothing else."""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from measuring import cost_of

from build import copy_survey, program
from surveygen import load


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--survey", type=Path, default=Path(__file__).resolve().parents[1])
    options = parser.parse_args()
    surveygen = program("surveygen")
    commands = {
        "python -c 'import click'": [sys.executable, "-c", "import click"],
        "surveygen --version": [surveygen, "--version"],
        "surveygen --help": [surveygen, "--help"],
        "surveygen status": [surveygen, "status"],
        "surveygen check": [surveygen, "check"],
    }
    with tempfile.TemporaryDirectory(prefix="surveygen-start-") as name:
        root, log = Path(name, "survey"), Path(name, "log.txt")
        copy_survey(load(options.survey), root)
        for command in commands.values():
            cost_of(command, root, log)
        found = {
            shown: statistics.median(cost_of(command, root, log).total for _ in range(options.runs))
            for shown, command in commands.items()
        }
    click, *_ = found.values()
    print("| command | CPU s | times importing click |\n|---|---|---|")
    for shown, seconds in found.items():
        print(f"| `{shown}` | {seconds:.3f} | {seconds / click:.1f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
