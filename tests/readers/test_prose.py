"""Prose is written anew: MyST makes of it what is allowed, and shows the rest as it was written."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myst_doctrees import doctree, faults, squeezed, text_of
from surveygen.readers.narrative import read_narrative
from surveygen.readers.prose import Grammar, read_prose
from surveygen.survey.codes import Code

DATA = Path(__file__).parents[1] / "data" / "prose"
REFUSED = [
    line.split("\t") for line in (DATA / "refused" / "EXPECTED.tsv").read_text().splitlines()
]


def read(source, grammar=Grammar.NOTE, line=1):
    return read_prose(source, path="docs/notes/x.md", line=line, grammar=grammar)


def parsed(source, grammar=Grammar.NOTE):
    prose, _ = read(source, grammar)
    page = "# Page\n\n" if grammar is Grammar.NARRATIVE else ""
    return prose, doctree(page + prose.markdown)


def test_every_refused_file_is_expected():
    assert {name for name, *_ in REFUSED} == {p.name for p in (DATA / "refused").glob("*.md")}


@pytest.mark.parametrize(("name", "lines", "what"), REFUSED, ids=[name for name, *_ in REFUSED])
def test_what_notes_may_not_hold_is_shown_as_it_was_written(name, lines, what):
    source = (DATA / "refused" / name).read_text()
    prose, found = read(source)
    document = doctree(prose.markdown)
    assert faults(document, Grammar.NOTE) == []
    assert text_of(document) == squeezed(source)
    assert squeezed(prose.text) == squeezed(source)
    assert {d.code for d in found} == {Code.NOT_ALLOWED}
    assert sorted({d.line for d in found}) == [int(line) for line in lines.split()]
    assert found[0].message.startswith(what)
    assert all(d.help for d in found)


@pytest.mark.parametrize(("name", "lines", "what"), REFUSED, ids=[name for name, *_ in REFUSED])
def test_narratives_leak_nothing_either(name, lines, what):
    _, document = parsed((DATA / "refused" / name).read_text(), Grammar.NARRATIVE)
    assert faults(document, Grammar.NARRATIVE) == []
    assert "leaked" not in document.astext() or name == "front-matter.md"


@pytest.mark.parametrize(
    ("name", "grammar"), [("note", Grammar.NOTE), ("narrative", Grammar.NARRATIVE)]
)
def test_what_is_allowed_is_kept(name, grammar):
    source = (DATA / "kept" / f"{name}.md").read_text()
    prose, found = read(source, grammar)
    assert prose.markdown + "\n" == (DATA / "kept" / f"{name}.expected.md").read_text()
    page = "# Page\n\n" if grammar is Grammar.NARRATIVE else ""
    assert faults(doctree(page + prose.markdown), grammar) == []
    messages = [f"{d.line}: {d.message}" for d in found]
    assert messages == (
        ["1: a heading of level 1 is the section's own; shown as level 2"]
        if grammar is Grammar.NARRATIVE
        else []
    )


def test_writing_again_changes_nothing():
    once, _ = read((DATA / "kept" / "note.md").read_text())
    twice, found = read(once.markdown)
    # Math has become a role, which notes do not have: their math stands between dollars.
    assert {d.message.split(" is ")[0] for d in found} == {"the role {math}", "a fenced block"}
    assert twice.text.split("\n")[0].startswith("Quantization matters")


def test_definitions_of_one_note_do_not_reach_the_next():
    first, _ = read("[a]: https://example.org/evil\n\n[^1]: evil\n")
    second, _ = read("See [a] and [text][a] and more[^1].\n")
    document = doctree(f"{first.markdown}\n\n{second.markdown}\n")
    assert faults(document, Grammar.NOTE) == []
    assert not list(document.findall(lambda node: node.tagname == "reference"))


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("&#123;eval-rst&#125;", "{eval-rst}"),
        ("[a](javascript&colon;alert)", "[a](javascript&colon;alert)"),
        ("a&#10;# b", "a#b"),
        ("a\u2028# b\u2029> c\x85- d\x0b1. e", "a#b>c-d1.e"),
        ("a\x00b\x1bc\x9bd", "abcd"),
        ("a\u202eb\u2066c", "a\u202eb\u2066c"),
        ("a\r# b\r\n- c", "a#bc"),
        ("\t# b", "#b"),
        ("&#42;a&#42; &lt;b&gt; &amp;amp;", "*a*<b>&amp;"),
        ("~~a~~ ==b== x^2^ H~2~O", "~~a~~==b==x^2^H~2~O"),
        ("(c) (tm) a -- b ... +- §1.2", "(c)(tm)a--b...+-§1.2"),
        ("www.example.org http://example.org a@example.org example.com", None),
    ],
)
def test_characters_stay_text(source, shown):
    _, document = parsed(source)
    assert faults(document, Grammar.NOTE) == []
    assert text_of(document) == (squeezed(source) if shown is None else shown)
    assert not list(document.findall(lambda node: node.tagname == "reference"))


@pytest.mark.parametrize(
    "target",
    [
        *("path:conf.py", "project:index.md", "inv:#x", "javascript:alert(1)", "conf.py"),
        *("../index.md", "a/../../index.md", "//example.org/x.md", "a\\b.md", "%2e%2e/x.md"),
        *("x.md#a%20b", ".hidden/x.md", "mailto:", "mailto:a@b.org?attach=/etc/passwd"),
        *("https://user@example.org", "ftp://example.org", "data:text/html,x"),
    ],
)
def test_narratives_link_to_pages_and_the_web_alone(target):
    prose, found = read(f"[text]({target})", Grammar.NARRATIVE)
    assert [d.message.split(" is ")[0] for d in found] == ["this link"]
    assert prose.markdown.startswith("\\[text")


@pytest.mark.parametrize(
    "path", ["../x.png", "x.txt", "/../x.png", "http://e.org/x.png", "a\\x.png", "x.*", "a%00.png"]
)
def test_images_stay_inside_docs(path):
    _, found = read(f"![alt]({path})\n\n```{{figure}} {path}\n```\n", Grammar.NARRATIVE)
    assert [d.message.split(" is ")[0] for d in found] == ["this image", "this figure"]


@pytest.mark.parametrize(
    "name",
    [
        *(
            "include",
            "literalinclude",
            "raw",
            "csv-table",
            "list-table",
            "eval-rst",
            "role",
            "toctree",
        ),
        *(
            "download",
            "image",
            "math",
            "code-block",
            "glossary",
            "parsed-literal",
            "only",
            "default-role",
        ),
    ],
)
def test_narratives_hold_no_other_directive(name):
    for fence in ("```", ":::"):
        source = f"{fence}{{{name}}} ../conf.py\n:file: ../conf.py\n\nbody\n{fence}\n"
        _, document = parsed(source, Grammar.NARRATIVE)
        assert faults(document, Grammar.NARRATIVE) == []
        assert text_of(document) == squeezed(f"Page{source}")


def test_a_table_whose_row_would_lose_a_cell_is_shown_as_text():
    prose, found = read("| a |\n|---|\n| b | lost |\n", Grammar.NARRATIVE)
    assert "lost" in prose.text
    assert [d.message.split(" is ")[0] for d in found] == ["a row with more cells than the head"]


def test_blocks_stand_at_their_own_lines():
    source = "One.\n\n\n\nTwo\nlines.\n\n- a\n\n- b\n\n# Heading\n\nLast.\n"
    prose, found = read(source, line=10)
    written = prose.markdown.split("\n")
    assert prose.line == 10
    for text in ("One.", "Two", "- a", "- b", "Last."):
        assert written.index(text) == source.split("\n").index(text)
    assert [(d.line, d.column) for d in found] == [(21, 1)]


def test_text_and_citations():
    prose, _ = read(
        "Li et al. (2024) halve it, e.g. by $\\alpha$ {cite:p}`a,b`. See {cite:t}`c`!\n\n"
        "- First ({cite}`{see}d{p. 3}`).\n",
        line=5,
    )
    assert prose.text == "Li et al. (2024) halve it, e.g. by α. See!\nFirst."
    assert [(c.keys, c.style, c.line, c.sentence) for c in prose.citations] == [
        (("a", "b"), "p", 5, "Li et al. (2024) halve it, e.g. by α."),
        (("c",), "t", 5, "See!"),
        (("d",), "p", 7, "First."),
    ]
    assert prose.cited_keys == ("a", "b", "c", "d")


FRAGMENTS = st.sampled_from((DATA / "fragments.txt").read_text().split("\n"))
BLOCKS = st.sampled_from(
    [
        *(
            "```{note}\nhi\n```",
            ":::{tip} a\nb\n:::",
            "```{admonition} T `c`\nhi\n```",
            "```py\n:x:\n```",
        ),
        *(
            "```{include} /etc/passwd\n```",
            "```{figure} i.png\n:alt: x\ncap\n```",
            "$$\na\n$$",
            "|a|b|",
        ),
        *(
            "|a|b|\n|-|-|\n|c|`d\\|e`|",
            "```{survey-claims} a\n:b: c\n```",
            "````\n```\n````",
            "a\n: b",
        ),
    ]
)
JOINTS = st.sampled_from(["", "", " ", "\n", "\n\n", "  \n", "\n  ", "\n- ", "\n> ", "\n1. "])
SOURCES = st.lists(st.tuples(FRAGMENTS | BLOCKS, JOINTS), max_size=8).map(
    lambda parts: "".join(f"{part.strip(chr(10))}{joint}" for part, joint in parts)
)


@settings(max_examples=300, deadline=None)
@given(SOURCES, st.sampled_from(Grammar))
def test_any_mixture_gives_allowed_nodes_alone(source, grammar):
    prose, document = parsed(source, grammar)
    assert faults(document, grammar) == []
    if not re.search(r"[$!]|math|figure|\(|\[|,", source):  # math and citations read otherwise
        page = "Page" if grammar is Grammar.NARRATIVE else ""
        assert text_of(document) == page + squeezed(prose.text)


@settings(max_examples=200, deadline=None)
@given(SOURCES, st.sampled_from(Grammar))
def test_no_word_is_lost(source, grammar):
    if "&" in source:
        return
    prose, _ = read(source, grammar)
    written = prose.markdown.replace("\\", "")
    for word in re.findall("[a-zA-Z]{2,}", source):
        assert word in written


@pytest.mark.parametrize("character", ["[", "*", ">", "`", "{", "$", "(", "- ", "> ", "![", "{{x"])
def test_ten_thousand_of_a_mark_take_linear_time(character):
    start = time.process_time()
    prose, _ = read(character * 10_000 + "x")
    assert "x" in prose.text
    assert time.process_time() - start < 3


@pytest.mark.slow
def test_a_megabyte_in_one_paragraph_is_read():
    prose, _ = read("word *word*\n" * 80_000)
    assert prose.text.count("word") == 160_000


@pytest.mark.parametrize("mark", ["> ", "- ", "1. "])
def test_nesting_that_is_too_deep_is_text(mark):
    prose, found = read(mark * 40 + "deep", Grammar.NARRATIVE)
    assert "deep" in prose.text
    assert found
    assert faults(doctree(prose.markdown), Grammar.NARRATIVE) == []


def test_bytes_of_a_narrative_are_decoded():
    prose, found = read_narrative("\ufeffna\u00efve".encode(), path="docs/sections/x.md")
    assert (prose.text, found) == ("na\u00efve", [])


MARK = "\N{BROKEN BAR}"


@pytest.mark.parametrize(
    "source",
    [
        "a ¦<i> and\n`b` ¦[^1] and *¦[^1]*",
        "{cite:p}`x` ¦{role}`y`  \nb\\\n  ¦{role}`y` `c\nd` ¦{role}`y`",
        "[a\nb](http://e.org) ¦[c](x.txt) <http://e.org> ¦<inv:x>",
        "- a\n\n  > b ¦<i>\n  > ¦<b>\n\n-\tc ¦<p>",
        "1. a\n\n   ¦# b\n\n   ¦***",
        "| a | ¦<i> |\n|---|---|\n| ¦<b> | a ¦<p> |",
        ":::{note} a ¦<i>\n> b ¦<i>\n:::\n\n  ¦```{raw} html\n  ```",
        "## a ¦<i> ##\n\n¦$$\n\\input\n$$\n\na $b$ ¦$\\input$",
        "&amp; ¦[^1] \\[^1\\] ¦[^1] $x$ ¦{{ y }}",
        "| a |\n|---|\n| b |\n¦| c | d |",
        "ü 🂡 ¦<i>",
    ],
)
def test_what_is_refused_is_found_at_its_place(source):
    places = []
    for number, line in enumerate(source.split("\n"), start=5):
        *parts, _ = line.split(MARK)
        places += [(number, len("".join(parts[: n + 1])) + 1) for n in range(len(parts))]
    _, found = read(source.replace(MARK, ""), Grammar.NARRATIVE, line=5)
    assert [(d.line, d.column) for d in found] == places


def test_citations_know_their_column():
    prose, _ = read("a {cite:p}`x`\n\n- b {cite:t}`y` {cite:p}`x`\n  {cite:p}`z`\n", line=3)
    assert [(c.line, c.column) for c in prose.citations] == [(3, 3), (5, 5), (5, 17), (6, 3)]


def test_a_closing_tag_belongs_to_its_opening_one():
    _, found = read("a <b>c</b> </i> <b><b>d</b></b>")
    assert [d.column for d in found] == [3, 12, 17, 20]


def test_a_role_that_is_nearly_a_citation_is_told_so():
    _, (finding,) = read("{citep}`a`")
    assert finding.help == 'did you mean "cite:p"?'


def test_ten_thousand_citations_are_placed_in_time():
    start = time.process_time()
    prose, _ = read("word {cite:p}`key` " * 10_000)
    assert prose.citations[-1].column == 9_999 * 19 + 6
    read("word {cite:p}`key`\n" * 10_000)
    assert time.process_time() - start < 6


def refused(source, grammar=Grammar.NOTE):
    prose, found = read_prose(source, path="p", line=1, grammar=grammar)
    return prose, [(one.line, one.column, one.message) for one in found]


@pytest.mark.parametrize(
    ("source", "column", "shown"),
    [
        ("See {cite:t}`key, and more.", 5, "this role is not closed; shown as text: {cite:t}`"),
        ("See {note}`", 5, "this role is not closed; shown as text: {note}`"),
        ("See \\citep[see][p. 3]{a,b}.", 5, "shown as text: \\citep[see][p. 3]{a,b}"),
        ("*See* \\cite{a}.", 7, "shown as text: \\cite{a}"),
        ("See [@a].", 5, "shown as text: [@a]"),
        ("See [e.g. @a; -@b, p. 3].", 5, "shown as text: [e.g. @a; -@b, p. 3]"),
        ("It takes $$n^2 steps.", 10, "this formula is not closed; shown as text: $$"),
    ],
)
def test_what_is_meant_as_a_citation_or_formula_is_told(source, column, shown):
    prose, ((line, at, message),) = refused(source)
    assert (line, at) == (1, column)
    assert message.endswith(shown)
    assert shown.split("text: ")[1] in prose.text


@pytest.mark.parametrize(
    "source",
    [
        "Write `{cite:t}` and `\\cite{a}` and `[@a]`.",
        "\\\\cite{a} and \\[@a] and \\$\\$5",
        "me@example.org [me@example.org] [a](https://b.org/@c) a [b] @c {x} {cite:p}",
    ],
)
def test_what_is_not_meant_so_is_not(source):
    assert refused(source)[1] == []


@pytest.mark.parametrize(
    ("source", "end", "markdown"),
    [
        (":::{tip}\nText.", "\n:::", "```{tip}\nText.\n```"),
        ("```py\nx = 1", "\n```", "```{code-block} py\nx = 1\n```"),
        ("> ```\n> x", "\n> ````", "> ```{code-block} text\n> x\n> ```"),
    ],
)
def test_a_block_that_is_not_closed_is_told_and_shown(source, end, markdown):
    prose, ((line, _column, message),) = refused(source, Grammar.NARRATIVE)
    assert (prose.markdown, line) == (markdown, 1)
    assert message == "this block is not closed; it goes on to the end of the text"
    assert refused(source + end, Grammar.NARRATIVE)[1] == []


def test_a_part_that_is_not_closed_costs_itself():
    source = "```{survey-claims} a\n\nText {cite:p}`b`.\n\n## Heading\n"
    prose, ((line, column, message),) = refused(source, Grammar.NARRATIVE)
    assert (line, column) == (1, 1)
    assert message == "this block is not closed; shown as text: ```{survey-claims} a"
    assert prose.cited_keys == ("b",)
    assert "## Heading" in prose.markdown
    assert not prose.mentions


def test_a_narrative_holds_the_parts_that_the_site_has():
    from surveygen.readers.prose_directives import NEED_SECTION, SURVEY_PARTS
    from surveygen.site import survey_directives

    assert survey_directives.MAKERS.keys() == SURVEY_PARTS
    assert survey_directives._NEED_SECTION == NEED_SECTION


@pytest.mark.parametrize(
    ("source", "help"),
    [
        ("```{survey-claim} a\n```", 'did you mean "survey-claims"?'),
        (":::{tipp}\na\n:::", 'did you mean "tip"?'),
        ("```{survey-claims}\n```", "write the id of a section behind the name"),
        ("```{survey-claims} a\n:b: c\n```", "it has at most a section id, and no text"),
        ("```{survey-tree} a b\n```", "it has at most a section id, and no text"),
    ],
)
def test_a_directive_that_is_not_allowed_says_what_is(source, help):
    _, (finding,) = read_prose(source, path="p", line=1, grammar=Grammar.NARRATIVE)
    assert finding.help == help


def test_prose_knows_what_of_the_survey_it_names():
    source = "See [a](b.md#c)\nand ![d](e.png).\n\n> ```{survey-tree} f\n> ```\n"
    prose, found = refused(source, Grammar.NARRATIVE)
    assert found == []
    assert [(it.kind, it.name, it.line, it.column) for it in prose.mentions] == [
        *[("page", "/b.md", 1, 5), ("image", "/e.png", 2, 5), ("section", "f", 4, 3)],
    ]
