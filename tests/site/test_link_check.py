"""The link check of Sphinx sees every link of a survey, and says where a broken one is written."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_surveys import SAMPLE, Copy


class _Host(http.server.BaseHTTPRequestHandler):
    """Has ``/there`` and nothing else."""

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/there" else 404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Host) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def checked(survey: Copy) -> list[str]:
    """Check links on loopback alone; returns what is to mend."""
    survey.sphinx(
        "linkcheck", "-D", r"linkcheck_ignore=https?://(?!127\.)", "-D", "linkcheck_retries=1"
    )
    return (survey.root / "build/linkcheck/output.txt").read_text(encoding="utf-8").splitlines()


def line_of(survey: Copy, name: str, text: str) -> int:
    lines = (survey.root / name).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_a_broken_link_is_said_with_the_line_that_has_it(address: str, tmp_path: Path) -> None:
    survey = Copy(SAMPLE).sources(tmp_path / "survey")
    with (survey.root / "docs/references.bib").open("a", encoding="utf-8") as file:
        file.write(
            f"\n@misc{{here1900,\n  title = {{A}}, year = 1900, url = {{{address}/entry}},\n}}\n"
        )
        file.write(
            f"\n@misc{{there1900,\n  title = {{B}}, year = 1900, url = {{{address}/there}},\n}}\n"
        )
    survey.replace("taxonomy.yaml", "[knuth1984texbook]", "[knuth1984texbook, here1900, there1900]")
    survey.replace(
        "docs/notes/cook1971complexity.md", "Extended", f"[Gone]({address}/note). Extended"
    )
    survey.replace(
        "docs/sections/computability.md", "Both roads", f"[Gone]({address}/prose) Both roads"
    )
    survey.replace("docs/index.md", "The oldest", f"[Gone]({address}/page) The oldest")

    said = {
        line.split()[2].removesuffix(":").removeprefix(address): line for line in checked(survey)
    }
    assert said.keys() == {"/entry", "/note", "/prose", "/page"}
    for path, name in (
        ("/entry", "docs/references.bib"),
        ("/note", "docs/notes/cook1971complexity.md"),
        ("/prose", "docs/sections/computability.md"),
    ):
        text = "{here1900," if path == "/entry" else path
        assert f"({name}:{line_of(survey, name, text)})" in said[path]
    assert said["/page"].startswith("index.md:3:")


def test_identifiers_of_every_paper_are_among_the_links(address: str, tmp_path: Path) -> None:
    survey = Copy(SAMPLE).sources(tmp_path / "survey")
    assert checked(survey) == []
    found = (survey.root / "build/linkcheck/output.json").read_text(encoding="utf-8")
    for doi in ("10.1112/plms/s2-42.1.230", "10.1145/800157.805047"):
        assert f'"https://doi.org/{doi}"' in found
