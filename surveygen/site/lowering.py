"""For builders without visitors of ours (text, man, EPUB, ...): our nodes as plain docutils."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from surveygen.references.reference import Style, reference, title_runs
from surveygen.site.citations import cite, plain_citation
from surveygen.site.note_labels import summary
from surveygen.site.paper_cards import also, byline, paper
from surveygen.site.reference_lists import is_whole, listed, references
from surveygen.site.serialize import reference_nodes, rich_nodes
from surveygen.site.state import Loaded, loaded
from surveygen.site.targets import REFERENCES, builder_of, has_paper_pages, reference_id

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_LINKING = ("epub", "singlehtml")
"""Builders in which a citation can lead to the reference list."""


class LowerNodes(SphinxPostTransform):
    """Replace papers, lists and citations where the builder cannot write them."""

    default_priority = 5

    def is_supported(self) -> bool:
        """Whether this builder needs it."""
        builder = builder_of(self.env)
        return not has_paper_pages(builder) and builder.name != "latex"

    def run(self, **kwargs: object) -> None:
        """Lower every node."""
        here = loaded(self.config)
        for card in list(self.document.findall(paper)):
            card.replace_self(_lowered_paper(card, here))
        for listing in list(self.document.findall(also)):
            listing.replace_self(_lowered_also(listing, here))
        for references_node in list(self.document.findall(references)):
            references_node.replace_self(_lowered_references(references_node, here))
        for node in list(self.document.findall(cite)):
            node.replace_self(self.lowered_citation(node, here))

    def lowered_citation(self, node: cite, here: Loaded) -> nodes.Node:
        """The text of a citation, linked where the builder has a reference list to link to."""
        text = plain_citation(node, here)
        builder = builder_of(self.env)
        found = [p for part in node["cited"] if (p := here.survey.find(part.key))]
        if builder.name not in _LINKING or not found:
            return nodes.inline(text, text)
        uri = builder.get_relative_uri(self.env.docname, REFERENCES)
        return nodes.reference(text, text, internal=True, refuri=f"{uri}#{reference_id(found[0])}")


def _lowered_paper(node: paper, here: Loaded) -> nodes.Element:
    found = here.survey.papers[node["key"]]
    lowered = nodes.container(ids=node["ids"], classes=["sg-paper"])
    lowered += nodes.paragraph("", "", nodes.strong("", "", *rich_nodes(title_runs(found.entry))))
    lowered += nodes.paragraph("", byline(found, here.words))
    if found.entry.link:
        link = nodes.reference(found.entry.link, found.entry.link, refuri=found.entry.link)
        lowered += nodes.paragraph("", "", link)
    if tldr := summary(found.note, here.words):
        lowered += nodes.paragraph("", "", nodes.emphasis("", tldr))
    lowered += node.children
    return lowered


def _lowered_also(node: also, here: Loaded) -> nodes.Element:
    listing = nodes.bullet_list()
    for key in node["keys"]:
        found = here.survey.papers[key]
        home = here.survey.sections[found.home or ""].title
        parts = [
            *rich_nodes(title_runs(found.entry)),
            nodes.Text(f" ({byline(found, here.words)}): {home}"),
        ]
        listing += nodes.list_item("", nodes.paragraph("", "", *parts))
    return listing


def _lowered_references(node: references, here: Loaded) -> nodes.Element:
    listing = nodes.bullet_list()
    for found in listed(node, here):
        parts = reference_nodes(reference(found.entry, Style.AUTHOR_YEAR, here.words))
        item = nodes.list_item("", nodes.paragraph("", "", *parts))
        if is_whole(node):
            item["ids"].append(reference_id(found))
        listing += item
    return listing


def setup_lowering(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(LowerNodes)
