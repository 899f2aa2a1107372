"""``check`` tells which entries are, or may be, one work, until somebody settles it."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import change, run

from surveygen.checks.duplicates import check_duplicates
from surveygen.project import load

COOK = """
@misc{cook71,
  author = {Cook, S. A.}, year = 1971,
  title  = {The Complexity of Theorem-Proving Procedures},
}
"""


def add(root: Path, text: str) -> None:
    file = root / "docs" / "references.bib"
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


def found(root: Path) -> list[str]:
    return [f"{one.code.id} {one.message}; {one.help}" for one in check_duplicates(load(root))]


def test_the_sample_has_none(sample: Path) -> None:
    assert found(sample) == []


def test_two_entries_of_one_work_are_named_with_both_places_and_the_command(sample: Path) -> None:
    add(sample, COOK)
    (finding,) = found(sample)
    assert finding.startswith('D001 "cook71" is the same work as "cook1971complexity" (')
    assert "docs/references.bib:32): same title and people;" in finding
    assert "`surveygen merge cook1971complexity cook71`" in finding
    assert "x-not-same = {cook1971complexity}" in finding
    said = run(sample, "check").stdout
    assert "[D001]" in said
    assert "| @misc{cook71," in said


def test_a_likely_one_is_a_suspect(sample: Path) -> None:
    add(sample, COOK.replace("Procedures", "Procedrues"))
    (finding,) = found(sample)
    assert finding.startswith('D002 "cook71" may be the same work as "cook1971complexity"')
    assert "titles that differ in a few letters" in finding


def test_an_identifier_under_two_titles_is_one_to_correct(sample: Path) -> None:
    add(sample, "@misc{x, title={The joy of cooking}, year=1975, doi={10.1145/800157.805047}}")
    (finding,) = found(sample)
    assert finding.startswith('D003 "x" and "cook1971complexity"')
    assert "correct it in one of them" in finding
    assert "`surveygen merge cook1971complexity x`" in finding


@pytest.mark.parametrize("name", ["cook1971complexity", "{cook1971complexity}", "a, cook71b"])
def test_x_not_same_settles_it_even_by_an_old_key(sample: Path, name: str) -> None:
    change(sample / "taxonomy.yaml", "aliases: {", "aliases: {cook71b: cook1971complexity, ")
    add(sample, COOK.replace("year = 1971,", f"year = 1971, x-not-same = {{{name}}},"))
    assert not [one for one in found(sample) if one.startswith("D001")]


def test_it_settles_it_from_either_side(sample: Path) -> None:
    add(sample, COOK)
    change(
        sample / "docs" / "references.bib",
        "@conference{cook1971complexity,\n",
        "@conference{cook1971complexity,\n  x-not-same = {cook71},\n",
    )
    assert found(sample) == []


@pytest.mark.parametrize(("name", "help"), [("cook1971complexit", "did you mean"), ("cook71", "")])
def test_x_not_same_of_no_other_entry_is_told(sample: Path, name: str, help: str) -> None:
    add(sample, COOK.replace("year = 1971,", f"year = 1971,\n  x-not-same = {{{name}}},"))
    (finding,) = [one for one in check_duplicates(load(sample)) if one.code.id == "D004"]
    assert f'x-not-same of "cook71" names "{name}"' in finding.message
    assert help in finding.help
    lines = (sample / "docs" / "references.bib").read_text(encoding="utf-8").splitlines()
    assert lines[finding.line - 1].startswith("  x-not-same")


def test_the_command_keeps_what_was_published(sample: Path) -> None:
    change(sample / "docs" / "references.bib", "@string{stoc", f"{COOK}@string{{stoc")
    (finding,) = found(sample)
    assert finding.startswith('D001 "cook1971complexity" is the same work as "cook71"')
    assert "`surveygen merge cook1971complexity cook71`" in finding


def test_background_entries_are_compared_too(sample: Path) -> None:
    add(sample, COOK)
    change(sample / "taxonomy.yaml", "background: [", "background: [cook71, ")
    assert len(found(sample)) == 1


def test_what_follows_is_not_told(sample: Path) -> None:
    add(sample, COOK + COOK.replace("cook71", "c") + COOK.replace("cook71", "d"))
    named = [finding.partition('"')[2].partition('"')[0] for finding in found(sample)]
    assert named == ["cook71", "c", "d"]


def test_what_does_not_follow_any_more_is_told(sample: Path) -> None:
    settled = COOK.replace("year = 1971,", "year = 1971, x-not-same = {cook1971complexity},")
    add(sample, settled + COOK.replace("cook71", "c"))
    assert [finding.split('"')[1::2][:2] for finding in found(sample)] == [
        ["c", "cook1971complexity"],
        ["c", "cook71"],
    ]


def test_keys_that_differ_in_case_are_told_by_the_reader(sample: Path) -> None:
    add(sample, COOK.replace("cook71", "Cook1971complexity"))
    assert found(sample) == []
    assert "[B009]" in run(sample, "check").stdout
