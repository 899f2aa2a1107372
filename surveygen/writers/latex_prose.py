"""MyST of narratives and descriptions to LaTeX.

What a LaTeX outline has no construct for is written as paragraphs: headings in bold, the items of
lists, the rows of tables, the content of admonitions. Figures are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

from surveygen.text.citation_syntax import Cited, parse_citation
from surveygen.text.latex import from_unicode

_STYLES: Final = {"em": r"\emph{", "strong": r"\textbf{"}
_BULLET: Final = "• "
_LEFT_OUT: Final = ("figure", "image", "code-block")
_COMMANDS: Final = {"cite": r"\citep", "cite:p": r"\citep", "cite:t": r"\citet"}


def latex_paragraphs(markdown: str, keys: Mapping[str, str]) -> list[str]:
    """The paragraphs of prose as LaTeX.

    Args:
        markdown: MyST as `readers.prose` writes it.
        keys: for keys that it cites by an old name, the present one.

    """
    return list(_blocks(_parser().parse(markdown), keys))


def latex_text(text: str) -> str:
    """Plain text as LaTeX, blanks at its ends kept."""
    words = from_unicode(text)
    lead = " " if text[:1].isspace() else ""
    tail = " " if words and text[-1:].isspace() else ""
    return f"{lead}{words}{tail}"


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table").disable("text_join")
    parser.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True)
    return parser.use(myst_role_plugin).use(colon_fence_plugin)


def _blocks(tokens: Sequence[Token], keys: Mapping[str, str]) -> Iterator[str]:
    lead, is_heading = "", False
    row: list[str] | None = None
    for token in tokens:
        match token.type:
            case "list_item_open":
                lead = _BULLET
            case "heading_open" | "heading_close":
                is_heading = token.type == "heading_open"
            case "tr_open":
                row = []
            case "tr_close":
                yield " – ".join(row or ())
                row = None
            case "inline":
                text = lead + _inline(token.children or (), keys)
                lead = ""
                if row is not None:
                    row.append(text)
                elif text.strip():
                    yield rf"\textbf{{{text}}}" if is_heading else text
            case "math_block" | "math_block_label" | "amsmath":
                yield f"\\[\n{token.content.strip()}\n\\]"
            case "fence" | "colon_fence":
                yield from _directive(token, keys)
            case "code_block":
                yield rf"\texttt{{{latex_text(token.content)}}}"


def _directive(token: Token, keys: Mapping[str, str]) -> Iterator[str]:
    name, _space, title = token.info.strip().partition("}")
    if not name.startswith("{"):
        yield rf"\texttt{{{latex_text(token.content)}}}"
    elif name == "{math":
        yield f"\\[\n{token.content.strip()}\n\\]"
    elif name[1:] not in _LEFT_OUT:
        if title.strip():
            yield rf"\textbf{{{latex_text(title.strip())}}}"
        yield from latex_paragraphs(token.content, keys)


def _inline(tokens: Sequence[Token], keys: Mapping[str, str]) -> str:
    parts: list[str] = []
    closings: list[str] = []
    for token in tokens:
        kind = token.type
        if kind in ("text", "text_special"):
            parts.append(token.content)
            continue
        before = latex_text("".join(_pending(parts)))
        parts.append(_Done(before)) if before else None
        parts.append(_Done(_markup(token, closings, keys)))
    before = latex_text("".join(_pending(parts)))
    return "".join(part for part in (*parts, before) if part)


class _Done(str):
    """LaTeX already."""

    __slots__ = ()


def _pending(parts: list[str]) -> list[str]:
    """Take the plain texts off the end of a list: neighbours must be escaped as one."""
    texts: list[str] = []
    while parts and not isinstance(parts[-1], _Done):
        texts.insert(0, parts.pop())
    return texts


def _markup(token: Token, closings: list[str], keys: Mapping[str, str]) -> str:
    kind: Any = token.type
    if kind in ("softbreak", "hardbreak"):
        return " "
    if kind == "code_inline":
        return rf"\texttt{{{latex_text(token.content)}}}"
    if kind == "math_inline":
        return f"${token.content}$"
    if kind == "math_inline_double":
        return rf"\[{token.content}\]"
    if kind == "myst_role" and token.meta["name"] == "math":
        return f"${token.content}$"
    if kind == "myst_role":
        return _cite(str(token.meta["name"]), token.content, keys)
    if kind == "link_open":
        url = str(token.attrs.get("href", ""))
        is_web = url.startswith(("http://", "https://")) and "{" not in url and "}" not in url
        closings.append("}" if is_web else "")
        return rf"\href{{{_url(url)}}}{{" if is_web else ""
    if kind == "link_close":
        return closings.pop()
    name, _underscore, side = kind.partition("_")
    if name in _STYLES:
        return _STYLES[name] if side == "open" else "}"
    return ""


def _url(url: str) -> str:
    return "".join(f"\\{c}" if c in "%#&" else c for c in url)


def _cite(name: str, content: str, keys: Mapping[str, str]) -> str:
    cited = parse_citation(content)
    command = _COMMANDS.get(name)
    if command is None or not cited:
        return rf"\texttt{{{latex_text(content)}}}"
    if any(one.pre for one in cited[1:]) or any(one.post for one in cited[:-1]):
        return ", ".join(_command(command, (one,), keys) for one in cited)
    return _command(command, cited, keys)


def _command(command: str, cited: Sequence[Cited], keys: Mapping[str, str]) -> str:
    before, after = latex_text(cited[0].pre), latex_text(cited[-1].post)
    texts = f"[{before}][{after}]" if before else f"[{after}]" if after else ""
    return f"{command}{texts}{{{','.join(keys.get(one.key, one.key) for one in cited)}}}"
