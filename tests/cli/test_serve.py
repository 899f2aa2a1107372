"""`surveygen serve`: builds at a change, says so, and ends without leaving anything behind."""

from __future__ import annotations

import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import contents, run, run_surveygen
from serving import PATIENCE, Serving, served

NOTE = "docs/notes/turing1936computable.md"
PAGE = "papers/turing1936computable.html"


def add(file: Path, text: str) -> None:
    with file.open("a", encoding="utf-8") as opened:
        opened.write(f"\n{text}\n")


def is_free(serving: Serving) -> bool:
    """Whether nobody listens at its port any more."""
    port = urlsplit(serving.address).port
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) != 0


def becomes_free(serving: Serving) -> bool:
    end = time.monotonic() + PATIENCE
    while not (found := is_free(serving)) and time.monotonic() < end:
        time.sleep(0.05)
    return found


def test_a_saved_note_is_on_its_page_and_nothing_is_left_when_it_ends(sample: Path) -> None:
    with served(sample) as serving, serving.events() as events:
        before = next(events)
        assert "A later thought" not in serving.page(PAGE)
        add(sample / NOTE, "A later thought.")
        after = next(events)
        assert after["build"] != before["build"]
        assert "A later thought" in serving.page(PAGE)
        code, said = serving.end()
        assert is_free(serving)
    assert code == 0
    assert re.search(rf"(?m)^{re.escape(NOTE)}: rebuilt in \d+\.\d s, 0 problems$", said)
    assert "Traceback" not in said
    served_file = (sample / "build" / "html" / PAGE).read_text(encoding="utf-8")
    assert "A later thought" in served_file
    assert "__surveygen" not in served_file


@pytest.mark.slow
def test_what_keeps_it_from_building_is_told_until_it_is_mended(sample: Path) -> None:
    with served(sample) as serving, serving.events() as events:
        first = next(events)
        shutil.move(sample / "docs" / "references.bib", sample / "kept.bib")
        failed = next(events)
        assert failed["build"] == first["build"]
        assert failed["failure"].startswith("docs/references.bib: error: cannot be read")
        assert "Turing" in serving.page(PAGE)
        shutil.move(sample / "kept.bib", sample / "docs" / "references.bib")
        mended = next(events)
        assert mended["failure"] == ""
        assert mended["build"] != first["build"]
        _code, said = serving.end()
    assert "docs/references.bib: not built, the pages stay as they were" in said
    assert said.count("[B") == 1


def test_it_begins_with_a_survey_that_cannot_be_built(sample: Path) -> None:
    shutil.move(sample / "docs" / "references.bib", sample / "kept.bib")
    with served(sample) as serving, serving.events() as events:
        assert "cannot be read" in next(events)["failure"]
        with pytest.raises(urllib.error.HTTPError, match="404"):
            serving.page()
        shutil.move(sample / "kept.bib", sample / "docs" / "references.bib")
        assert next(events)["failure"] == ""
        assert "a sample survey" in serving.page()


@pytest.mark.slow
def test_findings_are_said_when_they_change(with_error: Path) -> None:
    with served(with_error) as serving, serving.events() as events:
        next(events)
        add(with_error / NOTE, "One.")
        next(events)
        add(with_error / NOTE, "Two ![](picture.png).")
        next(events)
        _code, said = serving.end()
    assert said.count("[B004]") == 2
    assert said.count(": rebuilt in") == 2
    assert "1 error, 1 warning" in said or "2 errors" in said


@pytest.mark.slow
def test_a_site_that_is_up_to_date_is_served_as_it_is(sample: Path) -> None:
    with served(sample) as serving, serving.events() as events:
        next(events)
        add(sample / NOTE, "More.")
        next(events)
        serving.end()
    # What the interrupted build had not finished, this one does.
    assert run(sample, "build", "html").exit_code == 0
    before = contents(sample)
    with served(sample) as serving:
        assert "More." in serving.page(PAGE)
        assert serving.end()[0] == 0
    assert contents(sample) == before


@pytest.mark.slow
def test_two_at_once_take_two_ports(sample: Path, tmp_path: Path) -> None:
    shutil.copytree(sample, tmp_path / "another")
    with served(sample) as one, served(tmp_path / "another") as two:
        assert one.address != two.address
        assert "Limits" in one.page()
        assert "Limits" in two.page()


def test_a_taken_port_is_told(sample: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run_surveygen(sample, "serve", "--port", str(port))
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        f"surveygen: cannot serve at port {port}: Address already in use; "
        "choose another with --port\n"
    )
    assert not (sample / "build").exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_the_port_is_freed_however_it_ends(sample: Path, number: signal.Signals) -> None:
    with served(sample, "-q") as serving:
        code, said = serving.end(number)
        assert becomes_free(serving)
    assert code == -number
    assert said == ""


@pytest.mark.slow
def test_another_build_is_waited_for(sample: Path) -> None:
    from surveygen.cli.building import locked

    run(sample, "build", "html")
    with served(sample) as serving, serving.events() as events:
        next(events)
        with locked(sample):
            add(sample / NOTE, "A later thought.")
            time.sleep(1)
            assert "A later thought" not in serving.page(PAGE)
        assert next(events)["failure"] == ""
        assert "A later thought" in serving.page(PAGE)


@pytest.mark.slow
@pytest.mark.parametrize("delay", [0.1, 0.3, 0.5, 0.7, 0.9, 1.3])
def test_a_build_that_is_ended_is_mended_by_the_next(
    delay: float, sample: Path, tmp_path: Path
) -> None:
    wanted = tmp_path / "wanted"
    with served(sample) as serving:
        add(sample / NOTE, "A later thought.")
        add(sample / "docs" / "sections" / "computability.md", "And one more.")
        time.sleep(delay)
        code, said = serving.end()
    assert code == 0
    assert "Traceback" not in said
    ignored = shutil.ignore_patterns("build", ".surveygen", "survey")
    shutil.copytree(sample, wanted, ignore=ignored)
    for root in (sample, wanted):
        assert run_surveygen(root, "build", "html").returncode == 0
    shown = [contents(root / "build" / "html") for root in (sample, wanted)]
    for files in shown:
        files.pop(".buildinfo")
    assert shown[0] == shown[1]


def test_the_browser_is_opened(sample: Path, tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {asked}.new; mv {asked}.new {asked}\n')
    browser.chmod(0o755)
    with served(sample, "--open", BROWSER=str(browser)) as serving:
        end = time.monotonic() + PATIENCE
        while not asked.exists() and time.monotonic() < end:
            time.sleep(0.05)
        assert asked.read_text() == f"{serving.address}\n"


def test_an_interrupt_ends_the_first_build_at_once(sample: Path) -> None:
    program = "from surveygen.cli.main import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", program, "-C", str(sample), "serve"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    lock = sample / "build" / ".lock"
    end = time.monotonic() + PATIENCE
    while not lock.exists() and time.monotonic() < end:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    address, said = process.communicate(timeout=PATIENCE)
    assert (process.returncode, address) == (0, "")
    assert "Traceback" not in said
    # Nobody builds any more.
    assert run(sample, "build", "html").exit_code == 0
