"""Rich text and references to docutils nodes, HTML and LaTeX; text is always escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from docutils import nodes
from sphinx.util.texescape import escape as escape_latex

from surveygen.references.reference import Piece, Reference
from surveygen.text import math
from surveygen.text.richtext import RichText, Run

_HTML_TAGS = {"emph": "em", "strong": "strong", "code": "code", "sub": "sub", "sup": "sup"}
_LATEX_COMMANDS = {
    "emph": r"\sphinxstyleemphasis",
    "strong": r"\sphinxstylestrong",
    "code": r"\sphinxcode",
    "sub": r"\textsubscript",
    "sup": r"\textsuperscript",
}
_NODES: dict[str, type[nodes.TextElement]] = {
    "emph": nodes.emphasis,
    "strong": nodes.strong,
    "code": nodes.literal,
    "sub": nodes.subscript,
    "sup": nodes.superscript,
}


def html_runs(runs: RichText) -> str:
    """Rich text as HTML."""
    return "".join(map(_html_run, runs))


def html_reference(pieces: Reference) -> str:
    """A reference as HTML with its links."""
    parts = []
    for url, runs in _by_url(pieces):
        text = html_runs(runs)
        if url:
            text = f'<a class="reference external" href="{escape(url)}">{text}</a>'
        parts.append(text)
    return "".join(parts)


def _html_run(run: Run) -> str:
    if run.style == "math":
        return math.to_mathml(run.text) or f"<code>{escape(run.text)}</code>"
    tag = _HTML_TAGS.get(run.style)
    text = escape(run.text)
    return f"<{tag}>{text}</{tag}>" if tag else text


def latex_text(text: str) -> str:
    """Plain text for XeLaTeX."""
    return escape_latex(text, "xelatex")


def latex_runs(runs: RichText) -> str:
    """Rich text as LaTeX."""
    return "".join(map(_latex_run, runs))


def latex_reference(pieces: Reference) -> str:
    """A reference as LaTeX with its links."""
    parts = []
    for url, runs in _by_url(pieces):
        text = latex_runs(runs)
        if url:
            shown = "".join(run.text for run in runs)
            if " " in shown or ":" not in shown:
                text = rf"\surveywork{{{latex_url(url)}}}{{{text}}}"
            else:
                text = rf"\sphinxhref{{{latex_url(url)}}}{{{latex_address(shown)}}}"
        parts.append(text)
    return "".join(parts)


def latex_url(url: str) -> str:
    r"""An address as the first argument of ``\href``: percent-encoded where TeX would trip."""
    return url.translate(_URL_ESCAPES)


_URL_ESCAPES = str.maketrans(
    {
        **{character: f"\\{character}" for character in "%#&_$"},
        **{character: f"\\%{ord(character):02X}" for character in "\\{}^~ "},
    }
)


def latex_address(text: str) -> str:
    """A shown address, which breaks behind its marks, and within what is long without any."""
    return r"\allowbreak{}".join(map(latex_text, _ADDRESS_PIECES.findall(text)))


_ADDRESS_PIECES = re.compile(r"[^/.:_-]{0,15}[/.:_-]|[^/.:_-]{1,15}")


def _latex_run(run: Run) -> str:
    if run.style == "math":
        tex = math.to_tex(run.text)
        return rf"\({tex}\)" if tex else rf"\sphinxcode{{{latex_text(run.text)}}}"
    command = _LATEX_COMMANDS.get(run.style)
    text = latex_text(run.text)
    return f"{command}{{{text}}}" if command else text


def reference_nodes(pieces: Reference) -> list[nodes.Node]:
    """A reference as docutils nodes, for builders that have no writer of ours."""
    found: list[nodes.Node] = []
    for url, runs in _by_url(pieces):
        parts = [_node(run) for run in runs]
        if url:
            found.append(nodes.reference("", "", *parts, refuri=url, internal=False))
        else:
            found.extend(parts)
    return found


def rich_nodes(runs: RichText) -> list[nodes.Node]:
    """Rich text as docutils nodes."""
    return [_node(run) for run in runs]


def _node(run: Run) -> nodes.Node:
    if run.style == "math" and (tex := math.to_tex(run.text)):
        return nodes.math(tex, tex)
    kind = nodes.literal if run.style == "math" else _NODES.get(run.style)
    return kind(run.text, run.text) if kind else nodes.Text(run.text)


def _by_url(pieces: Iterable[Piece]) -> Iterable[tuple[str | None, tuple[Run, ...]]]:
    """Neighbours that lead to the same address as one link."""
    url: str | None = None
    runs: list[Run] = []
    for piece in pieces:
        if runs and piece.url != url:
            yield url, tuple(runs)
            runs = []
        url = piece.url
        runs.append(piece.run)
    if runs:
        yield url, tuple(runs)
