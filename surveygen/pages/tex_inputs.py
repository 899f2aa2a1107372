"""What LaTeX has read for the PDF outside of its folder: packages, formats, settings, programs."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

_PROGRAMS = ("latexmk", "xelatex", "xdvipdfmx")
_SETTINGS = (".latexmkrc", ".config/latexmk/latexmkrc")
"""What latexmk reads of the one who calls it (latexmk manual, "Configuration/initialization")."""
_RECORDED = "INPUT "


def tex_inputs(folder: Path) -> tuple[Path, ...] | None:
    """Absolute paths; some may not exist. None where TeX has not recorded what it read.

    Args:
        folder: that of ``survey.tex``. TeX leaves the names beside it in ``survey.fls``.

    """
    try:
        lines = (folder / "survey.fls").read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return None
    names = {line.removeprefix(_RECORDED) for line in lines if line.startswith(_RECORDED)}
    read = (path for path in map(Path, sorted(names)) if path.is_absolute())
    programs = (Path(shutil.which(name) or name) for name in _PROGRAMS)
    home = Path(os.environ.get("HOME", ""))
    return (*read, *programs, *(home / name for name in _SETTINGS))
