"""What a form of GitHub holds is read whatever people write into it."""

from __future__ import annotations

import pytest

from surveygen.readers.issue_form import LONGEST, MAX_PAPERS, read_issue_form

FORM = """### Papers

{papers}

### Section

{section}
"""


def form(papers: str, section: str = "_No response_") -> str:
    return FORM.format(papers=papers, section=section)


def test_papers_and_section() -> None:
    found = read_issue_form(form("2307.04963\n10.1145/3292500.3330701", "pruning"))
    assert found.papers == ("2307.04963", "10.1145/3292500.3330701")
    assert (found.section, found.left_out) == ("pruning", 0)


@pytest.mark.parametrize(
    ("line", "papers"),
    [
        ("- 2307.04963", ["2307.04963"]),
        ("* [ ] arXiv:2307.04963v2", ["arXiv:2307.04963v2"]),
        ("1. https://arxiv.org/abs/1810.00826", ["https://arxiv.org/abs/1810.00826"]),
        ("> 2307.04963", ["2307.04963"]),
        ("`2307.04963`", ["2307.04963"]),
        ("<https://doi.org/10.1145/3292500.3330701>", ["https://doi.org/10.1145/3292500.3330701"]),
        ("[GIN](https://arxiv.org/abs/1810.00826)", ["https://arxiv.org/abs/1810.00826"]),
        ("2307.04963 – it is the newest one!", ["2307.04963"]),
        ("2307.04963, which goes beyond 2101.00001", ["2307.04963"]),
        ("2307.04963, 2101.00001; 1810.00826", ["2307.04963", "2101.00001", "1810.00826"]),
        ("arXiv: 2307.04963", ["2307.04963"]),
        ("GIN: https://arxiv.org/abs/1810.00826 (ICLR)", ["https://arxiv.org/abs/1810.00826"]),
        ("10.1016/S0377-0427(00)00393-9", ["10.1016/S0377-0427(00)00393-9"]),
        ("(10.1145/3292500.3330701)", ["10.1145/3292500.3330701"]),
        ("Attention is all you need", ["Attention is all you need"]),
        ('"Attention is all you need"', ["Attention is all you need"]),
        ("**Attention is all you need**", ["Attention is all you need"]),
        ("Attention is all you need, arXiv:1706.03762", ["arXiv:1706.03762"]),
        ("0x7f a title with 12.3456 in it", ["0x7f a title with 12.3456 in it"]),
        ("```text", []),
        ("~~~", []),
        ("<!-- one a line -->", []),
        ("_No response_", []),
        ("\u202e2307.04963\x1b[31m", ["2307.04963[31m"]),
    ],
)
def test_a_line(line: str, papers: list[str]) -> None:
    assert list(read_issue_form(form(line)).papers) == papers


def test_a_section_by_its_title_in_whatever_marks() -> None:
    assert read_issue_form(form("2307.04963", "\n**Complexity: P, NP & more**\nor so")).section == (
        "Complexity: P, NP & more"
    )


def test_labels_in_another_language_are_known_by_their_order() -> None:
    body = "### Arbeiten\r\n\r\n2307.04963\r\n\r\n### Abschnitt\r\n\r\npruning\r\n"
    found = read_issue_form(body)
    assert (found.papers, found.section) == (("2307.04963",), "pruning")


def test_labels_count_more_than_their_order() -> None:
    found = read_issue_form("### Section\n\npruning\n\n### Papers\n\n2307.04963\n")
    assert (found.papers, found.section) == (("2307.04963",), "pruning")


def test_text_that_no_form_has_made() -> None:
    assert read_issue_form("2307.04963\n\nThank you").papers == ("2307.04963", "Thank you")


@pytest.mark.parametrize("body", ["", "\n\n", "### Papers", "###", "### Papers\n\n### Section\n"])
def test_an_empty_form(body: str) -> None:
    found = read_issue_form(body)
    assert (found.section, found.left_out) == ("", 0)
    assert not [it for it in found.papers if it != "###"]


def test_what_is_named_twice_counts_once() -> None:
    assert read_issue_form(form("2307.04963\n2307.04963\n")).papers == ("2307.04963",)


def test_a_form_names_so_many_papers_and_no_more() -> None:
    numbers = [f"2101.{n:05}" for n in range(1, 501)]
    found = read_issue_form(form("\n".join(numbers)))
    assert list(found.papers) == numbers[:MAX_PAPERS]
    assert found.left_out == 500 - MAX_PAPERS


@pytest.mark.parametrize(
    "body",
    ["x" * 10_000_000, "### " * 2_500_000, "[" * 10_000_000, "> " * 5_000_000, "`" * 10_000_000],
    ids=["letters", "headings", "brackets", "quotes", "backticks"],
)
def test_ten_megabytes_become_a_few_short_texts(body: str) -> None:
    found = read_issue_form(body)
    assert len(found.papers) <= MAX_PAPERS
    assert all(len(text) <= LONGEST for text in (*found.papers, found.section))


def test_shell_and_markup_stay_text() -> None:
    hostile = "$(touch owned); `id` && @everyone <img src=x onerror=alert(1)> ; rm -rf /"
    assert read_issue_form(form(hostile)).papers == (hostile,)
