"""Copies of the sample survey that a test may change and build."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from surveygen.cli.building import build_exports, build_html
from surveygen.project import load

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
EVERY_WORD = SAMPLE.parent / "every-word"
"""Entries and notes beside which surveygen prints every word that it has for them."""
_SPHINX = """
import sys
from sphinx.cmd.build import build_main
sys.exit(build_main(sys.argv[1:]))
"""
"""`python -m sphinx`, which alone refuses to run in a locale that is not installed."""
_PRIVATE = (".buildinfo", ".buildinfo.bak")


@dataclass(frozen=True)
class Copy:
    """A survey in a folder of its own."""

    root: Path

    @classmethod
    def of(cls, source: Path, root: Path) -> Copy:
        """Copy a survey with whatever was built of it, time stamps and all."""
        shutil.copytree(source, root, dirs_exist_ok=True)
        return cls(root)

    @classmethod
    def with_every_word(cls, root: Path) -> Copy:
        """The sample with the entries of `EVERY_WORD`, one of them in no section."""
        survey = cls(SAMPLE).sources(root)
        bibliography = root / "docs" / "references.bib"
        added = (EVERY_WORD / "references.bib").read_text(encoding="utf-8")
        with bibliography.open("a", encoding="utf-8") as file:
            file.write(f"\n{added}")
        shutil.copytree(EVERY_WORD / "notes", root / "docs" / "notes", dirs_exist_ok=True)
        placed = (
            "noether1908formen, zuse1935rechner, hilbert1934grundlagen, halley1687principia, "
            "scott1970outline, encyclopedie1751"
        )
        survey.replace("taxonomy.yaml", "[knuth1984texbook]", f"[knuth1984texbook, {placed}]")
        return survey

    def translate(self, language: str) -> None:
        """Have taxonomy and conf.py name another language than English."""
        self.replace("taxonomy.yaml", "language: en", f"language: {language}")
        self.replace("docs/conf.py", 'language = "en"', f'language = "{language}"')

    def sources(self, root: Path) -> Copy:
        """A copy of what people wrote, without anything generated."""
        ignored = shutil.ignore_patterns("build", ".surveygen", "survey")
        shutil.copytree(self.root, root, ignore=ignored)
        return Copy(root)

    def replace(self, name: str, old: str, new: str) -> None:
        """Change a file as an editor would."""
        file = self.root / name
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        file.write_text(text.replace(old, new), encoding="utf-8")

    def build(self) -> dict[str, str]:
        """Build site and exports; returns a hash for every output file by its path."""
        survey = load(self.root)
        build_exports(survey)
        build_html(survey, 1, verbose=False)
        return self.outputs()

    def sphinx(
        self, builder: str, *options: str, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Plain sphinx-build in a process of its own, with doctrees outside the output."""
        build = self.root / "build"
        line = [sys.executable, "-c", _SPHINX, "-q", "-b", builder, *options]
        line += ["-d", str(build / f"doctrees-{builder}")]
        line += [str(self.root / "docs"), str(build / builder)]
        return subprocess.run(
            line,
            capture_output=True,
            encoding="utf-8",
            check=False,
            env={**os.environ, **environment},
        )

    def outputs(self) -> dict[str, str]:
        """A hash for every output file by its path."""
        build = self.root / "build"
        return {
            path.relative_to(build).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for folder in ("html", "exports")
            for path in sorted((build / folder).rglob("*"))
            if path.is_file() and path.name not in _PRIVATE
        }

    def html(self, name: str) -> str:
        """A built page."""
        return (self.root / "build" / "html" / name).read_text(encoding="utf-8")
