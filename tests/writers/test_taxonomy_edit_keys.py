"""Keys leave a list, give way to another, and become aliases; no other byte of the file changes."""

from __future__ import annotations

import pytest

from surveygen.readers.taxonomy_yaml import read_taxonomy
from surveygen.writers.taxonomy_edit import NotEditable, TaxonomyEdit

HEAD = "version: 1\ntitle: T\nsections:\n  - id: a\n    title: A\n"

REMOVED = {
    "first in brackets": ("    papers: [k, y]", "    papers: [y]"),
    "in the middle": ("    papers: [x,  k, y]", "    papers: [x,  y]"),
    "last": ("    papers: [x, k]  # r", "    papers: [x]  # r"),
    "last with its comma": ("    papers: [x, k,]", "    papers: [x, ]"),
    "alone": ("    papers: [k]", "    papers: []"),
    "in quotes": ("    papers: [x, 'k', y]", "    papers: [x, y]"),
    "on a line of its own": (
        "    papers: [\n      x,  # one\n      k,\n      y,\n    ]",
        "    papers: [\n      x,  # one\n      y,\n    ]",
    ),
    "with a remark beside it": (
        "    papers: [\n      x,\n      k,  # mine\n      y,\n    ]",
        "    papers: [\n      x,\n      # mine\n      y,\n    ]",
    ),
    "last on its line": (
        "    papers: [\n      x, k,\n      y,\n    ]",
        "    papers: [\n      x,\n      y,\n    ]",
    ),
    "first on its line": (
        "    papers: [\n      x,\n      k, y,\n    ]",
        "    papers: [\n      x,\n      y,\n    ]",
    ),
    "last of all on a line": (
        "    papers: [\n      x,\n      k\n    ]",
        "    papers: [\n      x,\n    ]",
    ),
    "behind a remark": (
        "    papers: [x,  # one\n      k]",
        "    papers: [x,  # one\n      ]",
    ),
    "with a dash": (
        "    papers:\n      - x\n      - k\n      - y",
        "    papers:\n      - x\n      - y",
    ),
    "with a dash, last": (
        "    papers:\n      - x\n      - k\n    also: [z]",
        "    papers:\n      - x\n    also: [z]",
    ),
    "with a dash and a remark": (
        "    papers:\n      - x\n      - k  # mine\n      - y",
        "    papers:\n      - x\n      # mine\n      - y",
    ),
    "with a dash, alone": (
        "    papers:\n      - k\n    also: [z]",
        "    papers: []\n    also: [z]",
    ),
}


def whole(part: str, ends: str) -> str:
    return (HEAD + part + "\n").replace("\n", ends)


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("name", REMOVED)
def test_a_key_leaves_a_list(name: str, ends: str) -> None:
    before, after = REMOVED[name]
    edit = TaxonomyEdit(whole(before, ends).encode())
    edit.remove_key("papers", "k", "a")
    result = edit.result().decode()
    assert result == whole(after, ends)
    taxonomy, found = read_taxonomy(result.encode(), path="t")
    assert not found
    assert "k" not in [placement.key for placement in taxonomy.sections[0].papers]


@pytest.mark.parametrize("name", REMOVED)
def test_another_key_takes_its_place(name: str) -> None:
    before, _after = REMOVED[name]
    edit = TaxonomyEdit(whole(before, "\n").encode())
    edit.replace_key("papers", "k", "1811770", "a")
    expected = before.replace("'k'", "k").replace("k,", '"1811770",').replace("k]", '"1811770"]')
    expected = expected.replace("- k", '- "1811770"').replace("k\n    ]", '"1811770"\n    ]')
    assert edit.result().decode() == whole(expected, "\n")


ALIASES = {
    "none yet": ("title: T\n", "title: T\naliases: {old: new}\n"),
    "none yet, before the sections": (
        "title: T\nbackground: [b]\n\n# the tree\nsections: []\n",
        "title: T\nbackground: [b]\naliases: {old: new}\n\n# the tree\nsections: []\n",
    ),
    "nothing behind the name": ("aliases:  # none\n", "aliases: {old: new}  # none\n"),
    "empty": ("aliases: {}\n", "aliases: {old: new}\n"),
    "in braces": ("aliases: {a: b}  # r\n", "aliases: {a: b, old: new}  # r\n"),
    "in braces, with a comma": ("aliases: {a: b,}\n", "aliases: {a: b, old: new,}\n"),
    "on lines": ("aliases:\n  a: b  # r\n", "aliases:\n  a: b  # r\n  old: new\n"),
    "there already": ("aliases: {old: b}\n", "aliases: {old: new}\n"),
    "there already, on lines": ("aliases:\n  old: b  # r\n", "aliases:\n  old: new  # r\n"),
    "leading nowhere": ("aliases:\n  old:\n", "aliases:\n  old: new\n"),
}


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize(("before", "after"), ALIASES.values(), ids=ALIASES)
def test_an_alias_is_added(before: str, after: str, ends: str) -> None:
    edit = TaxonomyEdit(f"\ufeffversion: 1\n{before}".replace("\n", ends).encode())
    edit.add_alias("old", "new")
    result = edit.result().decode()
    assert result == f"\ufeffversion: 1\n{after}".replace("\n", ends)
    assert read_taxonomy(result.encode(), path="t")[0].aliases["old"] == "new"


def test_what_does_not_stand_there_cannot_go() -> None:
    edit = TaxonomyEdit(HEAD.encode())
    with pytest.raises(NotEditable, match='"k" cannot be found in papers'):
        edit.remove_key("papers", "k", "a")


def test_aliases_that_are_no_mapping_are_refused() -> None:
    with pytest.raises(NotEditable, match="no mapping, on line 2"):
        TaxonomyEdit(b"version: 1\naliases: [a]\n").add_alias("old", "new")
