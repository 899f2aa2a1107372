"""Abstracts of listed papers: kept for drafting and checking notes, never published.

They stand in ``.surveygen/abstracts.jsonl``, one ``{"key", "text"}`` a line, which ``.gitignore``
keeps out of git and ``clean`` spares.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from surveygen.files import write_if_changed
from surveygen.project import STATE
from surveygen.readers.paper_listing import ListedPaper, title_key
from surveygen.survey.survey import Survey


@dataclass(frozen=True, slots=True)
class AbstractPlan:
    """What reading listings would change."""

    listed: int
    distinct: int
    abstracts: Mapping[str, str]
    """Every abstract after the change, by key."""
    new: tuple[str, ...]
    unknown: tuple[ListedPaper, ...]
    """Listed papers that the survey does not have."""


def abstracts_file(root: Path) -> Path:
    """Where the abstracts of a survey lie."""
    return root / STATE / "abstracts.jsonl"


def read_abstracts(root: Path) -> dict[str, str]:
    """Abstracts by key; empty where there are none. Lines that are no record are left out."""
    return _read(root)[0]


def _read(root: Path) -> tuple[dict[str, str], list[bytes]]:
    """Abstracts by key, and the lines that are no record."""
    try:
        lines = abstracts_file(root).read_bytes().split(b"\n")
    except (FileNotFoundError, NotADirectoryError):
        return {}, []
    found: dict[str, str] = {}
    unreadable: list[bytes] = []
    for line in filter(bytes.strip, lines):
        try:
            record = json.loads(line)
            key, text = record["key"], record["text"]
        except (ValueError, KeyError, TypeError):
            key = text = None
        if isinstance(key, str) and isinstance(text, str):
            found[key] = text
        else:
            unreadable.append(line)
    return found, unreadable


def plan_abstracts(survey: Survey, listed: Iterable[ListedPaper]) -> AbstractPlan:
    """Match listed papers with the survey's by title; the first abstract of a paper counts."""
    by_title = {title_key(paper.entry.title): key for key, paper in survey.papers.items()}
    by_title.pop("", None)  # an entry without a title is no listed paper
    known = read_abstracts(survey.root)
    abstracts = dict(known)
    unknown: dict[str, ListedPaper] = {}
    seen: set[str] = set()
    count = 0
    for paper in listed:
        count += 1
        title = title_key(paper.title)
        seen.add(title)
        key = by_title.get(title)
        if key is None:
            unknown.setdefault(title, paper)
        else:
            abstracts.setdefault(key, paper.abstract)
    new = tuple(sorted(abstracts.keys() - known.keys()))
    return AbstractPlan(count, len(seen), abstracts, new, tuple(unknown.values()))


def keep_abstracts(root: Path, abstracts: Mapping[str, str]) -> None:
    """Write the abstracts, sorted by key; lines of the file that are no record stay behind them.

    Raises:
        OSError: the file cannot be written.

    """
    lines = [
        json.dumps({"key": key, "text": abstracts[key]}, ensure_ascii=False).encode(
            "utf-8", "surrogatepass"
        )
        for key in sorted(abstracts)
    ]
    _, unreadable = _read(root)
    data = b"".join(line + b"\n" for line in (*lines, *unreadable))
    write_if_changed(abstracts_file(root), data)
