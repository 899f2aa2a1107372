"""The ``paper`` directive: a paper's card on the page of its home, and the ``also`` list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from surveygen.references.reference import (
    published_text,
    status_text,
    title_runs,
    year_text,
)
from surveygen.site.citations import cite_domain
from surveygen.site.note_labels import shown_claims, summary
from surveygen.site.note_paragraphs import note_paragraphs
from surveygen.site.paper_lines import byline, card_authors, status_mark, venue
from surveygen.site.paper_links import also_links, outward_links, tag_links
from surveygen.site.serialize import html_runs, latex_runs, latex_text
from surveygen.site.state import Loaded, loaded
from surveygen.site.targets import card_id, file_uri, paper_uri
from surveygen.site.templates import template
from surveygen.survey.paper import Paper
from surveygen.writers.entry_texts import entry_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator
    from sphinx.writers.latex import LaTeXTranslator

CARD_CLAIM_LIMIT = 3
CR = "\n"


class paper(nodes.General, nodes.Element):  # noqa: N801  docutils names nodes in lower case
    """A card; ``key`` names the paper, the children are its note."""


class also(nodes.General, nodes.Element):  # noqa: N801
    """Papers that live elsewhere; ``keys`` names them."""


class PaperDirective(SphinxDirective):
    """``{paper} key`` with the note as content; ``title`` is for readers of the page's source."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar = {"title": directives.unchanged, "digest": directives.unchanged}

    def run(self) -> Sequence[nodes.Node]:
        """One card; unknown keys give nothing, `load` has said so."""
        key = self.arguments[0].strip()
        found = loaded(self.config).survey.papers.get(key)
        if found is None:
            return []
        node = paper(key=key, ids=[card_id(found)])
        self.set_source_info(node)
        cite_domain(self.env).note(self.env.docname, [key])
        paragraphs = note_paragraphs(found.note, list(self.content)) if found.note else None
        if found.note is None or paragraphs is None:
            self.state.nested_parse(self.content, self.content_offset, node)
            return [node]
        cite_domain(self.env).note(self.env.docname, found.note.body.cited_keys)
        for paragraph in paragraphs:
            paragraph.source = node.source
            paragraph.line = self.lineno + self.content_offset + 1 + (paragraph.line or 0)
        node += paragraphs
        return [node]


class AlsoDirective(SphinxDirective):
    """``{also}`` with one key a line."""

    has_content = True

    def run(self) -> Sequence[nodes.Node]:
        """The list."""
        papers = loaded(self.config).survey.papers
        keys = [key for line in self.content if (key := line.strip()) in papers]
        cite_domain(self.env).note(self.env.docname, keys)
        return [also(keys=keys)] if keys else []


def _visit_paper_html(self: HTML5Translator, node: paper) -> None:
    here = loaded(self.config)
    found = here.survey.papers[node["key"]]
    context = card_context(self, found, here)
    self.body.append(template("card_head.html.j2", here.language).render(context))
    node["tail"] = template("card_tail.html.j2", here.language).render(context)
    node["fragment_start"] = len(self.body)


def _depart_paper_html(self: HTML5Translator, node: paper) -> None:
    # The permalink page shows the same note: see paper_pages.
    node["fragment"] = "".join(self.body[node.attributes.pop("fragment_start") :])
    self.body.append(node.attributes.pop("tail"))


def card_context(self: HTML5Translator, found: Paper, here: Loaded) -> dict[str, Any]:
    """What the card's templates show."""
    docname = self.builder.current_docname
    survey, words = here.survey, here.words
    texts = entry_texts(survey)
    claims = shown_claims(found.note, survey.vocabulary, words)
    # A paper without a home has no page that could show the rest.
    shown = claims[:CARD_CLAIM_LIMIT] if found.home else claims
    return {
        "paper": found,
        "entry": found.entry,
        "note": found.note,
        "id": card_id(found),
        "title": html_runs(title_runs(found.entry)),
        "authors": card_authors(found, words),
        "venue": venue(found),
        "year": year_text(found.entry, words),
        "status": status_text(found.entry, words),
        "published": published_text(found.entry, words),
        "claims": shown,
        "more_claims": len(claims) - len(shown),
        "tags": tag_links(self.builder, docname, found, here),
        "links": outward_links(found, words),
        "uri": paper_uri(self.builder, docname, found, here),
        # The text to copy stands in the card: pages opened from a disk may not fetch a file.
        "bibtex": texts.bibtex(found),
        "bibtex_uri": file_uri(self.builder, docname, f"papers/{found.slug}.bib"),
        "also": also_links(self.builder, docname, found, here),
        "coins": texts.coins(found),
    }


def _visit_also_html(self: HTML5Translator, node: also) -> None:
    here = loaded(self.config)
    docname = self.builder.current_docname
    rows = []
    for key in node["keys"]:
        found = here.survey.papers[key]
        rows.append(
            {
                "title": html_runs(title_runs(found.entry)),
                "byline": byline(found, here.words),
                "coins": entry_texts(here.survey).coins(found),
                "status": status_mark(found, here.words),
                "uri": paper_uri(self.builder, docname, found, here),
                "home": here.survey.sections[found.home or ""].title,
                "home_uri": self.builder.get_relative_uri(docname, f"survey/{found.home}"),
            }
        )
    self.body.append(template("also.html.j2", here.language).render(rows=rows))
    raise nodes.SkipNode


def _visit_paper_latex(self: LaTeXTranslator, node: paper) -> None:
    here = loaded(self.config)
    found = here.survey.papers[node["key"]]
    title = latex_runs(title_runs(found.entry))
    number = here.numbers[found.key]
    line = latex_text(byline(found, here.words))
    self.body.append(rf"{CR}\surveypaper{{{found.slug}}}{{{title}}}{{{number}}}{{{line}}}{CR}")
    entry = found.entry
    if entry.status:
        text = f"{status_text(entry, here.words)}. {entry.status_note}"
        self.body.append(rf"\surveystatus{{{latex_text(text)}}}{CR}")
    if tldr := summary(found.note, here.words):
        self.body.append(rf"\surveytldr{{{latex_runs(tldr)}}}{CR}")


def _depart_paper_latex(self: LaTeXTranslator, node: paper) -> None:
    self.body.append(rf"\surveypaperend{CR}")


def _visit_also_latex(self: LaTeXTranslator, node: also) -> None:
    here = loaded(self.config)
    items = []
    for key in node["keys"]:
        found = here.survey.papers[key]
        title = latex_runs(title_runs(found.entry))
        number = here.numbers[key]
        said = status_text(found.entry, here.words)
        status = rf" \textbf{{{latex_text(said)}}}" if said else ""
        items.append(
            rf"\item \hyperlink{{paper.{found.slug}}}{{{title}}}{status} "
            rf"[\surveycite{{{found.slug}}}{{{number}}}], "
            rf"\surveypagename~\pageref{{paper:{found.slug}}}"
        )
    self.body.append(
        f"{CR}\\begin{{surveyalso}}{CR}" + CR.join(items) + f"{CR}\\end{{surveyalso}}{CR}"
    )
    raise nodes.SkipNode


def setup_paper_cards(app: Sphinx) -> None:
    """Register directives and nodes."""
    app.add_directive("paper", PaperDirective)
    app.add_directive("also", AlsoDirective)
    app.add_node(
        paper,
        html=(_visit_paper_html, _depart_paper_html),
        latex=(_visit_paper_latex, _depart_paper_latex),
    )
    app.add_node(also, html=(_visit_also_html, None), latex=(_visit_also_latex, None))
