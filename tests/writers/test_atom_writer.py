"""Feeds as RFC 4287 has them, read back by a reader of feeds and a parser of XML."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import feedparser
from hypothesis import given
from hypothesis import strategies as st

from surveygen.text.normal import clean
from surveygen.writers.atom import Feed, FeedEntry, write_atom

AUTHORS = ("Ada Peres",)
ATOM = "{http://www.w3.org/2005/Atom}"


def written(*entries: FeedEntry, title: str = "A survey") -> bytes:
    root = "https://example.org/s/"
    return write_atom(Feed(f"{root}feed.xml", title, root, "2026-11-21", AUTHORS, entries, "de"))


def entry(title: str = "T", **more: Any) -> FeedEntry:
    return FeedEntry(
        "https://example.org/p", title, "https://example.org/p.html", "2026-11-21", **more
    )


def read(data: bytes) -> Any:
    found = feedparser.parse(data)
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


def test_it_is_read_back() -> None:
    found = read(
        written(
            entry(
                authors=["Ann Lee", "李 四"],
                summary="Says <b> & more.",
                categories=[("q", "Quantization & more")],
            )
        )
    )
    assert (found.feed.title, found.feed.language) == ("A survey", "de")
    assert (found.feed.id, found.feed.updated) == (
        "https://example.org/s/feed.xml",
        "2026-11-21T00:00:00Z",
    )
    (one,) = found.entries
    assert [author.name for author in one.authors] == ["Ann Lee", "李 四"]
    assert one.summary_detail.type == "text/plain"
    assert one.summary == "Says <b> & more."
    assert [(tag.term, tag.label) for tag in one.tags] == [("q", "Quantization & more")]
    assert (one.id, one.link) == ("https://example.org/p", "https://example.org/p.html")


def test_what_the_standard_requires_is_there() -> None:
    root = ElementTree.fromstring(written(entry()))
    for element in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    assert [link.get("rel") for link in root.findall(f"{ATOM}link")] == ["self", "alternate"]


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_any_title_stays_text(title: str) -> None:
    """Markup, formulas, control characters, lone surrogates, scripts from right to left."""
    data = written(entry(title, summary=title, authors=[title]), title=title)
    root = ElementTree.fromstring(data)
    shown = clean(title)
    assert (root.findtext(f"{ATOM}title") or "") == shown
    assert (root.findtext(f"{ATOM}entry/{ATOM}title") or "") == shown
    assert not read(data).bozo
