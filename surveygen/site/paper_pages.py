"""The permalink page of every paper.

It is no Sphinx document: one page is rendered with the theme, and a paper's page is that skeleton
with the navigation of its top section, title and body put in. The rendered note comes from the card
on the home page, through a file beside the doctrees, because a page that is up to date is not
rendered again.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.util.osutil import relative_uri

from surveygen.files import write_if_changed
from surveygen.site.machine_readable import paper_tags
from surveygen.site.navigation import UNKNOWN, UNKNOWN_TREE, section_navigation
from surveygen.site.outputs import (
    Made,
    identity_of,
    replace_record,
    state_folder,
    synchronize,
    synchronize_made,
)
from surveygen.site.paper_cards import paper as paper_node
from surveygen.site.paper_context import PaperContexts
from surveygen.site.state import Loaded, loaded
from surveygen.site.targets import has_paper_pages, paper_docname, paper_uri
from surveygen.site.templates import template
from surveygen.site.theme_page import theme_page
from surveygen.survey.paper import Paper
from surveygen.survey.taxonomy import SECTION_ID
from surveygen.text.slugs import unique_slugs

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

SKELETON = "papers/surveygen-skeleton"
_TITLE = "surveygen-skeleton-title"
_BODY = "<!-- surveygen-skeleton-body -->"
_HEAD = "<!-- surveygen-skeleton-head -->"
_LINK = re.compile(r'(\s(?:href|src)=")([^"]*)(")')
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|/")


def fragment_file(builder: StandaloneHTMLBuilder, docname: str) -> Path:
    """Where the rendered notes of a page are kept."""
    return state_folder(builder) / "fragments" / f"{docname}.json"


def kept_fragments(builder: StandaloneHTMLBuilder, docname: str) -> dict[str, str] | None:
    """The rendered notes of a page by key; None where they are lost or damaged."""
    try:
        content = json.loads(fragment_file(builder, docname).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None


def _keep_fragments(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    if doctree is None or not has_paper_pages(app.builder):
        return
    fragments = {node["key"]: node["fragment"] for node in doctree.findall(paper_node)}
    file = fragment_file(app.builder, pagename)
    if fragments:
        text = json.dumps(fragments, ensure_ascii=False)
        write_if_changed(file, text.encode("utf-8", "surrogatepass"))
    else:
        file.unlink(missing_ok=True)


def _write_paper_pages(app: Sphinx) -> list[Any]:
    builder = app.builder
    if has_paper_pages(builder):
        synchronize_made(builder, "papers", _pages(builder, loaded(app.config)))
        synchronize(builder, "redirects", _redirects(builder, loaded(app.config)))
        generated = (f"survey/{name}" for name in loaded(app.config).pages)
        outputs = [Path(builder.get_output_path(name)) for name in generated]
        names = [path.relative_to(builder.outdir).as_posix() for path in outputs]
        replace_record(builder, "documents", names)
    return []


def _pages(builder: StandaloneHTMLBuilder, here: Loaded) -> Iterator[Made]:
    # The identity holds what other notes say, too: it changes the page of what they cite.
    contexts = PaperContexts(builder, here)
    whole = theme_page(builder, SKELETON, _TITLE, _BODY, head=_HEAD, current=UNKNOWN)
    for top in here.survey.taxonomy.sections:
        navigation = section_navigation(builder, SKELETON, f"survey/{top.id}")
        skeleton = whole.replace(UNKNOWN_TREE, navigation)
        skeleton_digest = identity_of(skeleton)
        for _, section in top.walk():
            papers = here.survey.home_papers(section)
            if not papers:
                continue
            home = f"survey/{section.id}"
            fragments = kept_fragments(builder, home)
            assert fragments is not None  # or the page would have been written again
            for paper in papers:
                name = Path(builder.get_output_path(paper_docname(paper)))
                fragment = fragments[paper.key]
                yield Made(
                    name.relative_to(builder.outdir).as_posix(),
                    contexts.identity(paper, skeleton_digest, fragment),
                    partial(_page, contexts, paper, skeleton, fragment),
                )


def _page(contexts: PaperContexts, paper: Paper, skeleton: str, fragment: str) -> bytes:
    page = (
        skeleton.replace(_TITLE, escape(paper.entry.title or paper.key))
        .replace(_BODY, _body(contexts, paper, fragment))
        .replace(_HEAD, paper_tags(contexts.builder, contexts.here, paper))
        .replace(posixpath.basename(SKELETON), paper.slug)
    )
    return page.encode("utf-8")


def _redirects(builder: StandaloneHTMLBuilder, here: Loaded) -> Iterator[tuple[str, bytes]]:
    """A page at every old address of a paper or section that leads to the new one."""
    for old, new in here.survey.taxonomy.aliases.items():
        paper = here.survey.papers.get(new)
        if paper is not None:
            source = f"papers/{unique_slugs([old])[old]}"
            target = paper_uri(builder, source, paper, here)
        elif new in here.survey.sections and SECTION_ID.fullmatch(old):
            source = f"survey/{old}"
            target = builder.get_relative_uri(source, f"survey/{new}")
        else:
            continue
        name = Path(builder.get_output_path(source)).relative_to(builder.outdir)
        page = template("redirect.html.j2", here.language).render(
            target=target, language=here.language.replace("_", "-")
        )
        yield name.as_posix(), page.encode("utf-8")


def _body(contexts: PaperContexts, paper: Paper, fragment: str) -> str:
    builder = contexts.builder
    moved = rebase(
        fragment,
        source=builder.get_target_uri(f"survey/{paper.home}"),
        target=builder.get_target_uri(paper_docname(paper)),
    )
    page = template("paper_page.html.j2", contexts.here.language)
    return page.render(contexts.context(paper, moved))


def rebase(fragment: str, *, source: str, target: str) -> str:
    """A fragment with its relative links as seen from another page.

    Args:
        fragment: HTML that docutils wrote, so that quotes in text are escaped.
        source: address of the page that it was written for, relative to the output folder.
        target: address of the page that it goes to.

    """

    def move(match: re.Match[str]) -> str:
        link = match[2]
        if _ABSOLUTE.match(link):
            return match[0]
        if link.startswith("#"):
            if f'id="{link[1:]}"' in fragment:
                return match[0]
            return f"{match[1]}{relative_uri(target, source)}{link}{match[3]}"
        path, mark, anchor = link.partition("#")
        absolute = posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
        if path.endswith("/") or path in ("", ".", ".."):
            absolute += "/"
        return f"{match[1]}{relative_uri(target, absolute)}{mark}{anchor}{match[3]}"

    return _LINK.sub(move, fragment)


def setup_paper_pages(app: Sphinx) -> None:
    """Register the two steps: keep fragments while pages are written, then write the papers'."""
    app.connect("html-page-context", _keep_fragments)
    app.connect("html-collect-pages", _write_paper_pages)
