"""CPU seconds and memory that bibliographies of many entries take to read and to write.

Every format is read and written in a process of its own, from one generated bibliography. See
README.md.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from surveygen.readers.bibtex import read_bibtex
from surveygen.readers.formats import FORMATS
from surveygen.survey.entry import Entry
from surveygen.writers.bibtex import write_bibtex
from surveygen.writers.bibtex_flavours import in_biblatex
from surveygen.writers.csl_json import write_csl_json
from surveygen.writers.ris import write_ris

LIMITS = {"read": 20.0, "write": 5.0, "memory": 1024.0}
"""CPU seconds, and MiB, for 50,000 entries."""
WRITERS: dict[str, Callable[[Sequence[Entry]], str]] = {
    "bibtex": write_bibtex,
    "biblatex": lambda entries: write_bibtex(entries, flavour=in_biblatex),
    "ris": write_ris,
    "csl-json": write_csl_json,
}
WORDS = (
    "learning deep neural networks graph efficient robust quantization training spiking of on for "
    "ImageNet the with hardware 3D federated BERT attention transformers $O(n^2)$ low-rank"
).split()
FAMILIES = (
    "Müller Smith Erd{\\H{o}}s Zhang van-Dijk O'Neill {\\L}ukasz García Nguyễn Sørensen".split()
)
GIVEN = "Anna Bo C. David E.-J. Fang Guy H. Ines José Kim Lê".split()
VENUES = ("Journal of {X}", "Proceedings of the {ABC} Conference", "Transactions on Y \\& Z")


def main() -> int:
    """Measure, print, and say by the exit code whether the limits are kept."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--entries", type=int, default=50_000, help="(default: 50000)")
    options = parser.parse_args()
    share = options.entries / 50_000
    is_kept = True
    print(f"{options.entries} entries; CPU seconds and peak memory of a process of its own")
    with tempfile.TemporaryDirectory(prefix="surveygen-bench-") as folder:
        source = Path(folder) / "all.bib"
        source.write_text(bibliography(options.entries), encoding="utf-8")
        for name in WRITERS:
            file = Path(folder) / f"all.{name}"
            for step, action in (("write", write), ("read", read)):
                seconds, memory = measured(action, name, source, file)
                is_slow = seconds > LIMITS[step] * share or memory > LIMITS["memory"]
                is_kept &= not is_slow
                mark = "  above the limit" if is_slow else ""
                print(f"{step:<6} {name:<9} {seconds:6.2f} s {memory:6.0f} MiB{mark}")
    return 0 if is_kept else 1


def bibliography(count: int) -> str:
    """Entries as reference managers keep them; the same for the same count."""
    draw = random.Random(1)
    return "\n".join(entry(draw, number) for number in range(count))


def entry(draw: random.Random, number: int) -> str:
    """An entry with a dozen fields."""
    people = [f"{draw.choice(FAMILIES)}, {draw.choice(GIVEN)}" for _ in range(draw.randint(1, 7))]
    words = [draw.choice(WORDS) for _ in range(draw.randint(5, 14))]
    kind = draw.choice(("article", "article", "inproceedings", "misc"))
    venue = {"article": "journal", "inproceedings": "booktitle", "misc": "howpublished"}[kind]
    fields = {
        "author": " and ".join(people),
        "title": " ".join(words).capitalize() + f" {number}",
        venue: draw.choice(VENUES),
        "year": str(draw.randint(1950, 2026)),
        "volume": str(draw.randint(1, 90)),
        "number": str(draw.randint(1, 12)),
        "pages": f"{number % 900}--{number % 900 + draw.randint(1, 30)}",
        "doi": f"10.1000/{number}",
        "url": f"https://example.org/works/{number}?a=b_c",
        "publisher": "A Publisher",
        "keywords": ", ".join(draw.sample(WORDS[:12], 4)),
        "abstract": " ".join(draw.choice(WORDS) for _ in range(120)),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items()]
    return "\n".join([f"@{kind}{{key{number},", *lines, "}"]) + "\n"


def measured(
    action: Callable[[str, Path, Path], float], name: str, source: Path, file: Path
) -> tuple[float, float]:
    """CPU seconds of an action, and the peak memory of its process in MiB."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        seconds = pool.apply(action, (name, source, file))
        memory: float = pool.apply(peak_memory)
    return seconds, memory


def peak_memory() -> float:
    """MiB that this process had at most."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20


def cpu_seconds() -> float:
    """User and system time of this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def write(name: str, source: Path, file: Path) -> float:
    """Write a file of a format; reading the source does not count, decoding its values does."""
    entries = list(read_bibtex([(source.name, source.read_bytes())]).entries.values())
    start = cpu_seconds()
    file.write_text(WRITERS[name](entries), encoding="utf-8")
    return cpu_seconds() - start


def read(name: str, source: Path, file: Path) -> float:
    """Read that file, and show of each entry what a list shows."""
    (reader,) = [known for known in FORMATS if known.name == name.replace("biblatex", "bibtex")]
    start = cpu_seconds()
    found = reader.read([(file.name, file.read_bytes())])
    for record in found.records:
        _shown = record.entry.title, record.entry.authors, record.entry.year, record.entry.venue
    assert len(found.records) == source.read_text(encoding="utf-8").count("\n@") + 1
    return cpu_seconds() - start


if __name__ == "__main__":
    sys.exit(main())
