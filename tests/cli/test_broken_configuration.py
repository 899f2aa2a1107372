"""A conf.py that keeps Sphinx from building is told as any other fault: file, line, what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import contents, run, run_surveygen

LISTED = 'extensions = ["surveygen"]\n'
FAULTS = {
    "a name that is not defined": (LISTED + "a = b\n", "2:1", "NameError: name 'b' is not"),
    "a module that is not there": ("import nope\n" + LISTED, "1:1", "No module named 'nope'"),
    "an exit": ("import sys\n" + LISTED + "sys.exit(3)\n", "3:1", "SystemExit: 3"),
    "a setup that raises": (
        LISTED + "def setup(app):\n    raise ValueError('no')\n",
        "3:1",
        "ValueError: no",
    ),
    "a setup that exits": (LISTED + "def setup(app):\n    raise SystemExit(0)\n", "3:1", "Exit"),
    "a hook that raises": (
        LISTED
        + "def hook(app, config):\n    1 / 0\n"
        + "def setup(app):\n    app.connect('config-inited', hook)\n",
        "3:1",
        "ZeroDivisionError: division by zero",
    ),
    "an extension that is not there": (
        'import sys\nextensions = ["surveygen", "nope_ext"]\n',
        "2:28",
        "nope_ext",
    ),
    "a theme that is not there": (
        LISTED + 'html_theme = "nope"\n',
        "2:14",
        "no theme named 'nope'",
    ),
    "a renderer that is not there": (LISTED + 'html_math_renderer = "nope"\n', "2:22", "'nope'"),
    "no survey": ('extensions = ["myst_parser"]\n', "1:1", '"surveygen" is not among'),
    "no survey, computed": ('extensions = "myst_parser".split()\n', "1:1", "is not among"),
    "no Python": ("extensions = [\n", "1:14", "'[' was never closed"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_build_names_the_line_that_stops_it(fault: str, sample: Path) -> None:
    source, place, reason = FAULTS[fault]
    (sample / "docs" / "conf.py").write_text(source, encoding="utf-8")
    result = run(sample, "build", "html")
    assert (result.exit_code, result.stdout) == (1, "")
    told = [line for line in result.stderr.splitlines() if "error:" in line]
    assert len(told) == 1, result.stderr
    assert told[0].startswith(f"docs/conf.py:{place}: error: ")
    assert reason in told[0]
    assert told[0].endswith("[C014]")
    assert "Traceback" not in result.stderr
    assert not list((sample / "build" / "html").glob("*.html"))


def test_the_traceback_is_there_for_those_who_ask(sample: Path) -> None:
    (sample / "docs" / "conf.py").write_text(LISTED + "a = b\n", encoding="utf-8")
    assert "Traceback" in run_surveygen(sample, "build", "html", "--verbose").stderr


def test_exports_do_not_wait_for_a_conf_py_that_works(sample: Path) -> None:
    (sample / "docs" / "conf.py").write_text(LISTED + "a = b\n", encoding="utf-8")
    assert run(sample, "build").exit_code == 1
    assert "exports/survey.bib" in contents(sample / "build")
