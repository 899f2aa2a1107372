"""The ``references`` directive: the whole reference list, or that of a section."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from surveygen.pages.digests import WHOLE
from surveygen.references.reference import Style, reference
from surveygen.site.citations import cite_domain
from surveygen.site.section_arguments import is_section
from surveygen.site.serialize import html_reference, latex_reference, latex_text
from surveygen.site.state import Loaded, loaded
from surveygen.site.targets import paper_uri, reference_id
from surveygen.survey.paper import Paper
from surveygen.writers.entry_texts import entry_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator
    from sphinx.writers.latex import LaTeXTranslator


class references(nodes.General, nodes.Element):  # noqa: N801  docutils names nodes in lower case
    """``section`` names a section, ``keys`` may be ``not-placed``; without both all are listed."""


class ReferencesDirective(SphinxDirective):
    """``{references}`` with ``:section: ID`` or ``:keys: not-placed``."""

    option_spec: ClassVar = {
        "section": directives.unchanged_required,
        "keys": lambda argument: directives.choice(argument, ("not-placed",)),
    }

    def run(self) -> Sequence[nodes.Node]:
        """One node; what it lists is decided when the page is written."""
        section = self.options.get("section", "")
        if section and not is_section(self, section):
            return []
        node = references(section=section, keys=self.options.get("keys", ""))
        self.set_source_info(node)
        if not section:
            cite_domain(self.env).note(self.env.docname, [WHOLE])
        return [node]


def listed(node: references, here: Loaded) -> list[Paper]:
    """The papers of a list, in order of authors."""
    if node["keys"]:
        wanted = {paper.key for paper in here.survey.not_placed}
    elif node["section"]:
        section = here.survey.sections[node["section"]]
        wanted = {paper.key for paper in here.survey.subtree_papers(section)}
    else:
        return list(here.everything.values())
    return [paper for key, paper in here.everything.items() if key in wanted]


def is_whole(node: references) -> bool:
    """Whether this is the list that citations lead to."""
    return not node["keys"] and not node["section"]


def _visit_html(self: HTML5Translator, node: references) -> None:
    here = loaded(self.config)
    docname = self.builder.current_docname
    self.body.append('<ul class="sg-references">\n')
    for paper in listed(node, here):
        text = html_reference(reference(paper.entry, Style.AUTHOR_YEAR, here.words))
        anchor = f' id="{reference_id(paper)}"' if is_whole(node) else ""
        link = ""
        if paper.home is not None:
            uri = self.attval(paper_uri(self.builder, docname, paper, here))
            shown = self.encode(here.words.gettext("In this survey"))
            link = f' <a class="sg-more" href="{uri}">{shown}</a>'
        elif node["keys"]:
            # Whoever places it needs nothing else.
            link = f' <code class="literal">{self.encode(paper.key)}</code>'
        # On other pages a card stands for each of them.
        span = entry_texts(here.survey).coins(paper) if is_whole(node) else ""
        self.body.append(f"<li{anchor}>{text}{link}{span}</li>\n")
    self.body.append("</ul>\n")
    raise nodes.SkipNode


def _visit_latex(self: LaTeXTranslator, node: references) -> None:
    here = loaded(self.config)
    if is_whole(node):
        legend = here.words.gettext(
            "Each entry ends with the pages that cite it; where its card stands, in bold."
        )
        self.body.append(rf"\surveylegend{{{latex_text(legend)}}}")
    widest = max(here.numbers.values(), default=1)
    self.body.append(f"\n\\begin{{surveyreferences}}{{{widest}}}\n")
    for paper in listed(node, here):
        text = latex_reference(reference(paper.entry, Style.NUMERIC, here.words))
        target = rf"\surveyreference{{{paper.slug}}}" if is_whole(node) else ""
        back = rf"\surveyback{{{paper.slug}}}"
        self.body.append(f"\\item[{{[{here.numbers[paper.key]}]}}] {target}{text}{back}\n")
    self.body.append("\\end{surveyreferences}\n")
    raise nodes.SkipNode


def setup_reference_lists(app: Sphinx) -> None:
    """Register directive and node."""
    app.add_directive("references", ReferencesDirective)
    app.add_node(references, html=(_visit_html, None), latex=(_visit_latex, None))
