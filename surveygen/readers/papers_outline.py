"""The outline of our own ``papers.json``: its sections, and which papers stand where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from surveygen.readers.prose_escape import escape
from surveygen.survey.outline import Outline, OutlineSection
from surveygen.survey.taxonomy import SECTION_ID, Placement

_DEEPEST = 50
"""Levels that are read; a bound for files in which a section stands below itself."""


def papers_outline(
    head: Mapping[str, Any], papers: Iterable[tuple[Placement, Mapping[str, Any]]]
) -> Outline | None:
    """The outline; None where the file names no sections.

    Args:
        head: members of the file before ``papers``, which anybody may have edited.
        papers: handle and place of each paper, and its members.

    """
    sections = {_text(one, "id"): one for one in _objects(head.get("sections"))}
    sections.pop("", None)
    if not sections:
        return None
    below: dict[str, list[str]] = {}
    for id, section in sections.items():
        parent = _text(section, "parent")
        below.setdefault(parent if parent in sections else "", []).append(id)
    works: dict[str, list[Placement]] = {}
    also: dict[str, list[Placement]] = {}
    background = []
    cited_only = set(_texts(head.get("background")))
    for work, paper in papers:
        works.setdefault(_text(paper, "home"), []).append(work)
        for id in _texts(paper.get("also")):
            also.setdefault(id, []).append(work)
        if _text(paper, "key") in cited_only:
            background.append(work)

    def sections_below(parent: str, depth: int) -> tuple[OutlineSection, ...]:
        return tuple(
            OutlineSection(
                title=_text(sections[id], "title") or id,
                # The taxonomy has plain text, an outline what notes may hold.
                description=escape(_text(sections[id], "description"), line_start=True),
                works=tuple(works.get(id, ())),
                sections=sections_below(id, depth + 1) if depth < _DEEPEST else (),
                id=id if SECTION_ID.fullmatch(id) else "",
                also=tuple(also.get(id, ())),
            )
            for id in below.get(parent, ())
        )

    survey = head.get("survey")
    identity = survey if isinstance(survey, dict) else {}
    return Outline(
        sections_below("", 1),
        tuple(background),
        title=_text(identity, "title"),
        abstract=_text(identity, "abstract"),
    )


def _text(value: Mapping[str, Any], name: str) -> str:
    found = value.get(name)
    return " ".join(found.split()) if isinstance(found, str) else ""


def _texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _objects(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
