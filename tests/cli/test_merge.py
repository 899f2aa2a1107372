"""``merge`` makes one entry of two, loses nothing, and writes nothing where it is not sure."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from conftest import change, contents, run

from surveygen.intake.abstracts import ABSTRACTS, read_abstracts, with_abstracts
from surveygen.project import load

BIB = "docs/references.bib"
COOK = """@misc{cook71,
  author = {Cook, S. A.}, year = 1971,
  title  = {The Complexity of Theorem-Proving Procedures},
  pages  = {151--158},
  doi    = {10.1145/800157.805047}, eprint = {cs/7100001}, keywords = {mine}, file = {a.pdf},
}
"""
KEEP, OTHER = "cook1971complexity", "cook71"


def sources(root: Path) -> dict[str, str]:
    return {name: it for name, it in contents(root).items() if ".surveygen/cache" not in name}


def add(root: Path, text: str, file: str = BIB) -> None:
    path = root / file
    path.write_bytes(path.read_bytes() + text.encode())


@pytest.fixture
def twice(sample: Path) -> Path:
    """The sample with an entry that stands twice; the second one is placed nowhere."""
    add(sample, f"\n{COOK}")
    return sample


def taxonomy(root: Path) -> str:
    return (root / "taxonomy.yaml").read_text(encoding="utf-8")


def merged(root: Path, keep: str = KEEP, *others: str) -> None:
    result = run(root, "merge", keep, *(others or (OTHER,)), "--yes")
    assert result.exit_code == 0, result.stderr


def refused(root: Path, *keys: str) -> str:
    before = sources(root)
    result = run(root, "merge", *keys, "--yes")
    assert result.exit_code == 1
    assert sources(root) == before
    return result.stderr


class TestPlan:
    def test_it_says_why_and_what_becomes_of_everything(self, twice: Path) -> None:
        said = run(twice, "merge", KEEP, OTHER, "--dry-run").stderr.splitlines()
        assert said[:2] == [f"{OTHER} -> {KEEP}: same DOI", "  takes over eprint, keywords, file"]
        assert '  author stays "Stephen A. Cook", not "Cook, S. A."' in said
        assert "  does not take over pages" in said

    def test_a_dry_run_shows_the_diff_and_writes_nothing(self, twice: Path) -> None:
        before = sources(twice)
        shown = run(twice, "merge", KEEP, OTHER, "-n").stdout.splitlines()
        assert "-@misc{cook71," in shown
        assert "+  keywords  = {mine}," in shown
        assert sources(twice) == before

    def test_without_consent_nothing_is_written(self, twice: Path) -> None:
        before = sources(twice)
        result = run(twice, "merge", KEEP, OTHER)
        assert result.exit_code == 1
        assert "nothing was written; --yes writes it" in result.stderr
        assert sources(twice) == before

    def test_it_is_there_for_programs(self, twice: Path) -> None:
        found = json.loads(run(twice, "merge", KEEP, OTHER, "-n", "--json").stdout)
        (one,) = found["merged"]
        assert (one["key"], one["verdict"], one["reason"]) == (OTHER, "same", "same DOI")
        assert one["dropped"] == ["pages"]
        assert found["files"] == [BIB, "taxonomy.yaml"]

    def test_two_works_are_merged_on_request_with_a_word_of_warning(self, sample: Path) -> None:
        result = run(sample, "merge", KEEP, "karp1972reducibility", "--dry-run")
        assert "look again, they seem to be two works (the titles do not agree)" in result.stderr


class TestBibliography:
    def test_every_byte_but_those_of_the_two_entries_stays(self, sample: Path) -> None:
        before = (sample / BIB).read_bytes()
        add(sample, f"\n% a remark\n\n{COOK}\n% the end\n")
        merged(sample)
        after = (sample / BIB).read_bytes()
        taken = b"  eprint    = {cs/7100001},\n  keywords  = {mine},\n  file      = {a.pdf},\n"
        assert after.replace(taken, b"") == before + b"\n% a remark\n\n% the end\n"

    @pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["no mark", "with mark"])
    def test_line_ends_and_byte_order_mark_stay(self, twice: Path, mark: bytes) -> None:
        for name in (BIB, "taxonomy.yaml"):
            data = (twice / name).read_bytes().replace(b"\n", b"\r\n")
            (twice / name).write_bytes(mark + data)
        merged(twice)
        for name in (BIB, "taxonomy.yaml"):
            data = (twice / name).read_bytes()
            assert data.startswith(mark)
            assert data.count(b"\n") == data.count(b"\r\n") > 10

    def test_the_entries_may_stand_in_two_files(self, sample: Path) -> None:
        before = (sample / BIB).read_bytes()
        (sample / "docs/more.bib").write_text(f"@misc{{x, title={{X}}}}\n\n{COOK}", "utf-8")
        change(sample / "taxonomy.yaml", "language: en", f"bibliography: [{BIB}, docs/more.bib]")
        merged(sample)
        assert (sample / "docs/more.bib").read_text("utf-8") == "@misc{x, title={X}}\n"
        assert (sample / BIB).read_bytes() != before

    def test_the_other_one_may_stand_above(self, twice: Path) -> None:
        merged(twice, OTHER, KEEP)
        entry = load(twice).papers[OTHER].entry
        assert entry.entry_type == "misc"
        assert load(twice).papers[OTHER].home == "complexity"

    def test_several_at_once(self, twice: Path) -> None:
        add(twice, "\n" + COOK.replace(OTHER, "c").replace("file = ", "x-own = "))
        merged(twice, KEEP, OTHER, "c")
        survey = load(twice)
        assert survey.papers[KEEP].entry.fields["x-own"] == "a.pdf"
        assert survey.former_keys[KEEP] == (OTHER, "c")

    def test_parts_of_the_other_one_become_parts_of_the_kept_one(self, sample: Path) -> None:
        proceedings = "@proceedings{{{key}, title={{Proc}}, year=1999, editor={{Ed, A.}}}}\n"
        add(sample, "@inproceedings{part, title={Part}, author={P, Q}, crossref = {two}}\n")
        add(sample, proceedings.format(key="one") + proceedings.format(key="two"))
        merged(sample, "one", "two")
        entry = load(sample).papers["part"].entry
        assert (entry.fields["crossref"], entry.venue, entry.year) == ("one", "Proc", "1999")

    def test_what_the_other_one_has_from_its_parent_is_taken_over(self, sample: Path) -> None:
        add(sample, "@inproceedings{one, title={A Part}, author={P, Q}, year=1999}\n")
        add(sample, "@inproceedings{two, title={A Part}, author={P, Q}, crossref={all}}\n")
        add(sample, "@proceedings{all, title={Proc}, year=1999, editor={Ed, A.}}\n")
        merged(sample, "one", "two")
        entry = load(sample).papers["one"].entry
        assert (entry.venue, entry.fields["editor"]) == ("Proc", "Ed, A.")
        assert "crossref" not in entry.fields

    def test_what_is_not_the_same_as_the_other_one_is_not_the_same_as_the_kept_one(
        self, twice: Path
    ) -> None:
        change(twice / BIB, "keywords = {mine}", "x-not-same = {karp1972reducibility}")
        merged(twice)
        assert load(twice).papers[KEEP].entry.not_same == ("karp1972reducibility",)


PLACES = {
    "nowhere": ("", "complexity", ()),
    "home elsewhere": ("    papers: [erdos1960evolution, cook71]", "complexity", ("means",)),
    "listed elsewhere": ("    also: [cook71]", "complexity", ("means",)),
}


class TestTaxonomy:
    @pytest.mark.parametrize(("line", "home", "also"), PLACES.values(), ids=PLACES)
    def test_the_home_stays_and_the_other_home_lists_it(
        self, twice: Path, line: str, home: str, also: tuple[str, ...]
    ) -> None:
        if line:
            old = "    papers: [erdos1960evolution]"
            change(twice / "taxonomy.yaml", old, line if "papers" in line else f"{old}\n{line}")
        merged(twice)
        paper = load(twice).papers[KEEP]
        assert (paper.home, paper.also) == (home, also)
        assert OTHER not in taxonomy(twice).replace(f"{OTHER}: {KEEP}", "")

    def test_without_a_home_of_its_own_it_takes_the_other_one_in_place(self, twice: Path) -> None:
        merged(twice, OTHER, KEEP)
        assert "papers: [cook71, karp1972reducibility, agrawal2004primes]" in taxonomy(twice)

    def test_in_one_section_it_stands_once(self, twice: Path) -> None:
        before = taxonomy(twice)
        change(twice / "taxonomy.yaml", f"papers: [{KEEP},", f"papers: [{KEEP}, {OTHER},")
        change(
            twice / "taxonomy.yaml",
            "also: [ajtai1983sorting,",
            f"also: [{OTHER}, ajtai1983sorting,",
        )
        merged(twice)
        aliases = "aliases: {turing1937computable: turing1936computable"
        assert taxonomy(twice) == before.replace(aliases, f"{aliases}, {OTHER}: {KEEP}")

    @pytest.mark.parametrize(("keep", "other"), [(KEEP, OTHER), (OTHER, KEEP)])
    def test_what_is_surveyed_once_is_no_background(
        self, twice: Path, keep: str, other: str
    ) -> None:
        change(twice / "taxonomy.yaml", "background: [", f"background: [{OTHER}, ")
        merged(twice, keep, other)
        survey = load(twice)
        assert survey.papers[keep].home == "complexity"
        assert list(survey.background) == ["shannon1948mathematical"]

    def test_lists_with_dashes_keep_their_remarks(self, twice: Path) -> None:
        change(
            twice / "taxonomy.yaml",
            "    papers: [erdos1960evolution]",
            "    papers:\n      - erdos1960evolution  # graphs\n      - cook71  # twice?",
        )
        merged(twice)
        assert "      - erdos1960evolution  # graphs\n      # twice?\n    also: [" in taxonomy(
            twice
        )

    def test_old_names_of_the_other_one_lead_on(self, twice: Path) -> None:
        change(twice / "taxonomy.yaml", "aliases: {", f"aliases: {{c71: {OTHER}, ")
        merged(twice)
        survey = load(twice)
        assert survey.former_keys[KEEP] == ("c71", OTHER)
        assert not [one for one in survey.diagnostics if one.code.id == "T206"]


class TestNotes:
    NOTE = "---\ntldr: One sentence.\n---\nSee {cite:t}`turing1936computable`.\n"

    def test_a_note_moves_to_an_entry_that_has_none(self, twice: Path) -> None:
        notes = twice / "docs/notes"
        (notes / f"{KEEP}.md").unlink()
        (notes / f"{OTHER}.md").write_text(self.NOTE, "utf-8")
        merged(twice)
        assert (notes / f"{KEEP}.md").read_text("utf-8") == self.NOTE
        assert not (notes / f"{OTHER}.md").exists()

    def test_of_two_notes_both_stay_and_check_goes_on_to_say_so(self, twice: Path) -> None:
        notes = twice / "docs/notes"
        (notes / f"{OTHER}.md").write_text(self.NOTE, "utf-8")
        before = contents(notes)
        result = run(twice, "merge", KEEP, OTHER, "--yes")
        assert f"its note docs/notes/{OTHER}.md stays" in result.stderr
        assert contents(notes) == before
        assert f'put what is new into "{KEEP}.md" and delete it' in run(twice, "check").stdout

    def test_an_abstract_moves_to_an_entry_that_has_none(self, twice: Path) -> None:
        file = twice / ABSTRACTS
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(with_abstracts(b"not a record\n", {OTHER: "A.", "x": "X."}))
        merged(twice)
        assert read_abstracts(twice) == {KEEP: "A.", "x": "X."}
        assert file.read_bytes().endswith(b"not a record\n")

    def test_of_two_abstracts_both_stay(self, twice: Path) -> None:
        file = twice / ABSTRACTS
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(with_abstracts(b"", {OTHER: "A.", KEEP: "B."}))
        merged(twice)
        assert read_abstracts(twice) == {OTHER: "A.", KEEP: "B."}

    def test_citations_and_addresses_of_the_other_one_keep_working(self, twice: Path) -> None:
        narrative = twice / "docs/sections/computability.md"
        add(twice, f"\nAlso {{cite:t}}`{OTHER}` and {{cite:p}}`{KEEP},{OTHER}`.\n", str(narrative))
        before = [str(one) for one in load(twice).diagnostics]
        merged(twice)
        after = [str(one) for one in load(twice).diagnostics]
        assert [one for one in after if one not in before] == []
        assert run(twice, "build", "html", "--strict").exit_code == 0
        site = twice / "build/html"
        page = (site / "survey/computability.html").read_text("utf-8")
        assert re.findall(r">(Cook.*?)</a>", page) == ["Cook (1971)", "Cook, 1971"]
        assert f"{KEEP}.html" in (site / f"papers/{OTHER}.html").read_text("utf-8")


class TestRefusals:
    def test_unknown_keys_are_guessed(self, twice: Path) -> None:
        assert f'did you mean "{KEEP}"?' in refused(twice, "cook1971complexit", OTHER)
        assert '"nobody" is no entry' in refused(twice, KEEP, "nobody")

    def test_one_key_is_one_entry(self, twice: Path) -> None:
        assert "is one entry; name two" in refused(twice, KEEP, KEEP)

    def test_an_alias_names_its_entry(self, twice: Path) -> None:
        said = refused(twice, KEEP, "turing1937computable")
        assert 'alias of "turing1936computable"; name that one' in said

    def test_a_damaged_entry_is_to_be_mended_first(self, with_error: Path) -> None:
        said = refused(with_error, KEEP, "godel1931formal")
        assert 'entry "godel1931formal" is damaged; mend it first (docs/references.bib:8)' in said

    def test_a_key_that_stands_twice_is_not_removed_once(self, twice: Path) -> None:
        add(twice, COOK)
        assert f'entry "{OTHER}" stands twice' in refused(twice, KEEP, OTHER)

    def test_a_file_that_is_not_utf_8(self, twice: Path) -> None:
        (twice / BIB).write_bytes((twice / BIB).read_bytes() + b"% caf\xe9\n")
        assert f"{BIB} cannot be edited safely" in refused(twice, KEEP, OTHER)

    def test_entries_that_say_that_they_are_two(self, twice: Path) -> None:
        change(twice / BIB, "keywords = {mine}", f"x-not-same = {{{KEEP}}}")
        assert "says that" in refused(twice, KEEP, OTHER)

    def test_a_part_and_its_whole(self, sample: Path) -> None:
        add(sample, f"@inbook{{part, title={{P}}, crossref={{{KEEP}}}}}\n")
        assert "is a part of" in refused(sample, KEEP, "part")
        assert "is a part of" in refused(sample, "part", KEEP)

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("aliases: {turing1937computable: turing1936computable}", "aliases: [a]"),
            (
                "    papers: [erdos1960evolution]",
                "    papers: &p [erdos1960evolution, cook71]\n    also: *p",
            ),
        ],
    )
    def test_a_taxonomy_that_holds_more_than_is_understood(
        self, twice: Path, old: str, new: str
    ) -> None:
        change(twice / "taxonomy.yaml", old, new)
        assert "taxonomy.yaml cannot be edited" in refused(twice, KEEP, OTHER)


def test_a_second_merge_changes_nothing(twice: Path) -> None:
    merged(twice)
    before = sources(twice)
    result = run(twice, "merge", KEEP, OTHER, "--yes")
    assert (result.exit_code, result.stderr) == (0, "nothing to change\n")
    assert sources(twice) == before


def test_keys_that_differ_in_case_alone_are_merged(sample: Path) -> None:
    twin = "Cook1971complexity"
    add(sample, "\n" + COOK.replace(OTHER, twin))
    merged(sample, KEEP, twin)
    survey = load(sample)
    assert survey.former_keys[KEEP] == (twin,)
    assert not [one for one in survey.diagnostics if one.code.id in ("B009", "T204", "T206")]


def test_a_merged_pair_is_no_finding_any_more(twice: Path) -> None:
    assert "[D001]" in run(twice, "check").stdout
    merged(twice)
    assert "[D0" not in run(twice, "check").stdout
