"""Builds: interrupted, parallel, without our command line, by other builders, side by side."""

from __future__ import annotations

import os
import posixpath
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest

from site_surveys import SAMPLE, Copy
from surveygen.cli.building import AnotherBuild, BuildFailed, build_epub, build_html, locked
from surveygen.project import load
from surveygen.site import browse_pages, program

PATIENCE = 10
"""Seconds after which a test no longer waits."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    survey = Copy.of(SAMPLE, tmp_path_factory.mktemp("builds") / "survey")
    survey.build()
    return survey


@pytest.mark.slow
def test_plain_sphinx_build_gives_the_same_site(built: Copy, tmp_path: Path) -> None:
    survey = built.sources(tmp_path / "plain")
    done = survey.sphinx("html")
    assert (done.returncode, done.stderr) == (0, "")
    site = {name: data for name, data in built.outputs().items() if name.startswith("html/")}
    assert survey.outputs() == site


@pytest.mark.slow
def test_parallel_build_gives_the_same_site(built: Copy, tmp_path: Path) -> None:
    survey = built.sources(tmp_path / "parallel")
    done = survey.sphinx("html", "-j", "2")
    assert (done.returncode, done.stderr) == (0, "")
    site = {name: data for name, data in built.outputs().items() if name.startswith("html/")}
    assert survey.outputs() == site


@pytest.mark.slow
@pytest.mark.parametrize(
    "builder", ["text", "man", "texinfo", "gettext", "singlehtml", "epub", "json", "xml", "latex"]
)
def test_other_builders_say_nothing(builder: str, built: Copy, tmp_path: Path) -> None:
    done = built.sources(tmp_path / "survey").sphinx(builder)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("builder", ["html", "text", "latex"])
def test_a_note_that_nobody_has_read_again_is_marked(
    builder: str, built: Copy, tmp_path: Path
) -> None:
    survey = built.sources(tmp_path / "survey")
    survey.replace("docs/notes/cook1971complexity.md", "tldr: ", "draft: true\ntldr: ")
    assert survey.sphinx(builder).returncode == 0
    pages = (survey.root / "build" / builder).rglob("*.*")
    shown = {path.name for path in pages if "draft" in _text_of(path)}
    names = {"html": {"complexity.html", "cook1971complexity.html"}, "text": {"complexity.txt"}}
    assert shown == names.get(builder, {"survey.tex"})


@pytest.mark.slow
@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_every_internal_link_leads_somewhere(builder: str, built: Copy, tmp_path: Path) -> None:
    survey = built.sources(tmp_path / "survey")
    assert survey.sphinx(builder).returncode == 0
    site = survey.root / "build" / builder
    texts = {
        file.relative_to(site).as_posix(): file.read_text(encoding="utf-8")
        for file in site.rglob("*.html")
    }
    checked = 0
    for name, text in texts.items():
        # Comments and scripts of the theme hold no links.
        text = re.sub(r"<!--.*?-->|<script.*?</script>", "", text, flags=re.DOTALL)
        for link in re.findall(r'\s(?:href|src)="([^"]*)"', text):
            if urlsplit(link).scheme or link.startswith("//"):
                continue
            path, anchor = urldefrag(unquote(link.replace("&amp;", "&")).split("?")[0])
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
            target = name if not path else target
            if (site / target).is_dir():
                target = posixpath.normpath(posixpath.join(target, "index.html"))
            assert (site / target).is_file(), f"{name}: {link}"
            if anchor and target in texts:
                assert f'id="{anchor}"' in texts[target], f"{name}: {link}"
            checked += 1
    assert checked > 200


def test_a_second_build_writes_nothing(built: Copy, tmp_path: Path) -> None:
    survey = built.sources(tmp_path / "survey")
    survey.build()
    site = survey.root / "build" / "html"

    def stamps() -> dict[str, int]:
        return {str(p): p.stat().st_mtime_ns for p in site.rglob("*.html")}

    before = stamps()
    survey.build()
    changed = {Path(p).name for p, stamp in stamps().items() if before.get(p) != stamp}
    # Sphinx writes its own search and index pages in every build.
    assert changed <= {"search.html", "genindex.html"}


def test_the_book_is_the_same_bytes_again(built: Copy, tmp_path: Path) -> None:
    books = []
    for name in ("one", "two"):
        survey = load(built.sources(tmp_path / name).root)
        books.append(build_epub(survey, 1, verbose=False).file.read_bytes())
    assert books[0] == books[1]


@pytest.mark.slow
@pytest.mark.parametrize("delay", [0.35, 0.45, 0.55, 0.65, 0.75, 0.9])
def test_a_killed_build_leaves_nothing_behind(delay: float, built: Copy, tmp_path: Path) -> None:
    survey = built.sources(tmp_path / "killed")
    code = "from surveygen.cli.main import main; main()"
    build = subprocess.Popen(
        [sys.executable, "-c", code, "-C", str(survey.root), "build"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    time.sleep(delay)
    os.killpg(build.pid, signal.SIGKILL)
    build.wait()
    with locked_when_free(survey.root):
        assert survey.build() == built.outputs()


@contextmanager
def locked_when_free(root: Path) -> Iterator[None]:
    """The lock of a killed build; a program that it was about to start may die after it."""
    end = time.monotonic() + PATIENCE
    with ExitStack() as stack:
        while True:
            try:
                stack.enter_context(locked(root))
                break
            except AnotherBuild:
                assert time.monotonic() < end
                time.sleep(0.01)
        yield


def test_a_half_written_page_of_a_killed_build_is_written_anew(built: Copy, tmp_path: Path) -> None:
    survey = built.sources(tmp_path / "survey")
    survey.build()
    page = survey.root / "build/html/survey/computability.html"
    page.write_text(page.read_text(encoding="utf-8")[:500], encoding="utf-8")
    (survey.root / "build/html/sections/.0123456789abcdef.tmp").write_bytes(b"@art")
    (survey.root / "build/doctrees/surveygen/unfinished").touch()
    assert survey.build() == built.outputs()


def test_two_builds_at_once_exclude_each_other(built: Copy) -> None:
    with (
        locked(built.root),
        pytest.raises(BuildFailed, match="another build"),
        locked(built.root),
    ):
        pass


@pytest.mark.parametrize(
    ("made_of", "another"),
    [("sources", lambda: ("another",)), ("catalogue", lambda language: b"another")],
)
def test_another_template_or_catalogue_has_every_page_written_again(
    made_of: str,
    another: Callable[..., object],
    built: Copy,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    survey = built.sources(tmp_path / "survey")
    survey.build()
    page = survey.root / "build/html/survey/typesetting.html"
    before = page.stat().st_mtime_ns
    monkeypatch.setattr(program, made_of, another)
    survey.build()
    assert page.stat().st_mtime_ns != before


def test_a_changed_program_of_the_browse_page_has_a_new_address(
    built: Copy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey = built.sources(tmp_path / "survey")
    survey.build()
    before = survey.html("browse.html")
    static = tmp_path / "static"
    shutil.copytree(browse_pages.STATIC, static)
    (static / "surveygen-browse-facets.js").write_text("// another")
    monkeypatch.setattr(browse_pages, "STATIC", static)
    survey.build()
    assert survey.html("browse.html") != before


def test_a_lost_or_damaged_fragment_is_made_again(built: Copy, tmp_path: Path) -> None:
    survey = built.sources(tmp_path / "survey")
    survey.build()
    fragments = survey.root / "build/doctrees/surveygen/html/fragments"
    for file in fragments.rglob("*.json"):
        file.write_bytes(file.read_bytes()[:20])  # what a power cut leaves
    assert survey.build() == built.outputs()
    shutil.rmtree(fragments)
    assert survey.build() == built.outputs()


def test_warnings_about_a_note_name_the_note(
    built: Copy, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    survey = built.sources(tmp_path / "survey")
    survey.replace(
        "docs/sections/computability.md", "Both roads", "![a picture](no/such.png)\nBoth roads"
    )
    build_html(load(survey.root), 1, verbose=False)
    said = capsys.readouterr().err
    assert "no/such.png" in said
    assert "docs/sections/computability.md:11" in said
    assert "docs/survey" not in said


def test_docs_may_be_a_link(
    built: Copy, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    survey = built.sources(tmp_path / "survey")
    (survey.root / "docs").rename(tmp_path / "elsewhere")
    (survey.root / "docs").symlink_to("../elsewhere")
    assert survey.build() == built.outputs()
    assert capsys.readouterr().err == ""


def test_an_unknown_citation_on_a_page_is_a_warning_with_the_nearest_key(
    built: Copy, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    survey = built.sources(tmp_path / "survey")
    survey.replace("docs/index.md", "{cite:t}`godel1931formal`", "{cite:t}`godel1931form`")
    build_html(load(survey.root), 1, verbose=False)
    said = capsys.readouterr().err
    assert 'docs/index.md:3: WARNING: "godel1931form" is cited but is no entry' in said
    assert 'did you mean "godel1931formal"?' in said


def test_sphinxcontrib_bibtex_beside_us_is_one_clear_error(built: Copy, tmp_path: Path) -> None:
    survey = built.sources(tmp_path / "survey")
    survey.replace("docs/conf.py", '["surveygen"]', '["surveygen", "sphinxcontrib.bibtex"]')
    done = survey.sphinx("html")
    assert done.returncode != 0
    assert "remove 'sphinxcontrib.bibtex' from extensions" in done.stderr


def test_old_addresses_lead_to_new_ones(built: Copy) -> None:
    page = built.html("papers/turing1937computable.html")
    assert 'url=turing1936computable.html"' in page


def test_the_preview_of_a_citation_holds_title_and_summary(built: Copy) -> None:
    page = built.html("survey/computability.html")
    assert (
        'title="On Computable Numbers, with an Application to the Entscheidungsproblem — ' in page
    )


def test_the_paper_page_shows_the_note_with_working_links(built: Copy) -> None:
    page = built.html("papers/turing1936computable.html")
    assert "Defines machines that work on a tape &amp; shows" in page
    assert 'href="church1936unsolvable.html"' in page
    assert 'href="https://example.org/journal?a=1&amp;b=2"' in page


def _text_of(path: Path) -> str:
    is_text = path.suffix in (".html", ".txt", ".tex")
    return path.read_text(encoding="utf-8") if is_text else ""
