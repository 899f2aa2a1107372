"""What the index pages list: papers under people, years and tags, and claims under metrics.

The pages hold names and keys; titles and years become text of the output when a page is written,
never markup. A list gives the heading above it an anchor that does not change with other headings.
In the PDF the index of authors is the only one.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from surveygen.pages.additions import day_added
from surveygen.pages.index_pages import AUTHORS, INDEXES
from surveygen.pages.indexes import is_doubtful, short_title
from surveygen.references.reference import status_text, title_runs, year_text
from surveygen.site.citations import cite
from surveygen.site.claims_html import claims_html
from surveygen.site.note_labels import shown_claims, summary
from surveygen.site.paper_lines import brief_byline, status_mark, status_nodes
from surveygen.site.serialize import html_runs, latex_text, rich_nodes
from surveygen.site.state import PAGES, Loaded, loaded
from surveygen.site.survey_tables import Cell, claim_cells, claims_head, table
from surveygen.site.targets import builder_of, has_visitors, paper_link, paper_uri
from surveygen.site.templates import template
from surveygen.survey.paper import Paper
from surveygen.text.citation_syntax import Cited

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator
    from sphinx.writers.latex import LaTeXTranslator


@dataclass(frozen=True, slots=True)
class Row:
    """A name with the keys of its papers, as a page has it."""

    name: str
    keys: tuple[str, ...]


class index_people(nodes.General, nodes.Element):  # noqa: N801  docutils names nodes in lower case
    """``rows`` are people with their papers; ``letter`` is set where the PDF needs it."""


class index_papers(nodes.General, nodes.Element):  # noqa: N801
    """``keys`` names papers; ``brief`` says that many lists stand on the page.

    ``added`` says that papers are introduced: when they were added, and what their notes say.
    """


class index_claims(nodes.General, nodes.Element):  # noqa: N801
    """``claims`` are numbers of papers' claims; rows that compare stand together, not ranked."""


class index_jump(nodes.General, nodes.Element):  # noqa: N801
    """Stands where links to the lists of the page go."""


class _ListDirective(SphinxDirective, ABC):
    """A list under a heading; its argument is the anchor of the heading, if it has one."""

    optional_arguments = 1
    has_content = True
    # The digest is there to change the page; nobody reads it.
    option_spec: ClassVar = {"digest": directives.unchanged}

    def run(self) -> Sequence[Node]:
        """One node, which says what anchor the heading gets."""
        node = self.listed()
        node["anchor"] = self.arguments[0] if self.arguments else ""
        self.set_source_info(node)
        return [node]

    @abstractmethod
    def listed(self) -> nodes.Element:
        """The node."""


class PeopleDirective(_ListDirective):
    """Every line is a name in double quotes, as JSON has it, and keys."""

    def listed(self) -> nodes.Element:
        """People with their papers."""
        return index_people(rows=[_row(line) for line in self.content if line.strip()])


class PapersDirective(_ListDirective):
    """Every line is a key."""

    option_spec: ClassVar = {
        **_ListDirective.option_spec,
        "brief": directives.flag,
        "added": directives.flag,
    }

    def listed(self) -> nodes.Element:
        """Papers."""
        keys = [key for line in self.content if (key := line.strip())]
        return index_papers(keys=keys, brief="brief" in self.options, added="added" in self.options)


class ClaimsDirective(_ListDirective):
    """Every line is a key and, counted from 0, the number of a claim of its note."""

    def listed(self) -> nodes.Element:
        """Claims."""
        pairs = (line.rpartition(" ") for line in self.content if line.strip())
        return index_claims(claims=[(key, int(number)) for key, _blank, number in pairs])


class JumpDirective(SphinxDirective):
    """Links to all lists of the page."""

    def run(self) -> Sequence[Node]:
        """A mark; the lists are not read yet. Pages that people write have no such lists."""
        return [index_jump()] if loaded(self.config).page(self.env.docname) else []


def _row(line: str) -> Row:
    name, end = json.JSONDecoder().raw_decode(line)
    return Row(name, tuple(line[end:].split()))


class AnchorLists(SphinxTransform):
    """Give headings their anchors, and lead to them from the top of the page."""

    default_priority = 3

    def apply(self, **kwargs: object) -> None:
        """Look at each list once."""
        here, docname = loaded(self.config), self.env.docname
        name = docname.removeprefix(f"{PAGES}/")
        # Sections hold no such lists, and most of all nodes: they are not searched.
        if here.page(docname) is None or name in here.survey.sections:
            return
        lists = list(_lists(self.document))
        for node in lists:
            section = node.parent
            heading = section[0]
            if isinstance(heading, nodes.title):
                # A letter, a year, a tag, a metric: no words of a page, so none to translate.
                heading["translatable"] = False
            if node["anchor"] and isinstance(section, nodes.section):
                section["ids"] = [node["anchor"]]
                self.document.ids[node["anchor"]] = section
        for mark in list(self.document.findall(index_jump)):
            links = [part for node in lists for part in _jump(node)]
            line = nodes.paragraph("", "", *links[:-1], classes=["sg-jump"])
            mark.replace_self(line if links else [])


def _lists(document: nodes.document) -> Iterator[nodes.Element]:
    for node in document.findall(nodes.Element):
        if isinstance(node, (index_people, index_papers, index_claims)):
            yield node


def _jump(node: nodes.Element) -> Iterator[Node]:
    """A link to a list, and what parts it from the next one where no style sheet does."""
    section = node.parent
    yield nodes.reference("", section[0].astext(), internal=True, refid=section["ids"][0])
    yield nodes.inline("", " · ")


class LowerIndexLists(SphinxPostTransform):
    """Plain docutils for builders without visitors of ours."""

    default_priority = 4  # before citations are lowered

    def is_supported(self) -> bool:
        """Whether this builder needs it."""
        return not has_visitors(builder_of(self.env))

    def run(self, **kwargs: object) -> None:
        """Lower every list."""
        here = loaded(self.config)
        for people in list(self.document.findall(index_people)):
            people.replace_self(_items(self._person(row, here) for row in people["rows"]))
        for papers in list(self.document.findall(index_papers)):
            item = self._addition if papers["added"] else self._paper
            items = (item(paper, here) for paper in _papers(papers, here))
            papers.replace_self(_items(items) if papers["keys"] else [])
        for claims in list(self.document.findall(index_claims)):
            claims.replace_self(_claims_table(claims, here))

    def _person(self, row: Row, here: Loaded) -> list[Node]:
        found: list[Node] = [nodes.Text(row.name)]
        for key in row.keys:
            paper = here.survey.papers[key]
            title = nodes.Text(short_title(paper.entry))
            found += [nodes.Text("; "), self._linked(paper, [title])]
            found.append(nodes.Text(f", {year_text(paper.entry, here.words)}{_doubt(paper, here)}"))
            found += status_nodes(paper, here.words)
        return found

    def _paper(self, paper: Paper, here: Loaded) -> list[Node]:
        title = self._linked(paper, rich_nodes(title_runs(paper.entry)))
        line = nodes.Text(f" · {brief_byline(paper, here)}")
        return [title, line, *status_nodes(paper, here.words)]

    def _addition(self, paper: Paper, here: Loaded) -> list[Node]:
        entry, words = paper.entry, here.words
        found: list[Node] = [nodes.Text(f"{day_added(paper)} · "), *self._paper(paper, here)]
        if entry.status_note:
            found.append(nodes.Text(f": {entry.status_note}"))
        if entry.unverified:
            names = ", ".join(sorted(entry.unverified))
            found.append(nodes.Text(f" ({words.gettext('unverified')}: {names})"))
        if tldr := summary(paper.note, words):
            found += [nodes.Text(" · "), *rich_nodes(tldr)]
        return found

    def _linked(self, paper: Paper, shown: list[Node]) -> Node:
        here = loaded(self.config)
        return paper_link(builder_of(self.env), self.env.docname, paper, here, shown)


def _items(items: Iterator[list[Node]]) -> nodes.bullet_list:
    paragraphs = (nodes.paragraph("", "", *item) for item in items)
    return nodes.bullet_list("", *(nodes.list_item("", paragraph) for paragraph in paragraphs))


def _papers(node: index_papers, here: Loaded) -> list[Paper]:
    return [here.survey.papers[key] for key in node["keys"]]


def _claims(node: index_claims, here: Loaded) -> Iterator[tuple[Paper, tuple[str, ...]]]:
    """Papers, each with what stands behind its name in the row of a claim."""
    words = here.words
    for key, number in node["claims"]:
        paper = here.survey.papers[key]
        claim = shown_claims(paper.note, here.survey.vocabulary, words)[number]
        yield paper, claim_cells(paper, claim, words)


def _claims_table(node: index_claims, here: Loaded) -> nodes.table:
    rows: list[list[Cell]] = [
        [cite(cited=(Cited(paper.key),), style="name"), *cells]
        for paper, cells in _claims(node, here)
    ]
    return table(claims_head(here.words), rows, widths=(22, 8, 28, 14, 28), name="survey-claims")


def _doubt(paper: Paper, here: Loaded) -> str:
    """A mark behind a paper whose people no source confirmed."""
    return f" ({here.words.gettext('unverified')})" if is_doubtful(paper.entry) else ""


class ShapeIndexForPrint(SphinxPostTransform):
    """Leave the index of authors alone of all index pages, as a chapter in columns."""

    default_priority = 3
    builders = ("latex",)

    def run(self, **kwargs: object) -> None:
        """Put the chapter where the pages stood."""
        here = loaded(self.config)
        for pages in _files(self.document, INDEXES):
            authors = next(_files(pages, AUTHORS), None)
            pages.replace_self(_chapter(authors, here) if authors else [])


def _files(document: nodes.Element, page: str) -> Iterator[addnodes.start_of_file]:
    """A page in the one document that all are joined to."""
    found = list(document.findall(addnodes.start_of_file))
    yield from (node for node in found if node["docname"] == f"{PAGES}/{page}")


def _chapter(file: addnodes.start_of_file, here: Loaded) -> addnodes.start_of_file:
    order = {paper.key: at for at, paper in enumerate(here.survey.in_tree_order())}
    lists = list(file.findall(index_people))
    for people in lists:
        people["letter"] = people.parent[0].astext()
        # Pages of the PDF ascend.
        people["rows"] = [
            Row(row.name, tuple(sorted(row.keys, key=order.__getitem__))) for row in people["rows"]
        ]
    section = next(file.findall(nodes.section))
    chapter = nodes.section(ids=section["ids"])
    chapter += section[0]
    chapter += nodes.raw("", r"\begin{surveyauthors}", format="latex")
    chapter += lists
    chapter += nodes.raw("", r"\end{surveyauthors}", format="latex")
    return addnodes.start_of_file("", chapter, docname=file["docname"])


def _visit_people_html(self: HTML5Translator, node: index_people) -> None:
    here = loaded(self.config)
    brief = _BriefLinks(self, here)
    self.body.append('<ul class="sg-index">\n')
    for row in node["rows"]:
        links = "".join(brief.link(key, is_author_index=True) for key in row.keys)
        # Scripts that run from right to left must not reorder what follows them.
        self.body.append(f"<li><bdi>{escape(row.name)}</bdi>{links}</li>\n")
    self.body.append("</ul>\n")
    raise nodes.SkipNode


def _visit_papers_html(self: HTML5Translator, node: index_papers) -> None:
    here = loaded(self.config)
    if not node["keys"]:
        raise nodes.SkipNode
    if node["brief"]:
        brief = _BriefLinks(self, here)
        items = [f"<li>{brief.link(key)}</li>\n" for key in node["keys"]]
    else:
        item = _addition if node["added"] else _long_item
        items = [item(self, paper, here) for paper in _papers(node, here)]
    kind = "sg-index" if node["brief"] else "sg-rows"
    self.body.append(f'<ul class="{kind}">\n{"".join(items)}</ul>\n')
    raise nodes.SkipNode


def _visit_claims_html(self: HTML5Translator, node: index_claims) -> None:
    here = loaded(self.config)
    rows = []
    for paper, cells in _claims(node, here):
        uri = self.attval(paper_uri(self.builder, self.builder.current_docname, paper, here))
        tip = self.attval(paper.entry.title)
        name = escape(here.labels[paper.key].authors)
        rows.append([f'<a href="{uri}" title="{tip}">{name}</a>', *map(escape, cells)])
    self.body.append(claims_html(claims_head(here.words), rows))
    raise nodes.SkipNode


@dataclass(frozen=True, slots=True)
class _BriefLinks:
    """Papers in a line each, as seen from the page that is being written."""

    writer: HTML5Translator
    here: Loaded

    def link(self, key: str, *, is_author_index: bool = False) -> str:
        """Short title and year; in the author index also whether the authors are in doubt."""
        paper, writer, words = self.here.survey.papers[key], self.writer, self.here.words
        uri = paper_uri(writer.builder, writer.builder.current_docname, paper, self.here)
        title, year = escape(short_title(paper.entry)), escape(year_text(paper.entry, words))
        mark = status_mark(paper, words)
        if is_author_index and is_doubtful(paper.entry):
            tip = escape(words.gettext("No source confirmed this"))
            mark += f' <b class="sg-mark" title="{tip}">{escape(words.gettext("unverified"))}</b>'
        return f' <span><a href="{writer.attval(uri)}">{title}</a> {year}{mark}</span>'


def _long_item(self: HTML5Translator, paper: Paper, here: Loaded) -> str:
    uri = self.attval(paper_uri(self.builder, self.builder.current_docname, paper, here))
    title = html_runs(title_runs(paper.entry))
    line = escape(brief_byline(paper, here)) + status_mark(paper, here.words)
    return f'<li><a href="{uri}">{title}</a> <span class="sg-byline">{line}</span></li>\n'


def _addition(self: HTML5Translator, paper: Paper, here: Loaded) -> str:
    return template("addition.html.j2", here.language).render(
        paper=paper,
        uri=paper_uri(self.builder, self.builder.current_docname, paper, here),
        title=html_runs(title_runs(paper.entry)),
        byline=brief_byline(paper, here),
        added=day_added(paper),
        status=status_text(paper.entry, here.words),
    )


def _visit_people_latex(self: LaTeXTranslator, node: index_people) -> None:
    here = loaded(self.config)
    self.body.append(f"\n\\surveyletter{{{latex_text(node['letter'])}}}\n")
    for row in node["rows"]:
        places = "".join(_place_in_print(here.survey.papers[key], here) for key in row.keys)
        self.body.append(rf"\surveyauthor{{{latex_text(row.name)}}}{{{places}}}" + "\n")
    raise nodes.SkipNode


def _place_in_print(paper: Paper, here: Loaded) -> str:
    """The page of the card; the number in the reference list for a paper without a card."""
    if paper.home is not None:
        return rf"\surveyauthorpage{{{paper.slug}}}"
    return rf"\surveyauthorreference{{{paper.slug}}}{{{here.numbers[paper.key]}}}"


def _skip(self: LaTeXTranslator, node: nodes.Element) -> None:
    raise nodes.SkipNode


def setup_index_lists(app: Sphinx) -> None:
    """Register directives, transforms and nodes."""
    app.add_directive("index-authors", PeopleDirective)
    app.add_directive("index-papers", PapersDirective)
    app.add_directive("index-claims", ClaimsDirective)
    app.add_directive("index-jump", JumpDirective)
    app.add_transform(AnchorLists)
    app.add_post_transform(LowerIndexLists)
    app.add_post_transform(ShapeIndexForPrint)
    app.add_node(index_people, html=(_visit_people_html, None), latex=(_visit_people_latex, None))
    app.add_node(index_papers, html=(_visit_papers_html, None), latex=(_skip, None))
    app.add_node(index_claims, html=(_visit_claims_html, None), latex=(_skip, None))
    app.add_node(index_jump)
