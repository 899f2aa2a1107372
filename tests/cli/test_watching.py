"""Which changes of which files count, and that a burst of saves is one."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import change

from surveygen.cli import watching
from surveygen.cli.watching import Watch

NOTE = "docs/notes/turing1936computable.md"


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "SETTLING", 0.01)
    monkeypatch.setattr(watching, "INTERVAL", 0.01)


def append(file: Path) -> None:
    with file.open("a", encoding="utf-8") as opened:
        opened.write("\nMore.\n")


def replace(file: Path) -> None:
    """As editors that keep the old file until the new one is whole."""
    new = file.with_name(".new.tmp")
    new.write_text(file.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    new.replace(file)


def remove_and_create(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    file.unlink()
    file.write_text(text + "\nMore.\n", encoding="utf-8")


def backup_and_write(file: Path) -> None:
    """As vim with `backup`: it tries out the folder, renames the old file, writes a new one."""
    probe = file.with_name("4913")
    probe.touch()
    probe.unlink()
    text = file.read_text(encoding="utf-8")
    file.rename(file.with_name(f"{file.name}~"))
    file.write_text(text + "\nMore.\n", encoding="utf-8")


def same_size_and_time(file: Path) -> None:
    """A change that neither size nor the time that a program may set tells."""
    facts = file.stat()
    data = file.read_bytes()
    file.write_bytes(data[:-2] + b"!\n")
    os.utime(file, ns=(facts.st_atime_ns, facts.st_mtime_ns))


@pytest.mark.parametrize(
    "save",
    [append, replace, remove_and_create, backup_and_write, same_size_and_time, Path.unlink],
    ids=lambda save: save.__name__,
)
def test_a_saved_note_counts_once(sample: Path, save: Callable[[Path], None]) -> None:
    watch = Watch(sample)
    save(sample / NOTE)
    assert watch.changes() == (NOTE,)
    assert watch.changes() == ()


@pytest.mark.parametrize(
    "name",
    [
        "taxonomy.yaml",
        "docs/references.bib",
        "docs/sections/computability.md",
        "docs/tags.yaml",
        "docs/conf.py",
        "docs/index.md",
    ],
)
def test_whatever_a_build_reads_counts(sample: Path, name: str) -> None:
    watch = Watch(sample)
    append(sample / name)
    assert watch.changes() == (name,)


@pytest.mark.parametrize("name", ["docs/notes/new.md", "docs/_templates/survey/section.md.j2"])
def test_a_new_file_counts(sample: Path, name: str) -> None:
    watch = Watch(sample)
    (sample / name).parent.mkdir(parents=True, exist_ok=True)
    (sample / name).touch()
    assert watch.changes() == (name,)


@pytest.mark.parametrize(
    "name",
    [
        "docs/survey/computability.md",
        "build/html/index.html",
        ".surveygen/cache/bibtex.json",
        "README.md",
        "docs/notes/.turing1936computable.md.swp",
        "docs/notes/.#turing1936computable.md",
        "docs/notes/#turing1936computable.md#",
        "docs/notes/turing1936computable.md~",
        "docs/notes/4913",
    ],
)
def test_what_builds_and_editors_write_does_not(sample: Path, name: str) -> None:
    watch = Watch(sample)
    (sample / name).parent.mkdir(parents=True, exist_ok=True)
    (sample / name).touch()
    assert watch.changes() == ()


def test_a_linked_note_counts_where_it_lies(sample: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "note.md"
    (sample / NOTE).rename(elsewhere)
    (sample / NOTE).symlink_to(elsewhere)
    watch = Watch(sample)
    append(elsewhere)
    assert watch.changes() == (NOTE,)


def test_files_that_the_taxonomy_begins_to_name_count(sample: Path, tmp_path: Path) -> None:
    (sample / "more.bib").touch()
    watch = Watch(sample)
    append(sample / "more.bib")
    assert watch.changes() == ()
    change(
        sample / "taxonomy.yaml",
        "language: en",
        "language: en\nbibliography: [docs/references.bib, more.bib]",
    )
    assert watch.changes() == ("taxonomy.yaml",)
    assert watch.changes() == ()
    append(sample / "more.bib")
    assert watch.changes() == ("more.bib",)


def test_a_burst_of_saves_is_one_change(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notes = sorted((sample / "docs" / "notes").glob("*.md"))
    further = iter(notes[1:])

    def save_another(seconds: float) -> None:
        if note := next(further, None):
            append(note)

    watch = Watch(sample)
    append(notes[0])
    monkeypatch.setattr(time, "sleep", save_another)
    assert watch.changes() == tuple(f"docs/notes/{note.name}" for note in notes)


def test_it_waits_for_a_change(sample: Path) -> None:
    watch = Watch(sample)
    timer = threading.Timer(0.05, append, [sample / NOTE])
    timer.start()
    assert watch.wait() == (NOTE,)
