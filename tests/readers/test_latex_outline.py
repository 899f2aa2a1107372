r"""A LaTeX outline becomes sections: titles, placements, descriptions; a fault costs one line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveygen.readers.latex_outline import LatexOutline, read_latex_outline
from surveygen.survey.outline import OutlineSection


def read(text: str) -> LatexOutline:
    return read_latex_outline(text.encode(), path="t.tex")


def items(text: str) -> tuple[OutlineSection, ...]:
    found = read(f"\\begin{{itemize}}\n{text}\n\\end{{itemize}}")
    assert not found.diagnostics
    return found.outline.sections


def item(text: str) -> OutlineSection:
    (only,) = items(rf"\item {text}")
    return only


def keys(section: OutlineSection) -> str:
    return " ".join(placement.key for placement in section.works)


def tree(sections: tuple[OutlineSection, ...]) -> list[object]:
    return [
        (section.title, keys(section), *([tree(section.sections)] if section.sections else []))
        for section in sections
    ]


TITLES = {
    r"\textbf{Title}~\cite{a,b}": ("Title", "a b"),
    r"Title~\cite{ a , b}": ("Title", "a b"),
    r"\textbf{Title~\cite{a}}": ("Title", "a"),
    r"Title (\cite{a}, \citep[p. 3]{b})": ("Title", "a b"),
    r"Title: \citet{a}; \autocite{b}": ("Title", "a b"),
    r"\textbf{top} tagging~\cite{a}": ("top tagging", "a"),
    r"\textbf{$W/Z$ \& 50\% of G\"odel}\cite{a}": ("W/Z & 50% of Gödel", "a"),
    r"{\bf Title} \cites{a}[12]{b}": ("Title", "a b"),
    r"Title % \cite{x}": ("Title", ""),
    "Title~\\cite{a,%\n  b}": ("Title", "a b"),
    r"[Title] \cite{a}": ("Title", "a"),
    "Title": ("Title", ""),
}


@pytest.mark.parametrize(("text", "expected"), TITLES.items(), ids=TITLES)
def test_the_first_line_is_title_and_works(text: str, expected: tuple[str, str]) -> None:
    found = item(text)
    assert (found.title, keys(found), found.description) == (*expected, "")


DESCRIPTIONS = {
    "T~\\cite{a}\n\\\\\\textit{One  sentence.}": "One sentence.",
    "T\\\\[2pt]\n{\\it One.}": "One.",
    "T~\\cite{a}\n\nOne.\n\nTwo \\emph{three}.": "One.\n\nTwo *three*.",
    "T~\\cite{a} and beyond": "{cite:p}`a` and beyond",
    "T\\\\ by~\\citet[see][p. 3]{b}": "by {cite:t}`{see}b{p. 3}`",
    "T\\\\ a $x_1$ b": "a $x_1$ b",
    "T\\\\ $\\sum_{\\text{all $i$}} i$": "$\\sum_{{\\text{all }i}} i$",
    "T\\\\ $\\sum_\\text{all $i$ here} i$": "$\\sum_{\\text{all }i\\text{ here}} i$",
    "T\\\\ so \\[ x = 1 \\] end": "so\n\n$$\nx = 1\n$$\n\nend",
    "T\\\\ \\begin{equation} x \\end{equation}": "$$\nx\n$$",
    "T\\\\ see \\href{https://a.org/b_c}{it}": "see [it](<https://a.org/b_c>)",
    "T\\\\ 5 * 3 `a' [b] # c_d": "5 \\* 3 ‘a’ \\[b\\] # c\\_d",
    "T\\\\ - no list": "\\- no list",
    "T\\\\ word\\footnote{why}": "word (why)",
}


@pytest.mark.parametrize(("text", "expected"), DESCRIPTIONS.items(), ids=DESCRIPTIONS)
def test_what_follows_a_break_is_the_description(text: str, expected: str) -> None:
    assert item(text).description == expected


def test_items_nest_and_keep_their_own_works() -> None:
    found = items(
        r"""\item \textbf{A}~\cite{a}
        \begin{enumerate}
          \item B~\cite{b}
            \begin{itemize} \item C~\cite{c} \end{itemize}
          \item \cite{d}
          \item \cite{e}
        \end{enumerate}
        \item D"""
    )
    assert tree(found) == [("A", "a d e", [("B", "b", [("C", "c")])]), ("D", "")]


def test_headings_hold_lists_and_lists_end_with_them() -> None:
    found = read(
        r"""\section{One}\label{one} \cite{a}
        \subsection*{Two}
        Prose~\cite{p}.
        \begin{itemize}\item Three~\cite{b}\end{itemize}
        \section{Four}"""
    )
    expected = [("One", "a", [("Two", "", [("Three", "b")])]), ("Four", "")]
    assert tree(found.outline.sections) == expected
    assert found.outline.sections[0].sections[0].description == "Prose {cite:p}`p`."


def test_what_is_cited_in_prose_is_background() -> None:
    found = read(
        r"""Before~\cite{i}. \nocite{n,*}
        \begin{itemize}\item T~\cite{a}\\ \textit{After~\cite{d} and~\cite{a}.}\end{itemize}"""
    )
    assert [placement.key for placement in found.outline.background] == ["i", "n", "d", "a"]
    assert found.outline.introduction == "Before {cite:p}`i`."


def test_works_whose_home_is_elsewhere_are_told_apart() -> None:
    found = item(r"T~\cite{a}; \citep[see also][]{b,c}")
    assert keys(found) == "a"
    assert [placement.key for placement in found.also] == ["b", "c"]
    assert found.description == ""


def test_a_placement_knows_where_it_stands() -> None:
    found = items("\\item A~\\cite{a,\nb}")
    assert [(one.line, one.column) for one in found[0].works] == [(2, 15), (3, 1)]


MACROS = {
    r"\newcommand{\gan}{GAN\xspace}": (r"\gan models, \gan.", "GAN models, GAN."),
    r"\newcommand\gan{GAN}": (r"\gan{} x \gan x", "GAN x GANx"),
    r"\newcommand{\two}[2]{#2 and #1}": (r"\two{a}{b}", "b and a"),
    r"\newcommand{\opt}[2][x]{#1#2}": (r"\opt{a} \opt[y]{b}", "xa yb"),
    r"\def\pair#1#2{(#1, #2)}": (r"\pair ab", "(a, b)"),
    r"\let\i\emph \def\j{\k} \def\k{deep}": (r"\j", "deep"),
    r"\renewcommand{\item}{no} \newcommand{\x}[1]{\item #1}": ("a", "a"),
}


@pytest.mark.parametrize(("macro", "use"), MACROS.items(), ids=MACROS)
def test_macros_are_written_out(macro: str, use: tuple[str, str]) -> None:
    body = rf"\begin{{document}}\begin{{itemize}}\item {use[0]}\end{{itemize}}\end{{document}}"
    found = read(macro + body)
    assert [section.title for section in found.outline.sections] == [use[1]]


def test_a_macro_may_hold_items() -> None:
    found = read(
        r"\newcommand{\topic}[2]{\item \textbf{#1}~\cite{#2}}"
        r"\begin{document}\begin{itemize}\topic{A}{a,b}\topic{B}{c}\end{itemize}\end{document}"
    )
    assert tree(found.outline.sections) == [("A", "a b"), ("B", "c")]


def test_an_environment_may_hold_a_list() -> None:
    found = read(
        r"\newenvironment{topics}[1]{\textbf{#1}\begin{itemize}}{\end{itemize}}"
        r"\begin{document}\begin{topics}{On}\item A~\cite{a}\end{topics}\section{B}\end{document}"
    )
    assert not found.diagnostics
    assert found.outline.introduction == "**On**"
    assert tree(found.outline.sections) == [("A", "a"), ("B", "")]


def test_a_macro_that_calls_itself_ends() -> None:
    found = read(r"\newcommand{\x}{\x\x}\begin{itemize}\item A \x~\cite{a}\end{itemize}")
    assert keys(found.outline.sections[0]) == "a"
    assert [str(one.code.id) for one in found.diagnostics] == ["I006"]


def test_identity_and_bibliographies_are_read() -> None:
    found = read_latex_outline(
        rb"""\title{A \\ review} \bibliographystyle{x} \addbibresource{b.bib}
        \begin{document}\maketitle\begin{abstract}What.\end{abstract}
        Words. \bibliography{c, d}\end{document} \bibliography{e}""",
        path="there/t.tex",
    )
    outline = found.outline
    assert (outline.title, outline.abstract) == ("A review", "What.")
    assert outline.introduction == "Words."
    assert found.bibliographies == ("there/b.bib", "there/c.bib", "there/d.bib")


FAULTS = {
    r"\begin{itemize}\item A~\cite{a}": ("is never ended", [("A", "a")]),
    "\\begin{itemize}\\item A\\end{enumerate}": ("ends \\begin{itemize}", [("A", "")]),
    "\\item A~\\cite{a} \\item B": ("stands in no list", [("A", "a"), ("B", "")]),
    "\\section{A}\\end{itemize}\\section{B}": ("ends nothing", [("A", ""), ("B", "")]),
    "\\begin{itemize}\\item \\textbf{A~\\cite{a}\n\\item B~\\cite{b}\\end{itemize}": (
        "never closed",
        [("A", "a"), ("B", "b")],
    ),
    "\\begin{itemize}\\item A}~\\cite{a}\\end{itemize}": ("closes nothing", [("A", "a")]),
    "\\section{A}\\begin{table}\\cite{t}\\end{table}": ("table is left out", [("A", "")]),
    "\\section{A}\\input{more}": ("more is not read", [("A", "")]),
    "\\begin{itemize}\\item A\\section{B}": ("is never ended", [("A", ""), ("B", "")]),
}


@pytest.mark.parametrize(("text", "expected"), FAULTS.items(), ids=FAULTS)
def test_a_fault_is_one_line_and_the_rest_survives(
    text: str, expected: tuple[str, list[object]]
) -> None:
    found = read(text)
    assert [expected[0] in one.message for one in found.diagnostics] == [True]
    assert tree(found.outline.sections) == expected[1]


def test_lists_may_nest_without_end() -> None:
    found = read("\\begin{itemize}\\item A~\\cite{a} " * 3000)
    assert len(found.diagnostics) == 3000
    assert found.outline.sections[0].title == "A"


ENCODINGS = {
    "a mark": b"\xef\xbb\xbf\\section{G\xc3\xb6del}",
    "Latin-1": b"\\section{G\xf6del}",
    "carriage returns": b'\\section{G\\"odel}\r\rText.\r',
}


@pytest.mark.parametrize("data", ENCODINGS.values(), ids=ENCODINGS)
def test_bytes_are_read_as_bibliographies_are(data: bytes) -> None:
    assert [one.title for one in read_latex_outline(data, path="t").outline.sections] == ["Gödel"]


parts = st.sampled_from(
    [*r"\item \begin{itemize} \end{itemize} \cite{a} \textbf{ { } [ ] $ $$ \\ % ~".split()]
    + [*r"\section{S} \newcommand{\x} #1 \x \href{u} \[ \] word - * ` {cite}`k`".split(), "\n\n"]
)


@given(st.lists(parts, max_size=30).map(" ".join))
def test_no_document_stops_the_reader(text: str) -> None:
    found = read(text)
    for one in found.diagnostics:
        assert one.line
        assert one.column
