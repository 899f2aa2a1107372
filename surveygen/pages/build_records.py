"""What is remembered of a build, so that the next knows whether it has anything to do.

A record is deleted before its target is built and written when all else is. It holds what the
build was made from and by, what it said, and the state of what it wrote. The hash of the inputs
alone tells people whether a target is that of the present files; a build is left out only where
everything else is the same too.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from surveygen.files import write_atomically
from surveygen.messages import N_
from surveygen.pages.inputs import Inputs
from surveygen.pages.tex_inputs import tex_inputs
from surveygen.survey.diagnostics import Diagnostic, diagnostic_of
from surveygen.survey.layout import GENERATED_PAGES

OUTPUTS = {
    "exports": "build/exports/survey.bib",
    "pdf": "build/latex/survey.pdf",
    "html": "build/html/index.html",
    "epub": "build/epub/survey.epub",
}
"""The file that stands for each target, relative to the root. In the order of building: the site
links the PDF and says how long it is, so the PDF comes first."""
LOCK = "build/.lock"
"""A file that holds something while a build is under way, and after one that was killed."""
_PDF = ("build/latex/survey.pdf", "build/latex/survey.log")
"""What pages say of the PDF is taken from these."""
_WATCHED = {
    "exports": ("build/exports",),
    "pdf": ("build/latex", GENERATED_PAGES),
    "html": ("build/html", "build/html/survey.pdf", GENERATED_PAGES, *_PDF),
    "epub": ("build/epub", GENERATED_PAGES, *_PDF),
}
"""Folders and files that a build has written, or read of what another has; first what nothing but
a build of this very target writes."""


class Standing(StrEnum):
    """How what was built stands to the survey's files."""

    MISSING = N_("not built")
    CURRENT = N_("up to date")
    STALE = N_("out of date")


@dataclass(frozen=True, slots=True)
class Record:
    """A build of one target."""

    inputs: Inputs
    environment: str
    """That of `environment_digest`."""
    contents: str
    """What the survey holds, as people were told."""
    diagnostics: tuple[Diagnostic, ...]
    """What was found in the survey's files."""
    said: str = ""
    """What Sphinx and TeX warned of, as it was shown."""
    warnings: int = 0
    outputs: tuple[str, ...] = ()
    """The state of what was written; empty where the next build has to look for itself."""


def keep_record(root: Path, target: str, record: Record) -> None:
    """Remember a build.

    Raises:
        OSError: the file cannot be written.

    """
    content = {
        "named": record.inputs.named,
        "inputs": record.inputs.digest,
        "files": dict(record.inputs.files),
        "environment": record.environment,
        "contents": record.contents,
        "diagnostics": [found.parts for found in record.diagnostics],
        "said": record.said,
        "warnings": record.warnings,
        "outputs": record.outputs,
    }
    write_atomically(_file(root, target), json.dumps(content).encode("ascii"))


def kept_record(root: Path, target: str) -> Record | None:
    """What is remembered of the last build; None where nothing is, or nothing that can be read."""
    try:
        content = json.loads(_file(root, target).read_text(encoding="ascii"))
        return Record(
            Inputs(tuple(content["named"]), content["inputs"], dict(content["files"])),
            content["environment"],
            content["contents"],
            tuple(map(diagnostic_of, content["diagnostics"])),
            content["said"],
            content["warnings"],
            tuple(content["outputs"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def forget_record(root: Path, target: str) -> None:
    """Have the next build look for itself, because this one may be killed.

    Raises:
        OSError: the file cannot be deleted.

    """
    _file(root, target).unlink(missing_ok=True)


def standings(root: Path) -> dict[str, Standing]:
    """How every target of `OUTPUTS` stands to the present files."""
    unchanged: dict[Inputs, bool] = {}
    found = {}
    for target, file in OUTPUTS.items():
        record = kept_record(root, target)
        if record and record.inputs not in unchanged:
            unchanged[record.inputs] = record.inputs.are_unchanged(root)
        if not (root / file).is_file():
            found[target] = Standing.MISSING
        elif record and unchanged[record.inputs]:
            found[target] = Standing.CURRENT
        else:
            found[target] = Standing.STALE
    return found


def finished_build(
    root: Path, targets: Sequence[str], environment: str, inputs: Inputs
) -> list[Record]:
    """The records of these targets where building them again would write and say just the same.

    None of them where it would not.

    Args:
        root: the survey's.
        targets: of `OUTPUTS`.
        environment: that of `environment_digest`.
        inputs: as they are.

    """
    known = _records_of_a_moment(root, targets, environment)
    if not known or known[0].inputs != inputs or _is_under_way(root):
        return []
    return known if _are_untouched(root, targets, known) else []


def inputs_now(root: Path, targets: Sequence[str]) -> Inputs:
    """The inputs as they are, with what is known of them from the last build of these targets."""
    records = (kept_record(root, target) for target in targets)
    return Inputs.of(root, next((record.inputs for record in records if record), None))


def untouched_builds(root: Path, targets: Sequence[str], environment: str) -> list[Record]:
    """The records of these targets where nothing was written since, and nobody else has written.

    None of them elsewhere, or where they are of several moments. The survey's files may have
    changed.

    Args:
        root: the survey's.
        targets: of `OUTPUTS`.
        environment: that of `environment_digest`.

    """
    known = _records_of_a_moment(root, targets, environment)
    return known if known and _are_untouched(root, targets, known) else []


def _records_of_a_moment(root: Path, targets: Iterable[str], environment: str) -> list[Record]:
    records = [kept_record(root, target) for target in targets]
    known = [record for record in records if record and record.outputs]
    # One of another moment than the others would have to be looked at by itself.
    if len(known) < len(records) or len({record.inputs for record in known}) != 1:
        return []
    return known if all(record.environment == environment for record in known) else []


def _are_untouched(root: Path, targets: Iterable[str], records: Sequence[Record]) -> bool:
    states = (outputs_state(root, target) for target in targets)
    return all(state == it.outputs for state, it in zip(states, records, strict=True))


def _is_under_way(root: Path) -> bool:
    try:
        return (root / LOCK).stat().st_size > 0
    except OSError:
        return False


def is_damaged(root: Path, target: str) -> bool:
    """Whether somebody else has written what the last build of a target had written.

    Sphinx would take a page that is newer than its source for its own.
    """
    record = kept_record(root, target)
    if not record or not record.outputs:
        return False
    return record.outputs[0] not in outputs_state(root, target)[:1]


def outputs_state(root: Path, target: str) -> tuple[str, ...]:
    """A hash for each thing that a build has written, or TeX has read: names, sizes and times.

    The time of a file's last change of any kind is among them, which no program can set back.
    Empty where nobody knows what was read.
    """
    read = tex_inputs(root / "build" / "latex") if target == "pdf" else ()
    if read is None:
        return ()
    watched = [str(root / name) for name in _WATCHED[target]]
    states = (_states(path, apart=watched) for path in watched)
    further = (line for path in read for line in _states(str(path), apart=()))
    return tuple(_hash(lines) for lines in (*states, further))


def _hash(lines: Iterable[str]) -> str:
    text = "\n".join(sorted(lines))
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def _states(path: str, *, apart: Sequence[str]) -> list[str]:
    """A line for a file, or for everything in a folder but what stands apart."""
    if not Path(path).is_dir():
        return [_state(Path(path))]
    found = []
    folders = [path]
    while folders:
        folder = folders.pop()
        try:
            entries = os.scandir(folder)
        except OSError as error:
            found.append(f"{folder}\0{type(error).__name__}")
            continue
        with entries:
            for entry in entries:
                if entry.path in apart:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    found.append(entry.path)
                    folders.append(entry.path)
                else:
                    found.append(_state(entry))
    return found


def _state(file: Path | os.DirEntry[str]) -> str:
    try:
        facts = file.stat()
    except OSError as error:  # a link that leads nowhere
        return f"{os.fspath(file)}\0{type(error).__name__}"
    place = os.fspath(file)
    return f"{place}\0{facts.st_size} {facts.st_mtime_ns} {facts.st_ctime_ns}"


def _file(root: Path, target: str) -> Path:
    return root / "build" / ".records" / f"{target}.json"
