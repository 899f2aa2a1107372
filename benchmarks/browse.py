"""Milliseconds of the browse page in Chromium: until it can be used, until a keystroke is shown.

The processor is slowed down, as on a phone of some years ago. Papers are made up of the words of
the first survey's titles. Needs Playwright and the system's Chromium: ``nox -s bench``.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import statistics
import subprocess
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

THROTTLING = 4
TYPED = "spiking graph"
ROOT = Path(__file__).parent.parent
PAINTED = """() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"""
KEYSTROKE = """([text]) => new Promise(done => {
  const input = document.querySelector("[data-part=query]");
  const before = performance.now();
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  const script = performance.now() - before;
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => done([script, performance.now() - before]);
    channel.port2.postMessage(null);
  });
})"""


def main() -> int:
    """Build surveys of each size, measure, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[1000, 5000, 10000])
    print("| papers | data, gzipped kB | usable after ms | keystroke ms: median, longest |")
    print("|---|---|---|---|")
    for size in parser.parse_args().sizes:
        with tempfile.TemporaryDirectory(prefix="surveygen-browse-") as name:
            root = Path(name)
            write_survey(root, size, random.Random(20260101))
            subprocess.run(
                ["surveygen", "-C", name, "build", "html"],
                check=True,
                capture_output=True,
            )
            usable, keystrokes = measured(root / "build" / "html")
            data = root / "build/html/browse/papers.js"
            packed = subprocess.run(["gzip", "-c", data], capture_output=True, check=True).stdout
            print(
                f"| {size:,} | {len(packed) / 1000:.0f} | {usable:.0f} |"
                f" {statistics.median(keystrokes):.0f}, {max(keystrokes):.0f} |"
            )
    return 0


def measured(site: Path) -> tuple[float, list[float]]:
    """Milliseconds from the start of loading, and of every keystroke until it was painted."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.context.new_cdp_session(page).send(
            "Emulation.setCPUThrottlingRate", {"rate": THROTTLING}
        )
        page.goto(f"file://{site}/browse.html", wait_until="commit")
        page.wait_for_selector("#sg-browse[data-ready]")
        page.evaluate(PAINTED)
        usable = float(page.evaluate("performance.now()"))
        keystrokes = [typed(page, TYPED[:end]) for end in range(1, len(TYPED) + 1)]
        browser.close()
    return usable, keystrokes


def typed(page: Page, text: str) -> float:
    """Milliseconds from an input event until it is painted."""
    _script, painted = page.evaluate(KEYSTROKE, [text])
    return float(painted)


def write_survey(root: Path, size: int, chance: random.Random) -> None:
    """A survey of made-up papers in 80 topics; two of five have a claim."""
    lines = (ROOT / "tests/data/expected.jsonl").read_text(encoding="utf-8").splitlines()
    real = [json.loads(line) for line in lines]
    notes = root / "docs" / "notes"
    notes.mkdir(parents=True)
    (root / "docs/conf.py").write_text('extensions = ["surveygen"]\n')
    (root / "docs/index.md").write_text("# Front\n\n```{toctree}\nsurvey/index\n```\n")
    tags = [f"tag-{number}" for number in range(110)]
    (root / "docs/tags.yaml").write_text("".join(f"{tag}: A tag.\n" for tag in tags))
    metric = 'accuracy: {name: Accuracy, better: higher, definition: "How often right."}\n'
    (root / "docs/metrics.yaml").write_text(metric)
    venues = [f"Conference on Things {number}" for number in range(80)]
    entries, keys = [], [f"k{number:05}" for number in range(size)]
    for number, key in enumerate(keys):
        paper = real[number % len(real)]
        words = paper["title"].split()
        chance.shuffle(words)
        people = " and ".join((paper["authors"] or ["N. N."])[:8])
        entries.append(
            f"@inproceedings{{{key},\n  author = {{{people}}},\n"
            f"  title = {{{' '.join(words)} {number}}},\n"
            f"  booktitle = {{{chance.choice(venues)}}},\n"
            f"  year = {{{2010 + chance.randrange(15)}}},\n}}\n"
        )
        claims = ""
        if chance.random() < 0.4:
            value = chance.randrange(50, 99)
            claim = f'metric: accuracy, value: "{value}", unit: "%", on: Set {number % 40}'
            claims = f"claims:\n  - {{{claim}}}\n"
        tldr = json.dumps(f"{' '.join(words)[:120]}, said in a sentence of some twenty words")
        (notes / f"{key}.md").write_text(
            f"---\ntldr: {tldr}\nkind: method\ntags: [{', '.join(chance.sample(tags, 3))}]\n"
            f"{claims}added: 2026-01-{1 + number % 28:02}\n---\nA note.\n",
            encoding="utf-8",
        )
    (root / "docs/references.bib").write_text("\n".join(entries), encoding="utf-8")
    (root / "taxonomy.yaml").write_text("\n".join(taxonomy(keys)) + "\n")


def taxonomy(keys: list[str], top: int = 8, below: int = 10) -> list[str]:
    """Lines of a taxonomy of topics that share the keys evenly."""
    found = ["version: 1", "title: Made up", "date: 2026-01-01", "sections:"]
    for one in range(top):
        found += [f"  - id: top{one}", f"    title: Top {one}", "    sections:"]
        for other in range(below):
            topic = one * below + other
            papers = ", ".join(keys[topic :: top * below])
            found += [f"      - id: topic{topic}", f"        title: Topic {topic}"]
            found.append(f"        papers: [{papers}]")
    return found


if __name__ == "__main__":
    raise SystemExit(main())
