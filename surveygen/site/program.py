"""What makes the pages, beside the survey: another one may write the same survey otherwise."""

from __future__ import annotations

from surveygen import __version__
from surveygen.messages import catalogue
from surveygen.site.search_indexing import has_pagefind
from surveygen.site.templates import sources


def program(language: str) -> tuple[object, ...]:
    """Version, templates, words of a language, and the search; equal where pages would be."""
    return (__version__, sources(), catalogue(language), has_pagefind())
