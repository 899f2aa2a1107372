"""Survey to MyST pages, through Jinja2 templates that a survey may override."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import jinja2

from surveygen.files import write_if_changed
from surveygen.messages import translations
from surveygen.pages.compiled_templates import CompiledTemplates
from surveygen.pages.digests import card_digests
from surveygen.pages.index_pages import index_pages
from surveygen.pages.page import Origin, Page
from surveygen.survey.paper import Paper
from surveygen.survey.prose import Prose
from surveygen.survey.survey import Survey
from surveygen.survey.taxonomy import Section

OVERRIDES = Path("docs", "_templates", "surveygen")
"""Where a survey puts templates of its own, relative to its root."""


def render_pages(
    survey: Survey, digests: Mapping[str, str] | None = None, language: str = ""
) -> dict[str, Page]:
    """Every generated page by name.

    Args:
        survey: what they show.
        digests: those of `card_digests`, if at hand.
        language: of the words that surveygen adds; that of the taxonomy where nothing is said.

    """
    renderer = _Renderer(
        survey,
        card_digests(survey) if digests is None else digests,
        language or survey.taxonomy.language,
    )
    return {page.name: page for page in renderer.pages()}


def render_section(
    survey: Survey, section: Section, digests: Mapping[str, str], language: str
) -> Page:
    """The page of a section, as `render_pages` has it."""
    return _Renderer(survey, digests, language).section_page(section)


class _Renderer:
    def __init__(self, survey: Survey, digests: Mapping[str, str], language: str) -> None:
        self.survey = survey
        self.digests = digests
        words = translations(language)
        self.templates = jinja2.Environment(
            loader=jinja2.ChoiceLoader(
                [
                    jinja2.FileSystemLoader(survey.root / OVERRIDES),
                    jinja2.PackageLoader("surveygen.pages"),
                ]
            ),
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            # The output is Markdown: text is escaped by the `text` filter, HTML escapes would show.
            autoescape=False,  # noqa: S701
            extensions=["jinja2.ext.i18n"],
            bytecode_cache=CompiledTemplates(survey.root),
        )
        self.templates.install_gettext_translations(  # type: ignore[attr-defined]  # the extension's
            words, newstyle=True
        )
        self.templates.filters.update(
            text=escape_markdown, fence=fence_for, quote=quote, words_and_code=words_and_code
        )
        self.templates.globals.update(survey=survey, taxonomy=survey.taxonomy, words=words)

    def pages(self) -> Iterable[Page]:
        survey = self.survey
        indexes = list(index_pages(survey))
        top = list(map(self.counts, self.top()))
        yield self.page("index", "index.md.j2", sections=top, indexes=indexes)
        for section in survey.sections.values():
            yield self.section_page(section)
        yield self.page("references", "references.md.j2")
        if survey.not_placed:
            yield self.page("not-placed", "not-placed.md.j2")
        if survey.quarantine:
            yield self.page("to-mend", "to-mend.md.j2")
        for index in indexes:
            yield self.page(index.name, index.template, (), **index.context)

    def top(self) -> tuple[Section, ...]:
        return self.survey.taxonomy.sections

    def counts(self, section: Section) -> dict[str, object]:
        return {
            "id": section.id,
            "title": section.title,
            "description": section.description,
            "count": self.survey.home_count(section),
            "sections": list(map(self.counts, section.sections)),
        }

    def card(self, paper: Paper) -> dict[str, object]:
        note = paper.note
        return {
            "key": paper.key,
            "title": paper.entry.title or paper.key,
            "digest": self.digests[paper.key],
            "body": note.body.markdown if note else "",
        }

    def section_page(self, section: Section) -> Page:
        survey = self.survey
        papers = survey.home_papers(section)
        narrative = survey.narratives.get(section.id)
        prose = [narrative] if narrative else []
        prose += [paper.note.body for paper in papers if paper.note]
        return self.page(
            section.id,
            "section.md.j2",
            prose,
            section=section,
            sections=list(map(self.counts, section.sections)),
            narrative=narrative.markdown.rstrip() if narrative else "",
            papers=[self.card(paper) for paper in papers],
            claims=[claim for paper in papers if paper.note for claim in paper.note.claims],
            also=[self.card(paper) for paper in survey.also_papers(section)],
        )

    def page(
        self, name: str, template: str, prose: Iterable[Prose] = (), **context: object
    ) -> Page:
        text = self.templates.get_template(template).render(context)
        text = re.sub(r"\n{4,}", "\n\n\n", text).rstrip() + "\n"
        return Page(name, text, tuple(_origins(text, prose)))


def _origins(text: str, prose: Iterable[Prose]) -> Iterable[Origin]:
    """Where the prose stands on the page; it stands there in this order."""
    position, line = 0, 1
    for part in prose:
        body = part.markdown.strip("\n")
        found = text.find(body, position) if body else -1
        if found < 0:
            continue
        line += text.count("\n", position, found)
        lines = body.count("\n")
        skipped = len(part.markdown) - len(part.markdown.lstrip("\n"))
        yield Origin(line, line + lines, part.path, part.line + skipped)
        position, line = found + len(body), line + lines


_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>$~&!|@^=#+:-])")


def escape_markdown(text: str) -> str:
    """Plain text that MyST shows as it stands, on one line."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def words_and_code(text: str) -> str:
    """Plain text in which backticks set off code; nothing else in it is markup."""
    parts = re.split(r"`([^`]+)`", " ".join(text.split()))
    # Parts with an odd number stood in backticks.
    return "".join(
        f"`{part}`" if at % 2 else _MARKDOWN.sub(r"\\\1", part) for at, part in enumerate(parts)
    )


def quote(text: str) -> str:
    """Plain text as the value of a directive's option."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def fence_for(body: str) -> str:
    """A backtick fence longer than any run of backticks in the body."""
    longest = max((len(run) for run in re.findall(r"`+", body)), default=0)
    return "`" * max(3, longest + 1)


def write_pages(pages: Mapping[str, Page], folder: Path) -> None:
    """Make ``folder`` hold just these pages; files that are already right are not touched.

    Raises:
        OSError: the folder cannot be written.

    """
    wanted = {f"{name}.md": page for name, page in pages.items()}
    if folder.is_dir():
        for file in folder.iterdir():
            if file.suffix == ".md" and file.name not in wanted:
                file.unlink()
    for name, page in wanted.items():
        write_if_changed(folder / name, page.text.encode("utf-8"))
