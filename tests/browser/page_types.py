"""The types of pages that a survey has; conftest has one of each."""

from __future__ import annotations

import pytest

PAGE_TYPES = (
    "front page",
    "contents",
    "top section",
    "topic",
    "paper",
    "references",
    "method",
    "guide",
    "authors",
    "years",
    "tags",
    "claims",
    "what is new",
    "search",
    "browse",
    "figures",
)
every_page_type = pytest.mark.parametrize("page_type", PAGE_TYPES)
