"""The HTML templates of the extension's own parts; they escape by default."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from surveygen.messages import Words, translations
from surveygen.pages.compiled_templates import CompiledTemplates
from surveygen.site.serialize import html_runs
from surveygen.text.identifiers import arxiv_url, doi_url


@cache
def _environment(language: str) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("surveygen.site"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(  # type: ignore[attr-defined]  # the extension's
        translations(language), newstyle=True
    )
    environment.globals["_"] = _said_in(translations(language))
    environment.filters["html"] = html_runs
    environment.globals.update(doi_url=doi_url, arxiv_url=arxiv_url)
    return environment


def _said_in(words: Words) -> Callable[..., str]:
    """``_`` as Jinja's extension has it, but each text is looked up once, not each time."""

    @cache
    def text_of(text: str) -> Markup:
        return Markup(words.gettext(text))  # noqa: S704  our own words

    def shown(text: str, **variables: object) -> str:
        return text_of(text) % variables

    return shown


def keep_compiled(root: Path, language: str) -> None:
    """Have templates that are compiled from now on kept for the next build of a survey."""
    _environment(language).bytecode_cache = CompiledTemplates(root)


@cache
def template(name: str, language: str) -> jinja2.Template:
    """A compiled template whose own words are in a language."""
    return _environment(language).get_template(name)


def sources() -> tuple[str, ...]:
    """The text of every template, in the order of their names."""
    environment = _environment("")
    loader = environment.loader
    assert loader is not None
    return tuple(loader.get_source(environment, name)[0] for name in loader.list_templates())
