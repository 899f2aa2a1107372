"""Copies of the sample survey that a test may change and build."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from surveygen.cli.building import build_exports, build_html
from surveygen.project import load

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
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
