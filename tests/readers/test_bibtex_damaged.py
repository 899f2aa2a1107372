"""One fault in a bibliography costs one entry, and is named with its line."""

import time
from pathlib import Path

import pytest
import yaml

from surveygen.readers.bibtex import Bibliography, read_bibtex

FOLDER = Path(__file__).parent.parent / "data" / "damaged"
EXPECTED = yaml.safe_load((FOLDER / "expected.yaml").read_text(encoding="utf-8"))


def read(text: str | bytes) -> Bibliography:
    data = text if isinstance(text, bytes) else text.encode()
    return read_bibtex([("references.bib", data)])


def said(bibliography: Bibliography) -> list[str]:
    found = sorted(bibliography.diagnostics, key=lambda one: (one.line or 0, one.code.id))
    return [f"{one.code.id} {one.line}:{one.column}" for one in found]


def test_every_file_has_its_expectation() -> None:
    assert {file.stem for file in FOLDER.glob("*.bib")} == EXPECTED.keys()


@pytest.mark.parametrize("name", EXPECTED)
def test_damage_costs_only_itself(name: str) -> None:
    expected = EXPECTED[name]
    found = read((FOLDER / f"{name}.bib").read_bytes())
    assert said(found) == expected["says"]
    assert list(found.entries) == expected["kept"]
    assert [one.key for one in found.quarantine] == expected.get("aside", [])
    for key, fields in expected.get("fields", {}).items():
        assert {field: found.entries[key].fields.get(field) for field in fields} == fields
    for key, entry_type in expected.get("types", {}).items():
        assert found.entries[key].entry_type == entry_type


@pytest.mark.parametrize("name", EXPECTED)
def test_a_finding_is_one_line_that_says_where(name: str) -> None:
    for diagnostic in read((FOLDER / f"{name}.bib").read_bytes()).diagnostics:
        assert str(diagnostic).isprintable()
        assert str(diagnostic).startswith(f"references.bib:{diagnostic.line}:{diagnostic.column}: ")


@pytest.mark.parametrize("name", EXPECTED)
def test_an_entry_that_is_kept_stands_in_the_file_as_its_raw_text(name: str) -> None:
    found = read((FOLDER / f"{name}.bib").read_bytes())
    for entry in found.entries.values():
        assert list(read(entry.raw).entries) == [entry.key]


def test_a_damaged_entry_shows_where_it_is_and_what_it_looks_like() -> None:
    found = read("@misc{a,\n  title = {A},\n}\n\n@misc{b,\n  title = {B\n}\n")
    (aside,) = found.quarantine
    assert (aside.path, aside.line, aside.key) == ("references.bib", 5, "b")
    assert aside.excerpt == "@misc{b,\n  title = {B\n}"


def test_damaged_entries_are_in_the_order_of_the_file() -> None:
    conflict = "<<<<<<< HEAD\n  title = {B},\n=======\n  title = {C},\n>>>>>>> theirs\n"
    found = read(f"@misc{{a, title = {{A\n\n@misc{{b,\n{conflict}}}\n\n@misc{{, title = {{D}}}}\n")
    assert [one.line for one in found.quarantine] == [1, 4, 11]


def test_strings_of_one_file_serve_the_next() -> None:
    files = [("strings.bib", b'@string{acm = "ACM"}'), ("all.bib", b"@misc{a, publisher = acm}")]
    found = read_bibtex(files)
    assert found.entries["a"].fields["publisher"] == "ACM"
    assert found.entries["a"].path == "all.bib"


def test_a_key_of_another_file_is_a_duplicate_that_names_both_places() -> None:
    files = [("one.bib", b"\n@misc{a, title = {A}}"), ("two.bib", b"@misc{a, title = {B}}")]
    (diagnostic,) = read_bibtex(files).diagnostics
    assert (diagnostic.path, diagnostic.line) == ("two.bib", 1)
    assert '"a" already stands at one.bib:2, with other fields' in diagnostic.message


class TestCache:
    """The cache holds parsed blocks; what it holds changes nothing but time."""

    TEXT = b"@string{acm = {ACM}}@misc{a, publisher = acm, note = undefined}@misc{b, title={}"

    def test_a_second_reading_is_equal(self) -> None:
        cache: dict[str, tuple[str, list[tuple[str, str]], list[str]]] = {}
        first = read_bibtex([("references.bib", self.TEXT)], cache)
        assert len(cache) == 1
        assert read_bibtex([("references.bib", self.TEXT)], cache) == first
        assert len(cache) == 1

    def test_a_changed_string_is_a_changed_entry(self) -> None:
        cache: dict[str, tuple[str, list[tuple[str, str]], list[str]]] = {}
        read_bibtex([("references.bib", self.TEXT)], cache)
        changed = self.TEXT.replace(b"{ACM}", b"{SIAM}")
        found = read_bibtex([("references.bib", changed)], cache)
        assert found.entries["a"].fields["publisher"] == "SIAM"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("@misc{k, title = {" + "{" * 10_000 + "}" * 10_000 + "}}", False),
        ("@misc{k, title = {" + "{a}" * 10_000 + "}}", True),
        ('@misc{k, title = "' + "{a}" * 30_000 + '"}', True),
        ("@misc{k, title = {" + "word " * 2_000_000 + "}}", True),
        ("@misc{k, title = {" + "(a) " * 300_000 + "}}", True),
        ("@misc{k, author = {" + " and ".join(["Erd{\\H o}s, Paul"] * 5000) + "}}", True),
        ("@misc{k, title = {" * 20_000, False),
        ("@misc{k, title = {\n" * 5_000, False),
        ("@misc{k" + ", a = 1" * 20_000 + "}", True),
        ("@comment{ " * 100_000, False),
        ("@" * 500_000, False),
        ("@misc" + " " * 500_000, False),
        (" " * 500_000 + "%" + " " * 500_000 + "@" + " " * 500_000, False),
        ("a" * 500_000 + ",", False),
        ("{a, b\n" * 50_000, False),
        ('"' * 300_000 + "@misc(k" + '"' * 300_000 + ")", False),
        ("".join(f"@string{{s{n} = {n}}}\n" for n in range(3000)) + "@misc{k, note = s7}", True),
    ],
    ids=lambda value: f"{value[:20]}... {len(value)}" if isinstance(value, str) else "",
)
def test_hostile_text_is_read_in_time(text: str, kept: bool) -> None:
    start = time.process_time()
    found = read(text + "\n@misc{last, title = {Last}}\n")
    assert time.process_time() - start < 4
    assert ("k" in found.entries) == kept
    assert "last" in found.entries
