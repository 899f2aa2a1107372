"""Pairs that are easily taken for one work, or for two: verdict and reason of every one."""

from __future__ import annotations

from collections import Counter

import pytest
import yaml
from conftest import DATA

from surveygen.matching.comparison import compare
from surveygen.matching.same_work import KnownWorks
from surveygen.matching.work import Work
from surveygen.readers.bibtex import read_bibtex
from surveygen.survey.entry import Entry

PAIRS: list[tuple[str, str, str, str, str]] = [
    (category, *pair)
    for category, pairs in yaml.safe_load(
        (DATA / "same-work-pairs.yaml").read_text(encoding="utf-8")
    ).items()
    for pair in pairs
]


def entry(text: str, key: str) -> Entry:
    source = text.replace("{,", f"{{{key},", 1)
    (found,) = read_bibtex([("pairs.bib", source.encode())]).entries.values()
    return found


def test_the_list_is_long_and_has_every_verdict() -> None:
    verdicts = Counter(pair[1] for pair in PAIRS)
    assert len(PAIRS) >= 100
    assert min(verdicts.values()) >= 20
    assert verdicts.keys() == {"same", "suspect", "different"}


def test_verdicts_by_category() -> None:
    """The table of right and wrong verdicts; every one is right."""
    right: Counter[str] = Counter()
    wrong: dict[str, list[str]] = {}
    for category, verdict, reason, first, second in PAIRS:
        compared = compare(Work(entry(first, "a")), Work(entry(second, "b")))
        if (compared.sameness, compared.reason) == (verdict, reason):
            right[category] += 1
        else:
            told = f"{verdict} ({reason}), got {compared.sameness} ({compared.reason}):"
            wrong.setdefault(category, []).append(f"{told}\n    {first}\n    {second}")
    table = [f"{category:<30} {right[category]:>3} right" for category in right]
    faults = [f"{category}: {fault}" for category, faults in wrong.items() for fault in faults]
    print("\n".join(table))
    assert not faults, "\n".join([*table, *faults])


@pytest.mark.parametrize(("category", "verdict", "reason", "first", "second"), PAIRS)
def test_the_order_of_two_entries_makes_no_difference(
    category: str, verdict: str, reason: str, first: str, second: str
) -> None:
    one, other = Work(entry(first, "a")), Work(entry(second, "b"))
    assert compare(one, other) == compare(other, one)


@pytest.mark.parametrize(("category", "verdict", "reason", "first", "second"), PAIRS)
def test_what_is_not_different_is_found_among_known_works(
    category: str, verdict: str, reason: str, first: str, second: str
) -> None:
    match = KnownWorks([entry(first, "a")]).find(entry(second, "b"))
    assert (match.comparison.sameness if match else "different") == verdict
