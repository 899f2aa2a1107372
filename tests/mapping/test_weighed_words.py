"""Texts as weighed words."""

from __future__ import annotations

import math

from surveygen.mapping.weighed_words import UNIT, WordIndex, weighed, word_counts


def test_chosen_words_count_more_than_running_text() -> None:
    counts = word_counts("Networks learn. A network", "Network")
    assert counts["network"] == 5
    assert counts["learn"] == 1


def test_a_vector_has_the_same_length_whatever_the_text() -> None:
    vector = weighed({"a": 3, "b": 1, "of": 9}, {"a": 2.0, "b": 0.5})
    assert vector.keys() == {"a", "b"}
    assert abs(math.hypot(*vector.values()) - UNIT) < 1


def test_only_the_weightiest_words_are_kept() -> None:
    assert weighed({"a": 1, "b": 1, "c": 1}, {"a": 1.0, "b": 3.0, "c": 2.0}, 2).keys() == {"b", "c"}


def test_words_without_weight_make_no_vector() -> None:
    assert weighed({"a": 1}, {"a": 0.0}) == {}
    assert weighed({}, {}) == {}


def test_a_text_meets_what_has_a_word_in_common_with_it() -> None:
    index = WordIndex({"one": {"a": 3, "b": 4}, "other": {"b": 5}, "third": {"c": 5}})
    assert index.products({"a": 1, "b": 2, "d": 9}) == {"one": 11, "other": 10}
