"""Sphinx's search index, incremental as clean.

A word that a changed page no longer holds stays in the index with an empty list of pages; a clean
build does not have it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def _forget_unused_words(app: Sphinx) -> list[Any]:
    indexer = getattr(app.builder, "indexer", None)
    for name in ("_mapping", "_title_mapping"):
        mapping = getattr(indexer, name, {})
        for word in [word for word, pages in mapping.items() if not pages]:
            del mapping[word]
    return []


def setup_search_index(app: Sphinx) -> None:
    """Register the step between the last page and the writing of the index."""
    app.connect("html-collect-pages", _forget_unused_words)
