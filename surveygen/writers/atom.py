"""Atom feeds (RFC 4287).

A feed is valid whatever it is made of: it always names somebody, for an entry may name nobody, and
characters that XML cannot hold are left out. All texts are plain.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from surveygen.text.normal import clean

_NAMESPACE = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """Something new."""

    id: str
    """An IRI that stays the same for ever."""
    title: str
    link: str
    """Absolute address of its page."""
    updated: str
    """ISO 8601 date."""
    authors: Sequence[str] = ()
    summary: str = ""
    categories: Sequence[tuple[str, str]] = ()
    """Term, for programs, and label, for people."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A list of what is new, newest first."""

    address: str
    """Its own absolute address, which identifies it too."""
    title: str
    link: str
    """Absolute address of the page whose news it has."""
    updated: str
    """ISO 8601 date."""
    authors: Sequence[str]
    """At least one."""
    entries: Sequence[FeedEntry]
    language: str = ""
    """BCP 47."""


def write_atom(feed: Feed) -> bytes:
    """The feed as an XML document in UTF-8."""
    root = ElementTree.Element("feed", {"xmlns": _NAMESPACE})
    if feed.language:
        root.set("xml:lang", feed.language)
    _add(root, "id", feed.address)
    _add(root, "title", feed.title)
    _add(root, "updated", _midnight(feed.updated))
    _add_authors(root, feed.authors)
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.address)
    _add(root, "link", rel="alternate", type="text/html", href=feed.link)
    for entry in feed.entries:
        _add_entry(root, entry)
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _add_entry(root: ElementTree.Element, entry: FeedEntry) -> None:
    element = ElementTree.SubElement(root, "entry")
    _add(element, "id", entry.id)
    _add(element, "title", entry.title)
    _add(element, "updated", _midnight(entry.updated))
    _add_authors(element, entry.authors)
    _add(element, "link", rel="alternate", type="text/html", href=entry.link)
    for term, label in entry.categories:
        _add(element, "category", term=term, label=label)
    # RFC 4287 gives an empty summary no meaning.
    if entry.summary:
        _add(element, "summary", entry.summary)


def _add_authors(parent: ElementTree.Element, names: Iterable[str]) -> None:
    for name in names:
        _add(ElementTree.SubElement(parent, "author"), "name", name)


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> None:
    safe = {key: clean(value) for key, value in attributes.items()}
    ElementTree.SubElement(parent, name, safe).text = clean(text) or None


def _midnight(day: str) -> str:
    """RFC 3339 wants a time of day; notes have none."""
    return f"{day}T00:00:00Z"
