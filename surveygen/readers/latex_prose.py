"""Text of a LaTeX document to plain Unicode, and to MyST of what notes may hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from surveygen.readers.latex_cites import cite_at
from surveygen.readers.latex_tokens import Token, group_at, source_of
from surveygen.readers.prose_escape import code_span, escape, link_destination
from surveygen.text import math
from surveygen.text.identifiers import web_url
from surveygen.text.latex import to_richtext, to_unicode
from surveygen.text.richtext import Run

# Characters that stand for what rich text has no run for; nobody writes them.
_CITED: Final = "\ue000"
_LINK: Final = "\ue001"
_LINK_END: Final = "\ue002"
_FORMULA: Final = "\ue003"
_MARK: Final = re.compile(f"[{_CITED}{_LINK}{_LINK_END}{_FORMULA}]")
_TEXT: Final = re.compile(r"\\text\{([^{}]*)\}")
_EMPHASIS: Final = {"emph": "*", "strong": "**"}
_ITALIC: Final = frozenset((r"\textit", r"\emph", r"\textsl", r"\it", r"\itshape", r"\em"))
_WITHOUT_TEXT: Final = frozenset((r"\label", r"\index"))


def plain(tokens: Sequence[Token]) -> str:
    """What tokens show, as plain Unicode; citations show nothing."""
    marked = _Marked(tokens)
    formulas = iter(marked.formulas)
    shown = to_unicode(re.sub(f"[{_CITED}{_LINK}{_LINK_END}]", "", marked.source))
    return re.sub(_FORMULA, lambda _found: math.to_unicode(next(formulas)), shown)


def myst(tokens: Sequence[Token]) -> str:
    """Paragraphs of MyST that show what tokens show, citations as roles.

    Italics around the whole are how descriptions are set, no emphasis.
    """
    found: list[str] = []
    for paragraph in _paragraphs(_unwrapped(tokens)):
        for part, is_formula in _formulas_apart(_unwrapped(paragraph)):
            if not is_formula:
                text = _written(_Marked(part))
            elif math.refusal(formula := _formula(part)) is None:
                text = f"$$\n{formula}\n$$"
            else:
                text = escape(f"$${formula}$$", line_start=True)
            found += [text] if text else []
    return "\n\n".join(found)


def _paragraphs(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    paragraph: list[Token] = []
    for token in tokens:
        if token.ends_paragraph:
            yield paragraph
            paragraph = []
        else:
            paragraph.append(token)
    yield paragraph


def _formulas_apart(tokens: Sequence[Token]) -> Iterator[tuple[list[Token], bool]]:
    """Text and displayed formulas in turn; a formula that does not end is text."""
    part: list[Token] = []
    at = 0
    while at < len(tokens):
        closing = {"$$": "$$", r"\[": r"\]"}.get(tokens[at].text, "")
        ends = (n for n in range(at + 1, len(tokens)) if tokens[n].text == closing)
        if closing and (end := next(ends, None)) is not None:
            yield part, False
            yield list(tokens[at + 1 : end]), True
            part, at = [], end + 1
        else:
            part.append(tokens[at])
            at += 1
    yield part, False


def _unwrapped(tokens: Sequence[Token]) -> Sequence[Token]:
    """Tokens without blanks and breaks at their ends, and without italics around them all."""
    while tokens and (tokens[0].is_blank or tokens[0].text in (r"\\", r"\par", r"\newline")):
        tokens = tokens[1:]
    while tokens and (tokens[-1].is_blank or tokens[-1].text in (r"\\", r"\par", r"\newline")):
        tokens = tokens[:-1]
    texts = [token.text for token in tokens]
    if len(texts) > 2 and texts[0] in _ITALIC and _closes_at_end(texts, 1):
        return _unwrapped(tokens[2:-1])
    if len(texts) > 2 and texts[1] in _ITALIC and _closes_at_end(texts, 0):
        return _unwrapped(tokens[2:-1])
    return tokens


def _closes_at_end(texts: list[str], opening: int) -> bool:
    if texts[opening] != "{":
        return False
    depth = 0
    for at in range(opening, len(texts)):
        depth += {"{": 1, "}": -1}.get(texts[at], 0)
        if depth == 0:
            return at == len(texts) - 1
    return False


class _Marked:
    """LaTeX with marks in place of citations and around links, in the order of these."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.cites: list[str] = []
        self.links: list[str] = []
        self.formulas: list[str] = []
        self.source = self._read(tokens)

    def _read(self, tokens: Sequence[Token]) -> str:
        parts: list[str] = []
        at = 0
        while at < len(tokens):
            text = tokens[at].text
            if cite := cite_at(tokens, at):
                if not cite.is_silent:
                    self.cites.append(cite.role)
                    parts.append(_CITED)
                at = cite.end
            elif text in ("$", r"\(") and (end := _end_of_formula(tokens, at)):
                self.formulas.append(_formula(tokens[at + 1 : end]))
                parts.append(_FORMULA)
                at = end + 1
            elif text in (r"\href", r"\url", r"\footnote") or text in _WITHOUT_TEXT:
                group, end = group_at(tokens, at + 1)
                shown = group
                if text == r"\href":
                    shown, end = group_at(tokens, end)
                parts.append(self._special(text, group, shown))
                at = end
            else:
                parts.append(_MARK.sub("\ufffd", text))
                at += 1
        return "".join(parts)

    def _special(self, command: str, group: Sequence[Token], shown: Sequence[Token]) -> str:
        if command in _WITHOUT_TEXT:
            return ""
        if command == r"\footnote":
            return f" ({self._read(group)})"
        url = web_url(source_of(group))
        if url is None:
            return self._read(shown)
        self.links.append(url)
        text = self._read(shown) if command == r"\href" else rf"\url{{{source_of(group)}}}"
        return f"{_LINK}{text}{_LINK_END}"


def _end_of_formula(tokens: Sequence[Token], at: int) -> int | None:
    """Where a formula ends that begins at an index: at a dollar outside of its braces."""
    closing = "$" if tokens[at].text == "$" else r"\)"
    depth = 0
    for end in range(at + 1, len(tokens)):
        depth += {"{": 1, "}": -1}.get(tokens[end].text, 0)
        if depth < 0:
            return None
        if depth == 0 and tokens[end].text == closing:
            return end
    return None


def _formula(tokens: Sequence[Token]) -> str:
    """The source of a formula on one line, without formulas inside of its texts."""
    return _TEXT.sub(_flat, " ".join(source_of(tokens).split()))


def _flat(text: re.Match[str]) -> str:
    r"""``\text{all $i$}`` as one group that begins and ends no formula."""
    if "$" not in text[1]:
        return text[0]
    parts = (
        part if number % 2 else rf"\text{{{part}}}"
        for number, part in enumerate(text[1].split("$"))
        if part
    )
    return f"{{{''.join(parts)}}}"


def _written(marked: _Marked) -> str:
    """One paragraph of MyST."""
    runs = to_richtext(marked.source)
    shown = "".join(run.text for run in runs)
    cites, links, formulas = map(iter, (marked.cites, marked.links, marked.formulas))
    out = ""
    position = 0
    for run in runs:
        for piece in re.split(f"({_MARK.pattern})", run.text):
            position += len(piece)
            if piece == _CITED:
                out += next(cites, "")
            elif piece == _FORMULA:
                out += _inline_formula(next(formulas, ""), out, shown[position : position + 1])
            elif piece == _LINK:
                out += "["
            elif piece == _LINK_END:
                out += f"]({link_destination(next(links, ''))})"
            elif piece:
                out += _piece(Run(piece, run.style), out, shown[position : position + 1])
    return out.strip()


def _piece(run: Run, before: str, after: str) -> str:
    """A stretch of text in one style, by what stands around it."""
    if run.style == "code":
        return code_span(run.text)
    if run.style == "math":
        return _inline_formula(run.text, before, after)
    if run.style in ("sub", "sup") and re.fullmatch(r"[A-Za-z0-9+-]+", run.text):
        formula = f"{'_' if run.style == 'sub' else '^'}{{{run.text}}}"
        return _inline_formula(formula, before, after)
    mark = _EMPHASIS.get(run.style, "")
    inner = run.text.strip()
    if mark and inner and _can_emphasize(run.text, before, after):
        lead = run.text[: len(run.text) - len(run.text.lstrip())]
        tail = run.text[len(run.text.rstrip()) :]
        return f"{lead}{mark}{escape(inner)}{mark}{tail}"
    return escape(run.text, line_start=not before)


def _inline_formula(source: str, before: str, after: str) -> str:
    """Math between dollars; readable text where it is refused, or dollars would not be read so."""
    is_clear = not (before[-1:].isdigit() or before[-1:] == "$" or after.isdigit())
    if is_clear and math.refusal(source.strip()) is None:
        return f"${source.strip()}$"
    return escape(math.to_unicode(source), line_start=not before)


def _can_emphasize(text: str, before: str, after: str) -> bool:
    """Whether asterisks around a text would open and close emphasis (CommonMark 6.2)."""
    opens = text[0].isspace() or text[0].isalnum() or not before or before[-1].isspace()
    closes = text[-1].isspace() or text[-1].isalnum() or not after or after.isspace()
    return opens and closes and not before.endswith("*")
