"""What MyST makes of prose with all its extensions enabled, and which nodes it may make."""

import io
import re
from contextlib import contextmanager

from docutils import nodes
from docutils.parsers.rst import Directive, directives, roles
from myst_parser.config.main import MdParserConfig
from myst_parser.mdit_to_docutils.base import DocutilsRenderer, make_document
from myst_parser.parsers.mdit import create_md_parser

from surveygen.readers.prose import Grammar

EXTENSIONS = {
    *("alert", "amsmath", "attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath"),
    *("fieldlist", "gfm_autolink", "html_admonition", "html_image", "linkify", "replacements"),
    *("section_ref", "smartquotes", "strikethrough", "substitution", "tasklist"),
}
NOTE_NODES = {
    *("document", "paragraph", "#text", "emphasis", "strong", "literal", "reference", "citation"),
    *("bullet_list", "enumerated_list", "list_item", "math", "math_block", "literal_block"),
}
NARRATIVE_NODES = NOTE_NODES | {
    *("section", "title", "block_quote", "image", "figure", "caption", "legend", "survey_table"),
    *("table", "tgroup", "colspec", "thead", "tbody", "row", "entry", "admonition", "note", "tip"),
    *("warning", "important", "hint", "caution", "attention"),
}
LINE_BREAKS = {"<br />\n", "\\\\\n"}


class citation(nodes.Inline, nodes.Element):
    pass


class survey_table(nodes.General, nodes.Element):
    pass


class SurveyTable(Directive):
    optional_arguments = 1
    has_content = True

    def run(self):
        return [survey_table()]


def _cite(name, rawtext, text, lineno, inliner, options=None, content=None):
    return [citation(raw=text)], []


@contextmanager
def _survey_markup():
    """Roles and a directive as the site has them; taken back, for tests that run a real Sphinx."""
    for name in ("cite:p", "cite:t"):
        roles.register_local_role(name, _cite)
    directives.register_directive("survey-claims", SurveyTable)
    try:
        yield
    finally:
        directives._directives.pop("survey-claims")
        for name in ("cite:p", "cite:t"):
            roles._roles.pop(name)


def doctree(markdown: str) -> nodes.document:
    config = MdParserConfig(enable_extensions=EXTENSIONS, substitutions={"x": "leaked"})
    parser = create_md_parser(config, DocutilsRenderer)
    document = make_document()
    document.reporter.stream = io.StringIO()
    document.settings.myst_suppress_warnings = []
    document.settings.syntax_highlight = "none"
    parser.options["document"] = document
    with _survey_markup():
        parser.render(markdown)
    for node in list(document.findall(nodes.substitution_definition)):
        node.parent.remove(node)  # the page's word count
    return document


def faults(document: nodes.document, grammar: Grammar) -> list[str]:
    """Nodes and links that prose of the grammar may not have."""
    allowed = NOTE_NODES if grammar is Grammar.NOTE else NARRATIVE_NODES
    found = []
    for node in document.findall():
        if isinstance(node, nodes.raw) and node.astext() in LINE_BREAKS:
            continue
        if isinstance(node, nodes.Text) and isinstance(node.parent, nodes.raw):
            continue
        if isinstance(node, nodes.system_message) or isinstance(node.parent, nodes.system_message):
            if "Duplicate implicit target name" not in document.astext():
                found.append(f"message: {node.astext()}")
            continue
        if node.tagname not in allowed:
            found.append(f"{node.tagname}: {node.astext()[:80]!r}")
        if isinstance(node, nodes.reference):
            address = node.get("refuri") or node.get("refname", "")
            inside = grammar is Grammar.NARRATIVE and re.match(r"/[^/].*\.md(#|$)|#", address)
            if not inside and not re.match("https?://|mailto:", address):
                found.append(f"link: {address!r}")
        if isinstance(node, nodes.image) and not re.match(r"/[^/.]", node["uri"]):
            found.append(f"image: {node['uri']!r}")
        if isinstance(node, nodes.paragraph) and (node["ids"] or node["classes"]):
            found.append(f"attributes: {node.attributes}")
    return found


def text_of(document: nodes.document) -> str:
    """All text without white space, quotes made straight; messages of docutils are none of it."""
    messages = {
        id(text)
        for message in document.findall(nodes.system_message)
        for text in message.findall(nodes.Text)
    }
    shown = (
        node
        for node in document.findall(nodes.Text)
        if not isinstance(node.parent, nodes.raw) and id(node) not in messages
    )
    return squeezed("".join(node.astext() for node in shown))


def squeezed(text: str) -> str:
    """Text without white space, quotes made straight."""
    straight = str.maketrans("\u201c\u201d\u2018\u2019", "\"\"''")
    return "".join(text.translate(straight).split())
