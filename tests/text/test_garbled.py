"""Words whose letters a program has spoilt are seen, and what they were."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveygen.text.garbled import Garbled, garbled_word


@pytest.mark.parametrize(
    ("text", "shown", "meant"),
    [
        ("Kurt GÃ¶del", "GÃ¶del", "Gödel"),
        ("Paul ErdÅ‘s", "ErdÅ‘s", "Erdős"),
        ("Ãœber SÃ¤tze", "Ãœber", "Über"),
        ("a â€œquotedâ€\x9d word", "â€œquotedâ€\x9d", "“quoted”"),
        ("pages 1â€“9", "1â€“9", "1–9"),
        ("Anna M&uuml;ller", "M&uuml;ller", "Müller"),
        ("Research &amp; more", "&amp;", "&"),
        ("AT&#38;T", "AT&#38;T", "AT&T"),
        ("G\ufffddel", "G\ufffddel", ""),
    ],
)
def test_it_is_seen(text: str, shown: str, meant: str) -> None:
    assert garbled_word(text) == Garbled(shown, meant)


@pytest.mark.parametrize(
    "text",
    [
        "Gödel, Erdős and Ångström",
        "São Paulo, SÃO PAULO, CORAÇÃO!",
        "Âge d'or, «Ä», “Å”",
        "R&D; AT&T; P & NP;",
        "Ã",
        "題名 и так далее",
        "",
    ],
)
def test_letters_that_look_well_are_left_alone(text: str) -> None:
    assert garbled_word(text) is None


@pytest.mark.parametrize("text", ["&" * 500_000, "Ã«" * 200_000, "a" * 500_000, "&amp" * 200_000])
def test_any_text_is_read_in_time(text: str) -> None:
    start = time.process_time()
    garbled_word(text)
    assert time.process_time() - start < 2


@given(st.text(st.characters(min_codepoint=0xC0, max_codepoint=0x17F), min_size=1))
def test_any_word_of_europe_is_found_again(word: str) -> None:
    spoilt = word.encode("utf-8").decode("cp1252", errors="replace")
    found = garbled_word(f"a {spoilt} b")
    assert found is not None
    assert garbled_word(word) is None
