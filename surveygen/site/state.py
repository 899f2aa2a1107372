"""The loaded survey, where every part of the extension finds it.

It hangs on the configuration, which the application, the builder and the environment share; it is
no configuration value, so it is neither pickled nor compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from surveygen.messages import Words, translations
from surveygen.pages.built_pdf import BuiltPdf
from surveygen.pages.page import Page
from surveygen.references.labels import Label, labels, list_order
from surveygen.survey.paper import Paper
from surveygen.survey.survey import Survey
from surveygen.text.citation_syntax import Cited

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.config import Config

PAGES = "survey"
"""Folder of the generated pages below the source directory."""
_ATTRIBUTE = "_surveygen_loaded"


@dataclass(frozen=True)
class Loaded:
    """A survey and its pages."""

    survey: Survey
    pages: Mapping[str, Page]
    digests: Mapping[str, str]
    """What each paper shows, as a hash."""
    language: str = "en"
    """Of the words that surveygen adds to pages."""
    pdf: BuiltPdf | None = None
    """The PDF, when it was built before."""
    known_labels: Mapping[str, Label] | None = None
    """Of `labels`, when they are known from before."""

    @cached_property
    def words(self) -> Words:
        """The catalogue of that language; the only one that pages may use."""
        return translations(self.language)

    def page(self, docname: str) -> Page | None:
        """The generated page of a document; None where people wrote it."""
        name = docname.removeprefix(f"{PAGES}/")
        return self.pages.get(name) if name != docname else None

    @cached_property
    def everything(self) -> Mapping[str, Paper]:
        """Papers and background by key, in the order of the reference list."""
        both = (*self.survey.papers.values(), *self.survey.background.values())
        return {paper.key: paper for paper in sorted(both, key=lambda p: list_order(p.entry))}

    @cached_property
    def labels(self) -> Mapping[str, Label]:
        """Author-year labels by key."""
        if self.known_labels is not None:
            return self.known_labels
        return labels((paper.entry for paper in self.everything.values()), self.words)

    def label(self, key: str) -> Label | None:
        """The label of a key or alias; None where nobody knows it."""
        paper = self.survey.find(key)
        return self.labels[paper.key] if paper else None

    def each_once(self, cited: Iterable[Cited]) -> Iterator[Cited]:
        """The parts of a citation; of two names for one work, without a word of their own, one."""
        named: set[str] = set()
        for part in cited:
            paper = self.survey.find(part.key)
            key = paper.key if paper else part.key
            if key not in named or part.pre or part.post:
                yield part
            named.add(key)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Numbers of the PDF's reference list by key, from 1."""
        return {key: number for number, key in enumerate(self.everything, 1)}


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a part of a page is made: by which builder, on which page, for which section."""

    here: Loaded
    builder: Builder
    docname: str
    section: str = ""
    """Id of a section; empty for the whole survey."""


handed_over: ContextVar[Survey | None] = ContextVar("handed_over", default=None)
"""A survey that the command line has loaded, and whose findings it has shown, for the build that it
starts in this process; so nothing is read or said twice."""


def keep(config: Config, loaded: Loaded) -> None:
    """Hang the survey on a configuration."""
    setattr(config, _ATTRIBUTE, loaded)


def loaded(config: Config) -> Loaded:
    """The survey of a configuration."""
    found = getattr(config, _ATTRIBUTE)
    assert isinstance(found, Loaded)
    return found
