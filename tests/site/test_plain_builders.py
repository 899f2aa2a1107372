"""Builders that have no page for a paper: text, manual page, Info, one HTML page, catalogues."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from site_surveys import SAMPLE, Copy
from surveygen.site.text_tables import fitted_widths


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    survey = Copy(SAMPLE).sources(tmp_path_factory.mktemp("plain") / "survey")
    for builder in ("text", "man", "texinfo", "singlehtml", "gettext"):
        assert survey.sphinx(builder).returncode == 0
    return survey


def output(survey: Copy, name: str) -> str:
    return (survey.root / "build" / name).read_text(encoding="utf-8")


def test_a_card_in_text_is_a_section_with_addresses(survey: Copy) -> None:
    text = output(survey, "text/survey/complexity.txt")
    assert (
        "The complexity of theorem-proving procedures\n"
        "--------------------------------------------\n\n"
        "Stephen A. Cook · ACM Symposium on Theory of Computing (STOC), 1971\n\n"
        "*Every problem in NP reduces to satisfiability.*\n\n"
        "Extended by Karp (1972).\n\n"
        "   DOI: https://doi.org/10.1145/800157.805047\n"
    ) in text
    assert "Also in Fast algorithms" in text


def test_formulas_are_readable_without_a_browser(survey: Copy) -> None:
    for name in ("text/survey/algorithms.txt", "man/survey.7", "texinfo/survey.texi"):
        text = output(survey, name)
        assert "O(n log n)" in text, name
        assert r"n \log n" not in text, name


def test_tables_fit_a_terminal_as_far_as_their_words_do(survey: Copy) -> None:
    pages = (survey.root / "build" / "text" / "survey").glob("*.txt")
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    lines = [line for line in text.splitlines() if line.startswith(("+", "|"))]
    assert len(lines) > 5
    assert max(map(len, lines)) <= 79
    # Eight decades side by side do not fit; none of them is broken.
    assert "| 1930–39 | 1940–49 |" in output(survey, "text/guide/index.txt")


@pytest.mark.parametrize(
    ("line", "widths"),
    [(100, [20, 9]), (20, [12, 8]), (10, [5, 8])],
    ids=["there is room", "shared", "words are longer"],
)
def test_columns_share_a_line(line: int, widths: list[int]) -> None:
    assert fitted_widths([70, 30], least=[5, 8], most=[20, 9], line=line) == widths


def test_a_manual_page_names_itself_and_has_no_empty_links(survey: Copy) -> None:
    page = output(survey, "man/survey.7")
    assert '.TH "SURVEY" "7"' in page
    assert "<>" not in page
    assert "Fast algorithms" in page
    assert "800157.805047" in page.replace(r"\:", "")


def test_makeinfo_has_no_complaint(survey: Copy, tmp_path: Path) -> None:
    if shutil.which("makeinfo") is None:
        pytest.skip("makeinfo is missing: apt-get install -y texinfo")
    source = survey.root / "build" / "texinfo" / "survey.texi"
    done = subprocess.run(
        ["makeinfo", "--no-split", "-o", str(tmp_path / "survey.info"), str(source)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "* PRIMES is in P::" in (tmp_path / "survey.info").read_text(encoding="utf-8")


def test_links_of_the_one_page_stay_on_it(survey: Copy) -> None:
    page = output(survey, "singlehtml/index.html")
    page = re.sub(r"<!--.*?-->|<script.*?</script>", "", page, flags=re.DOTALL)
    places = set(re.findall(r'\sid="([^"]*)"', page))
    links = re.findall(r'\shref="#([^"]+)"', page)
    assert len(links) > 100
    assert set(links) <= places
    assert "paper-cook1971complexity" in links


def test_catalogues_hold_what_people_wrote(survey: Copy) -> None:
    catalogue = output(survey, "gettext/survey.pot") + output(survey, "gettext/guide.pot")
    assert 'msgid "Problems that no algorithm decides."' in catalogue
    assert "halts" in catalogue
    for letter_or_number in ('msgid "A"', 'msgid "1931', 'msgid "machines ('):
        assert letter_or_number not in catalogue
