"""Codes and names of languages."""

from __future__ import annotations

import pytest

from surveygen.text.languages import language_code, language_name


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("ngerman", "ngerman", "de"),
        ("German", "german", "de"),
        ("de-CH", "ngerman", "de"),
        ("en_US", "american", "en-US"),
        ("eng", "english", "en"),
        ("pt-BR", "brazilian", "pt-BR"),
        ("english and german", "", "english and german"),
        ("Klingon", "", "Klingon"),
        ("", "", ""),
    ],
)
def test_names_and_codes(text: str, name: str, code: str) -> None:
    assert (language_name(text), language_code(text)) == (name, code)


def test_a_name_comes_back_from_its_code() -> None:
    for name in ("american", "british", "brazilian", "austrian", "norsk", "greek", "vietnamese"):
        assert language_name(language_code(name)) == name
