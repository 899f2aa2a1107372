"""Which pages must be written again though their source did not change.

Pages hold keys; names, years and titles are put in when they are written. So a changed entry makes
every page that shows or cites it due; a changed tree of titles makes all of them due, since the
navigation stands on each, and so does another surveygen, catalogue of words or search.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from surveygen.pages.digests import WHOLE, section_digests, section_name, survey_digest
from surveygen.site.citations import cite_domain
from surveygen.site.paper_pages import kept_fragments
from surveygen.site.program import program
from surveygen.site.state import Loaded, loaded
from surveygen.site.targets import has_paper_pages

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_EVERY_PAGE = "\0every page"


def _due_pages(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    here = loaded(app.config)
    domain = cite_domain(env)
    before = domain.digests.get(app.builder.name, {})
    now = {
        **here.digests,
        **section_digests(here.survey, here.digests),
        WHOLE: f"{survey_digest(here.survey, here.digests)} {here.pdf}",
        _EVERY_PAGE: _every_page_digest(env, here),
    }
    domain.digests[app.builder.name] = now
    if before.get(_EVERY_PAGE) != now[_EVERY_PAGE]:
        return sorted(env.found_docs)
    changed = {key for key in before.keys() | now.keys() if before.get(key) != now.get(key)}
    due = {docname for docname, keys in domain.shown.items() if not changed.isdisjoint(keys)}
    if has_paper_pages(app.builder):
        homes = {f"survey/{paper.home}" for paper in here.survey.papers.values() if paper.home}
        due |= {home for home in homes if kept_fragments(app.builder, home) is None}
    return sorted(due & env.found_docs)


def _unread_pages(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> Iterable[str]:
    """Pages with a directive for a section that has come or gone."""
    domain = cite_domain(env)
    before, now = set(domain.data["sections"]), set(loaded(app.config).survey.sections)
    domain.data["sections"] = tuple(sorted(now))
    names = set(map(section_name, before ^ now))
    due = {docname for docname, keys in domain.shown.items() if not names.isdisjoint(keys)}
    return sorted(due & env.found_docs)


def _every_page_digest(env: BuildEnvironment, here: Loaded) -> str:
    titles = sorted((name, title.astext()) for name, title in env.titles.items())
    tree = sorted(env.toctree_includes.items())
    return hashlib.sha256(repr((titles, tree, program(here.language))).encode()).hexdigest()


def setup_rewriting(app: Sphinx) -> None:
    """Register the handlers."""
    app.connect("env-get-outdated", _unread_pages)
    app.connect("env-updated", _due_pages)
