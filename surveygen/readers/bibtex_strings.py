"""``@string`` definitions, and what uses one that is not there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from pybtex.database.input.bibtex import month_names

from surveygen.messages import _, ngettext
from surveygen.readers.bibtex_blocks import Block
from surveygen.readers.bibtex_places import fields_at, key_offset, string_name
from surveygen.survey.codes import Code
from surveygen.survey.diagnostics import Diagnostic
from surveygen.survey.entry import Place


class Strings(dict[str, str]):
    """Definitions, without regard to case; an undefined string stands for its own name."""

    def __init__(self) -> None:
        super().__init__(month_names)
        self.undefined: list[str] = []
        """Names that were asked for in vain."""
        self._digest = ""

    def __getitem__(self, name: str) -> str:
        value = self.get(name.lower())
        if value is None:
            self.undefined.append(name)
            return name
        return value

    def __setitem__(self, name: str, value: str) -> None:
        super().__setitem__(name.lower(), value)
        self._digest = ""

    @property
    def digest(self) -> str:
        """A hash of all definitions, made anew after a change only."""
        if not self._digest:
            definitions = repr(sorted(self.items()))
            self._digest = hashlib.sha256(definitions.encode("utf-8", "surrogatepass")).hexdigest()
        return self._digest


@dataclass(slots=True)
class _Use:
    """An undefined string where it is used first, and how many entries use it."""

    name: str
    path: str
    place: Place
    type: str
    """Of the block that uses it."""
    key: str
    last_key: str
    entries: int = 1


class UndefinedStrings:
    """Uses of strings that are not defined: a definition that is missing is one fault."""

    def __init__(self) -> None:
        self._uses: dict[str, _Use] = {}
        self._damaged: set[str] = set()

    def add(self, name: str, path: str, block: Block, key: str = "") -> None:
        """A string that a block uses; ``key`` is that of an entry."""
        use = self._uses.get(name.lower())
        if use is None:
            place = block.place(_offset_of_use(block, name))
            key = key or string_name(block.text)
            self._uses[name.lower()] = _Use(name, path, place, block.type, key, key)
        elif use.last_key != key:
            use.last_key = key
            use.entries += 1

    def add_damaged(self, block: Block) -> None:
        """A definition that cannot be read: what uses it is not to blame."""
        self._damaged.add(string_name(block.text).lower())

    def diagnostics(self) -> Iterator[Diagnostic]:
        """A finding for each string."""
        help = _("define it before, with @string, or put the value into braces")
        for name, use in self._uses.items():
            if name not in self._damaged:
                yield Diagnostic(
                    Code.UNDEFINED_STRING, _message(use), use.path, *use.place, help=help
                )


def _message(use: _Use) -> str:
    match use.type:
        case "preamble":
            message = _('@preamble uses the undefined string "{name}"')
        case "string":
            message = _('the definition of "{key}" uses the undefined string "{name}"')
        case _:
            message = ngettext(
                'entry "{key}" uses the undefined string "{name}"',
                '{count} entries use the undefined string "{name}", the first one is "{key}"',
                use.entries,
            )
    return message.format(key=use.key, name=use.name, count=use.entries)


def _offset_of_use(block: Block, string: str) -> int:
    """Where a block uses a string: at the field, or at the name that it is to define."""
    if block.type == "string":
        return key_offset(block.text)
    return next((here.offset for here in fields_at(block.text) if string in here.strings), 0)
