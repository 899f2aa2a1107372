"""Pages are light: what a reader's telephone has to fetch is bounded."""

from __future__ import annotations

import pytest

from surveygen.site.assets import STATIC

pytestmark = pytest.mark.slow

KB = 1000


@pytest.mark.parametrize(("for_browsing", "limit"), [(False, 30 * KB), (True, 50 * KB)])
def test_our_own_style_sheets_and_scripts_are_small(for_browsing: bool, limit: int) -> None:
    """Those that every page has, and those of the pages to browse and search."""
    files = [file for file in STATIC.rglob("*") if file.suffix in (".css", ".js")]
    extra = {file for file in files if "browse" in file.name or file.stem == "surveygen-search"}
    chosen = extra if for_browsing else {*files} - extra
    assert chosen
    assert sum(file.stat().st_size for file in chosen) <= limit


def test_the_heaviest_topic_page_stays_below_300_kb(built_survey, page_types) -> None:
    html = built_survey / "build" / "html"
    for page_type in ("topic", "top section", "paper"):
        assert (html / page_types[page_type]).stat().st_size <= 300 * KB
