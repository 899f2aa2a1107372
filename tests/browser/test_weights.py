"""Pages are light: what a reader's telephone has to fetch is bounded."""

from __future__ import annotations

import pytest

from surveygen.site.assets import STATIC

pytestmark = pytest.mark.slow

KB = 1000


def test_our_own_style_sheet_and_scripts_stay_below_60_kb() -> None:
    files = [file for file in STATIC.rglob("*") if file.suffix in (".css", ".js")]
    assert files
    assert sum(file.stat().st_size for file in files) <= 60 * KB


def test_the_heaviest_topic_page_stays_below_300_kb(built_survey, page_types) -> None:
    html = built_survey / "build" / "html"
    for page_type in ("topic", "top section", "paper"):
        assert (html / page_types[page_type]).stat().st_size <= 300 * KB
