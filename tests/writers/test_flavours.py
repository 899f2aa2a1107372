"""A bibliography leaves in the words of BibTeX or of biblatex, whichever it was written in."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import DATA, ROOT, run
from hypothesis import given
from hypothesis import strategies as st
from outside_readers import pandoc_name, pandoc_records, pandoc_year

from surveygen.readers.bibtex import read_bibtex
from surveygen.survey.entry import Entry
from surveygen.text.ascii_tex import to_ascii_tex
from surveygen.text.latex import from_unicode
from surveygen.text.normal import fold
from surveygen.writers.bibtex import bibtex_entry, write_bibtex
from surveygen.writers.bibtex_flavours import in_biblatex, in_bibtex
from surveygen.writers.csl_json import write_csl_json
from surveygen.writers.ris import write_ris

BIBLATEX = DATA / "bibliographies" / "biblatex.bib"
REAL = ROOT / "docs" / "references.bib"


def entries_of(file: Path) -> list[Entry]:
    return list(read_bibtex([(file.name, file.read_bytes())]).entries.values())


@pytest.mark.parametrize(
    ("given_fields", "written"),
    [
        (
            {"journaltitle": "J", "date": "1968-03"},
            {"journal": "J", "year": "1968", "month": "March"},
        ),
        ({"date": "2019-05/2019-06"}, {"year": "2019", "month": "May"}),
        ({"date": "2019~"}, {"year": "2019"}),
        ({"date": "19XX"}, {"year": "19XX"}),
        ({"date": "1968", "year": "1967"}, {"year": "1967"}),
        ({"location": "P", "eprinttype": "arxiv"}, {"address": "P", "archiveprefix": "arXiv"}),
        ({"journal": "J", "journaltitle": "K"}, {"journal": "J", "journaltitle": "K"}),
        ({"title": "A?", "subtitle": "B"}, {"title": "A? B"}),
        (
            {"author": "given=Claude, given-i=C, family=Shannon and others"},
            {"author": "Shannon, Claude and others"},
        ),
    ],
)
def test_bibtex_has_the_fields_of_its_styles(
    given_fields: dict[str, str], written: dict[str, str]
) -> None:
    assert in_bibtex(Entry("a", "article", given_fields)) == ("article", written)


@pytest.mark.parametrize(
    ("entry", "written"),
    [
        (
            Entry("a", "article", {"journal": "J", "year": "1968", "month": "mar"}),
            ("article", {"journaltitle": "J", "date": "1968-03"}),
        ),
        (
            Entry("a", "article", {"year": "1968", "month": "Spring"}),
            ("article", {"year": "1968", "month": "Spring"}),
        ),
        (Entry("a", "misc", {"year": "to appear"}), ("misc", {"year": "to appear"})),
        (
            Entry("a", "mastersthesis", {"school": "S", "address": "P"}),
            ("thesis", {"institution": "S", "location": "P", "type": "mathesis"}),
        ),
        (
            Entry("a", "techreport", {"institution": "I"}),
            ("report", {"institution": "I", "type": "techreport"}),
        ),
        (Entry("a", "misc", {}, "software"), ("software", {})),
        (Entry("a", "misc", {}, "www"), ("online", {})),
        (Entry("a", "inproceedings", {}, "conference"), ("inproceedings", {})),
        (Entry("a", "misc", {}, "strange"), ("misc", {})),
    ],
)
def test_biblatex_has_its_own_words(entry: Entry, written: tuple[str, dict[str, str]]) -> None:
    assert in_biblatex(entry) == written


def test_a_thesis_of_biblatex_is_one_of_bibtex() -> None:
    (thesis,) = [entry for entry in entries_of(BIBLATEX) if entry.declared_type == "thesis"]
    assert bibtex_entry(thesis).startswith("@mastersthesis{shannon1940symbolic,\n")
    assert "  school = {Massachusetts Institute of Technology},\n" in bibtex_entry(thesis)


@pytest.mark.slow
def test_the_styles_of_bibtex_have_no_complaint(tmp_path: Path) -> None:
    if shutil.which("bibtex") is None:
        pytest.skip("bibtex is missing: apt-get install -y texlive-binaries")
    text = write_bibtex([*entries_of(REAL), *entries_of(BIBLATEX)])
    (tmp_path / "all.bib").write_text(text, encoding="utf-8")
    lines = ["\\relax", "\\citation{*}", "\\bibstyle{plain}", "\\bibdata{all}", ""]
    (tmp_path / "paper.aux").write_text("\n".join(lines), encoding="utf-8")
    done = subprocess.run(
        ["bibtex", "paper"], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )
    complaints = [line for line in done.stdout.splitlines() if line.startswith(("Warning", "I "))]
    # What nobody knows is left out, and bibtex asks for it.
    unknown = ("empty", "need author or key", "both volume and number")
    assert [line for line in complaints if not any(word in line for word in unknown)] == []
    printed = (tmp_path / "paper.bbl").read_text(encoding="utf-8")
    assert printed.count("\\bibitem") == text.count("\n@") + 1
    printed_words = " ".join(printed.split())
    assert "Communications of the {ACM}}, 11(3):147--148, March 1968" in printed_words
    assert "Claude Shannon." in printed_words


def test_what_pandoc_reads_in_csl_json_is_what_we_wrote() -> None:
    entries = [entry for entry in entries_of(REAL) if not entry.unverified]
    records = pandoc_records(write_csl_json(entries), "csljson")
    assert records.keys() == {entry.key for entry in entries}
    for entry in entries:
        record = records[entry.key]
        assert fold(record["title"]) == fold(entry.title)
        names = [fold(pandoc_name(person)) for person in record.get("author", [])]
        assert names == [fold(person.full) for person in entry.authors]
        assert pandoc_year(record) == entry.year
        assert record.get("DOI") == entry.doi


def test_what_rispy_reads_in_ris_is_what_we_wrote() -> None:
    rispy = pytest.importorskip("rispy")
    entries = [entry for entry in entries_of(REAL) if not entry.unverified]
    records = rispy.loads(write_ris(entries))
    assert len(records) == len(entries)
    for entry, record in zip(entries, records, strict=True):
        assert record["id"] == entry.key
        assert record["title"] == entry.title
        assert record.get("authors", []) == [person.inverted for person in entry.authors]
        assert record["year"] == entry.year
        assert record.get("doi") == entry.doi


class TestAscii:
    @given(st.text(max_size=40))
    def test_it_is_read_back(self, text: str) -> None:
        value = from_unicode(text)
        written = to_ascii_tex("title", value)
        shown = Entry("a", "misc", {"title": written}).title
        assert shown == Entry("a", "misc", {"title": value}).title

    @given(st.text("äöüßéèêçñøåłőşğžÄÖÜÉŁØÞðœ–—“”„«»€§ abc{}-'", max_size=40))
    def test_western_letters_have_commands(self, text: str) -> None:
        assert to_ascii_tex("title", from_unicode(text)).isascii()

    def test_addresses_and_formulas_stay(self) -> None:
        assert to_ascii_tex("url", "https://example.org/ä") == "https://example.org/ä"
        assert to_ascii_tex("title", "$α$ and Gödel") == '$α$ and G{\\"o}del'

    def test_the_real_bibliography_is_the_same_in_ascii(self) -> None:
        for entry in entries_of(REAL):
            written = {name: to_ascii_tex(name, value) for name, value in entry.fields.items()}
            again = Entry(entry.key, entry.entry_type, written)
            assert again.title == entry.title
            assert [one.full for one in again.authors] == [one.full for one in entry.authors]
            assert again.venue == entry.venue

    def test_letters_that_stay_are_named(self, sample: Path) -> None:
        file = sample / "docs" / "references.bib"
        text = file.read_text(encoding="utf-8").replace("Kurt}", "Kürt 山}")
        file.write_text(text, encoding="utf-8")
        result = run(sample, "export", "--ascii")
        assert '{\\"u}rt 山}' in result.stdout
        assert "1 letter has no command in TeX and stays: 山" in result.stderr
        assert run(sample, "export", "--ascii", "--format", "ris").exit_code == 2


@pytest.mark.parametrize("name", ["bibtex", "biblatex", "ris", "csl-json", "csv", "json"])
def test_every_format_can_be_exported_and_imported_again(sample: Path, name: str) -> None:
    file = sample.parent / f"papers.{name}"
    assert run(sample, "export", "--format", name, "-o", str(file)).exit_code == 0
    result = run(sample, "import", str(file), "-n", "-f", name.replace("biblatex", "bibtex"))
    assert "11 already there" in result.stderr or "merged" in result.stderr
    assert " new" not in result.stderr.replace("0 new", "")


def test_two_people_of_one_name_are_two() -> None:
    entry = Entry("a", "misc", {"author": "Wang, Wei and Wang, Wei"})
    assert write_ris([entry]).count("AU  - Wang, Wei\n") == 2
