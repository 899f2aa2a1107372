"""One mistake in a survey without fault is one finding, at the place where it was made."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from surveygen.checks.narratives import check_narratives
from surveygen.checks.notes import check_against_abstracts, check_notes
from surveygen.project import Unreadable, load
from surveygen.survey.diagnostics import Diagnostic, in_order

FAULTLESS = Path(__file__).parents[1] / "data" / "faultless"
ABSTRACT = (
    "We show that the usual method for matrices is not the best one. "
    "Blocks of order 2 need 7 multiplications instead of 8, which saves 12.5% of them, "
    "and so a product of two matrices needs less than 4.7 n^{log7} operations."
)
TAXONOMY = "taxonomy.yaml"
REFERENCES = "docs/references.bib"
NOTE = "docs/notes/strassen1969gaussian.md"
NARRATIVE = "docs/sections/limits.md"


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    root = tmp_path / "survey"
    shutil.copytree(FAULTLESS, root)
    return root


def findings(root: Path) -> list[Diagnostic]:
    try:
        survey = load(root)
    except Unreadable as error:
        return error.diagnostics
    abstracts = {"strassen1969gaussian": ABSTRACT}
    return list(
        in_order(
            (
                *survey.diagnostics,
                *check_notes(survey),
                *check_against_abstracts(survey, abstracts),
                *check_narratives(survey),
            )
        )
    )


def change(root: Path, name: str, old: str, new: str) -> None:
    file = root / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def places(found: list[Diagnostic]) -> list[str]:
    return [f"{one.code.id} {one.path}:{one.line}:{one.column}" for one in found]


def test_the_survey_has_no_fault(survey: Path) -> None:
    assert findings(survey) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # YAML
        ("title: Limits\n", "title: Limits: a part\n", "T001 10:18"),
        ("    title: Limits\n", "\ttitle: Limits\n", "T001 10:1"),
        ("title: Limits\n", "title: *limits\n", "T001 10:12"),
        ("title: Limits\n", "title: !!python/object/apply:os.system [ls]\n", "T001 10:12"),
        ("    title: Limits\n", "    title: Limits\n    title: Again\n", "T003 11:5"),
        # fields
        ("title: Limits\n", "titel: Limits\n", "T102 10:5"),
        ("title: Limits\n", "title: [Limits]\n", "T103 10:12"),
        ("    title: Limits\n", "", "T104 9:5"),
        ("      - id: complexity\n        title", "      - title", "T104 14:9"),
        ("id: complexity", "id: Complexity", "T105 14:13"),
        ("id: complexity", "id: limits", "T106 14:13"),
        ("papers: [turing", "paper: [turing", "T102 11:5"),
        ("papers: [turing1936computable, ", "papers: [{key: turing1936computable}, ", "T103 11:14"),
        ("[turing1936computable, church1936unsolvable]", "turing1936computable, church1936un"
         "solvable", "T103 11:13"),
        ("      - id: complexity\n", "      complexity:\n", "T103 14:7"),
        ("background:", "backgruond:", "T102 5:1"),
        # keys
        ("church1936unsolvable]", "church1936unsolvabel]", "T201 11:36"),
        ("turing1936computable, church", "turing1936computable church", "T201 11:14"),
        ("papers: [strassen1969", "papers: [strasen1969", "T201 16:18"),
        ("also: [strassen1969gaussian]", "also: [strassen1969gaussian, tucker1956automata]",
         "T205 5:14"),
        ("turing36: turing1936computable", "turing36: turing1963", "T206 6:11"),
    ],
)  # fmt: skip
def test_in_the_taxonomy(old: str, new: str, expected: str, survey: Path) -> None:
    change(survey, TAXONOMY, old, new)
    code, _, place = expected.partition(" ")
    assert places(findings(survey)) == [f"{code} {TAXONOMY}:{place}"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # syntax
        ("title = {On Computable Numbers},", "title = {On Computable Numbers,", "B004 5:3"),
        ("title = {On Computable Numbers},", "title = {On Computable Numbers}", "B004 6:3"),
        ("@article{turing1936computable,", "@article{", "B004 3:10"),
        ("@article{church1936unsolvable,\n", "", "B004 12:3"),
        ("@article{church", "@article church", "B004 12:1"),
        ("@string{plms = {Proceedings of the London Mathematical Society}}", "@string{plms = {P}",
         "B014 1:1"),
        ("@string", "@strnig", "B004 1:9"),
        # keys
        ("@article{strassen1969gaussian", "@article{strassen1969gausian", None),
        ("@book{tucker", "@article{turing1936computable, title = {X}}\n@book{tucker", "B008 32:10"),
        ("@book{tucker", "@article{Turing1936computable, title={X}, author={Y}, year=1936}\n@book{"
         "tucker", "B009 32:10"),
        # fields
        ("@article{turing", "@aritcle{turing", "B010 3:1"),
        ("journal = plms", "journal = lms", "B011 6:3"),
        ("  year = {1936},\n", "  year = {1936},\n  year = {1937},\n", "B012 8:3"),
        ("crossref = {tucker1956automata}", "crossref = {tuker1956automata}", "B013 29:3"),
        ("https://example.org", "ftp://example.org", "B016 9:3"),
        ("10.1112/plms/s2-42.1.230", "s2-42", "B017 8:3"),
        ("year = {1936}", "year = {to appear}", "B018 7:3"),
        ("year = {1936}", "year = {}", "B005 7:3"),
        ("  year = {1936},\n", "", "B005 3:1"),
        ("  publisher = {Princeton University Press},\n  year = 1956,\n", "", "B005 32:1"),
        ("year = 1956", "year = {forthcoming}", "B018 36:3"),
        ("title = {On Computable Numbers}", "title = {}", "B006 5:3"),
        ("  author = {Turing, Alan M.},\n", "", "B007 3:1"),
    ],
)  # fmt: skip
def test_in_the_bibliography(old: str, new: str, expected: str | None, survey: Path) -> None:
    change(survey, REFERENCES, old, new)
    if expected is None:  # the key is that of the taxonomy no more, and of the note
        assert places(findings(survey)) == [f"T201 {TAXONOMY}:16:18"]
        return
    code, _, place = expected.partition(" ")
    assert places(findings(survey)) == [f"{code} {REFERENCES}:{place}"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # front matter
        ("---\ntldr", "tldr", "N002 1:1"),
        ("11-21\n---\n", "11-21\n", "N002 1:1"),
        ("tldr: Mul", "tldr: In short: Mul", "N002 2:15"),
        ("tldr: Mul", "tldr Mul", "N002 3:5"),
        ("[algebra, logic]", "[algebra, logic", "N002 4:7"),
        ("tldr:", "tlrd:", "N003 2:1"),
        ("tldr: Mul", "tldr: [a]  # Mul", "N004 2:7"),
        ("[algebra, logic]", "algebra", "N004 4:7"),
        ("kind: theory", "kind: theroy", "N004 3:7"),
        ("[64, 144]", "[144, 64]", "N004 6:44"),
        ("where: [", "were: [", "N003 6:36"),
        ("metric: products, ", "", "N004 6:5"),
        # what a note keeps to
        ("tldr: Multiplies matrices in fewer steps than the rule from school.\n", "", "C002 1:1"),
        ("tldr: Mul", "tldr: " + "word " * 30 + "Mul", "C002 2:7"),
        ("[algebra, logic]", "[algebra, lgic]", "C003 4:17"),
        ("[algebra, logic]", "[algebra]", "C004 4:7"),
        ("metric: products", "metric: prodcts", "C005 6:14"),
        ('value: "7"', 'value: "9"', "C006 6:31"),
        ("need 7 products", "need 9 products", "C006 11:1"),
        ("recursion does", "FP8 does", "C006 12:1"),
        ("in fewer steps", "in 9 steps", "C006 2:7"),
        ("[64, 144]", "[0, 60]", "C007 6:43"),
        (", where: [64, 144]", "", "C007 6:5"),
        ("added:", f"abstract_sha256: '{'0' * 64}'\nadded:", "C008 7:18"),
        ("recursion does the rest.", "the usual method for matrices is not the best.", "C009 12:1"),
        # text
        ("Two steps", "Two <b>steps</b>", "N005 9:5"),
        ("Two steps", "# Two steps", "N005 9:1"),
        ("does the rest.", "does the rest {cite:p}`church1936unsolvabel`.", "N008 12:27"),
        ("does the rest.", "does the rest {citep}`church1936unsolvable`.", "N005 12:27"),
    ],
)  # fmt: skip
def test_in_a_note(old: str, new: str, expected: str, survey: Path) -> None:
    change(survey, NOTE, old, new)
    code, _, place = expected.partition(" ")
    assert places(findings(survey)) == [f"{code} {NOTE}:{place}"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("`church1936unsolvable`", "`church1936unsolvabel`", "N008 1:71"),
        ("`church1936unsolvable`", "`nobody1900nothing`", "N008 1:71"),
        ("{cite:p}`church", "{cite:q}`church", "N005 1:71"),
        (" {cite:p}`church1936unsolvable`", "", "C011 1:1"),
        ("`church", "`turing36,turing1936computable,kleene1956representation,"
         "strassen1969gaussian,church", "C010 1:71"),
    ],
)  # fmt: skip
def test_in_a_narrative(old: str, new: str, expected: str, survey: Path) -> None:
    change(survey, NARRATIVE, old, new)
    code, _, place = expected.partition(" ")
    assert places(findings(survey)) == [f"{code} {NARRATIVE}:{place}"]


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("tags", "logic:", "lgic:", "C003 docs/notes/church1936unsolvable.md:4:17"),
        ("tags", "logic: Works with logical means.", "logic:", "T103 docs/tags.yaml:2:7"),
        ("tags", "logic: Works", "logic: It: works", "T001 docs/tags.yaml:2:10"),
        ("metrics", "better: lower", "better: less", "T103 docs/metrics.yaml:1:36"),
        ("metrics", "definition", "defnition", "T102 docs/metrics.yaml:1:43"),
        ("metrics", "{name", "[name", "T001 docs/metrics.yaml:1:87"),
    ],
)  # fmt: skip
def test_in_the_vocabulary(name: str, old: str, new: str, expected: str, survey: Path) -> None:
    change(survey, f"docs/{name}.yaml", old, new)
    assert places(findings(survey)) == [expected]


def test_an_undefined_tag_is_named_once_with_how_often_it_is_used(survey: Path) -> None:
    change(survey, "docs/tags.yaml", "logic: Works with logical means.\n", "")
    (finding,) = findings(survey)
    assert finding.message == 'tag "logic" has no definition; 4 notes use it'


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (NOTE, "docs/notes/strassen1969gausian.md", "N001"),
        ("docs/notes/turing1936computable.md", "docs/notes/turing36.md", "N001"),
        (NARRATIVE, "docs/sections/limit.md", "N007"),
    ],
)
def test_in_a_file_name(old: str, new: str, expected: str, survey: Path) -> None:
    (survey / old).rename(survey / new)
    assert places(findings(survey)) == [f"{expected} {new}:1:1"]


@pytest.mark.parametrize(
    "name",
    [
        TAXONOMY, REFERENCES, NOTE, NARRATIVE, "docs/tags.yaml", "docs/metrics.yaml",
    ],
)  # fmt: skip
def test_a_file_that_is_no_text(name: str, survey: Path) -> None:
    (survey / name).write_bytes(bytes(range(256)) * 9)
    (finding,) = findings(survey)
    assert (finding.path, finding.line, finding.column) == (name, 1, 1)
    assert finding.message == "the file is no text; it is not read"


@pytest.mark.parametrize(
    ("name", "code"),
    [(TAXONOMY, "T001"), (REFERENCES, "T201"), (NOTE, "C002"), (NARRATIVE, "C011")],
)
def test_an_empty_file(name: str, code: str, survey: Path) -> None:
    (survey / name).write_bytes(b"")
    assert [one.code.id for one in findings(survey)] == [code]


def test_an_entry_that_is_gone_is_missed_once(survey: Path) -> None:
    text = (survey / REFERENCES).read_text(encoding="utf-8")
    start, end = text.index("@article{turing"), text.index("@article{church")
    (survey / REFERENCES).write_text(text[:start] + text[end:], encoding="utf-8")
    (finding,) = findings(survey)
    assert (finding.code.id, finding.path) == ("T201", TAXONOMY)


def test_two_faults_are_two_findings(survey: Path) -> None:
    change(survey, REFERENCES, "  year = {1936},\n  doi = {10.1112", "  doi = {10.x")
    assert places(findings(survey)) == [f"B005 {REFERENCES}:3:1", f"B017 {REFERENCES}:7:3"]
