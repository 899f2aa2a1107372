"""What the page and the card of a paper link: the work, its tags, further sections."""

from __future__ import annotations

from surveygen.messages import Words
from surveygen.site.builder_like import BuilderLike
from surveygen.site.note_labels import labelled_links
from surveygen.site.state import PAGES, Loaded
from surveygen.survey.paper import Paper
from surveygen.text.identifiers import arxiv_url, doi_url
from surveygen.text.slugs import slug

_TAGS = "tags"
"""Name of the generated page that defines the tags, in a survey that has it."""


def outward_links(found: Paper, words: Words) -> list[tuple[str, str]]:
    """Label and address of all that leads from a paper out of the survey, the work itself first."""
    entry = found.entry
    links = []
    if entry.doi:
        links.append(("DOI", doi_url(entry.doi)))
    if entry.arxiv:
        links.append(("arXiv", arxiv_url(entry.arxiv)))
        links.append(("PDF", f"https://arxiv.org/pdf/{entry.arxiv}"))
    if entry.url and not links:
        links.append((words.gettext("Web"), entry.url))
    return [*links, *(labelled_links(found.note, words) if found.note else ())]


def tag_links(
    builder: BuilderLike, docname: str, found: Paper, here: Loaded
) -> list[tuple[str, str | None]]:
    """A paper's tags, each with the address of its definition where a page defines them."""
    tags = found.note.tags if found.note else ()
    if _TAGS not in here.pages:
        return [(tag, None) for tag in tags]
    page = builder.get_relative_uri(docname, f"{PAGES}/{_TAGS}")
    return [(tag, f"{page}#tag-{slug(tag)}") for tag in tags]


def also_links(
    builder: BuilderLike, docname: str, found: Paper, here: Loaded
) -> list[tuple[str, str]]:
    """Title and address of every section that lists a paper which lives elsewhere."""
    sections = (here.survey.sections[id] for id in found.also)
    return [(s.title, builder.get_relative_uri(docname, f"{PAGES}/{s.id}")) for s in sections]
