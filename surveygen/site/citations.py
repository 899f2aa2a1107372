"""Citations: the ``cite`` domain with its roles, and how a citation is shown.

The syntax is that of sphinxcontrib-bibtex: ``{cite:p}`{see}key1{, p. 3},key2` ``. A citation node
holds keys alone; names and years are read from the survey when a page is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from sphinx.domains import Domain
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

from surveygen.messages import _
from surveygen.site.citation_texts import citation_html
from surveygen.site.serialize import latex_text
from surveygen.site.state import loaded
from surveygen.survey.spelling import suggestion
from surveygen.text.citation_syntax import Cited, parse_citation

if TYPE_CHECKING:
    from docutils.nodes import Node, system_message
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.writers.html5 import HTML5Translator
    from sphinx.writers.latex import LaTeXTranslator

logger = logging.getLogger(__name__)


class cite(nodes.Inline, nodes.Element):  # noqa: N801  docutils names nodes in lower case
    """``cited`` holds the parts; ``style`` is ``p``, ``t``, or ``name`` for authors alone."""


class CiteRole(SphinxRole):
    """``{cite:p}``, ``{cite:t}`` and ``{cite}``, which is ``{cite:p}``."""

    def __init__(self, style: str) -> None:
        super().__init__()
        self.style = style

    def run(self) -> tuple[list[Node], list[system_message]]:
        """A citation node."""
        cited = parse_citation(self.text)
        if not cited:
            message = _("{text} is no citation; write {one} or {other}").format(
                text=repr(self.text),
                one="{cite:p}`key`",
                other="{cite:p}`{see}key{p. 3},other`",
            )
            location = self.get_location()
            logger.warning("%s", message, location=location, type="surveygen", subtype="N008")
            return [nodes.literal(self.rawtext, self.text)], []
        node = cite(self.rawtext, cited=cited, style=self.style)
        self.set_source_info(node)
        cite_domain(self.env).note(self.env.docname, (part.key for part in cited))
        self.warn_unknown(cited, node)
        return [node], []

    def warn_unknown(self, cited: tuple[Cited, ...], node: cite) -> None:
        """Warn about keys that nobody knows, on pages that `load` did not read already."""
        here = loaded(self.config)
        if here.page(self.env.docname) is not None:
            return
        for part in cited:
            if here.survey.find(part.key) is None:
                message = _('"{key}" is cited but is no entry').format(key=part.key)
                help = suggestion(part.key, here.everything)
                said = "; ".join(filter(None, (message, help)))
                logger.warning("%s", said, location=node, type="surveygen", subtype="N008")


class CiteDomain(Domain):
    """Which documents show or cite which papers."""

    name = "cite"
    label = "citation"
    roles = {"p": CiteRole("p"), "t": CiteRole("t")}  # noqa: RUF012  as in Sphinx's own domains
    initial_data: ClassVar[dict[str, Any]] = {"shown": {}, "digests": {}, "sections": ()}
    data_version = 2

    @property
    def shown(self) -> dict[str, set[str]]:
        """Keys that each document shows or cites."""
        return cast("dict[str, set[str]]", self.data["shown"])

    @property
    def digests(self) -> dict[str, dict[str, str]]:
        """For every builder, what each key showed in its last build."""
        return cast("dict[str, dict[str, str]]", self.data["digests"])

    def note(self, docname: str, keys: Iterable[str]) -> None:
        """Remember that a document shows these keys."""
        self.shown.setdefault(docname, set()).update(keys)

    def clear_doc(self, docname: str) -> None:
        """Forget a document."""
        self.shown.pop(docname, None)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what a parallel reader found."""
        for docname in docnames:
            if docname in otherdata["shown"]:
                self.shown[docname] = otherdata["shown"][docname]

    def resolve_any_xref(self, *args: Any, **kwargs: Any) -> list[Any]:
        """Citations are no cross-references."""
        return []


def cite_domain(env: BuildEnvironment) -> CiteDomain:
    """The citation domain of an environment."""
    return cast("CiteDomain", env.get_domain("cite"))


def _visit_html(self: HTML5Translator, node: cite) -> None:
    docname = self.builder.current_docname
    html = citation_html(node["cited"], node["style"], loaded(self.config), self.builder, docname)
    self.body.append(html)
    raise nodes.SkipNode


def _visit_latex(self: LaTeXTranslator, node: cite) -> None:
    here = loaded(self.config)
    parts = []
    numbers = []
    for part in here.each_once(node["cited"]):
        paper = here.survey.find(part.key)
        if paper is None:
            parts.append(latex_text(f"{part.key}?"))
            continue
        number = here.numbers[paper.key]
        before = latex_text(f"{part.pre} ") if part.pre else ""
        linked = rf"\surveycite{{{paper.slug}}}{{{number}}}{latex_text(part.after)}"
        if node["style"] == "p":
            numbers.append((number, f"{before}{linked}"))
        else:
            authors = latex_text(here.labels[paper.key].authors)
            parts.append(rf"{before}{authors}~[{linked}]")
    if numbers:
        # Text before or after a key belongs to its place in the sentence.
        in_order = any(part.pre or part.post for part in node["cited"])
        numbered = numbers if in_order else sorted(numbers)
        parts.append("[" + ", ".join(text for _, text in numbered) + "]")
    self.body.append(", ".join(parts))
    raise nodes.SkipNode


def setup_citations(app: Sphinx) -> None:
    """Register domain, roles and nodes."""
    app.add_domain(CiteDomain)
    app.add_role("cite", CiteRole("p"))
    app.add_node(cite, html=(_visit_html, None), latex=(_visit_latex, None))
