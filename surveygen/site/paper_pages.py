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
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from html import escape
from pathlib import Path

from sphinx.util.osutil import relative_uri

from surveygen.files import write_if_changed
from surveygen.site.builder_like import BuilderLike, SiteBuilderLike, output_name
from surveygen.site.machine_readable import paper_tags
from surveygen.site.outputs import Made, identity_of, state_folder
from surveygen.site.paper_context import PaperContexts
from surveygen.site.state import PAGES
from surveygen.site.targets import paper_docname
from surveygen.site.templates import template
from surveygen.survey.paper import Paper

SKELETON = "papers/surveygen-skeleton"
"""Name of the page that is rendered with the theme."""
SKELETON_TITLE = "surveygen-skeleton-title"
SKELETON_BODY = "<!-- surveygen-skeleton-body -->"
SKELETON_HEAD = "<!-- surveygen-skeleton-head -->"
SKELETON_TREE = "<!-- surveygen-navigation -->"
"""These stand in it in place of what differs from page to page."""
_SKELETON_FILE = posixpath.basename(SKELETON)
_MARKS = re.compile(f"({SKELETON_TITLE}|{SKELETON_BODY}|{SKELETON_HEAD}|{_SKELETON_FILE})")
_LINK = re.compile(r'(\s(?:href|src)=")([^"]*)(")')
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|/")


class LostFragments(Exception):
    """The rendered notes of a section are not to be had; the message is its id."""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """What stands around the body of every paper's page."""

    page: str
    """The page as the theme has rendered it."""
    trees: Mapping[str, str]
    """The navigation of every top section, by its id."""
    titles: Mapping[str, str]
    """Of the pages of the tree, by their names."""


def keep_skeleton(builder: BuilderLike, skeleton: Skeleton) -> None:
    """Keep it for a build without Sphinx."""
    write_if_changed(_skeleton_file(builder), json.dumps(asdict(skeleton)).encode("ascii"))


def kept_skeleton(builder: BuilderLike) -> Skeleton | None:
    """That of the last build; None where it is lost or damaged."""
    try:
        return Skeleton(**json.loads(_skeleton_file(builder).read_text(encoding="ascii")))
    except (OSError, ValueError, TypeError):
        return None


def _skeleton_file(builder: BuilderLike) -> Path:
    return state_folder(builder) / "skeleton.json"


def _fragment_file(builder: BuilderLike, docname: str) -> Path:
    return state_folder(builder) / "fragments" / f"{docname}.json"


def kept_fragments(builder: BuilderLike, docname: str) -> dict[str, str] | None:
    """The rendered notes of a page by key; None where they are lost or damaged."""
    try:
        content = json.loads(_fragment_file(builder, docname).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None


def keep_fragments(builder: BuilderLike, docname: str, fragments: Mapping[str, str]) -> None:
    """Keep the rendered notes of a page, if it has any."""
    file = _fragment_file(builder, docname)
    if fragments:
        text = json.dumps(fragments, ensure_ascii=False)
        write_if_changed(file, text.encode("utf-8", "surrogatepass"))
    else:
        file.unlink(missing_ok=True)


def paper_pages(
    builder: SiteBuilderLike,
    contexts: PaperContexts,
    skeleton: Skeleton,
    only: Container[str] | None = None,
) -> Iterator[Made]:
    """The page of every paper that has a home.

    Args:
        builder: whose site it is.
        contexts: of these papers.
        skeleton: what stands around them.
        only: keys; by default, of all papers.

    Raises:
        LostFragments: those of a section cannot be read, so that its page has to be written again.

    """
    # The identity holds what other notes say, too: it changes the page of what they cite.
    survey = contexts.here.survey
    for top in survey.taxonomy.sections:
        whole = skeleton.page.replace(SKELETON_TREE, skeleton.trees[top.id])
        digest, parts = identity_of(whole), _MARKS.split(whole)
        for _, section in top.walk():
            papers = [it for it in survey.home_papers(section) if only is None or it.key in only]
            if not papers:
                continue
            fragments = kept_fragments(builder, f"{PAGES}/{section.id}")
            if fragments is None:
                raise LostFragments(section.id)
            for paper in papers:
                fragment = fragments[paper.key]
                yield Made(
                    output_name(builder, paper_docname(paper)),
                    contexts.identity(paper, digest, fragment),
                    partial(_page, contexts, paper, parts, fragment),
                )


def _page(contexts: PaperContexts, paper: Paper, skeleton: Sequence[str], fragment: str) -> bytes:
    shown = {
        SKELETON_TITLE: escape(paper.entry.title or paper.key),
        SKELETON_BODY: _body(contexts, paper, fragment),
        SKELETON_HEAD: paper_tags(contexts.builder, contexts.here, paper),
        _SKELETON_FILE: paper.slug,
    }
    return "".join(shown.get(part, part) for part in skeleton).encode("utf-8")


def _body(contexts: PaperContexts, paper: Paper, fragment: str) -> str:
    builder = contexts.builder
    moved = rebase(
        fragment,
        source=builder.get_target_uri(f"{PAGES}/{paper.home}"),
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

    return _LINK.sub(move, fragment) if '="' in fragment else fragment
