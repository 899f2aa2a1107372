"""A plan shows what will be written, and writes all of it or nothing."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from surveygen.intake.plan import Draft, Overtaken


def test_a_draft_reads_through_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"old\n")
    draft = Draft(tmp_path)
    assert draft.read("a.txt") == b"old\n"
    assert draft.read("b.txt") is None
    draft.write("a.txt", b"new\n")
    assert draft.read("a.txt") == b"new\n"
    assert (tmp_path / "a.txt").read_bytes() == b"old\n"


def test_a_plan_holds_what_differs_and_shows_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"one\ntwo\n")
    (tmp_path / "same.txt").write_bytes(b"same\n")
    draft = Draft(tmp_path)
    draft.write("a.txt", b"one\n2\n")
    draft.write("same.txt", b"same\n")
    draft.write("folder/new.txt", b"new\n")
    assert list(draft.plan().diff()) == [
        "--- a/a.txt",
        "+++ b/a.txt",
        "@@ -1,2 +1,2 @@",
        " one",
        "-two",
        "+2",
        "--- /dev/null",
        "+++ b/folder/new.txt",
        "@@ -0,0 +1 @@",
        "+new",
    ]


def test_new_lines_have_the_numbers_of_the_changed_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"one\r\ntwo\x85 2\r\nthree\r\n")
    draft = Draft(tmp_path)
    draft.write("a.txt", b"zero\r\none\r\ntwo\x85 2\r\n3\r\nfour\r\n")
    draft.write("b.txt", b"new\n")
    a, b = draft.plan().changes
    assert a.new_lines() == {1: "zero", 4: "3", 5: "four"}
    assert b.new_lines() == {1: "new"}


def test_it_is_applied_whole(tmp_path: Path) -> None:
    draft = Draft(tmp_path)
    draft.write("folder/new.txt", b"new\n")
    draft.plan().apply()
    assert (tmp_path / "folder" / "new.txt").read_bytes() == b"new\n"
    assert draft.plan().changes == ()


def test_a_file_that_changed_meanwhile_stops_everything(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(b"old\n")
    draft = Draft(tmp_path)
    draft.write("a.txt", b"new\n")
    draft.write("b.txt", b"new\n")
    plan = draft.plan()
    (tmp_path / "b.txt").write_bytes(b"edited by hand\n")
    with pytest.raises(Overtaken, match=r"b\.txt was changed meanwhile"):
        plan.apply()
    assert not (tmp_path / "a.txt").exists()
    assert (tmp_path / "b.txt").read_bytes() == b"edited by hand\n"


def test_a_file_that_cannot_be_written_takes_the_others_back(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"old\n")
    (tmp_path / "file").touch()
    draft = Draft(tmp_path)
    draft.write("a.txt", b"new\n")
    draft.write("b.txt", b"new\n")
    draft.write("file/c.txt", b"new\n")
    with pytest.raises(OSError, match="file"):
        draft.plan().apply()
    assert (tmp_path / "a.txt").read_bytes() == b"old\n"
    assert not (tmp_path / "b.txt").exists()


def test_what_a_link_leads_to_is_written_and_the_link_stays(tmp_path: Path) -> None:
    (tmp_path / "shared.bib").write_bytes(b"old\n")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.bib").symlink_to("../shared.bib")
    draft = Draft(tmp_path)
    draft.write("docs/a.bib", b"new\n")
    draft.plan().apply()
    assert (tmp_path / "docs" / "a.bib").is_symlink()
    assert (tmp_path / "shared.bib").read_bytes() == b"new\n"


def test_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_bytes(b"old\n")
    (tmp_path / "a.bib").chmod(0o600)
    draft = Draft(tmp_path)
    draft.write("a.bib", b"new\n")
    draft.plan().apply()
    assert (tmp_path / "a.bib").stat().st_mode & 0o777 == 0o600


def test_a_file_may_go_and_comes_back_where_another_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"old\n")
    (tmp_path / "file").touch()
    draft = Draft(tmp_path)
    draft.delete("a.txt")
    assert draft.read("a.txt") is None
    assert list(draft.plan().diff()) == ["--- a/a.txt", "+++ /dev/null", "@@ -1 +0,0 @@", "-old"]
    draft.write("file/c.txt", b"new\n")
    with pytest.raises(OSError, match="file"):
        draft.plan().apply()
    assert (tmp_path / "a.txt").read_bytes() == b"old\n"


def test_a_file_that_was_never_there_cannot_go(tmp_path: Path) -> None:
    draft = Draft(tmp_path)
    draft.delete("a.txt")
    assert draft.plan().changes == ()


def test_two_plans_of_one_folder_are_applied_one_after_the_other(tmp_path: Path) -> None:
    """Whichever comes second finds that its file was changed meanwhile."""
    (tmp_path / "a.txt").write_bytes(b"")
    program = (
        "import sys; from pathlib import Path; from surveygen.intake.plan import Draft, Overtaken\n"
        "draft = Draft(Path(sys.argv[1])); draft.write('a.txt', sys.argv[2].encode())\n"
        "plan = draft.plan(); print('ready', flush=True); input()\n"
        "try: plan.apply()\n"
        "except Overtaken: print('overtaken')\n"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path), name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("one", "two")
    ]
    for process in processes:
        assert process.stdout is not None
        process.stdout.readline()
    holder = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(holder, fcntl.LOCK_EX)
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    with pytest.raises(subprocess.TimeoutExpired):
        processes[0].wait(0.3)
    assert (tmp_path / "a.txt").read_bytes() == b""
    os.close(holder)
    said = [process.communicate()[0] for process in processes]
    assert sorted(said) == ["", "overtaken\n"]
    assert (tmp_path / "a.txt").read_text() == ("one", "two")[said.index("")]
