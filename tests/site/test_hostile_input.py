"""No field, key, note or name runs script, reads a file, or reaches TeX as a command."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from site_surveys import Copy
from surveygen.cli.building import build_pdf
from surveygen.project import load

HOSTILE = Path(__file__).parents[1] / "data" / "hostile"
LINK_ATTRIBUTES = ("href", "src", "action", "formaction", "data", "poster")
NEVER = ("iframe", "object", "embed", "base", "frame", "applet")
TAXONOMY_LINE = "version: 1\ntitle:"


class Tags(HTMLParser):
    """Every start tag of a page with its attributes, and the text of scripts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    survey = Copy.of(HOSTILE, tmp_path_factory.mktemp("hostile") / "survey")
    survey.build()
    return survey


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """The same project without anything hostile, for what the theme itself puts on pages."""
    survey = Copy.of(HOSTILE, tmp_path_factory.mktemp("plain") / "survey")
    (survey.root / "taxonomy.yaml").write_text(
        "version: 1\ntitle: Plain\nsections:\n  - {id: hostile, title: Plain, papers: [paper]}\n",
        encoding="utf-8",
    )
    (survey.root / "docs/references.bib").write_text(
        "@misc{paper, title = {Plain}, year = {2000}, author = {{Example Group}}}\n",
        encoding="utf-8",
    )
    shutil.rmtree(survey.root / "docs/notes")
    shutil.rmtree(survey.root / "docs/sections")
    survey.build()
    return survey


def pages(survey: Copy) -> Iterator[tuple[str, Tags]]:
    site = survey.root / "build" / "html"
    for file in sorted(site.rglob("*.html")):
        yield file.relative_to(site).as_posix(), Tags(file.read_text(encoding="utf-8"))


def test_no_page_has_a_script_that_the_theme_did_not_put_there(built: Copy, plain: Copy) -> None:
    def scripts(survey: Copy) -> set[str]:
        sources = (
            re.sub(r"^(\.\./)*|\?v=.*", "", attrs.get("src") or "inline")
            for _, page in pages(survey)
            for tag, attrs in page.tags
            if tag == "script"
        )
        return set(sources)

    assert scripts(built) <= scripts(plain)
    for name, page in pages(built):
        assert not [tag for tag, _ in page.tags if tag in NEVER], name


def test_no_element_has_an_event_handler(built: Copy, plain: Copy) -> None:
    def handlers(survey: Copy) -> set[str]:
        return {
            f"{tag} {attribute}"
            for _, page in pages(survey)
            for tag, attrs in page.tags
            for attribute in attrs
            if attribute.startswith("on")
        }

    assert handlers(built) <= handlers(plain)


def test_every_link_is_relative_or_http_or_mailto(built: Copy) -> None:
    for name, page in pages(built):
        for tag, attrs in page.tags:
            for attribute in LINK_ATTRIBUTES:
                link = attrs.get(attribute)
                if link is not None:
                    scheme = re.match(r"\s*([A-Za-z][A-Za-z0-9+.-]*):", link)
                    assert not scheme or scheme[1] in ("http", "https", "mailto"), (name, tag, link)


def test_what_was_written_shows_as_text(built: Copy) -> None:
    page = "".join(Tags(built.html("survey/hostile.html")).text)
    for text in (
        "<script>alert('title')</script>",
        "<script>alert('note')</script>",
        "<script>alert('status')</script>",
        "<script>alert('tldr')</script>",
        "{download}`the taxonomy <../../taxonomy.yaml>`",
        "{{ secret }}",
        "[x](path:../conf.py)",
        "[shared]",
        "% a comment that shows",
        "(target)=",
        "{#id .class}",
        r"\input{/etc/hostname}",
    ):
        assert text in page, text
    assert "SUBSTITUTED" not in page


def test_no_file_of_the_project_is_shown_or_copied(built: Copy) -> None:
    site = built.root / "build" / "html"
    assert not (site / "_downloads").exists()
    names = {path.name for path in site.rglob("*")}
    assert not names & {"conf.py", "taxonomy.yaml"}
    for name, page in pages(built):
        assert TAXONOMY_LINE not in "".join(page.text), name


def test_definitions_of_one_note_do_not_reach_another(built: Copy) -> None:
    for _, page in pages(built):
        assert not [a for _, a in page.tags if a.get("href") == "https://example.org/first"]


def test_every_refusal_names_file_and_line(built: Copy) -> None:
    refusals = [d for d in load(built.root).diagnostics if d.code.name == "NOT_ALLOWED"]
    assert {d.path for d in refusals} == {
        "docs/notes/script.md",
        "docs/notes/texcommands.md",
        "docs/sections/hostile.md",
    }
    lines = (built.root / "docs/notes/script.md").read_text(encoding="utf-8").splitlines()
    found = {d.line for d in refusals if d.path == "docs/notes/script.md"}
    for start in ("<script>", "```{csv-table}", "```{raw}", "$\\input", "# Heading", "[shared]:"):
        line = next(n for n, text in enumerate(lines, 1) if text.startswith(start))
        assert line in found, start


@pytest.mark.slow
@pytest.mark.skipif(
    not (shutil.which("latexmk") and shutil.which("xelatex") and shutil.which("pdftotext")),
    reason="needs latexmk, xelatex and pdftotext",
)
def test_the_pdf_shows_tex_commands_as_text(built: Copy) -> None:
    survey = load(built.root)
    pdf = build_pdf(survey, 1, verbose=False).file
    text = subprocess.run(
        ["pdftotext", "-raw", str(pdf), "-"], capture_output=True, text=True, check=True
    ).stdout
    squeezed = re.sub(r"\s+", "", text)
    for shown in (r"\input{/etc/hostname}", r"\end{document}", r"\write18", r"\catcode"):
        assert shown in squeezed, shown
    assert not Path("/tmp/surveygen-was-here").exists()
    hostname = Path("/etc/hostname")
    if hostname.exists() and len(hostname.read_text().strip()) > 3:
        assert hostname.read_text().strip() not in text
    # The last entry of the reference list is there: nothing cut the document short.
    assert "Akeywithmarks" in squeezed[squeezed.rindex("References") :]
