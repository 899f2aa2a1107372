"""A paper in one line: who, where, when, and whether it still stands."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from docutils import nodes

from surveygen.messages import Words
from surveygen.pages.indexes import people_of
from surveygen.references.reference import author_text, status_text, year_text
from surveygen.survey.paper import Paper

if TYPE_CHECKING:
    from surveygen.site.state import Loaded

CARD_AUTHOR_LIMIT = 8


def byline(found: Paper, words: Words) -> str:
    """Authors, venue and year in one line of plain text."""
    return f"{card_authors(found, words)} · {venue_and_year(found, words)}"


def brief_byline(found: Paper, here: Loaded) -> str:
    """People as a citation names them, venue and year; a title is not said again for its people."""
    people = here.labels[found.key].authors if people_of(found.entry) else ""
    return " · ".join(filter(None, (people, venue_and_year(found, here.words))))


def status_mark(found: Paper, words: Words) -> str:
    """HTML that says behind a paper that it is retracted or the like; empty where it is not."""
    text = status_text(found.entry, words)
    return f' <b class="sg-mark">{escape(text)}</b>' if text else ""


def status_nodes(found: Paper, words: Words) -> list[nodes.Node]:
    """`status_mark` as docutils nodes."""
    text = status_text(found.entry, words)
    mark = nodes.strong(text, text, classes=["sg-mark"])
    return [nodes.Text(" "), mark] if text else []


def card_authors(found: Paper, words: Words) -> str:
    """Everybody, up to a number of people."""
    authors = author_text(found.entry, CARD_AUTHOR_LIMIT, words)
    return authors or words.gettext("Authors not known")


def venue_and_year(found: Paper, words: Words) -> str:
    """Venue and year, or archive and year."""
    return ", ".join(part for part in (venue(found), year_text(found.entry, words)) if part)


def venue(found: Paper) -> str:
    """Where it was published, or its number at arXiv; empty where neither is known."""
    entry = found.entry
    return entry.venue or (f"arXiv:{entry.arxiv}" if entry.arxiv else "")
