"""Keeps a build for `note_edits` where texts of notes reach their pages by our own parts alone.

Whatever else could read a note, or change what becomes of it, rules that out: further extensions,
templates and translations of the survey's own, pages that include it, folders that are copied.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.application import builtin_extensions
from sphinx.builders.html import StandaloneHTMLBuilder

from surveygen.pages.render import OVERRIDES
from surveygen.site.assets import PAGE_TEMPLATES
from surveygen.site.kept_build import (
    KeptBuild,
    cited_by_notes,
    fields_digest,
    forget_build,
    keep_build,
    members,
)
from surveygen.site.note_paragraphs import quotes_of
from surveygen.site.state import PAGES, Loaded, loaded
from surveygen.site.targets import has_paper_pages

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_EXTENSIONS = frozenset(
    (
        *builtin_extensions,
        *("sphinx.builders.latex.transforms", "sphinx.ext.mathjax", "myst_parser"),
        *("furo", "sphinx_basic_ng", "surveygen"),
    )
)
_OPTIONS: Mapping[str, object] = {
    "html_copy_source": False,
    "html_file_suffix": None,
    "html_last_updated_fmt": None,
    "html_link_suffix": None,
}
"""Options that would make more of a changed note, or other files, with any other value."""


def _forget(app: Sphinx) -> None:
    if has_paper_pages(app.builder):
        forget_build(app.builder)


def _keep(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or not has_paper_pages(app.builder):
        return
    here = loaded(app.config)
    homes = sorted({paper.home for paper in here.survey.papers.values() if paper.home})
    if not homes or not _is_ours_alone(app, here):
        return
    document = app.env.get_doctree(f"{PAGES}/{homes[0]}")
    survey = here.survey
    notes = ((key, paper.note) for key, paper in survey.papers.items())
    fields = {key: fields_digest(survey, note) for key, note in notes if note is not None}
    build = KeptBuild(
        here.language,
        quotes_of(document),
        tuple(here.pages),
        members(survey),
        here.digests,
        here.labels,
        fields,
        cited_by_notes(survey),
    )
    keep_build(app.builder, build)


def _is_ours_alone(app: Sphinx, here: Loaded) -> bool:
    notes = os.path.realpath(here.survey.root / here.survey.taxonomy.notes)
    return (
        isinstance(app.builder, StandaloneHTMLBuilder)
        and app.builder.name == "html"
        and not app.builder.search  # Sphinx's index holds the text of notes
        and app._warncount == 0  # what it warned of is to be said again
        and app.extensions.keys() <= _EXTENSIONS
        and all(getattr(app.config, name) == value for name, value in _OPTIONS.items())
        and all(Path(name) == PAGE_TEMPLATES for name in app.config.templates_path)
        and not (here.survey.root / OVERRIDES).is_dir()
        and not any(Path(app.srcdir, name).is_dir() for name in app.config.locale_dirs)
        and not any(_meet(notes, other) for other in _read_elsewhere(app))
    )


def _read_elsewhere(app: Sphinx) -> Iterator[str]:
    """Files that pages include or show, and files and folders that are copied."""
    for names in app.env.dependencies.values():
        yield from (os.path.realpath(Path(app.srcdir, name)) for name in names)
    for name in (*app.config.html_static_path, *app.config.html_extra_path):
        yield os.path.realpath(Path(app.confdir, name))


def _meet(one: str, other: str) -> bool:
    """Whether one of two paths is the other, or leads to it."""
    return f"{one}{os.sep}".startswith(f"{other}{os.sep}") or other.startswith(f"{one}{os.sep}")


def setup_keeping(app: Sphinx) -> None:
    """Register the handlers."""
    app.connect("builder-inited", _forget)
    app.connect("build-finished", _keep)
