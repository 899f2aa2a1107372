"""What has a part in a build beside the survey."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from conftest import change

from surveygen import environment
from surveygen.environment import environment_digest


def test_it_is_the_same_from_one_moment_to_the_next() -> None:
    assert environment_digest(os.environ) == environment_digest(dict(os.environ))


@pytest.mark.parametrize(
    "variables",
    [
        {"LC_ALL": "de_DE.UTF-8"},
        {"SOURCE_DATE_EPOCH": "1"},
        {"TZ": "Asia/Tokyo"},
        {"TEXINPUTS": "/opt/tex//:"},
    ],
    ids=lambda variables: next(iter(variables)),
)
def test_language_time_and_tex_count(variables: dict[str, str]) -> None:
    assert environment_digest({**os.environ, **variables}) != environment_digest(os.environ)


def test_another_version_of_any_package_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = environment_digest(os.environ)
    (tmp_path / "some_theme-1.0.dist-info").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    first = environment_digest(os.environ)
    (tmp_path / "some_theme-1.0.dist-info").rename(tmp_path / "some_theme-1.1.dist-info")
    assert len({before, first, environment_digest(os.environ)}) == 3


def test_our_own_files_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = Path(environment.__file__).parent
    copy = tmp_path / "surveygen"
    shutil.copytree(package, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(environment.resources, "files", lambda name: copy)
    found = []
    for text, other in [("color", "color"), ("color", "colour")]:
        change(copy / "site" / "static" / "surveygen.css", text, other)
        environment._own_files.cache_clear()  # as in another process
        found.append(environment_digest(os.environ))
    environment._own_files.cache_clear()
    assert len(set(found)) == 2
