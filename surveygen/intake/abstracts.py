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
    try:
        text = abstracts_file(root).read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    found = {}
    for line in text.splitlines():
        try:
            record = json.loads(line)
            found[str(record["key"])] = str(record["text"])
        except (ValueError, KeyError, TypeError):
            continue
    return found


def plan_abstracts(survey: Survey, listed: Iterable[ListedPaper]) -> AbstractPlan:
    """Match listed papers with the survey's by title; the first abstract of a paper counts."""
    by_title = {title_key(paper.entry.title): key for key, paper in survey.papers.items()}
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
    """Write the abstracts, sorted by key.

    Raises:
        OSError: the file cannot be written.

    """
    lines = (
        json.dumps({"key": key, "text": abstracts[key]}, ensure_ascii=False) + "\n"
        for key in sorted(abstracts)
    )
    write_if_changed(abstracts_file(root), "".join(lines).encode("utf-8"))
