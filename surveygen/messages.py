"""The words of the interface in the reader's language: one gettext catalogue for everything.

Two languages may be in play at once. Whoever reads the terminal has one, which `speak` sets from
the environment and `_` uses; readers of a site have another, the survey's, which `translations`
gives. Without either, and for what a catalogue lacks, everything is English. The catalogues lie in
``surveygen/locale/<language>/LC_MESSAGES/surveygen.mo``; ``nox -s messages`` makes them.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from contextvars import ContextVar
from functools import lru_cache
from gettext import NullTranslations
from pathlib import Path
from typing import TypeAlias

DOMAIN = "surveygen"
FOLDER = Path(__file__).parent / "locale"

Words: TypeAlias = NullTranslations
"""A catalogue: what `gettext` and `ngettext` are asked of."""
ENGLISH: Words = NullTranslations()


@lru_cache(maxsize=16)
def translations(language: str) -> Words:
    """The catalogue of a language such as ``de`` or ``pt-BR``; English where there is none."""
    if not language:
        return ENGLISH
    return gettext.translation(DOMAIN, FOLDER, _names(language), fallback=True)


def catalogue(language: str) -> bytes:
    """The file of a language as it stands, to tell whether it changed; empty for English."""
    file = gettext.find(DOMAIN, FOLDER, _names(language)) if language else None
    return Path(file).read_bytes() if file else b""


def _names(language: str) -> list[str]:
    return [language.replace("-", "_")]


_interface: ContextVar[Words] = ContextVar("_interface")


def speak(language: str) -> None:
    """Say everything that follows in a language."""
    _interface.set(translations(language))


def environment_language(environment: Mapping[str, str]) -> str:
    """The language that gettext would take; empty for the C locale (GNU gettext manual, 2.3)."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((value for name in names if (value := environment.get(name))), "")
    locale = locale.partition(".")[0].partition("@")[0]
    if locale in ("", "C", "POSIX"):
        return ""
    preferred = environment.get("LANGUAGE", "").partition(":")[0]
    return preferred or locale


def interface() -> Words:
    """The catalogue of whoever reads the terminal."""
    return _interface.get(ENGLISH)


def interface_language() -> str:
    """The language of `interface` as its catalogue names it; empty for English."""
    return interface().info().get("language", "")


def _(message: str) -> str:
    """A message in the language of whoever reads the terminal.

    A message with parts that vary holds them as named fields, so that a translation may move them:
    ``_('"{key}" has no note').format(key=key)``.
    """
    # gettext answers the empty message with the catalogue's head.
    return interface().gettext(message) if message else ""


def ngettext(one: str, many: str, count: int) -> str:
    """The singular or plural of a message, as `_`."""
    return interface().ngettext(one, many, count)


def N_(message: str) -> str:  # noqa: N802  gettext's own name for it
    """Mark a message for the catalogue that is translated where it is shown."""
    return message
