"""CPU seconds of a large review that moves here: import of its outline, first and second build.

The review is made up: 84 topics in 12 sections, 2,400 entries, 3,200 citations; every topic has a
description, every fifth of them a formula and a citation. Each step runs once, in a new process.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

SECTIONS, TOPICS_EACH = 12, 7
ENTRIES, CITATIONS = 2400, 3200
WORDS = (
    "graph network model field learning sparse deep inverse random kernel stable neural flow "
    "tensor lattice signal noise prior sample gradient energy particle detector anomaly"
).split()


def main() -> int:
    """Write the review, measure, print a table."""
    with tempfile.TemporaryDirectory(prefix="surveygen-outline-") as name:
        folder = Path(name)
        write_review(folder, random.Random(20260101))
        print(
            f"{ENTRIES} entries, {CITATIONS} citations, {SECTIONS * (TOPICS_EACH + 1)} sections\n"
        )
        print("| step | user | sys |\n|---|---|---|")
        for step, arguments in (
            ("import", ("import", "review.tex", "--into", "review", "--yes")),
            ("import again", ("import", "review.tex", "--into", "review", "--yes")),
            ("build", ("-C", "review", "build")),
            ("build again", ("-C", "review", "build")),
        ):
            user, system, said = measured(folder, arguments)
            if user < 0 or "warning" in said.rpartition("papers, ")[2]:
                print(said[-2000:], file=sys.stderr)
                return 2
            print(f"| {step} | {user:.2f} | {system:.2f} |")
    return 0


def write_review(folder: Path, chance: random.Random) -> None:
    """Write review.tex and the refs.bib that it names."""
    keys = [f"author{number}y{2000 + number % 25}" for number in range(ENTRIES)]
    bib = (entry(key, number, chance) for number, key in enumerate(keys))
    (folder / "refs.bib").write_text("\n".join(bib), encoding="utf-8")
    # Every work once, and some again in another topic.
    cited = [*keys, *chance.sample(keys, CITATIONS - ENTRIES)]
    topics = SECTIONS * TOPICS_EACH
    parts = [cited[number::topics] for number in range(topics)]
    (folder / "review.tex").write_text("\n".join(outline(parts, chance)), encoding="utf-8")


def entry(key: str, number: int, chance: random.Random) -> str:
    """A BibTeX entry as services write them."""
    title = " ".join(chance.choices(WORDS, k=8)).capitalize()
    return (
        f"@article{{{key},\n  author = {{Author{number}, A. and Other{number % 97}, B.}},\n"
        f"  title = {{{title} {number}}},\n  journal = {{Journal of {WORDS[number % 24]}s}},\n"
        f"  year = {{{2000 + number % 25}}},\n  doi = {{10.1000/{number}}}\n}}\n"
    )


def outline(parts: Sequence[Sequence[str]], chance: random.Random) -> Iterator[str]:
    """The lines of the LaTeX outline."""
    yield "\\title{A review}\n\\begin{document}\n\\begin{itemize}"
    for number, keys in enumerate(parts):
        if number % TOPICS_EACH == 0:
            yield "\\end{itemize}" if number else ""
            yield f"\\item \\textbf{{Section {number // TOPICS_EACH}}}\n\\begin{{itemize}}"
        yield f"\\item \\textbf{{Topic {number}}}~\\cite{{{','.join(keys)}}}"
        more = f" $O(n^{number})$~\\cite{{{keys[0]}}}" if number % 5 == 0 else ""
        yield f"\\\\\\textit{{{' '.join(chance.choices(WORDS, k=20)).capitalize()}{more}.}}"
    yield "\\end{itemize}\n\\end{itemize}\n\\bibliography{refs}\n\\end{document}"


def measured(folder: Path, arguments: Sequence[str]) -> tuple[float, float, str]:
    """User and system seconds of a command, and what it said; user is negative where it failed."""
    log = folder / "log.txt"
    program = str(Path(sys.executable).parent / "surveygen")
    with log.open("wb") as file:
        process = subprocess.Popen(
            [program, *arguments], cwd=folder, stdout=file, stderr=subprocess.STDOUT
        )
        _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    user = usage.ru_utime if process.returncode == 0 else -1.0
    return user, usage.ru_stime, log.read_text(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    sys.exit(main())
