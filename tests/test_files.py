"""A file is written whole or not at all, and nothing lies beside it afterwards."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from surveygen.files import write_atomically


def test_an_interrupt_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(source: str, target: Path) -> None:
        raise KeyboardInterrupt

    (tmp_path / "a.txt").write_bytes(b"old")
    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / "a.txt", b"new")
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("a.txt", b"old")]


def test_an_error_names_the_file_that_was_to_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match=r"a\.txt") as caught:
        write_atomically(tmp_path / "file" / "a.txt", b"new")
    assert caught.value.filename == str(tmp_path / "file" / "a.txt")
    assert "None" not in str(caught.value)


def test_a_link_is_replaced_not_followed(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_bytes(b"mine")
    (tmp_path / "page.html").symlink_to("mine.txt")
    write_atomically(tmp_path / "page.html", b"new")
    assert not (tmp_path / "page.html").is_symlink()
    assert (tmp_path / "mine.txt").read_bytes() == b"mine"


@pytest.mark.parametrize("target", ["page.html", "nothing.html", "mine.txt/page.html"])
def test_a_link_that_leads_nowhere_is_replaced_too(tmp_path: Path, target: str) -> None:
    (tmp_path / "mine.txt").write_bytes(b"mine")
    (tmp_path / "page.html").symlink_to(target)
    write_atomically(tmp_path / "page.html", b"new")
    assert not (tmp_path / "page.html").is_symlink()
    assert (tmp_path / "page.html").read_bytes() == b"new"


def test_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"old")
    (tmp_path / "a.txt").chmod(0o640)
    write_atomically(tmp_path / "a.txt", b"new")
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o640
