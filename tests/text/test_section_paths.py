"""Sections in a cell of a table, and back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from surveygen.text.section_paths import read_section_paths, write_section_paths


def test_semicolons_part_sections_and_signs_their_titles() -> None:
    assert list(read_section_paths("Learning > Robustness;Theory; > ;")) == [
        ("Learning", "Robustness"),
        ("Theory",),
    ]


TITLES = st.text("ab >;\\/", min_size=1).map(lambda text: " ".join(text.split())).filter(bool)


@given(st.lists(st.lists(TITLES, min_size=1, max_size=3).map(tuple), max_size=3))
def test_titles_of_any_characters_come_back(paths: list[tuple[str, ...]]) -> None:
    assert list(read_section_paths(write_section_paths(paths))) == paths
