"""The same survey for MkDocs with Material and mkdocs-bibtex.

A page per paper and per section, one with the whole bibliography; the navigation holds the sections
alone. It has its own search. As with the plain stack, exports, facets and summaries on the pages of
sections stay out, so it does less than surveygen with the same content.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from plain_stack import paper_lists

if TYPE_CHECKING:
    from surveygen import Paper, Section, Survey

_CITATION = re.compile(r"\{cite(?::[pt])?\}`([^`]+)`")
_CONFIGURATION = """\
site_name: {title}
theme:
  name: material
  font: false
plugins:
  - search
  - bibtex:
      bib_file: references.bib
markdown_extensions:
  - footnotes
nav: {nav}
validation:
  omitted_files: ignore
"""


def write_mkdocs_stack(survey: Survey, root: Path) -> None:
    """Write the MkDocs project of a survey into the new folder ``root``."""
    docs = root / "docs"
    pages = docs / "survey"
    for name in (docs, pages, docs / "papers", docs / "guide"):
        name.mkdir(parents=True)
    bibliography = "\n".join(
        (survey.root / name).read_text(encoding="utf-8") for name in survey.taxonomy.bibliography
    )
    _write(root / "references.bib", bibliography)
    nav: list[dict[str, object]] = [{survey.taxonomy.title: "index.md"}]
    nav += map(_branch, survey.taxonomy.sections)
    nav.append({"References": "survey/references.md"})
    title = json.dumps(survey.taxonomy.title)
    _write(root / "mkdocs.yml", _CONFIGURATION.format(title=title, nav=json.dumps(nav)))
    _write(docs / "index.md", f"# {survey.taxonomy.title}\n\n{survey.taxonomy.abstract}\n")
    for page in (survey.root / "docs" / "guide").glob("*.md"):
        shutil.copy(page, docs / "guide" / page.name)
    _write(pages / "references.md", "# References\n\n\\full_bibliography\n")
    for section in survey.sections.values():
        _write(pages / f"{section.id}.md", _section_page(survey, section))
    for paper in survey.papers.values():
        _write(mkdocs_paper_source(root, paper), _paper_page(paper))


def mkdocs_paper_source(root: Path, paper: Paper) -> Path:
    """The page of a paper."""
    return root / "docs" / "papers" / f"{paper.slug}.md"


def _branch(section: Section) -> dict[str, object]:
    page = f"survey/{section.id}.md"
    if not section.sections:
        return {section.title: page}
    return {section.title: [{section.title: page}, *map(_branch, section.sections)]}


def _paper_page(paper: Paper) -> str:
    title = paper.entry.title or paper.key
    parts = [f"# {title}"]
    if paper.note:
        parts += [paper.note.tldr, _cited(paper.note.body.markdown)]
    return "\n\n".join([*parts, f"[@{paper.key}]"]) + "\n"


def _section_page(survey: Survey, section: Section) -> str:
    blocks = [f"# {section.title}", section.description]
    if section.id in survey.narratives:
        blocks.append(_cited(survey.narratives[section.id].markdown))
    blocks += paper_lists(survey, section, _list)
    return "\n\n".join(filter(None, blocks)) + "\n"


def _list(papers: Iterable[Paper]) -> list[str]:
    return [
        f"- [{paper.entry.title or paper.key}](../papers/{paper.slug}.md) [@{paper.key}]"
        for paper in papers
    ]


def _cited(markdown: str) -> str:
    """Text with its citations as mkdocs-bibtex writes them; what stands beside keys is dropped."""

    def cited(match: re.Match[str]) -> str:
        keys = (re.sub(r"\{[^{}]*\}", "", key).strip() for key in match[1].split(","))
        return f"[{'; '.join(f'@{key}' for key in keys)}]"

    return _CITATION.sub(cited, markdown)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
