"""Atom feeds of what is new: one of the survey, one of every top section.

Readers of feeds need absolute addresses, so there are feeds only where the taxonomy has a ``url``.
A paper is identified by that address and its slug, without the ending that a builder gives to
files: so it stays the same when the survey is built otherwise, when the paper moves to another
section, and when its note changes. When the site moves, readers show the newest papers once more.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from docutils import nodes

from surveygen.pages.additions import NEW_LIMIT, additions, day_added
from surveygen.pages.index_pages import WHATS_NEW
from surveygen.references.reference import status_text
from surveygen.site.note_labels import summary
from surveygen.site.outputs import synchronize
from surveygen.site.state import PAGES, Loaded, Spot, loaded
from surveygen.site.targets import file_uri, has_paper_pages, paper_address, site_root
from surveygen.survey.paper import Paper
from surveygen.survey.survey import Survey
from surveygen.survey.taxonomy import Section
from surveygen.text.identifiers import web_url
from surveygen.text.richtext import plain_text
from surveygen.writers.atom import Feed, FeedEntry, write_atom

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder


@dataclass(frozen=True, slots=True)
class FeedFile:
    """A feed that the site has."""

    name: str
    """Path relative to the site's root."""
    title: str
    section: Section | None
    """The top section whose news it has; None for the survey."""
    updated: str
    """ISO 8601 date: of the last addition, of the survey where there is none."""


@lru_cache(maxsize=1)  # every page of a section asks
def feed_files(survey: Survey) -> tuple[FeedFile, ...]:
    """The survey's feed, then one for every top section; none where RFC 4287 cannot be kept to.

    It wants absolute addresses, and a date of every feed.
    """
    if not web_url(survey.taxonomy.url):
        return ()
    title, dated = survey.taxonomy.title, _date_of(survey)
    last = _last_day(survey.papers.values()) or dated
    if not last:
        return ()
    found = [FeedFile("feed.xml", title, None, last)]
    for section in survey.taxonomy.sections:
        day = _last_day(survey.subtree_papers(section)) or dated or last
        name = f"feeds/{section.id}.xml"
        found.append(FeedFile(name, f"{section.title} · {title}", section, day))
    return tuple(found)


def _last_day(papers: Iterable[Paper]) -> str:
    return max(map(day_added, papers), default="")


def _date_of(survey: Survey) -> str:
    """The survey's date where it is one; people also write "spring 2026"."""
    try:
        return datetime.date.fromisoformat(survey.taxonomy.date).isoformat()
    except ValueError:
        return ""


def feeds_line(spot: Spot) -> list[nodes.Node]:
    """Links to all feeds; nothing where there are none."""
    files = feed_files(spot.here.survey) if has_paper_pages(spot.builder) else ()
    if not files:
        return []
    line = nodes.paragraph("", spot.here.words.gettext("Atom feeds:") + " ")
    for number, file in enumerate(files):
        shown = file.section.title if file.section else spot.here.words.gettext("all papers")
        uri = file_uri(spot.builder, spot.docname, file.name)
        if number:
            line += nodes.Text(" · ")
        line += nodes.reference("", shown, refuri=uri, internal=True)
    return [line]


def _write_feeds(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and has_paper_pages(app.builder):
        here, builder = loaded(app.config), app.builder
        files = ((file.name, _feed(builder, here, file)) for file in feed_files(here.survey))
        synchronize(builder, "feeds", files)


def _feed(builder: StandaloneHTMLBuilder, here: Loaded, file: FeedFile) -> bytes:
    taxonomy, root = here.survey.taxonomy, site_root(here)
    papers: Iterable[Paper] = here.survey.papers.values()
    page = f"{PAGES}/{WHATS_NEW}"
    if page not in builder.env.found_docs:
        page = builder.config.root_doc
    if file.section is not None:
        # In the order of the whole: that of the tree would put papers of one day by their place.
        own = {paper.key for paper in here.survey.subtree_papers(file.section)}
        papers = (paper for paper in papers if paper.key in own)
        page = f"{PAGES}/{file.section.id}"
    return write_atom(
        Feed(
            address=root + file.name,
            title=file.title,
            link=root + builder.get_target_uri(page),
            updated=file.updated,
            authors=[author.name for author in taxonomy.authors] or [taxonomy.title],
            entries=[_entry(builder, here, paper) for paper in additions(papers)[:NEW_LIMIT]],
            language=here.language.replace("_", "-"),
        )
    )


def _entry(builder: StandaloneHTMLBuilder, here: Loaded, paper: Paper) -> FeedEntry:
    entry = paper.entry.public
    status = status_text(paper.entry, here.words)
    title = entry.title or paper.key
    return FeedEntry(
        id=f"{site_root(here)}papers/{paper.slug}",
        title=f"{status}: {title}" if status else title,
        link=paper_address(builder, here, paper),
        updated=day_added(paper),
        authors=[person.full for person in entry.authors],
        summary=" — ".join(_said(here, paper)),
        categories=[(id, here.survey.sections[id].title) for id in (paper.home, *paper.also) if id],
    )


def _said(here: Loaded, paper: Paper) -> Iterator[str]:
    """What speaks against the paper, what it is about, where it stands."""
    if paper.entry.status_note:
        yield paper.entry.status_note
    if tldr := plain_text(summary(paper.note, here.words)):
        yield tldr
    if paper.home:
        yield " › ".join(section.title for section in here.survey.ancestors[paper.home])


def setup_feeds(app: Sphinx) -> None:
    """Register the handler."""
    app.connect("build-finished", _write_feeds)
