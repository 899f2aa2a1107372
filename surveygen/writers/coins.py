"""Entries as COinS: a span in a page that reference managers read (OpenURL ContextObject in SPAN).

Source: COinS, ocoins.info, stable version 1.0; the key/value formats ``journal`` and ``book`` of
ANSI/NISO Z39.88-2004. Zotero reads ``genre`` to tell papers of proceedings and preprints.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from urllib.parse import urlencode

from surveygen.survey.entry import Entry
from surveygen.text.identifiers import arxiv_url, doi_url

_BOOKS = frozenset(("book", "proceedings", "manual", "booklet"))
_GENRES = {
    "article": "article",
    "inproceedings": "proceeding",
    "incollection": "bookitem",
    "inbook": "bookitem",
    "techreport": "report",
}
_JOURNAL_GENRES = frozenset(("article", "preprint", "unknown"))


def coins(entry: Entry) -> str:
    """The span of an entry, with its public fields; nothing that no source confirmed."""
    pairs = [(name, value) for name, value in _context(entry.public) if value]
    return f'<span class="Z3988" title="{escape(urlencode(pairs))}"></span>'


def _context(entry: Entry) -> Iterator[tuple[str, str]]:
    genre = _genre(entry)
    kind = "journal" if genre in _JOURNAL_GENRES else "book"
    yield "ctx_ver", "Z39.88-2004"
    yield "rft_val_fmt", f"info:ofi/fmt:kev:mtx:{kind}"
    yield "rft.genre", genre
    if genre in ("book", "report"):
        yield "rft.btitle", entry.title
    else:
        yield "rft.atitle", entry.title
    venue = entry.text("journal") or entry.text("journaltitle") or entry.text("booktitle")
    yield "rft.jtitle" if kind == "journal" else "rft.btitle", venue if genre != "book" else ""
    for person in entry.authors:
        yield "rft.au", person.full
    if entry.authors and not entry.authors[0].literal:
        yield "rft.aulast", entry.authors[0].surname
        yield "rft.aufirst", entry.authors[0].given
    yield "rft.date", str(entry.date or entry.year)
    for name, field in (("volume", "volume"), ("issue", "number"), ("edition", "edition")):
        yield f"rft.{name}", entry.text(field)
    pages = entry.text("pages").replace("–", "-")
    first, dash, last = pages.partition("-")
    yield "rft.spage", first
    yield "rft.epage", last if dash else ""
    yield "rft.pub", entry.text("publisher") or entry.text("school") or entry.text("institution")
    yield "rft.isbn", entry.text("isbn")
    yield "rft.issn", entry.text("issn")
    if entry.doi:
        yield "rft_id", f"info:doi/{entry.doi}"
    if entry.arxiv:
        yield "rft_id", f"info:arxiv/{entry.arxiv}"
    link = doi_url(entry.doi) if entry.doi else arxiv_url(entry.arxiv) if entry.arxiv else entry.url
    yield "rft_id", link or ""


def _genre(entry: Entry) -> str:
    if entry.entry_type in _BOOKS:
        return "book"
    if entry.entry_type in _GENRES:
        return _GENRES[entry.entry_type]
    return "preprint" if entry.arxiv else "unknown"
