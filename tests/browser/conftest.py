"""A browser, and built surveys behind a server on loopback.

Chromium is the system's; Playwright never brings one of its own. Where either is missing, the tests
are skipped and say so; `nox -s browser` installs both, or fails.
"""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from browser.page_types import PAGE_TYPES
from site_surveys import SAMPLE, Copy
from surveygen.survey.taxonomy import RESERVED_IDS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FLAGS = (
    "--no-sandbox",  # as root, in a container
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
OTHER_SCRIPTS = Path(__file__).with_name("other-scripts.bib")


class _Host(http.server.SimpleHTTPRequestHandler):
    """Shows the site's own page where nothing is found, as static hosts do."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Give ``404.html`` of the folder served; below ``sub/path`` there is one of its own."""
        pages = [Path(self.directory, folder, "404.html") for folder in ("", "sub/path")]
        page = next((page for page in pages if page.is_file()), None)
        if code != 404 or page is None:
            super().send_error(code, message, explain)
            return
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page.read_bytes())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder on loopback; gives its address, with the slash."""
    handler = functools.partial(_Host, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The system's Chromium; not for the whole session, because others there start processes."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("Chromium is missing: apt-get install -y chromium, or `nox -s browser` as root")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """A function that opens an address in a window of its own.

    ``width`` is that of the window in CSS pixels, ``theme`` what the reader chose with the button;
    other arguments go to the browser context.
    """
    with ExitStack() as windows:

        def open_page(
            address: str, *, width: int = 1280, theme: str = "light", **options: Any
        ) -> Page:
            window = chromium.new_context(viewport={"width": width, "height": 900}, **options)
            windows.callback(window.close)
            window.add_init_script(
                f"try {{ localStorage.setItem('theme', '{theme}') }} catch (refused) {{}}"
            )
            page = window.new_page()
            page.goto(address)
            return page

        yield open_page


@pytest.fixture(scope="session")
def page_types(built_survey: Path) -> dict[str, str]:
    """One page of every type of the repository's survey: its path below ``build/html``."""
    html = built_survey / "build" / "html"

    def heaviest(folder: str, names: set[str]) -> str:
        files = [file for file in (html / folder).glob("*.html") if file.stem in names]
        file = max(files, key=lambda file: (file.stat().st_size, file.name))
        return file.relative_to(html).as_posix()

    from surveygen.project import load

    survey = load(built_survey)
    tops = {section.id for section in survey.taxonomy.sections}
    pages = {
        "front page": "index.html",
        "contents": "survey/index.html",
        "top section": heaviest("survey", tops),
        "topic": heaviest("survey", set(survey.sections) - tops),
        "paper": heaviest("papers", {paper.slug for paper in survey.papers.values()}),
        "references": "survey/references.html",
        "method": "method.html",
        "guide": "guide/commands.html",
        "authors": heaviest("survey", {name for name in RESERVED_IDS if "authors" in name}),
        "years": "survey/years.html",
        "tags": "survey/tags.html",
        "claims": "survey/claims.html",
        "what is new": "survey/whats-new.html",
        "search": "search.html",
        "browse": "browse.html",
        "figures": "browse-claims.html",
    }
    assert tuple(pages) == PAGE_TYPES
    return pages


@pytest.fixture(scope="module")
def survey_address(built_survey: Path) -> Iterator[str]:
    """Where the repository's survey is served."""
    with serving(built_survey / "build" / "html") as address:
        yield address


@pytest.fixture(scope="session")
def sample_html(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built sample, with titles in other scripts and a long word, below ``sub/path``."""
    folder = tmp_path_factory.mktemp("sample-site")
    survey = Copy(SAMPLE).sources(folder / "survey")
    with (survey.root / "docs" / "references.bib").open("a", encoding="utf-8") as file:
        file.write("\n" + OTHER_SCRIPTS.read_text(encoding="utf-8"))
    added = "bialik1903shira, natsume1914kokoro, wort1926lang"
    survey.replace("taxonomy.yaml", "[knuth1984texbook]", f"[knuth1984texbook, {added}]")
    survey.build()
    html = folder / "served" / "sub" / "path"
    shutil.copytree(survey.root / "build" / "html", html)
    return html


@pytest.fixture(scope="module")
def sample_address(sample_html: Path) -> Iterator[str]:
    """Where that sample is served: below a path."""
    with serving(sample_html.parents[1]) as address:
        yield f"{address}sub/path/"
