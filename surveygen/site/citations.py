"""Citations: the ``cite`` domain with its roles, and how a citation is shown.

The syntax is that of sphinxcontrib-bibtex: ``{cite:p}`{see}key1{, p. 3},key2` ``. A citation node
holds keys alone; names and years are read from the survey when a page is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Set
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from sphinx.domains import Domain
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

from surveygen.site.serialize import latex_text
from surveygen.site.state import loaded
from surveygen.site.targets import paper_uri
from surveygen.survey.crosscheck import suggestion

if TYPE_CHECKING:
    from docutils.nodes import Node, system_message
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.writers.html5 import HTML5Translator
    from sphinx.writers.latex import LaTeXTranslator

logger = logging.getLogger(__name__)

_ITEM = re.compile(
    r"\s*(?:\{(?P<pre>[^{}]*)\})?(?P<key>[^,{}]+?)(?:\{(?P<post>[^{}]*)\})?\s*(?:,|$)"
)

Cited = tuple[str, str, str]
"""Text before, key, text after."""


class cite(nodes.Inline, nodes.Element):  # noqa: N801  docutils names nodes in lower case
    """``cited`` holds the parts; ``style`` is ``p``, ``t``, or ``name`` for authors alone."""


def parse_citation(text: str) -> list[Cited]:
    """The parts of a citation role's content."""
    return [
        (match["pre"] or "", match["key"].strip(), match["post"] or "")
        for match in _ITEM.finditer(text)
    ]


class CiteRole(SphinxRole):
    """``{cite:p}``, ``{cite:t}`` and ``{cite}``, which is ``{cite:p}``."""

    def __init__(self, style: str) -> None:
        super().__init__()
        self.style = style

    def run(self) -> tuple[list[Node], list[system_message]]:
        """A citation node."""
        cited = parse_citation(self.text)
        node = cite(self.rawtext, cited=cited, style=self.style)
        self.set_source_info(node)
        cite_domain(self.env).note(self.env.docname, (key for _, key, _ in cited))
        self.warn_unknown(cited, node)
        return [node], []

    def warn_unknown(self, cited: list[Cited], node: cite) -> None:
        """Warn about keys that nobody knows, on pages that `load` did not read already."""
        here = loaded(self.config)
        if here.page(self.env.docname) is not None:
            return
        for _, key, _ in cited:
            if here.survey.find(key) is None:
                help = suggestion(key, here.everything)
                logger.warning(
                    '"%s" is cited but is no entry%s',
                    key,
                    f"; {help}" if help else "",
                    location=node,
                    type="surveygen",
                    subtype="N008",
                )


class CiteDomain(Domain):
    """Which documents show or cite which papers."""

    name = "cite"
    label = "citation"
    roles = {"p": CiteRole("p"), "t": CiteRole("t")}  # noqa: RUF012  as in Sphinx's own domains
    initial_data: ClassVar[dict[str, Any]] = {"shown": {}, "digests": {}}
    data_version = 1

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


def citation_parts(
    node: cite, labels: Any, link: Callable[[str, str], str], plain: Callable[[str], str]
) -> str:
    """A citation as text, its links and plain parts written by the given functions."""
    parts = []
    for pre, key, post in node["cited"]:
        label = labels.get(key)
        before = plain(f"{pre} ") if pre else ""
        if label is not None and node["style"] == "name":
            parts.append(before + link(key, plain(label.authors)) + plain(post))
        elif label is None:
            parts.append(before + plain(f"{key}?{post}"))
        elif node["style"] == "t":
            inner = plain(f" ({label.year}{post})")
            parts.append(before + link(key, plain(label.authors) + inner))
        else:
            parts.append(before + link(key, plain(f"{label.authors}, {label.year}")) + plain(post))
    if node["style"] in ("t", "name"):
        return plain(", ").join(parts)
    return plain("(") + plain("; ").join(parts) + plain(")")


def _visit_html(self: HTML5Translator, node: cite) -> None:
    here = loaded(self.config)

    def link(key: str, text: str) -> str:
        paper = here.survey.find(key)
        assert paper is not None
        uri = paper_uri(self.builder, self.builder.current_docname, paper, here)
        tip = paper.entry.title
        if paper.note and paper.note.tldr:
            tip += f" — {paper.note.tldr}"
        return f'<a class="sg-cite" href="{self.attval(uri)}" title="{self.attval(tip)}">{text}</a>'

    labels = _AliasedLabels(here)
    self.body.append(citation_parts(node, labels, link, self.encode))
    raise nodes.SkipNode


def _visit_latex(self: LaTeXTranslator, node: cite) -> None:
    here = loaded(self.config)
    parts = []
    numbers = []
    for pre, key, post in node["cited"]:
        paper = here.survey.find(key)
        if paper is None:
            parts.append(latex_text(f"{key}?"))
            continue
        number = here.numbers[paper.key]
        before = latex_text(f"{pre} ") if pre else ""
        linked = rf"\hyperlink{{ref.{paper.slug}}}{{{number}}}"
        if node["style"] in ("t", "name"):
            authors = latex_text(here.labels[paper.key].authors)
            parts.append(rf"{before}{authors}~[{linked}{latex_text(post)}]")
        else:
            numbers.append((number, f"{before}{linked}{latex_text(post)}"))
    if numbers:
        plain = all(not pre and not post for pre, _, post in node["cited"])
        ordered = sorted(numbers) if plain else numbers
        parts.append("[" + ", ".join(text for _, text in ordered) + "]")
    self.body.append(", ".join(parts))
    raise nodes.SkipNode


class _AliasedLabels:
    def __init__(self, here: Any) -> None:
        self.here = here

    def get(self, key: str) -> Any:
        paper = self.here.survey.find(key)
        return self.here.labels[paper.key] if paper else None


def lowered_citation(node: cite, here: Any) -> str:
    """A citation as plain text."""
    return citation_parts(node, _AliasedLabels(here), lambda _key, text: text, str)


def _skip(self: Any, node: nodes.Node) -> None:
    pass


def setup_citations(app: Sphinx) -> None:
    """Register domain, roles and nodes."""
    app.add_domain(CiteDomain)
    app.add_role("cite", CiteRole("p"))
    app.add_node(cite, html=(_visit_html, _skip), latex=(_visit_latex, _skip))
