"""The keys that a document cites, in order, whatever it is written in."""

from __future__ import annotations

import pytest

from surveygen.readers.cited_keys import CitedKeys, read_cited_keys


def read(text: str, name: str) -> CitedKeys:
    return read_cited_keys(text.encode(), path=name)


@pytest.mark.parametrize(
    ("name", "text", "keys"),
    [
        ("paper.aux", "\\relax\n\\citation{b,a}\n\\citation{a}\n\\bibcite{z}{1}", "b a"),
        ("paper.aux", "\\abx@aux@cite{0}{b}\n\\abx@aux@segm{0}{0}{b}", "b"),
        ("paper.bcf", '<bcf:citekey order="1">b</bcf:citekey><bcf:citekey>a</bcf:citekey>', "b a"),
        ("paper.tex", "see \\cite{b} and \\citep[p.~3]{a, c}", "b a c"),
        ("paper.tex", "\\citet*{a} \\Citet{b} \\parencite[see][3]{c} \\footcite{d}", "a b c d"),
        ("paper.tex", "\\textcites(see)(){a}[12]{b} text {c}", "a b"),
        ("paper.tex", "% \\cite{no}\n100\\% \\cite{a} % \\cite{no}", "a"),
        ("paper.tex", "\\citestyle{authoryear}\\newcommand{\\c}{\\cite{#1}}", ""),
        ("paper.tex", "\\citealp{a,\n  b}", "a b"),
        ("page.md", "{cite:p}`b,a` {cite:t}`{see}c{p. 3}` {cite}`d`", "b a c d"),
        ("page.md", "as @smith says [-@doe99; @x:y/z], me@example.org", "smith doe99 x:y/z"),
        ("keys.txt", "a\n# no\nb, c;d\n", "a b c d"),
        ("-", "a b\n", "a b"),
        ("empty.txt", "", ""),
    ],
)  # fmt: skip
def test_keys(name: str, text: str, keys: str) -> None:
    assert [place.key for place in read(text, name).keys] == keys.split()


def test_a_key_stands_where_it_is_cited_first() -> None:
    (a, b) = read("one\n  \\cite{a,\n  b} \\cite{a}", "paper.tex").keys
    assert (a.line, a.column) == (2, 9)
    assert (b.line, b.column) == (3, 3)


def test_nocite_of_everything() -> None:
    found = read("\\nocite{*}", "paper.tex")
    assert found.everything
    assert found.keys == ()
    assert read("\\citation{*}", "paper.aux").everything
