r"""Commands in the place of letters: what they are read back as, and that pdfLaTeX sets them."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest

from surveygen.text.ascii_tex import to_ascii_tex
from surveygen.text.latex import from_unicode, to_unicode

BLOCKS = ((0x00A1, 0x0250), (0x1E00, 0x1F00), (0x0370, 0x0400), (0x2010, 0x2070), (0x2190, 0x2300))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Nguyễn", r"Nguy{\~{\^{e}}}n"),
        ("ǘ ṩ ậ", r"{\'{\"{u}}} {\d{\.{s}}} {\d{\^{a}}}"),
        ("x̂", r"{\^{x}}"),
        ("β-VAE", r"{\ensuremath{\beta}}-VAE"),
        ("Phương ả", "Phương ả"),  # only the fonts of Vietnamese have horns and hooks
        ("αρχή of 山", "αρχή of 山"),
    ],
)
def test_several_accents_are_put_together(text: str, written: str) -> None:
    assert to_ascii_tex("title", text) == written
    assert to_unicode(written) == text


@pytest.mark.parametrize("source", [r"\'{\^{e}}", r"\'{\^e}", r"\'\^e", r"{\^{\'{e}}}"])
def test_nested_accents_are_read_from_the_inside(source: str) -> None:
    assert unicodedata.normalize("NFD", to_unicode(source))[0] == "e"
    assert len(unicodedata.normalize("NFD", to_unicode(source))) == 3


def with_commands() -> dict[str, str]:
    """Every character of the blocks that has a command, and the command."""
    letters = (chr(code) for first, end in BLOCKS for code in range(first, end))
    written = {letter: to_ascii_tex("title", from_unicode(letter)) for letter in letters}
    return {letter: text for letter, text in written.items() if text.isascii() and text.strip()}


def test_every_command_is_read_back() -> None:
    commands = with_commands()
    assert len(commands) > 700
    for letter, text in commands.items():
        assert to_unicode(text) == to_unicode(from_unicode(letter))


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
def test_every_command_is_one_of_latex(tmp_path: Path) -> None:
    lines = "\n".join(f"x {text} y" for text in with_commands().values())
    (tmp_path / "letters.tex").write_text(
        "\\documentclass{article}\\usepackage[T1]{fontenc}\\usepackage{amsmath,amssymb}\n"
        f"\\begin{{document}}\n{lines}\n\\end{{document}}\n",
        encoding="ascii",
    )
    command = ["pdflatex", "-no-shell-escape", "-interaction=nonstopmode", "-draftmode"]
    done = subprocess.run(
        [*command, "letters.tex"], cwd=tmp_path, capture_output=True, timeout=120, check=False
    )
    log = (tmp_path / "letters.log").read_text(encoding="utf-8", errors="replace")
    assert [line for line in log.splitlines() if line.startswith("!")] == []
    assert done.returncode == 0
