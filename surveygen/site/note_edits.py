"""Changed texts of notes, written into a site without Sphinx.

The text of a note stands in its card on the page of its section, on the page of its paper, where
sentences that cite a paper are shown, in the search and in ``papers.json``; which papers are near
which depends on it, too. The card is changed in the page as it is, all else is made as in any other
build. Where a change is of another kind, Sphinx builds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path

from surveygen.files import write_if_changed
from surveygen.pages.built_pdf import built_pdf
from surveygen.pages.page import Page
from surveygen.pages.render import render_section
from surveygen.site.kept_build import (
    KeptBuild,
    KeptBuilder,
    cited_by_notes,
    fields_digest,
    keep_build,
    kept_build,
    members,
)
from surveygen.site.note_parts import educated, paragraph_html, plain_paragraphs
from surveygen.site.outputs import state_folder, synchronize_made
from surveygen.site.paper_context import PaperContexts, nearest_papers
from surveygen.site.paper_pages import (
    Skeleton,
    keep_fragments,
    kept_fragments,
    kept_skeleton,
    paper_pages,
)
from surveygen.site.search_indexing import SearchIndex
from surveygen.site.search_sections import bundles_of_pages
from surveygen.site.state import PAGES, Loaded
from surveygen.site.targets import card_id
from surveygen.site.templates import keep_compiled
from surveygen.site.unfinished import is_unfinished, unfinished
from surveygen.survey.layout import GENERATED_PAGES
from surveygen.survey.paper import Paper
from surveygen.survey.prose import NARRATIVES
from surveygen.survey.survey import Survey
from surveygen.writers.exports import PAPERS_JSON
from surveygen.writers.papers_json import with_papers


@dataclass(frozen=True, slots=True)
class _ChangedPage:
    """The page of a section on which notes changed."""

    docname: str
    source: Page
    """What Sphinx would read."""
    html: str
    fragments: Mapping[str, str]
    """Every note on it as HTML, by key."""


@dataclass(frozen=True, slots=True)
class NoteEdits:
    """What becomes of a site of which nothing but the text of notes changed."""

    here: Loaded
    builder: KeptBuilder
    kept: KeptBuild
    skeleton: Skeleton
    papers: Sequence[Paper]
    pages: Sequence[_ChangedPage]
    papers_json: str
    """The export in which notes stand."""

    def write_exports(self, folder: Path) -> None:
        """Bring the exports in a folder up to date.

        Raises:
            OSError: a file cannot be written.

        """
        write_if_changed(folder / PAPERS_JSON, self.papers_json.encode("utf-8"))

    def write_site(self, pages_written: Callable[[], None] | None = None) -> None:
        """Bring the site up to date.

        Args:
            pages_written: called when the pages are there, before their search is made.

        Raises:
            OSError: a file cannot be written.
            LostFragments: a page is needed that only Sphinx can write.
            IndexingFailed: Pagefind failed.

        """
        builder = self.builder
        with unfinished(builder.doctreedir):
            for page in self.pages:
                source = self.here.survey.root / GENERATED_PAGES / f"{page.source.name}.md"
                write_if_changed(source, page.source.text.encode("utf-8"))
                write_if_changed(builder.get_output_path(page.docname), page.html.encode("utf-8"))
                keep_fragments(builder, page.docname, page.fragments)
            self._write_papers()
            self.write_exports(builder.outdir)
        if pages_written is not None:
            pages_written()
        index = SearchIndex(builder.outdir, state_folder(builder) / "search")
        index.update(bundles_of_pages(builder, self.here.survey))

    def _write_papers(self) -> None:
        """The pages of these papers, of those that they cite or did, and of new neighbours."""
        builder, here = self.builder, self.here
        nearest, due = nearest_papers(builder, here.survey)
        now = cited_by_notes(here.survey)
        for paper in self.papers:
            due |= {paper.key, *now.get(paper.key, ()), *self.kept.cited.get(paper.key, ())}
        contexts = PaperContexts(builder, here, self.skeleton.titles, nearest)
        pages = paper_pages(builder, contexts, self.skeleton, due)
        synchronize_made(builder, "papers", pages, are_all=False)
        if now != self.kept.cited:
            keep_build(builder, replace(self.kept, cited=now))


def note_edits(survey: Survey, changed: Set[str]) -> NoteEdits | None:
    """What becomes of the site since its last build; None where Sphinx has to build it.

    Args:
        survey: as it is now.
        changed: names of the files that are others than in that build.

    """
    builder = KeptBuilder.of(survey.root)
    kept, skeleton = kept_build(builder), kept_skeleton(builder)
    if kept is None or skeleton is None or is_unfinished(builder.doctreedir):
        return None
    papers = _edited(survey, kept, changed)
    if not papers:
        return None
    keep_compiled(survey.root, kept.language)
    names = {name: Page(name, "") for name in kept.pages}  # of others, nobody asks for the text
    pdf = built_pdf(survey.root)
    here = Loaded(survey, names, kept.digests, kept.language, pdf, kept.labels)
    homes = dict.fromkeys(paper.home for paper in papers if paper.home)
    try:
        pages = [
            page
            for home in homes
            if (page := _changed_page(here, builder, kept, home, papers)) is not None
        ]
        exported = _read(builder.outdir / PAPERS_JSON)
    except (OSError, ValueError):
        return None
    papers_json = with_papers(exported, papers)
    if len(pages) < len(homes) or papers_json is None:
        return None
    return NoteEdits(here, builder, kept, skeleton, papers, pages, papers_json)


def _edited(survey: Survey, kept: KeptBuild, changed: Set[str]) -> list[Paper]:
    """Papers whose notes changed; none where anything else did, too."""
    if kept.members != members(survey) or survey.taxonomy.notes == NARRATIVES:
        return []
    by_path = {it.note.path: it for it in survey.papers.values() if it.note and it.home}
    papers = [by_path[name] for name in sorted(changed) if name in by_path]
    is_all = len(papers) == len(changed) and all(
        it.note and fields_digest(survey, it.note) == kept.fields.get(it.key) for it in papers
    )
    return papers if is_all else []


def _changed_page(
    here: Loaded, builder: KeptBuilder, kept: KeptBuild, home: str, papers: Sequence[Paper]
) -> _ChangedPage | None:
    """The page of a section with the notes as they are now; None where it takes Sphinx.

    Raises:
        OSError: the page cannot be read.
        ValueError: it is no text.

    """
    docname = f"{PAGES}/{home}"
    fragments = kept_fragments(builder, docname)
    html: str | None = _read(builder.get_output_path(docname))
    for paper in papers:
        if paper.home != home or fragments is None or html is None:
            continue
        fragment = "".join(_paragraphs(here, builder, kept, docname, paper))
        html = _with_fragment(html, paper, fragments.get(paper.key, ""), fragment)
        fragments[paper.key] = fragment
    if fragments is None or html is None:
        return None
    section = here.survey.sections[home]
    source = render_section(here.survey, section, here.digests, here.language)
    return _ChangedPage(docname, source, html, fragments)


def _read(file: Path) -> str:
    """A text with its ends of lines as they are."""
    return file.read_bytes().decode("utf-8")


def _paragraphs(
    here: Loaded, builder: KeptBuilder, kept: KeptBuild, docname: str, paper: Paper
) -> Iterator[str]:
    """The paragraphs of a note as HTML; none where it is more than paragraphs."""
    for paragraph in (plain_paragraphs(paper.note) if paper.note else None) or ():
        parts = educated(paragraph.parts, kept.quotes) if kept.quotes else paragraph.parts
        yield paragraph_html(parts, here, builder, docname)


def _with_fragment(html: str, paper: Paper, old: str, new: str) -> str | None:
    """A page with another note in the card of a paper; None where that does not stand out."""
    start = html.find(f'id="{card_id(paper)}"')
    end = html.find("</article>", start)
    # What has an id may be led to, or counted, from elsewhere.
    if not (old and new) or " id=" in old or start < 0 or html.count(old, start, end) != 1:
        return None
    return html[:start] + html[start:end].replace(old, new) + html[end:]
