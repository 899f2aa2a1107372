"""The same survey for the plain stack: Sphinx, MyST, furo and sphinxcontrib-bibtex.

One orphan document per paper, one page per section that lists, links and cites its papers, a
toctree of the sections alone, and one page with the whole bibliography. What a plain project
would be spared stays out: exports, summaries on the section pages, facets. So it does less than
surveygen with the same content.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from surveygen import Paper, Section, Survey

_NOT_COPIED = ("conf.py", "notes", "sections", "survey", "_build", "__pycache__")
"""Parts of docs/ that are surveygen's own; all else (front page, guide, images) is copied."""
_MARKUP = re.compile(r"([\\`*_{}\[\]<>$~&!|@^=#+:-])")
_CONF = """\
project = {title!r}
language = {language!r}
extensions = ["myst_parser", "sphinxcontrib.bibtex"]
myst_enable_extensions = ["dollarmath", "colon_fence"]
bibtex_bibfiles = {bibliography!r}
bibtex_default_style = "alpha"
bibtex_reference_style = "author_year"
html_theme = "furo"
html_title = project
# As surveygen sets them, so that neither side writes more kinds of pages than the other.
html_copy_source = False
html_show_sphinx = False
html_use_index = False
"""
_OWN_DIRECTIVES = re.compile(r"^```\{(?:survey-\w+|references)\}.*?^```$\n?", re.M | re.S)
"""What only surveygen can fill."""


def write_plain_stack(survey: Survey, source: Path) -> None:
    """Write the Sphinx project of a survey into the new folder ``source``."""
    docs = survey.root / "docs"
    shutil.copytree(docs, source, ignore=lambda *found: _left_out(docs, *found))
    for page in source.rglob("*.md"):
        text = page.read_text(encoding="utf-8")
        page.write_text(_OWN_DIRECTIVES.sub("", text), encoding="utf-8")
    _write(source / "conf.py", _conf(survey, source))
    pages = source / "survey"
    _write(pages / "index.md", _index_page(survey))
    _write(pages / "references.md", "# References\n\n```{bibliography}\n:all:\n```\n")
    if survey.not_placed:
        _write(pages / "not-placed.md", "\n".join(["# Not yet placed", *_list(survey.not_placed)]))
    for section in survey.sections.values():
        _write(pages / f"{section.id}.md", _section_page(survey, section))
    for paper in survey.papers.values():
        _write(paper_source(source, paper), paper_page(paper))


def paper_source(source: Path, paper: Paper) -> Path:
    """The document of a paper."""
    return source / "papers" / f"{paper.slug}.md"


def paper_page(paper: Paper) -> str:
    """An orphan document: title, the note or a sentence in its place, and the citation."""
    if paper.note is None:
        summary = [f"{{cite:t}}`{paper.key}` has no note yet."]
    else:
        summary = [_escape(paper.note.tldr), paper.note.body.markdown]
    blocks = [
        "---\norphan: true\n---",
        f"# {_escape(paper.entry.title) or paper.key}",
        *filter(None, summary),
        f"{{cite:p}}`{paper.key}`",
    ]
    return "\n\n".join(blocks) + "\n"


def _left_out(docs: Path, folder: str, names: list[str]) -> Iterable[str]:
    return [name for name in names if Path(folder) == docs and name in _NOT_COPIED]


def _conf(survey: Survey, source: Path) -> str:
    """Configuration; bibliographies outside docs/ are copied beside it."""
    names = []
    for name in survey.taxonomy.bibliography:
        inside = name.removeprefix("docs/")
        target = source / inside
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(survey.root / name, target)
        names.append(inside)
    taxonomy = survey.taxonomy
    return _CONF.format(title=taxonomy.title, language=taxonomy.language, bibliography=names)


def _index_page(survey: Survey) -> str:
    names = [section.id for section in survey.taxonomy.sections]
    names += ["not-placed"] if survey.not_placed else []
    return "\n\n".join(["# Contents", _toctree([*names, "references"])]) + "\n"


def _section_page(survey: Survey, section: Section) -> str:
    blocks = [f"# {_escape(section.title)}", _escape(section.description)]
    if section.sections:
        blocks.append(_toctree([child.id for child in section.sections]))
    if section.id in survey.narratives:
        blocks.append(survey.narratives[section.id].markdown)
    blocks += paper_lists(survey, section, _list)
    return "\n\n".join(filter(None, blocks)) + "\n"


def paper_lists(
    survey: Survey, section: Section, lines: Callable[[Iterable[Paper]], list[str]]
) -> list[str]:
    """The papers of a section, those of its own and those of others, under their headings."""
    lists = {
        "## Papers": survey.home_papers(section),
        "## Listed here too": survey.also_papers(section),
    }
    return [
        block
        for heading, papers in lists.items()
        if papers
        for block in (heading, "\n".join(lines(papers)))
    ]


def _list(papers: Iterable[Paper]) -> list[str]:
    return [
        f"- [{_escape(paper.entry.title) or paper.key}](/papers/{paper.slug}.md)"
        f" {{cite:p}}`{paper.key}`"
        for paper in papers
    ]


def _toctree(names: Iterable[str]) -> str:
    return "\n".join(["```{toctree}", *names, "```"])


def _escape(text: str) -> str:
    """Text as Markdown that shows it unchanged."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
