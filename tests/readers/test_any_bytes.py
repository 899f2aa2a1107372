"""No file makes a reader fail, whatever stands in it, and every finding says where."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveygen.readers.formats import FORMATS, Format, detect

PIECES = st.sampled_from(
    ["TY  - JOUR", "TY  - ", "ER  - ", "TI  - A", "AU  - B, C", "DO  - 10.1000/1", "SP  -", "\n"]
    + ['{"title": "A"', '"author": [', '{"family": "B"}', "[", "]", "{", "}", ",", '"', "\\", ":"]
    + ['"issued": {"date-parts": [[2019]]}', '"type": "article-journal"', "null", "1e999", "-"]
    + ["title,author,year", "Title;DOI", "title\tdoi", ";", "\t", '""', "10.1000/182", "# x", "\r"]
    + ["2311.10721", "https://example.org/a", "\0", "é", "\ufeff", "<i>", "</i>", "&amp;", "  "]
)
TEXTS = st.lists(PIECES | st.text(max_size=4), max_size=30).map("".join)


def encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.name)
@settings(max_examples=150)
@given(st.binary(max_size=300) | TEXTS.map(encoded))
def test_any_bytes_are_read(format: Format, data: bytes) -> None:
    found = format.read([("a file", data)])
    for record in found.records:
        assert record.entry.line
        assert record.entry.title is not None
        assert record.entry.year is not None
        assert record.entry.authors is not None
        assert json.dumps(record.entry.fields)
    for diagnostic in found.diagnostics:
        assert diagnostic.line
        assert str(diagnostic).isprintable()
    for item in found.quarantine:
        assert item.line


@given(st.binary(max_size=300) | TEXTS.map(encoded))
def test_the_format_of_any_bytes_is_told_or_not(data: bytes) -> None:
    found = detect("a file", data)
    assert found is None or found in FORMATS


@pytest.mark.slow
@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.name)
@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, '[{"a":' * 50_000, '{"title":"' + "x" * 1_000_000, '[{"title":"a"},' * 20_000]
    + ["title,doi\n" + '"a\n' * 20_000, "title" + ",author" * 50_000, "title,doi\n" + "x" * 200_000]
    + [
        "TY  - JOUR\n" * 20_000,
        "TY  - JOUR\nSN  - " + "(" * 100_000,
        "TY  - JOUR\nTI  - " + "<i>" * 9999,
    ]
    + [" #" * 100_000, "- " * 100_000],
    ids=lambda text: f"{text[:20]!r}... {len(text)}",
)
def test_a_long_or_deep_file_is_read(format: Format, text: str) -> None:
    format.read([("a file", text.encode())])
    assert detect("a file", text.encode()) in (None, *FORMATS)
