"""Paragraphs of notes are, in every builder, what MyST makes of them."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from site_surveys import SAMPLE, Copy
from surveygen.cli.building import _sphinx
from surveygen.project import load
from surveygen.site import full_text_search, paper_cards, program
from surveygen.site.note_paragraphs import inline_parts, note_paragraph

NOTE = "docs/notes/cook1971complexity.md"
PIECES = (
    "plain words",
    'a "quoted" word',
    "the author's 'own'",
    '"',
    "'",
    "1--2 --- so ...",
    "*emphasis*",
    "**strong *both* words**",
    "`code  with  blanks`",
    "`a\"b'c--d`",
    "$O(n^2) < x$",
    "{cite:t}`turing1936computable`",
    "{cite:p}`{see}turing1936computable{p. 3},karp1972reducibility`",
    "a < b & c > d",
    "\\*not\\* \\`code\\`",
    "&amp; &#228; &copy;",
    "at@example.org",
    "back\\\\slash",
    "\u00fcber \u8a08\u7b97",
    "5 % of \u20ac 7",
    "(in brackets)",
    "a\nline",
)
SLOW = (
    "- a list\n- of two",
    "A [link](https://example.org).",
    "<https://example.org>",
    "A line that  \nis broken.",
    "$$\nx^2\n$$",
)


def text_of(paragraphs: list[str]) -> str:
    return "\n\n".join(paragraphs)


def random_paragraphs(count: int) -> list[str]:
    chosen = random.Random(5)
    glue = (" ", ", ", "\n", "")
    return [
        "".join(
            part
            for _ in range(chosen.randrange(1, 6))
            for part in (chosen.choice(PIECES), chosen.choice(glue))
        ).strip()
        for _ in range(count)
    ]


@pytest.fixture
def build(tmp_path: Path) -> Callable[[str, str], dict[str, str]]:
    """Builds the sample with a text for a note; gives what was written, by name."""
    survey = Copy(SAMPLE).sources(tmp_path / "survey")
    head = (survey.root / NOTE).read_text().split("---\n")[1]

    def build(builder: str, text: str) -> dict[str, str]:
        (survey.root / NOTE).write_text(f"---\n{head}---\n{text}\n")
        out = survey.root / "build" / builder
        _sphinx(load(survey.root), builder, out, 1, verbose=False)
        kept = {".html", ".tex", ".txt", ".xhtml", ".pot", ".js"}
        files = (file for file in sorted(out.rglob("*")) if file.suffix in kept)
        return {
            file.name: "\n".join(
                line
                for line in file.read_text(encoding="utf-8").split("\n")
                if "POT-Creation-Date" not in line
            )
            for file in files
        }

    return build


@pytest.mark.slow
@pytest.mark.parametrize("builder", ["html", "latex", "text", "epub", "gettext"])
def test_they_are_what_myst_makes_of_them(
    build: Callable[[str, str], dict[str, str]], monkeypatch: pytest.MonkeyPatch, builder: str
) -> None:
    text = text_of([*PIECES[1:3], *PIECES[5:], *random_paragraphs(150)])
    made: list[object] = []
    fast = paper_cards.note_paragraphs

    def recording(*arguments):
        found = fast(*arguments)
        made.extend(found or ())
        return found

    monkeypatch.setattr(paper_cards, "note_paragraphs", recording)
    found = build(builder, text)
    assert len(made) > 150
    monkeypatch.setattr(paper_cards, "note_paragraphs", lambda *_: None)
    build(builder, f"{text}\n\nAnother.")  # or the page would not be read again
    expected = build(builder, text)
    assert found.keys() == expected.keys()
    for name, page in expected.items():
        assert found[name] == page, name


@pytest.mark.parametrize("text", SLOW)
def test_what_is_more_than_a_paragraph_is_left_to_myst(
    build: Callable[[str, str], dict[str, str]], monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    results: list[object] = []
    fast = paper_cards.note_paragraphs

    def recording(note, content):
        results.append((note.key, fast(note, content)))
        return results[-1][1]

    monkeypatch.setattr(paper_cards, "note_paragraphs", recording)
    build("html", f"Before.\n\n{text}\n\nBehind.")
    assert ("cook1971complexity", None) in results


def test_without_pagefind_the_index_of_sphinx_knows_their_words(
    build: Callable[[str, str], dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (full_text_search, program):
        monkeypatch.setattr(module, "has_pagefind", lambda: False)
    assert "xylophon" in build("html", "Quite another *xylophone*.")["searchindex.js"]


def test_a_translation_is_shown_where_it_keeps_to_the_grammar() -> None:
    text = "Some *words*."
    node = note_paragraph(markdown=text, parts=inline_parts(text))
    assert node.extract_original_messages() == [text]
    node.apply_translated_message(text, "Einige *Worte*.")
    shown = [("text", "Einige "), ("em_open", ""), ("text", "Worte"), ("em_close", "")]
    assert node["parts"] == (*shown, ("text", "."))
    node.apply_translated_message(text, "<script>alert(1)</script> {eval-rst}`x`")
    assert node["parts"] == (*shown, ("text", "."))
    assert node.extract_original_messages() == [text]
