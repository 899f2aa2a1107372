"""The words of the interface: which language they are in, and catalogues that fit the code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextvars import copy_context

import pytest
from babel.messages.catalog import Message
from message_catalogues import (
    TEMPLATE,
    Unmarkable,
    extracted,
    is_done,
    languages,
    mo,
    python_messages,
    read,
    translations_of,
)

from surveygen.messages import N_, _, environment_language, ngettext, speak, translations

RUN = "run `nox -s messages`"
_FIELD = re.compile(r"\{[^{}]*\}|%\(\w+\)s")
_MARKUP = re.compile(r'[<>&"`*\[\]\\]|%(?!\(\w+\)s|%)')


def ids(catalogue: object) -> set[object]:
    return {message.id for message in catalogue if message.id}


def pairs(message: Message) -> Iterator[tuple[str, str]]:
    """Every form of a message with its translation; forms beyond the second are plurals too."""
    if not message.pluralizable:
        yield message.id, message.string or ""
        return
    for number, string in enumerate(message.string):
        yield message.id[min(number, 1)], string


def translated(language: str) -> list[Message]:
    return [message for message in read(translations_of(language), language) if message.id]


class TestCatalogues:
    def test_there_is_german(self) -> None:
        assert "de" in languages()

    def test_the_template_holds_the_messages_of_the_code(self) -> None:
        assert ids(read(TEMPLATE)) == ids(extracted()), RUN

    @pytest.mark.parametrize("language", languages())
    def test_a_catalogue_holds_the_messages_of_the_template(self, language: str) -> None:
        assert ids(translated(language)) == ids(read(TEMPLATE)), RUN

    @pytest.mark.parametrize("language", languages())
    def test_a_catalogue_is_compiled(self, language: str) -> None:
        file = translations_of(language)
        assert file.with_suffix(".mo").read_bytes() == mo(read(file, language)), RUN

    @pytest.mark.parametrize("language", languages())
    def test_every_message_is_translated(self, language: str) -> None:
        assert [message.id for message in translated(language) if not is_done(message)] == []

    @pytest.mark.parametrize("language", languages())
    def test_a_translation_has_the_fields_of_its_message(self, language: str) -> None:
        for message in filter(is_done, translated(language)):
            for original, translation in pairs(message):
                assert set(_FIELD.findall(translation)) == set(_FIELD.findall(original)), original

    @pytest.mark.parametrize("language", languages())
    def test_a_translation_brings_no_markup_into_a_template(self, language: str) -> None:
        for message in filter(is_done, translated(language)):
            if any(name.endswith(".j2") for name, _line in message.locations):
                for original, translation in pairs(message):
                    assert _MARKUP.findall(translation) == _MARKUP.findall(original), original


def found_in(source: str, tmp_path) -> list[object]:
    module = tmp_path / "module.py"
    module.write_text(source, encoding="utf-8")
    with module.open("rb") as file:
        return [message for _line, _name, message, _comments in python_messages(file, (), (), {})]


class TestMessagesOfModules:
    def test_are_the_literals_of_calls(self, tmp_path) -> None:
        assert found_in('_("one" " and two"); words.ngettext("a", "b", n)', tmp_path) == [
            "one and two",
            ("a", "b"),
        ]

    def test_may_stand_in_an_f_string(self, tmp_path) -> None:
        assert found_in("""f"{_('inside')}: {x}" """, tmp_path) == ["inside"]

    def test_may_be_alternatives(self, tmp_path) -> None:
        assert found_in('_("one" if x else "two"); _(x or "three")', tmp_path) == [
            "one",
            "two",
            "three",
        ]

    def test_are_no_keys_by_which_a_marked_message_is_looked_up(self, tmp_path) -> None:
        assert (
            found_in('_(WORDS["key"]); _(""); _(x or ""); ngettext(one, many, n)', tmp_path) == []
        )

    @pytest.mark.parametrize("source", ['_(f"{x} is wrong")', '_("wrong: " + x)'])
    def test_cannot_be_put_together(self, source: str, tmp_path) -> None:
        with pytest.raises(Unmarkable):
            found_in(source, tmp_path)


class TestLanguages:
    @pytest.mark.parametrize("language", ["de", "de_DE", "de-AT"])
    def test_a_region_speaks_its_language(self, language: str) -> None:
        assert translations(language).gettext("Year") == "Jahr"

    @pytest.mark.parametrize("language", ["", "en", "en_GB", "tlh", "../de", "C"])
    def test_what_has_no_catalogue_is_english(self, language: str) -> None:
        assert translations(language).gettext("Year") == "Year"

    def test_a_page_speaks_another_language_than_the_terminal(self) -> None:
        def both() -> tuple[str, str, str]:
            speak("de")
            return (
                _("Year"),
                ngettext("{count} page", "{count} pages", 2),
                translations("en").gettext("Year"),
            )

        assert copy_context().run(both) == ("Jahr", "{count} Seiten", "Year")
        assert _("Year") == "Year"

    def test_nothing_is_said_in_no_words(self) -> None:
        def empty() -> str:
            speak("de")
            return _("")

        assert copy_context().run(empty) == ""

    def test_a_marked_message_is_itself(self) -> None:
        assert N_("Year") == "Year"

    @pytest.mark.parametrize(
        ("environment", "language"),
        [
            ({}, ""),
            ({"LANG": "de_DE.UTF-8"}, "de_DE"),
            ({"LANG": "de_DE@euro"}, "de_DE"),
            ({"LANG": "C.UTF-8"}, ""),
            ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en_GB"),
            ({"LANG": "de_DE.UTF-8", "LC_ALL": "C"}, ""),
            ({"LANG": "de_DE.UTF-8", "LC_ALL": ""}, "de_DE"),
            ({"LANG": "en_US.UTF-8", "LANGUAGE": "de:en"}, "de"),
            ({"LANG": "C", "LANGUAGE": "de"}, ""),
        ],
    )
    def test_the_environment_names_the_language(self, environment, language) -> None:
        assert environment_language(environment) == language
