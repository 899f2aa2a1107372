"""``add --issue-form`` adds what an issue names, and ``--report`` says so in a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import change, contents, run
from markdown_it import MarkdownIt
from metadata.fake_services import Work, status
from metadata.world import FakeWorld

from surveygen.project import load
from surveygen.readers.issue_form import MAX_PAPERS

UNDECIDED = Work(
    "An Undecidable Problem of Computability on the Integers",
    ("Bo Ek",),
    2021,
    arxiv="2101.00007",
    abstract="We show that a problem is undecidable: no computable procedure decides it.",
)
BREAD = Work("Sourdough and its Crust", ("Bo Ek",), 2021, arxiv="2101.00001", abstract="Bread.")
TURING = Work(
    "On Computable Numbers, with an Application to the Entscheidungsproblem",
    ("Alan M. Turing",),
    1937,
    doi="10.1112/plms/s2-42.1.230",
    type="journal-article",
    venue=("Proceedings of the London Mathematical Society",),
)
FORM = "### Papers\n\n{papers}\n\n### Section\n\n{section}\n"
HOSTILE = "Bad` @everyone <img src=x> [a](http://x.org) ![b](c) # https://x.org closes #1 ```` $x$"


@pytest.fixture(autouse=True)
def world(sample: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[FakeWorld]:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795737600")  # 2026-11-27
    found = FakeWorld(tmp_path, [UNDECIDED, BREAD, TURING])
    monkeypatch.setattr("surveygen.metadata.run.WORLD", found.world)
    yield found
    found.close()


def add(root: Path, papers: str, section: str = "_No response_", *options: str) -> tuple[int, str]:
    """Exit code and report."""
    report = root / "report.md"
    arguments = ("add", "--issue-form", "-", "--report", str(report), *(options or ("--yes",)))
    result = run(root, *arguments, stdin=FORM.format(papers=papers, section=section))
    text = report.read_text(encoding="utf-8") if report.exists() else result.stderr
    return result.exit_code, text


class TestForm:
    def test_papers_of_a_form_are_added(self, sample: Path) -> None:
        assert add(sample, "- 2101.00007 (new)\n- 2101.00001")[0] == 0
        assert {"ek2021undecidable", "ek2021sourdough"} <= set(load(sample).papers)

    @pytest.mark.parametrize("section", ["typesetting", "Typesetting", "`typesetting`"])
    def test_the_section_is_named_by_id_or_title(self, sample: Path, section: str) -> None:
        assert add(sample, "2101.00007", section)[0] == 0
        assert load(sample).papers["ek2021undecidable"].home == "typesetting"

    def test_a_section_that_is_none_adds_nothing(self, sample: Path) -> None:
        code, said = add(sample, "2101.00007", "Typeseting")
        assert code == 1
        assert 'there is no section "Typeseting"' in said
        assert "ek2021undecidable" not in load(sample).papers

    def test_a_title_that_two_sections_have_is_none(self, sample: Path) -> None:
        change(sample / "taxonomy.yaml", "title: Typesetting", "title: Computability")
        code, said = add(sample, "2101.00007", "Computability")
        assert (code, 'there is no section "Computability"' in said) == (1, True)
        assert add(sample, "2101.00007", "computability")[0] == 0

    def test_the_option_counts_more_than_the_form(self, sample: Path) -> None:
        add(sample, "2101.00007", "limits", "--yes", "--section", "typesetting")
        assert load(sample).papers["ek2021undecidable"].home == "typesetting"

    def test_a_form_from_a_file(self, sample: Path) -> None:
        (sample / "body.md").write_text(FORM.format(papers="2101.00007", section=""))
        assert run(sample, "add", "--issue-form", str(sample / "body.md"), "--yes").exit_code == 0

    def test_an_empty_form(self, sample: Path) -> None:
        code, said = add(sample, "_No response_")
        assert (code, "the form names no paper" in said) == (1, True)

    @pytest.mark.parametrize("works", [(), ("2101.00007", "--issue-form", "-")])
    def test_papers_or_a_form(self, sample: Path, works: tuple[str, ...]) -> None:
        result = run(sample, "add", *works, stdin="")
        assert result.exit_code == 2
        assert "name papers, or an issue's form" in result.stderr

    def test_more_papers_than_a_form_may_name(self, sample: Path, world: FakeWorld) -> None:
        numbers = [f"2102.{n:05}" for n in range(1, MAX_PAPERS + 6)]
        code, report = add(sample, "\n".join(["2101.00007", *numbers]))
        assert code == 1
        assert f"6 more papers are not looked at: a form may name {MAX_PAPERS}" in report
        assert "ek2021undecidable" in load(sample).papers
        assert not any("2102.00025" in seen.path for seen in world.services.log)


class TestReport:
    def test_every_line_is_where_the_report_says(self, sample: Path) -> None:
        _code, report = add(sample, "2101.00007")
        places = re.findall(r"(entry|place|note to fill in): .*?`([^`\s]+):(\d+)`", report)
        shown = {
            what: (sample / path).read_text().splitlines()[int(line) - 1]
            for what, path, line in places
        }
        assert shown["entry"] == "@misc{ek2021undecidable,"
        assert "ek2021undecidable" in shown["place"]
        assert shown["note to fill in"] == "---"
        assert "(sure" in report
        assert "near turing1936computable" in report

    def test_a_bibliography_of_any_name(self, sample: Path) -> None:
        (sample / "docs/references.bib").rename(sample / "all works.bibtex")
        change(sample / "taxonomy.yaml", "version: 1", "version: 1\nbibliography: all works.bibtex")
        _code, report = add(sample, "2101.00007")
        assert re.search(r"entry: `all works.bibtex:\d+`", report)

    def test_it_says_what_check_says_of_the_new_lines_alone(self, sample: Path) -> None:
        change(sample / "docs/references.bib", "year      = {1971}", "x = {1971}")
        _code, report = add(sample, "2101.00007")
        (line,) = [line for line in report.splitlines() if "[C012]" in line]
        assert re.match(r"- `docs/references.bib:\d+`: warning: `\"ek2021undecidable\" is", line)
        assert "cook1971" not in report

    def test_what_is_there_and_what_it_takes_over(self, sample: Path) -> None:
        change(sample / "docs/references.bib", 'doi     = "10.1112', 'note = "10.1112')
        code, report = add(sample, "10.1112/plms/s2-42.1.230")
        assert code == 0
        assert "**merged**" in report
        place = re.search(r"takes over `doi`, `docs/references.bib:(\d+)`", report)
        assert place
        line = (sample / "docs/references.bib").read_text().splitlines()[int(place[1]) - 1]
        assert line.split() == ["doi", "=", "{10.1112/plms/s2-42.1.230},"]

    def test_what_is_not_added_and_why(self, sample: Path) -> None:
        code, report = add(sample, "2101.99999\nNo such title")
        assert code == 1
        assert "- `2101.99999`: not added: `arXiv does not know 2101.99999`" in report
        assert "- `No such title`: not added: `no service knows a work of this title`" in report
        assert "Nothing was written." in report

    def test_a_service_that_is_down(self, sample: Path, world: FakeWorld) -> None:
        world.services.only, world.services.always = "Crossref", status(503)
        code, report = add(sample, "2101.00007")
        assert code == 3
        assert report.startswith("Crossref was not heard: `status 503: ")

    def test_a_dry_run_says_that_nothing_was_written(self, sample: Path) -> None:
        before = contents(sample / "docs")
        _code, report = add(sample, "2101.00007", "", "--dry-run")
        assert "Nothing was written: this is what would be." in report
        assert contents(sample / "docs") == before

    def test_the_same_form_gives_the_same_bytes(self, sample: Path) -> None:
        papers = "2101.00007\n2101.00001\n2101.99999\nWhat @you say"
        reports = {add(sample, papers, "", "--dry-run")[1] for _run in range(2)}
        assert len(reports) == 1

    def test_a_report_that_cannot_be_written(self, sample: Path) -> None:
        (sample / "file").touch()
        result = run(sample, "add", "2101.00001", "--yes", "--report", str(sample / "file" / "x"))
        assert result.exit_code == 1
        assert "file/x: " in result.stderr


class TestHostile:
    """What strangers write takes no effect in a comment."""

    @pytest.fixture(autouse=True)
    def bad(self, world: FakeWorld) -> None:
        world.services.works += [
            Work(HOSTILE, ("Eve @bad",), 2024, arxiv="2401.00001", comment="<b>"),
            replace(BREAD, title=HOSTILE, doi="10.5555/`@x`", arxiv="", venue=(HOSTILE,)),
        ]

    @pytest.mark.parametrize(
        "papers",
        [
            "2401.00001",
            "10.5555/`@x`",
            HOSTILE,
            "$(touch owned) `touch owned` ; touch owned",
            "</details><script>alert(1)</script>",
            "@everyone\n`` ` ``\n[a](javascript:alert)\n![x](y)\n\x1b[31mred\u202e\x00",
            "\u2028# heading\u2028",
        ],
    )
    def test_no_markup_but_ours(self, sample: Path, papers: str) -> None:
        _code, report = add(sample, papers)
        tokens = MarkdownIt("commonmark").parse(report)
        inline = [part for token in tokens for part in token.children or ()]
        assert {token.type for token in tokens} <= {
            *("bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"),
            *("paragraph_open", "paragraph_close", "inline"),
        }
        assert {part.type for part in inline} <= {
            *("text", "code_inline", "strong_open", "strong_close", "softbreak"),
        }
        plain = " ".join(part.content for part in inline if part.type == "text")
        assert not re.search(r"[@<>$#`]|http|www|touch|alert|\x1b|\u202e", plain)
        assert not (sample / "owned").exists()

    def test_ten_megabytes(self, sample: Path) -> None:
        code, report = add(sample, "x" * 10_000_000)
        assert code == 1
        assert len(report) < 2000
