"""A survey of more papers, made of copies of another one's.

Every copy of a paper has its own key, a number in its title, a note that cites papers of the same
copy, and stands in a copy of its topic; a few made-up words in every note keep the vocabulary
growing, as that of real texts does.
"""

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from surveygen import Section, Survey

_CITED = re.compile(r"(\{cite(?::[pt])?\}`)([^`]+)(`)")
_KEY = re.compile(r"(?<![{\w])[A-Za-z][\w-]*(?![\w}])")
_SYLLABLES = "ba ko ri tel nu mos qua len fi dor zan ve pix um gra sol".split()
_WORDS_A_NOTE = 6


def write_larger_survey(survey: Survey, root: Path, papers: int) -> None:
    """Write a survey of so many papers into the new folder ``root``.

    Args:
        survey: what is copied: entries, notes, narratives, tree.
        root: the new one's.
        papers: how many it has; copies are whole but for the last.

    """
    docs = survey.root / "docs"
    (root / "docs").mkdir(parents=True)
    for name in ("conf.py", "tags.yaml", "metrics.yaml"):
        if (docs / name).is_file():
            shutil.copy(docs / name, root / "docs" / name)
    front = "# A larger survey\n\n```{toctree}\nsurvey/index\n```\n"
    (root / "docs" / "index.md").write_text(front, encoding="utf-8")
    for folder in ("notes", "sections"):
        (root / "docs" / folder).mkdir()
    words = random.Random(1)  # the same survey every time
    keys = [paper.key for paper in survey.in_tree_order() if paper.home]
    entries: list[str] = []
    copies: list[dict[str, str]] = []
    while len(entries) < papers:
        number = len(copies)
        names = {key: _name(key, number) for key in keys[: papers - len(entries)]}
        copies.append(names)
        for key, name in names.items():
            paper = survey.papers[key]
            entries.append(_entry(paper.entry.raw, key, name, number))
            if paper.note:
                source = (survey.root / paper.note.path).read_text(encoding="utf-8")
                text = _cite(source, names) + f"\n\n{_made_up(words, papers)}\n"
                (root / "docs" / "notes" / f"{name}.md").write_text(text, encoding="utf-8")
        for section in survey.sections.values():
            is_there = any(paper.key in names for paper in survey.home_papers(section))
            if section.id in survey.narratives and (is_there or (number == 0 and section.sections)):
                file = root / "docs" / "sections" / f"{_name(section.id, number)}.md"
                path = survey.root / survey.narratives[section.id].path
                file.write_text(_cite(path.read_text(encoding="utf-8"), names), encoding="utf-8")
    (root / "docs" / "references.bib").write_text("\n\n".join(entries) + "\n", encoding="utf-8")
    taxonomy = {
        "version": 1,
        "title": f"{survey.taxonomy.title} ({papers} papers)",
        "abstract": survey.taxonomy.abstract,
        "authors": [{"name": "Nobody", "type": "organization"}],
        "edition": "1",
        "date": survey.taxonomy.date,
        "sections": [_top(survey, top, copies) for top in survey.taxonomy.sections],
    }
    text = yaml.safe_dump(taxonomy, sort_keys=False, allow_unicode=True, width=1000)
    (root / "taxonomy.yaml").write_text(text, encoding="utf-8")


def _name(name: str, number: int) -> str:
    return f"{name}-{number}" if number else name


def _entry(raw: str, key: str, name: str, number: int) -> str:
    entry = raw.replace(key, name, 1)
    if number:
        entry = re.sub(r"(?m)^(\s*title\s*=\s*\{)", rf"\g<1>{number}th: ", entry, count=1)
    return entry.strip()


def _cite(text: str, names: dict[str, str]) -> str:
    """Citations of papers of the same copy; of those that it lacks, of the first."""

    def cite(found: re.Match[str]) -> str:
        keys = _KEY.sub(lambda key: names.get(key[0], key[0]), found[2])
        return f"{found[1]}{keys}{found[3]}"

    return _CITED.sub(cite, text)


def _made_up(words: random.Random, papers: int) -> str:
    made = []
    for _ in range(_WORDS_A_NOTE):
        number = int(words.paretovariate(0.8)) % (papers * 3)
        parts = []
        while True:
            number, syllable = divmod(number, len(_SYLLABLES))
            parts.append(_SYLLABLES[syllable])
            if not number:
                break
        made.append("".join(parts))
    return f"It speaks of {', '.join(made)}."


def _top(survey: Survey, top: Section, copies: list[dict[str, str]]) -> dict[str, object]:
    topics = []
    for number, names in enumerate(copies):
        for topic in top.sections:
            node = _topic(survey, topic, number, names)
            if node.get("papers"):
                topics.append(node)
    node: dict[str, object] = {"id": top.id, "title": top.title, "description": top.description}
    own = [names[p.key] for names in copies for p in survey.home_papers(top) if p.key in names]
    if own:
        node["papers"] = own
    node["sections"] = topics
    return node


def _topic(survey: Survey, topic: Section, number: int, names: dict[str, str]) -> dict[str, object]:
    title = f"{topic.title}, part {number + 1}" if number else topic.title
    node: dict[str, object] = {
        "id": _name(topic.id, number),
        "title": title,
        "description": topic.description,
    }
    for field, papers in (
        ("papers", survey.home_papers(topic)),
        ("also", survey.also_papers(topic)),
    ):
        keys = [names[paper.key] for paper in papers if paper.key in names]
        if keys:
            node[field] = keys
    return node
