"""The small figure of papers per year."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from surveygen.pages.year_bars import BAR_LIMIT, counts_text, year_bars


def heights(svg: str) -> list[int]:
    return [int(height) for height in re.findall(r"M\d+ \d+v-(\d+)h", svg)]


def test_a_bar_is_as_high_as_its_year_has_papers() -> None:
    low, high = heights(year_bars({2020: 2, 2023: 4}, "Papers"))
    assert high == 2 * low


def test_one_paper_among_many_is_seen() -> None:
    assert min(heights(year_bars({2020: 1, 2021: 900}, "Papers"))) > 0


@pytest.mark.parametrize("first", [2024, 2000, 1931, 1687, 1])
def test_however_many_years_there_are_the_figure_fits_a_phone(first: int) -> None:
    svg = ElementTree.fromstring(year_bars({first: 1, 2026: 2}, "Papers"))
    assert int(svg.get("width", "")) <= 9 * BAR_LIMIT
    # Beside it stand the first and the last year.
    assert int(svg.get("width", "")) + 2 * 40 < 360 - 2 * 16


def test_the_data_stand_in_words() -> None:
    assert counts_text({2023: 1, 2021: 3}) == "2021 (3), 2023 (1)"
    assert counts_text({1931: 1, 1934: 2, 2004: 1}) == "1930–34 (3), 2000–04 (1)"


def test_the_title_is_text() -> None:
    svg = ElementTree.fromstring(year_bars({2021: 1}, "<b> & more"))
    assert svg[0].text == "<b> & more"
