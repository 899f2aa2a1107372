"""The page for addresses that nothing stands at has no theme, and yet leads back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from browser.axe_rules import serious_findings
from browser.conftest import serving
from site_surveys import SAMPLE, Copy

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_everybody_can_read_it(open_page, sample_address, width, scheme) -> None:
    page = open_page(f"{sample_address}papers/nobody.html", width=width, color_scheme=scheme)
    assert page.locator("h1").inner_text() == "Page not found"
    assert page.locator("h1").count() == page.get_by_role("main").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert serious_findings(page) == []


@pytest.fixture(scope="module")
def unpublished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site that does not know its address, below ``sub/path``."""
    folder = tmp_path_factory.mktemp("unpublished")
    survey = Copy(SAMPLE).sources(folder / "survey")
    survey.replace("taxonomy.yaml", "url: https://example.org/sample/", "")
    survey.build()
    shutil.copytree(survey.root / "build" / "html", folder / "served" / "sub" / "path")
    with serving(folder / "served") as address:
        yield f"{address}sub/path/"


@pytest.mark.parametrize("lost", ["papers/nobody.html", "survey/no/such/place"])
def test_its_links_lead_home_from_every_folder(open_page, unpublished, lost) -> None:
    page = open_page(unpublished + lost)
    links = page.locator("a").evaluate_all("links => links.map(link => link.href)")
    assert len(links) == 3
    for link in links:
        assert link.startswith(unpublished)
        assert page.request.get(link).status == 200, link


def test_its_links_are_whole_where_the_site_knows_its_address(open_page, sample_address) -> None:
    page = open_page(f"{sample_address}no/such/place.html", java_script_enabled=False)
    links = page.locator("a").evaluate_all("links => links.map(link => link.href)")
    site = "https://example.org/sample/"
    for link in links:
        assert link.startswith(site)
        assert page.request.get(link.replace(site, sample_address)).status == 200, link
