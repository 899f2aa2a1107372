"""Which entries a group of JabRef holds.

The rules are those of JabRef's model (github.com/JabRef/jabref, ``org.jabref.model``):
``entry.KeywordList`` for lists of keywords and of groups, ``groups.WordKeywordGroup`` and
``groups.RegexKeywordGroup`` for groups on a field, ``groups.ExplicitGroup`` for static ones and
``groups.GroupTreeNode`` for those that refine the group above them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

from surveygen.readers.jabref_groups import HIERARCHY, Group, JabRefGroups, Matching, Static, Words
from surveygen.readers.java_patterns import LONGEST_TEXT
from surveygen.survey.entry import Entry

Chain: TypeAlias = tuple[str, ...]
"""A keyword: one name, or those of a hierarchical keyword from the top down."""
_Word = TypeVar("_Word", str, Chain)
_Postings: TypeAlias = dict[_Word, dict[str, None]]
"""What is looked for, and the keys of the entries that have it."""

_BETWEEN_WORDS = re.compile(r"[\s,;]+")


def keyword_chains(value: str, separators: str, hierarchy: str) -> list[Chain]:
    """The keywords of a field: ``a > b, c`` -> ``[("a", "b"), ("c",)]``.

    A delimiter in braces or behind a backslash is a character of the keyword. Empty names are left
    out.
    """
    found = []
    for keyword in _split(value, separators):
        names = (_unescaped(name, separators + hierarchy) for name in _split(keyword, hierarchy))
        if chain := tuple(name for name in names if name):
            found.append(chain)
    return found


def _split(text: str, delimiters: str) -> Iterator[str]:
    start = depth = 0
    for mark in re.finditer(rf"\\.|[{{}}{re.escape(delimiters)}]", text):
        if mark[0] == "{":
            depth += 1
        elif mark[0] == "}":
            depth -= depth > 0
        elif not depth and len(mark[0]) == 1:
            yield text[start : mark.start()]
            start = mark.end()
    yield text[start:]


def _unescaped(name: str, delimiters: str) -> str:
    return " ".join(re.sub(rf"\\([{re.escape(delimiters)}])", r"\1", name).split())


def group_members(
    found: JabRefGroups, own: Sequence[Entry], entries: Mapping[str, Entry]
) -> list[Sequence[str]]:
    """The keys that each group holds by itself, without what the groups below it hold.

    Args:
        found: the groups of a file.
        own: the entries of that file, in its order.
        entries: every entry; a group that lists keys may list those of another file.

    Returns:
        For each group its keys, each once; none for those that stand for hierarchical keywords.

    """
    index = _Index(own, found.separators)
    members: list[dict[str, None] | None] = []
    for group in found.groups:
        keys = _members(group, index, entries)
        above = members[group.parent] if group.refines and group.parent is not None else None
        if keys is not None and above is not None:
            keys = {key: None for key in keys if key in above}
        members.append(keys)
    return [tuple(keys or ()) for keys in members]


def _members(group: Group, index: _Index, entries: Mapping[str, Entry]) -> dict[str, None] | None:
    match group.rule:
        case Static(listed):
            keys = dict.fromkeys(key for key in listed if key in entries)
            return keys | dict.fromkeys(index.in_groups(group.name))
        case Words(field, expression, is_case_sensitive):
            return dict.fromkeys(index.with_words(field, expression, is_case_sensitive))
        case Matching(field, pattern):
            texts = ((entry.key, entry.fields.get(field)) for entry in index.entries)
            return {
                key: None for key, text in texts if text and pattern.search(text[:LONGEST_TEXT])
            }
        case _:
            return None


@dataclass
class _Index:
    """Finds entries by what their fields hold; each field is read once."""

    entries: Sequence[Entry]
    separators: str
    by_group: _Postings[Chain] | None = None
    by_word: dict[tuple[str, bool], _Postings[str]] = field(default_factory=dict)

    def in_groups(self, name: str) -> list[str]:
        """Entries whose ``groups`` name a group; a name with a comma is two names to JabRef."""
        if self.by_group is None:
            self.by_group = _postings(
                (entry.key, self.chains(entry.fields.get("groups", ""))) for entry in self.entries
            )
        return _in_all(self.by_group, self.chains(name))

    def chains(self, value: str) -> list[Chain]:
        return keyword_chains(value, self.separators, HIERARCHY)

    def with_words(self, field: str, expression: str, is_case_sensitive: bool) -> list[str]:
        """Entries whose field has all words of an expression."""
        if (field, is_case_sensitive) not in self.by_word:
            self.by_word[field, is_case_sensitive] = _postings(
                (entry.key, _words(entry.fields.get(field, ""), is_case_sensitive))
                for entry in self.entries
            )
        words = _words(expression, is_case_sensitive)
        return _in_all(self.by_word[field, is_case_sensitive], words)


def _words(text: str, is_case_sensitive: bool) -> list[str]:
    words = _BETWEEN_WORDS.split(text if is_case_sensitive else text.casefold())
    return [word for word in words if word]


def _postings(found: Iterable[tuple[str, Iterable[_Word]]]) -> _Postings[_Word]:
    postings: _Postings[_Word] = {}
    for key, words in found:
        for word in words:
            postings.setdefault(word, {})[key] = None
    return postings


def _in_all(postings: _Postings[_Word], words: Iterable[_Word]) -> list[str]:
    """The keys that stand under every word; none where there is no word."""
    found = [postings.get(word, {}) for word in words]
    rarest = min(found, key=len, default={})
    return [key for key in rarest if all(key in keys for keys in found)]
