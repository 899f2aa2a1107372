"""What a format can hold comes back from it; what it cannot is listed here, and in the guide."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import DATA, ROOT

from surveygen.readers.bibtex import read_bibtex
from surveygen.readers.csl_json import read_csl_json
from surveygen.readers.records import Records
from surveygen.readers.ris import read_ris
from surveygen.survey.entry import Entry
from surveygen.writers.bibtex import write_bibtex
from surveygen.writers.bibtex_flavours import in_biblatex, in_bibtex
from surveygen.writers.csl_json import write_csl_json
from surveygen.writers.ris import write_ris

CORPORA = [
    ROOT / "docs" / "references.bib",
    DATA / "sample" / "docs" / "references.bib",
    DATA / "bibliographies" / "clean-classics.bib",
    DATA / "bibliographies" / "biblatex.bib",
]


def text_of(*names: str) -> Callable[[Entry], str]:
    return lambda entry: next((text for name in names if (text := entry.text(name))), "")


FIELDS: dict[str, Callable[[Entry], object]] = {
    "type": lambda entry: entry.entry_type,
    "title": lambda entry: entry.title,
    "authors": lambda entry: ([one.inverted for one in entry.authors], entry.more_authors),
    "editors": lambda entry: [one.inverted for one in entry.editors],
    "year": lambda entry: entry.year,
    "date": lambda entry: str(entry.date or ""),
    "venue": lambda entry: entry.venue,
    "volume": text_of("volume"),
    "number": text_of("number", "issue"),
    "pages": lambda entry: entry.text("pages").replace("–", "-"),
    "doi": lambda entry: entry.doi,
    "arxiv": lambda entry: str(entry.arxiv or ""),
    "url": lambda entry: entry.url,
    "publisher": text_of("publisher"),
    "keywords": text_of("keywords"),
    "language": lambda entry: entry.language,
    "isbn": text_of("isbn"),
    "issn": text_of("issn"),
    "series": text_of("series"),
    "edition": text_of("edition"),
}


def bibtex(text: str) -> list[Entry]:
    found = read_bibtex([("x.bib", text.encode())])
    assert not found.diagnostics
    return list(found.entries.values())


def entries_of(found: Records) -> list[Entry]:
    assert not found.diagnostics
    return [record.entry for record in found.records]


FORMATS: dict[str, Callable[[list[Entry]], list[Entry]]] = {
    "bibtex": lambda entries: bibtex(write_bibtex(entries, flavour=in_bibtex)),
    "biblatex": lambda entries: bibtex(write_bibtex(entries, flavour=in_biblatex)),
    "ris": lambda entries: entries_of(read_ris([("x.ris", write_ris(entries).encode())])),
    "csl-json": lambda entries: entries_of(
        read_csl_json([("x.json", write_csl_json(entries).encode())])
    ),
}


def corpus() -> list[Entry]:
    """Every entry, without what its authors marked as unverified, which no export holds."""
    found: dict[str, Entry] = {}
    for file in CORPORA:
        for entry in read_bibtex([(file.name, file.read_bytes())]).entries.values():
            if not entry.unverified:
                found[entry.key] = entry
    return list(found.values())


LOST = {
    # Plain BibTeX has no day; RIS parts names at commas, so a body's comma goes.
    "bibtex": {"date": {"knuth1971dancing", "knuth1997art"}},
    "biblatex": {},
    "ris": {"authors": {"stallman1985emacs"}},
    "csl-json": {},
}
"""By format and field, the entries of which the field does not come back whole."""


@pytest.mark.parametrize("name", FORMATS)
def test_what_a_format_can_hold_comes_back(name: str) -> None:
    entries = corpus()
    lost: dict[str, set[str]] = {}
    for before, after in zip(entries, FORMATS[name](entries), strict=True):
        for field, value in FIELDS.items():
            if value(before) and value(before) != value(after):
                lost.setdefault(field, set()).add(before.key)
    assert lost == LOST[name]


@pytest.mark.parametrize("name", FORMATS)
def test_writing_twice_gives_the_same(name: str) -> None:
    entries = corpus()
    once = FORMATS[name](entries)
    twice = FORMATS[name](once)
    for value in FIELDS.values():
        assert list(map(value, twice)) == list(map(value, once))


@pytest.mark.parametrize("field", ["langid", "hyphenation", "language"])
def test_a_language_is_a_code_elsewhere_and_a_name_here(field: str) -> None:
    entry = Entry("a", "misc", {"title": "A", field: "ngerman"})
    assert "LA  - de\n" in write_ris([entry])
    assert '"language": "de"' in write_csl_json([entry])
    for name in ("ris", "csl-json"):
        (again,) = FORMATS[name]([entry])
        assert again.fields["langid"] == "ngerman"


def test_nothing_that_no_source_confirmed_leaves() -> None:
    fields = {"title": "A", "journal": "SECRET", "year": "1971", "x-unverified": "{journal}"}
    entry = Entry("cook1971complexity", "article", {**fields, "abstract": "SECRET"})
    for write in (write_bibtex, write_ris, write_csl_json):
        assert "SECRET" not in write([entry])
        assert write([entry], all_fields=True).count("SECRET") == 2
