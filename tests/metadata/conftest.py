"""A world for the tests of look-ups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from metadata.fake_services import Work
from metadata.world import PERES, FakeWorld


@pytest.fixture
def world(tmp_path: Path) -> Iterator[FakeWorld]:
    """One preprint on arXiv and the same work at Crossref, and a few others."""
    published = replace(
        PERES, arxiv="", doi="10.5555/12345678", venue=("Journal of Test Research",), year=2023
    )
    others = [
        Work(
            f"A Study in Numbers, Volume {n}", ("Bo Ek",), 2020, f"2001.{n:05}", doi=f"10.5555/{n}"
        )
        for n in range(1, 251)
    ]
    found = FakeWorld(tmp_path, [PERES, published, *others])
    yield found
    found.close()
