"""What README and guide tell people to type works, and generated pages are those of the code."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

GUIDE = ROOT / "docs" / "guide"
PAGES = sorted(page for page in GUIDE.glob("*.md") if page.name != "commands.md")
_PROGRAM = f"""#!{sys.executable}
import os, signal, subprocess, sys
if "serve" not in sys.argv:
    # Services stand on loopback.
    os.execv(sys.executable, [sys.executable, "{{stand_in}}", *sys.argv[1:]])
# It serves until somebody has seen enough.
command = [sys.executable, "-c", "from surveygen.cli.main import main; main()", *sys.argv[1:]]
with subprocess.Popen(command, stdout=subprocess.PIPE) as serving:
    seen = serving.stdout.readline()
    serving.send_signal(signal.SIGINT)
sys.exit(serving.returncode if seen else 1)
"""
_BLOCK = re.compile(r"(?ms)^```sh\n(.*?)^```$")


WORKS = [
    {
        "title": "Channel Polarization: A Method for Constructing Capacity-Achieving Codes for "
        "Symmetric Binary-Input Memoryless Channels",
        "authors": ["Erdal Arıkan"],
        "year": 2008,
        "arxiv": "0807.3917",
    },
    {
        "title": "List Decoding of Polar Codes",
        "authors": ["Ido Tal", "Alexander Vardy"],
        "year": 2012,
        "arxiv": "1206.0050",
        "abstract": "We describe a list decoder for polar codes, which are error-correcting codes.",
        "arxiv_doi": "10.1109/tit.2015.2410251",
    },
    {
        "title": "List Decoding of Polar Codes",
        "authors": ["Ido Tal", "Alexander Vardy"],
        "year": 2015,
        "doi": "10.1109/tit.2015.2410251",
        "type": "journal-article",
        "venue": ["IEEE Transactions on Information Theory"],
        "volume": "61",
        "page": "2213-2226",
    },
    {
        "title": "Communication Theory of Secrecy Systems",
        "authors": ["Claude E. Shannon"],
        "year": 1949,
        "doi": "10.1002/j.1538-7305.1949.tb00928.x",
        "type": "journal-article",
        "venue": ["Bell System Technical Journal"],
        "publisher": "IEEE",
    },
]
"""What the services of the guide know; no command of the guide asks others."""


def blocks(page: Path) -> list[str]:
    return _BLOCK.findall(page.read_text(encoding="utf-8"))


def generated() -> Iterator[tuple[str, str]]:
    spec = importlib.util.spec_from_file_location("guide", GUIDE / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield from module.pages().items()


@pytest.mark.slow
@pytest.mark.parametrize("page", [p for p in PAGES if blocks(p)], ids=lambda page: page.name)
def test_every_command_of_the_guide_works(page: Path, tmp_path: Path) -> None:
    """The commands of a page are one session, in an empty folder, as somebody would type them."""
    program = tmp_path / "bin" / "surveygen"
    program.parent.mkdir()
    stand_in = ROOT / "tests" / "metadata" / "fake_surveygen.py"
    program.write_text(_PROGRAM.format(stand_in=stand_in), encoding="utf-8")
    works = tmp_path / "works.json"
    works.write_text(json.dumps(WORKS), encoding="utf-8")
    program.chmod(0o755)
    (tmp_path / "bin" / "python").symlink_to(sys.executable)
    work = tmp_path / "work"
    work.mkdir()
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", "\n".join(blocks(page))],
        cwd=work,
        env={
            **os.environ,
            "PATH": f"{program.parent}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT / "tests"),
            "FAKE_WORKS": str(works),
            "LC_ALL": "C.UTF-8",
            "BROWSER": "true",
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "unexpected" not in done.stderr


def test_the_first_survey_says_what_check_says(tmp_path: Path) -> None:
    text = (GUIDE / "first-survey.md").read_text(encoding="utf-8")
    source = re.search(r"(?s)<<'BIB'\n(.*?)BIB\n", text)
    shown = re.search(r"(?ms)^```text\n(docs/.*?)^```$", text)
    assert source is not None
    assert shown is not None
    from conftest import run

    (tmp_path / "refs.bib").write_text(source[1], encoding="utf-8")
    run(tmp_path, "init", "sorting", "--from", str(tmp_path / "refs.bib"))
    said = run(tmp_path / "sorting", "check").stdout
    for line in shown[1].splitlines():
        assert line.partition("...")[0] in said


@pytest.mark.parametrize(("name", "text"), list(generated()), ids=lambda value: value[:12])
def test_generated_pages_are_those_of_the_code(name: str, text: str) -> None:
    assert (GUIDE / name).read_text(encoding="utf-8") == text, "run: nox -s guide"


def test_every_page_stands_in_the_guide() -> None:
    index = (GUIDE / "index.md").read_text(encoding="utf-8")
    for page in PAGES:
        if page.name != "index.md":
            assert f"]({page.name})" in index
            assert f"\n{page.stem}\n" in index


def test_the_readme_names_commands_that_exist() -> None:
    from surveygen.cli.main import VERBS

    text = "\n".join(blocks(ROOT / "README.md"))
    named = set(re.findall(r"(?m)^surveygen (\w+)", text))
    assert named
    assert named <= set(VERBS)
