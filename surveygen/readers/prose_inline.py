"""Inline prose written anew: a branch for every construct that is allowed, text for the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from markdown_it.common.utils import isPunctChar, isWhiteSpace
from markdown_it.token import Token

from surveygen.readers import prose_escape, prose_links
from surveygen.readers.prose_page import CitedAt, Grammar, ProsePage
from surveygen.readers.prose_parser import UNREAD_SYNTAX, source_of
from surveygen.readers.sentences import CITATION
from surveygen.survey.prose import CitationStyle
from surveygen.text import math
from surveygen.text.citation_syntax import parse_citation

_STYLES: Final[dict[str, CitationStyle]] = {"cite": "p", "cite:p": "p", "cite:t": "t"}
_SIMPLE_AUTOLINK: Final = re.compile(r"https?://[\w./~?#=%+,:;-]+", re.ASCII)
_LINE_START_SYNTAX: Final = frozenset({"reference_definition", "definition_list", "field_list"})
_HELP: Final = {
    "html_inline": "write text or Markdown instead of HTML; a literal < is \\<",
    "footnote": "say it in the text",
    "reference_definition": "write links in place: [text](https://...)",
    "reference_link": "write links in place: [text](https://...)",
    "substitution": "write the text itself",
    "attributes": "leave the braces out",
}
_NAMES: Final = {"html_inline": "HTML", "image": "an image", "attributes": "an attribute list"}


@dataclass(slots=True)
class InlineWriter:
    """Writes the inline content of one block."""

    page: ProsePage
    line: int
    """Line of the prose where the content starts, counted from 0."""
    single_line: bool = False
    """Headings, table cells and titles: line breaks become blanks."""
    in_table: bool = False
    out: list[str] = field(default_factory=list)
    plain: list[str] = field(default_factory=list)
    cited: list[CitedAt] = field(default_factory=list)
    _open: list[int | None] = field(default_factory=list)
    _emphasis: list[tuple[int, int]] = field(default_factory=list)
    _closed_at: int = -1

    def write(self, tokens: Sequence[Token]) -> str:
        """The content as MyST. Afterwards `plain` and `cited` hold its text and citations."""
        position = 0
        while position < len(tokens):
            position = self._write(tokens, position)
        self._drop_dead_emphasis()
        # White space at the end is no text, and a line break before it would be a backslash.
        while self.out and (self.out[-1] == "\\\n" or not self.out[-1].strip()):
            self.out.pop()
        return "".join(self.out).rstrip()

    @property
    def text(self) -> str:
        """The plain text, with `sentences.CITATION` where citations stand."""
        return "".join(self.plain)

    def _write(self, tokens: Sequence[Token], position: int) -> int:
        """Write the construct at a position; the next position."""
        token = tokens[position]
        match token.type:
            case "text" | "text_special":
                return self._write_run(tokens, position)
            case "softbreak" | "hardbreak":
                self._break_line(hard=token.type == "hardbreak")
            case "em_open" | "strong_open":
                self._open_emphasis(token.markup, tokens[position].type)
            case "em_close" | "strong_close":
                self._close_emphasis()
            case "link_open":
                return self._write_link(tokens, position)
            case "code_inline":
                self._put(prose_escape.code_span(token.content), token.content)
                self.line += source_of(token).count("\n")
            case "math_inline" | "math_inline_double":
                self._write_math(token)
            case "myst_role" if token.meta["name"] in _STYLES:
                self._write_citation(token)
            case "image" if self.page.grammar is Grammar.NARRATIVE:
                self._write_image(token)
            case _:
                self._refuse(token, _NAMES.get(token.type, ""))
        return position + 1

    def _put(self, markup: str, plain: str) -> None:
        # A table splits its rows before it reads the cells.
        self.out.append(markup.replace("|", "\\|") if self.in_table else markup)
        self.plain.append(plain)

    def _at_line_start(self) -> bool:
        return not self.single_line and (not self.out or self.out[-1].endswith("\n"))

    def _literal(self, text: str) -> None:
        """Text of one or several lines."""
        for number, line in enumerate(text.split("\n")):
            if number:
                self._break_line(hard=False)
            self.out.append(prose_escape.escape(line, line_start=self._at_line_start()))
            self.plain.append(line)

    def _write_run(self, tokens: Sequence[Token], position: int) -> int:
        """Text, escaped characters and entities between two constructs, as one run."""
        at_line_start = self._at_line_start()
        run = []
        while position < len(tokens) and tokens[position].type in ("text", "text_special"):
            token = tokens[position]
            run.append(token.content)
            if token.type == "text":
                self._report_unread(token.content, at_line_start and len(run) == 1)
            position += 1
        # An entity can be a line break: it is white space, not markup.
        text = "".join(run).replace(CITATION, "\ufffd").replace("\n", " ")
        escaped = prose_escape.escape(text, line_start=at_line_start)
        if escaped:  # nothing may stand between two marks of emphasis without parting them
            self.out.append(escaped)
        self.plain.append(text)
        return position

    def _report_unread(self, text: str, at_line_start: bool) -> None:
        for found in UNREAD_SYNTAX.finditer(text):
            name = found.lastgroup or ""
            if name not in _LINE_START_SYNTAX or at_line_start:
                what = _NAMES.get(name, f"a {name.replace('_', ' ')}")
                self.page.refuse(what, self.line, found[0], _HELP.get(name, ""))

    def _break_line(self, *, hard: bool) -> None:
        self.line += 1
        self.plain.append(" ")
        if self.single_line:
            self.out.append(" ")
            return
        if self._at_line_start():
            # An entity of white space alone stood on this line: it must not become blank.
            self.out.append("&#32;")
        self.out.append("\\\n" if hard else "\n")

    def _open_emphasis(self, markup: str, type_: str) -> None:
        """Open emphasis; inside of the same sort, or right behind another, it adds nothing."""
        mark = "**" if type_ == "strong_open" else "*"
        inside = any(index is not None and self.out[index] == mark for index in self._open)
        if inside or self._closed_at == len(self.out):
            self._open.append(None)
            return
        self._open.append(len(self.out))
        self.out.append(mark)

    def _close_emphasis(self) -> None:
        opened = self._open.pop()
        if opened is None:
            return
        self._emphasis.append((opened, len(self.out)))
        self.out.append(self.out[opened])
        self._closed_at = len(self.out)

    def _drop_dead_emphasis(self) -> None:
        """Take out marks that would be read as text where an entity has become its character."""
        marks = {index for pair in self._emphasis for index in pair}

        def neighbour(index: int, step: int) -> str:
            index += step
            while 0 <= index < len(self.out) and (index in marks or not self.out[index]):
                index += step
            if not 0 <= index < len(self.out):
                return " "
            return self.out[index][0 if step > 0 else -1]

        for opened, closed in self._emphasis:
            if not (
                _flanks(neighbour(opened, 1), neighbour(opened, -1))
                and _flanks(neighbour(closed, -1), neighbour(closed, 1))
            ):
                self.out[opened] = self.out[closed] = ""

    def _write_link(self, tokens: Sequence[Token], position: int) -> int:
        token = tokens[position]
        after = position + 1
        while tokens[after].type != "link_close":
            after += 1
        start, label = self.line, tokens[position + 1 : after]
        url = str(token.attrGet("href") or "")
        target = prose_links.external_link(url)
        if target is None and self.page.grammar is Grammar.NARRATIVE and token.info != "auto":
            target = prose_links.document_link(url)
        if target is None or not label:
            help_text = "" if label else "write the text of the link between the brackets"
            self._refuse(token, "this link", help_text)
            return after + 1
        source = source_of(token)
        if token.info == "auto" and _SIMPLE_AUTOLINK.fullmatch(target) and source[1:-1] == target:
            self._put(f"<{target}>", target)
            return after + 1
        self._put("[", "")
        depth = len(self._open)
        inner = 0
        while inner < len(label):
            inner = self._write(label, inner)
        del self._open[depth:]
        title = str(token.attrGet("title") or "")
        shown = f' "{prose_escape.escape_all(title)}"' if title else ""
        self._put(f"]({prose_escape.link_destination(target)}{shown})", "")
        self.line = start + source.count("\n")
        return after + 1

    def _write_image(self, token: Token) -> None:
        path = prose_links.image_path(str(token.attrGet("src") or ""))
        if path is None:
            help_text = "an image is a png, jpg, gif, svg, webp or pdf file inside docs/"
            self._refuse(token, "this image", help_text)
            return
        alt = prose_escape.escape(token.content)
        title = str(token.attrGet("title") or "")
        shown = f' "{prose_escape.escape_all(title)}"' if title else ""
        self._put(f"![{alt}]({prose_escape.link_destination(path)}{shown})", "")
        self.line += source_of(token).count("\n")

    def _write_math(self, token: Token) -> None:
        reason = math.refusal(token.content)
        written = None if reason else prose_escape.role("math", token.content)
        if written is None:
            self._refuse(token, "this formula", reason or "write it without backticks")
            return
        self._put(written, math.to_unicode(token.content))
        self.line += source_of(token).count("\n")

    def _write_citation(self, token: Token) -> None:
        """A citation; ``cite`` alone is ``cite:p``."""
        style = _STYLES[token.meta["name"]]
        cited = parse_citation(token.content)
        written = prose_escape.role(f"cite:{style}", ",".join(map(str, cited)))
        if not cited or written is None:
            help_text = "write {cite:p}`key` or {cite:p}`{see}key{p. 3},other`"
            self._refuse(token, "this citation", help_text)
            return
        self._put(written, CITATION)
        self.cited.append(CitedAt(tuple(part.key for part in cited), style, self.line))
        self.line += source_of(token).count("\n")

    def _refuse(self, token: Token, what: str, help_text: str = "") -> None:
        source = source_of(token)
        if token.type == "myst_role":
            what = what or f"the role {{{token.meta['name']}}}"
        help_text = help_text or _HELP.get(token.type, "")
        self.page.refuse(what or "this markup", self.line, source, help_text)
        self._literal(source)


def _flanks(inside: str, outside: str) -> bool:
    """Whether a mark between two characters opens or closes (CommonMark 0.31, 6.2)."""
    if isWhiteSpace(ord(inside)):
        return False
    return not isPunctChar(inside) or isWhiteSpace(ord(outside)) or isPunctChar(outside)
