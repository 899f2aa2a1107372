"""The HTML of reference managers means what it means; anything else in a title is text."""

from __future__ import annotations

import pytest

from surveygen.text.html_markup import title_from_html, title_to_html
from surveygen.text.latex import to_richtext, to_unicode


@pytest.mark.parametrize(
    ("html", "field", "shown"),
    [
        ("On <i>E. coli</i> growth", r"On \emph{E. coli} growth", "On E. coli growth"),
        ("CO<sub>2</sub>", r"{CO}\textsubscript{{2}}", "CO2"),
        ('<span class="nocase">Turing</span> machines', "{Turing} machines", "Turing machines"),
        ("<b>a <i>b</i></b>", r"\textbf{a \emph{b}}", "a b"),
        ("R&amp;D &lt;i&gt;x&lt;/i&gt;", r"{R}\&{D} \emph{x}", "R&D x"),
        ("x < y and y > z", "x < y and y > z", "x < y and y > z"),
        ("<i>never closed", "<i>never closed", "<i>never closed"),
        ("<i>crossed <b>tags</i></b>", r"<i>crossed \textbf{tags</i>}", "<i>crossed tags</i>"),
        ("<div>other</div>", "<div>other</div>", "<div>other</div>"),
        ("AT&T", r"{AT}\&T", "AT&T"),
    ],
)
def test_a_title(html: str, field: str, shown: str) -> None:
    written = title_from_html(html)
    assert to_unicode(written) == shown
    assert to_richtext(written) == to_richtext(field)


@pytest.mark.parametrize(
    ("field", "html"),
    [
        (r"\emph{E. coli} in \textbf{bold}", "<i>E. coli</i> in <b>bold</b>"),
        (r"CO\textsubscript{2} at 10\textsuperscript{3}", "CO<sub>2</sub> at 10<sup>3</sup>"),
        (r"$O(n^2)$ in \texttt{C}", "O(n^2) in C"),
    ],
)
def test_a_title_as_csl_has_it(field: str, html: str) -> None:
    assert title_to_html(to_richtext(field)) == html


def test_markup_however_deep_ends() -> None:
    assert to_unicode(title_from_html("<i>" * 5000 + "a" + "</i>" * 5000)).count("a") == 1
