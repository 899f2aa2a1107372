"""Keywords of sections, found in texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveygen.mapping.section_keywords import KeywordFinder


def mentions(keyword: str, text: str) -> int:
    return KeywordFinder([keyword]).mentions(text)[keyword]


@pytest.mark.parametrize(
    ("keyword", "text"),
    [
        ("pruning", "Structured PRUNING of networks"),
        ("quantiz*", "Quantizing, not quantum: one word"),
        ("low-bit", "Low bit arithmetic"),
        ("low bit", "A low-bit network"),
        ("low-bit", "lowbit training"),
        ("multitask", "Multi-task learning"),
        ("lottery tickets", "the lottery-ticket hypothesis"),
        ("memory", "Associative memories"),
        ("losses", "A new loss"),
        ("GNNs", "a gnn"),
        ("école", "Une ECOLE"),
        ("differential* priva*", "differentially private training"),
        ("*-bit", "a 4-bit adder"),
        ("*former", "Spikformer"),
        ("b*d", "between backdoored and bad models: bred"),
        ("branch-and-bound", "branch and bound"),
        ("int8", "INT8."),
        ("量子化", "深層学習の量子化学習"),
        ("C++", "written in C"),
    ],
)
def test_is_found(keyword: str, text: str) -> None:
    assert mentions(keyword, text) > 0


@pytest.mark.parametrize(
    ("keyword", "text"),
    [
        ("nas", "a nasal spray"),
        ("prun*", "spruned"),
        ("low-bit", "low in every bit"),
        ("differential* priva*", "differential equations"),
        ("survey", "conveyed"),
        ("a*a", "a"),
        # These would be everywhere.
        ("", "anything"),
        ("*", "anything"),
        ("** *", "anything at all"),
        ("!?", "anything!?"),
    ],
)
def test_is_not_found(keyword: str, text: str) -> None:
    assert mentions(keyword, text) == 0


@pytest.mark.parametrize("keyword", ["[a-", "(", "\\", "a?b", "quant[iz", "+*"])
def test_characters_of_other_patterns_mean_nothing(keyword: str) -> None:
    assert not KeywordFinder([keyword]).mentions("anything else")


def test_every_mention_counts_once() -> None:
    assert mentions("prun*", "Pruning and pruned; prune") == 3
    # Two spellings of one keyword meet here.
    assert mentions("multi-task", "multi-task, multitask") == 2


@given(st.lists(st.text("ab*- ", max_size=8), max_size=8), st.text("ab- ", max_size=40))
def test_a_keyword_is_found_whatever_stands_beside_it(keywords: list[str], text: str) -> None:
    together = KeywordFinder(keywords).mentions(text)
    apart = {keyword: count for keyword in keywords if (count := mentions(keyword, text))}
    assert dict(together) == apart
    assert list(together) == list(KeywordFinder(keywords).mentions(text))


@given(st.text(max_size=30), st.text(max_size=60))
def test_any_keyword_and_text_will_do(keyword: str, text: str) -> None:
    assert mentions(keyword, text) >= 0


def test_no_stars_and_no_word_make_a_search_without_end() -> None:
    assert mentions("a*" * 40 + "b", "a" * 1_000_000) == 0
