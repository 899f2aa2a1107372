"""The path above a page's heading, and the pages before and after it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from site_surveys import SAMPLE, Copy


@pytest.fixture(scope="module", params=["html", "dirhtml"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Site:
    survey = Copy(SAMPLE).sources(tmp_path_factory.mktemp("wayfinding") / "survey")
    guide = "# On writing\n\n```{toctree}\nindex\n```\n"
    (survey.root / "docs" / "guide" / "writing.md").write_text(guide)
    survey.replace("docs/index.md", "guide/index", "guide/writing")
    # A paper that stands nowhere has a page of its own made, behind the last topic.
    survey.replace("taxonomy.yaml", "papers: [erdos1960evolution]", "papers: []")
    assert survey.sphinx(request.param).returncode == 0
    return Site(survey.root / "build" / request.param, is_folders=request.param == "dirhtml")


class Site:
    def __init__(self, root: Path, *, is_folders: bool) -> None:
        self.root, self.is_folders = root, is_folders

    def file(self, name: str) -> Path:
        if self.is_folders and not name.endswith("index"):
            return self.root / name / "index.html"
        return self.root / f"{name}.html"

    def links(self, name: str, part: str) -> list[tuple[str, str]]:
        """Text and page of the links in parts of a page."""
        page = self.file(name).read_text(encoding="utf-8")
        found = "".join(re.findall(part, page, re.DOTALL))
        pairs = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', found, re.DOTALL)
        return [(shown, self.name(name, link)) for link, shown in pairs]

    def name(self, page: str, link: str) -> str:
        target = (self.file(page).parent / link).resolve()
        if target.is_dir():
            target /= "index.html"
        assert target.is_file()
        name = target.relative_to(self.root.resolve()).as_posix().removesuffix(".html")
        return name if name == "index" else name.removesuffix("/index")

    def path(self, name: str) -> list[str]:
        return [page for _, page in self.links(name, r'<nav class="sg-path".*?</nav>')]

    def beside(self, name: str) -> tuple[str | None, str | None]:
        """The pages before and after one."""
        found = self.links(name, r'<div class="related-pages">.*?</div>\s*<div class="bottom')
        sides = {re.findall(r"<span>(\w+)</span>", shown)[0]: page for shown, page in found}
        return sides.get("Previous"), sides.get("Next")


@pytest.mark.parametrize(
    ("page", "path"),
    [
        ("index", []),
        ("survey/index", []),
        ("survey/limits", ["survey"]),
        ("survey/complexity", ["survey", "survey/limits"]),
        ("survey/references", ["survey"]),
        ("survey/authors", ["survey", "survey/indexes"]),
        ("guide/index", ["guide/writing"]),
        ("papers/godel1931formal", ["survey", "survey/limits", "survey/computability"]),
    ],
)
def test_the_path_leads_up_to_the_contents(site: Site, page: str, path: list[str]) -> None:
    # A folder's own page is named after the folder.
    assert [name.removesuffix("/index") for name in site.path(page)] == path


@pytest.mark.parametrize(
    ("page", "before", "after"),
    [
        ("index", None, "survey"),
        ("survey/index", "index", "survey/limits"),
        ("survey/limits", "survey", "survey/computability"),
        ("survey/computability", "survey/limits", "survey/complexity"),
        ("survey/complexity", "survey/computability", "survey/means"),
        ("survey/typesetting", "survey/algorithms", None),
        ("survey/not-placed", None, None),
        ("survey/references", None, None),
        ("survey/years", None, None),
        ("guide/writing", None, "guide"),
        ("guide/index", "guide/writing", None),
        ("papers/godel1931formal", None, None),
    ],
)
def test_before_and_after_a_topic_stand_topics(
    site: Site, page: str, before: str | None, after: str | None
) -> None:
    assert site.beside(page) == (before, after)
