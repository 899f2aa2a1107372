"""What pages say to programs: JSON-LD, Highwire tags, links to the exports.

Sources: schema.org ``ScholarlyArticle`` and ``ItemList``; Google Scholar's inclusion guidelines for
the ``citation_*`` tags, which stand on the front page alone, for a page that has them is taken for
the work itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from surveygen.site.builder_like import BuilderLike
from surveygen.site.feeds import FeedFile, feed_files
from surveygen.site.state import Loaded, loaded
from surveygen.site.targets import (
    file_uri,
    has_paper_pages,
    paper_address,
    paper_docname,
    site_root,
)
from surveygen.survey.entry import Entry
from surveygen.survey.paper import Paper
from surveygen.survey.taxonomy import Section, SurveyAuthor
from surveygen.text.identifiers import arxiv_url, doi_url
from surveygen.text.names import Person

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

_TYPES = {
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "csl.json": "application/vnd.citationstyles.csl+json",
    "json": "application/json",
    "csv": "text/csv",
}
_SURVEY_FILES = ("survey.bib", "survey.ris", "survey.csl.json", "papers.json", "papers.csv")


def _add_tags(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    if doctree is None or not has_paper_pages(app.builder):
        return
    here = loaded(app.config)
    page = here.page(pagename)
    tags: Iterator[str] = iter(())
    if pagename == app.config.root_doc:
        tags = _front_page(app.builder, here, pagename)
    elif page is not None and page.name in here.survey.sections:
        tags = _section(app.builder, here, pagename, here.survey.sections[page.name])
    context["metatags"] = context.get("metatags", "") + "".join(f"\n{tag}" for tag in tags)


def paper_tags(builder: BuilderLike, here: Loaded, paper: Paper) -> str:
    """The head of a paper's page."""
    docname = paper_docname(paper)
    name = f"papers/{paper.slug}.bib"
    tags = [_alternate(builder, docname, name), _json_ld(_work(builder, here, paper))]
    return "\n".join(tags)


def _front_page(builder: BuilderLike, here: Loaded, pagename: str) -> Iterator[str]:
    taxonomy = here.survey.taxonomy
    if here.everything:
        yield from (_alternate(builder, pagename, name) for name in _SURVEY_FILES)
    yield from (_feed(builder, pagename, file) for file in feed_files(here.survey))
    people = [author for author in taxonomy.authors if author.type == "person"]
    if people:
        date = taxonomy.date.replace("-", "/")
        pdf = f"{site_root(here)}survey.pdf" if here.pdf and site_root(here) else ""
        yield from (
            f'<meta name="{name}" content="{escape(value)}">'
            for name, value in (
                ("citation_title", taxonomy.title),
                *(("citation_author", author.name) for author in taxonomy.authors),
                ("citation_publication_date", date),
                ("citation_doi", taxonomy.doi),
                ("citation_language", taxonomy.language),
                ("citation_keywords", "; ".join(taxonomy.keywords)),
                ("citation_pdf_url", pdf),
            )
            if value
        )
    yield _json_ld(
        {
            "@context": "https://schema.org",
            "@type": "ScholarlyArticle",
            "headline": taxonomy.title,
            "abstract": taxonomy.abstract,
            "author": [_survey_author(author) for author in taxonomy.authors],
            "datePublished": taxonomy.date,
            "version": taxonomy.edition,
            "inLanguage": here.language.replace("_", "-"),
            "keywords": list(taxonomy.keywords),
            "url": site_root(here),
            "sameAs": doi_url(taxonomy.doi) if taxonomy.doi else "",
        }
    )


def _section(builder: BuilderLike, here: Loaded, pagename: str, section: Section) -> Iterator[str]:
    top = here.survey.ancestors[section.id][0]
    files = feed_files(here.survey)
    yield from (_feed(builder, pagename, file) for file in files if file.section is top)
    papers = here.survey.subtree_papers(section)
    if papers:
        yield _alternate(builder, pagename, f"sections/{section.id}.bib")
        yield _json_ld(
            {
                "@context": "https://schema.org",
                "@type": "ItemList",
                "name": section.title,
                "numberOfItems": len(papers),
                "itemListElement": [
                    {
                        "@type": "ListItem",
                        "position": position,
                        "name": paper.entry.title or paper.key,
                        "url": paper_address(builder, here, paper),
                    }
                    for position, paper in enumerate(papers, 1)
                ],
            }
        )


def _work(builder: BuilderLike, here: Loaded, paper: Paper) -> dict[str, object]:
    """The work that a paper's page is about, not the page."""
    entry = paper.entry.public
    return {
        "@context": "https://schema.org",
        "@type": "Book" if entry.entry_type == "book" else "ScholarlyArticle",
        "headline": entry.title,
        "author": [_person(person) for person in entry.authors],
        "datePublished": entry.year,
        "isPartOf": {"@type": "CreativeWork", "name": entry.venue} if entry.venue else None,
        "identifier": f"doi:{entry.doi}" if entry.doi else _arxiv(entry),
        "url": entry.link or "",
        "sameAs": [
            link
            for link in (
                doi_url(entry.doi) if entry.doi else "",
                arxiv_url(entry.arxiv) if entry.arxiv else "",
            )
            if link
        ],
        "subjectOf": {
            "@type": "WebPage",
            "isPartOf": {"@type": "ScholarlyArticle", "headline": here.survey.taxonomy.title},
            "url": paper_address(builder, here, paper),
        },
    }


def _arxiv(entry: Entry) -> str:
    return f"arXiv:{entry.arxiv}" if entry.arxiv else ""


def _person(person: Person) -> dict[str, str]:
    if person.literal:
        return {"@type": "Organization", "name": person.family}
    parts = {"givenName": person.given, "familyName": person.surname}
    return {"@type": "Person", "name": person.full, **{k: v for k, v in parts.items() if v}}


def _survey_author(author: SurveyAuthor) -> dict[str, str]:
    kind = "Person" if author.type == "person" else "Organization"
    found = {"@type": kind, "name": author.name, "affiliation": author.affiliation}
    if author.orcid:
        found["sameAs"] = f"https://orcid.org/{author.orcid}"
    return {name: text for name, text in found.items() if text}


def _alternate(builder: BuilderLike, docname: str, name: str) -> str:
    kind = _TYPES[name.partition(".")[2]]
    uri = escape(file_uri(builder, docname, name))
    return f'<link rel="alternate" type="{kind}" href="{uri}">'


def _feed(builder: BuilderLike, docname: str, file: FeedFile) -> str:
    """Browsers and readers of feeds list feeds by their titles."""
    uri, title = escape(file_uri(builder, docname, file.name)), escape(file.title)
    return f'<link rel="alternate" type="application/atom+xml" title="{title}" href="{uri}">'


def _json_ld(content: Mapping[str, object]) -> str:
    known = {name: value for name, value in content.items() if value not in ("", None, [])}
    # "<" could end the script, or begin a comment in it.
    text = json.dumps(known, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'


def setup_machine_readable(app: Sphinx) -> None:
    """Register the handler."""
    app.connect("html-page-context", _add_tags)
