"""For builders without visitors of ours (text, man, EPUB, ...): our nodes as plain docutils."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from surveygen.references.reference import (
    Style,
    published_text,
    reference,
    status_text,
    title_runs,
)
from surveygen.site.citation_texts import citation_runs
from surveygen.site.citations import cite
from surveygen.site.note_labels import shown_claims, summary
from surveygen.site.paper_cards import also, paper
from surveygen.site.paper_lines import byline, status_nodes
from surveygen.site.paper_links import outward_links
from surveygen.site.reference_lists import is_whole, listed, references
from surveygen.site.serialize import reference_nodes, rich_nodes
from surveygen.site.state import loaded
from surveygen.site.targets import (
    builder_of,
    has_visitors,
    links_papers,
    paper_link,
    reference_id,
    reference_uri,
)
from surveygen.survey.paper import Paper
from surveygen.text import math

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class LowerNodes(SphinxPostTransform):
    """Replace papers, lists and citations where the builder cannot write them."""

    default_priority = 5

    def is_supported(self) -> bool:
        """Whether this builder needs it."""
        return not has_visitors(builder_of(self.env))

    def run(self, **kwargs: object) -> None:
        """Lower every node."""
        self.here, self.builder = loaded(self.config), builder_of(self.env)
        self.docname = self.env.docname
        for card in list(self.document.findall(paper)):
            card.replace_self(self.card(card))
        for listing in list(self.document.findall(also)):
            listing.replace_self(self.also_list(listing))
        for references_node in list(self.document.findall(references)):
            references_node.replace_self(self.reference_list(references_node))
        for node in list(self.document.findall(cite)):
            node.replace_self(self.citation(node))
        if self.builder.format != "html":
            for formula in list(self.document.findall(nodes.math)):
                # A terminal sets no formulas, and nobody reads their source with pleasure.
                formula.replace_self(nodes.Text(math.to_unicode(formula.astext())))

    def citation(self, node: cite) -> list[nodes.Node]:
        """The text of a citation, every paper in it linked where it has a place to link to."""
        found: list[nodes.Node] = []
        for text, key in citation_runs(node["cited"], node["style"], self.here):
            cited = self.here.survey.find(key) if key else None
            found.append(self.link(cited, [nodes.Text(text)]) if cited else nodes.Text(text))
        return found

    def link(self, found: Paper, shown: list[nodes.Node]) -> nodes.Node:
        """A mention of a paper."""
        return paper_link(self.builder, self.docname, found, self.here, shown)

    def card(self, node: paper) -> nodes.section:
        """A card is a section of its own, so that every builder knows where it begins and ends."""
        here, words = self.here, self.here.words
        found = here.survey.papers[node["key"]]
        entry = found.entry
        card = nodes.section(ids=node["ids"], classes=["sg-paper"])
        card.source, card.line = node.source, node.line
        card += nodes.title("", "", *rich_nodes(title_runs(entry)))
        line = byline(found, words)
        if entry.unverified:
            line += f" ({words.gettext('unverified')}: {', '.join(sorted(entry.unverified))})"
        card += _line(line, "sg-byline")
        if entry.status:
            said = f"{status_text(entry, words)}{':' if entry.status_note else ''}"
            parts = (nodes.strong("", said), nodes.Text(f" {entry.status_note}".rstrip()))
            card += nodes.paragraph("", "", *parts, classes=["sg-status"])
        if tldr := summary(found.note, words):
            # A style sheet sets it off in HTML.
            is_styled = self.builder.format == "html"
            shown = rich_nodes(tldr)
            shown = shown if is_styled else [nodes.emphasis("", "", *shown)]
            card += nodes.paragraph("", "", *shown, classes=["sg-tldr"])
        card += node.children
        if published := published_text(entry, words):
            card += _line(published, "sg-byline")
        if claims := list(self.claims(found)):
            card += nodes.bullet_list("", *claims, classes=["sg-claims"])
        if found.note and found.note.tags:
            card += _line(f"{words.gettext('Tags')}: {', '.join(found.note.tags)}", "sg-tags")
        if links := list(self.links(found)):
            card += nodes.line_block("", *links, classes=["sg-links"])
        if titles := [here.survey.sections[id].title for id in found.also]:
            card += _line(f"{words.gettext('Also in')} {', '.join(titles)}", "sg-byline")
        return card

    def claims(self, found: Paper) -> Iterator[nodes.list_item]:
        """What the abstract reports; these builders have no page that could show the rest."""
        for claim in shown_claims(found.note, self.here.survey.vocabulary, self.here.words):
            rest = f" {claim.against}" if claim.against else ""
            rest += f" ({claim.on})" if claim.on else ""
            parts = (nodes.Text(f"{claim.metric} "), nodes.strong("", claim.brief))
            yield nodes.list_item("", nodes.paragraph("", "", *parts, nodes.Text(rest)))

    def links(self, found: Paper) -> Iterator[nodes.line]:
        """What leads out of the survey, each link on a line; in a book also to the reference."""
        root, words = self.here.survey.root, self.here.words
        is_book = links_papers(self.builder)
        for label, address in outward_links(found, words):
            # Where nothing can be clicked the address is what helps.
            text = label if is_book else address
            link = nodes.reference("", text, refuri=address, internal=False)
            link.source, link.line = str(root / found.entry.path), found.entry.line
            yield nodes.line("", "", *([] if is_book else [nodes.Text(f"{label}: ")]), link)
        if is_book:
            place = reference_uri(self.builder, self.docname, found)
            text = words.gettext("Reference")
            yield nodes.line("", "", nodes.reference("", text, internal=True, refuri=place))

    def also_list(self, node: also) -> nodes.bullet_list:
        """Papers that live elsewhere."""
        listing = nodes.bullet_list(classes=["sg-rows"])
        for key in node["keys"]:
            found = self.here.survey.papers[key]
            home = self.here.survey.sections[found.home or ""].title
            title = self.link(found, rich_nodes(title_runs(found.entry)))
            line = nodes.Text(f" · {byline(found, self.here.words)}")
            status = status_nodes(found, self.here.words)
            parts = (title, line, *status, nodes.Text(f" · {home}"))
            listing += nodes.list_item("", nodes.paragraph("", "", *parts))
        return listing

    def reference_list(self, node: references) -> nodes.bullet_list:
        """References, in a book with links back to the cards."""
        here = self.here
        listing = nodes.bullet_list(classes=["sg-references"])
        for found in listed(node, here):
            parts = reference_nodes(reference(found.entry, Style.AUTHOR_YEAR, here.words))
            for part in parts:
                if isinstance(part, nodes.reference):
                    part.source, part.line = (
                        str(here.survey.root / found.entry.path),
                        found.entry.line,
                    )
            if found.home is not None and links_papers(self.builder):
                shown = nodes.Text(here.words.gettext("In this survey"))
                parts += [nodes.Text(" "), self.link(found, [shown])]
            item = nodes.list_item("", nodes.paragraph("", "", *parts))
            if is_whole(node):
                item["ids"].append(reference_id(found))
            listing += item
        return listing


class FlattenManLinks(SphinxPostTransform):
    """A manual page is one page, and its builder loses the text of links that hold styled text."""

    default_priority = 20  # when references to documents are resolved
    builders = ("man",)

    def run(self, **kwargs: object) -> None:
        """Keep links that lead out of the page, as plain text; of others keep the text."""
        for link in list(self.document.findall(nodes.reference)):
            if "://" in link.get("refuri", ""):
                text = link.astext()
                link.clear()
                link += nodes.Text(text)
            else:
                link.replace_self(link.children)


def _line(text: str, name: str) -> nodes.paragraph:
    return nodes.paragraph("", text, classes=[name])


def setup_lowering(app: Sphinx) -> None:
    """Register the transforms."""
    app.add_post_transform(LowerNodes)
    app.add_post_transform(FlattenManLinks)
