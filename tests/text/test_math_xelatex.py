"""Every formula that is allowed sets in XeLaTeX: no error, no character missing from a font."""

import random
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from surveygen.text.math import refusal, to_tex
from surveygen.text.math_layouts import ALLOWED
from surveygen.text.math_symbols import SYMBOLS
from surveygen.text.math_typed import TYPED
from text_tables import rows

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("xelatex") is None, reason="xelatex is not installed"),
]

PREAMBLE = r"""\documentclass{article}
\usepackage{fontspec}\usepackage{amsmath,amssymb,amstext}\tracinglostchars=2
\begin{document}
"""


def faults(formulas: list[str], folder: Path) -> dict[str, str]:
    """Set `formulas` and return those that XeLaTeX complains about, with the complaint."""
    body = "\n".join(
        f"\\typeout{{@{at}}}\n${to_tex(formula)}$\n" for at, formula in enumerate(formulas)
    )
    (folder / "formulas.tex").write_text(PREAMBLE + body + "\\typeout{@@}\n\\end{document}\n")
    command = ["xelatex", "-no-shell-escape", "-interaction=nonstopmode", "formulas.tex"]
    subprocess.run(command, cwd=folder, capture_output=True, timeout=120, check=False)
    log = (folder / "formulas.log").read_text(encoding="utf-8", errors="replace")
    assert "\n@@\n" in log, log[-500:]
    found: dict[str, str] = {}
    current = ""
    for line in log.splitlines():
        if at := re.fullmatch(r"@(\d+)", line):
            current = formulas[int(at[1])]
        # U+007F is the skew character by which TeX centres accents: looked up, never printed.
        elif line.startswith("!") or ("Missing character" in line and "U+007F" not in line):
            found.setdefault(current, line)
    return found


def test_every_command_sets(tmp_path: Path) -> None:
    formulas = [row[0] for row in rows("math_allowed.tsv")]
    for name in sorted(SYMBOLS):
        uses = [
            "\\{0}",
            "x^\\{0}",
            "\\sqrt\\{0}",
            "\\frac\\{0}\\{0}",
            "\\mathbf{{\\{0}}}",
            "\\mathtt\\{0}",
            "\\not\\{0}",
        ]
        formulas += [use.format(name) for use in uses]
    formulas += [use.format(c) for c in TYPED for use in ("{0}", "x^{0}", "a{0}b{0}c")]
    assert faults([formula for formula in formulas if refusal(formula) is None], tmp_path) == {}


def test_random_allowed_formulas_set(tmp_path: Path) -> None:
    rng = random.Random(2026)
    pieces = [f"\\{name}" for name in sorted(ALLOWED)] + list(
        "τΣ≤∞→²₁′ℝ×abxAB019^_'[]()&|.+-=<>"
    ) * 4
    pieces += ["{x}", "{ab}", " ", "^2", "_{i}", "\\\\", "{", "}"] * 12
    formulas: set[str] = set()
    while len(formulas) < 2000:
        formula = "".join(
            rng.choice(pieces) + rng.choice(["", " "]) for _ in range(rng.randint(1, 7))
        )
        if refusal(formula) is None:
            formulas.add(formula)
    assert faults(sorted(formulas), tmp_path) == {}
