"""Inline prose written anew: a branch for every construct that is allowed, text for the rest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from markdown_it.common.utils import isPunctChar, isWhiteSpace
from markdown_it.token import Token

from surveygen.messages import N_, _
from surveygen.readers import prose_escape, prose_links
from surveygen.readers.prose_page import CitedAt, Grammar, ProsePage
from surveygen.readers.prose_parser import UNREAD_SYNTAX, source_of, start_of
from surveygen.readers.sentences import CITATION
from surveygen.survey.prose import CitationStyle
from surveygen.survey.spelling import suggestion
from surveygen.text import math
from surveygen.text.citation_syntax import parse_citation

_STYLES: Final[dict[str, CitationStyle]] = {"cite": "p", "cite:p": "p", "cite:t": "t"}
_SIMPLE_AUTOLINK: Final = re.compile(r"https?://[\w./~?#=%+,:;-]+", re.ASCII)
_TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)")
_COMMAND: Final = re.compile(r"\\[A-Za-z]")
_LINE_START_SYNTAX: Final = frozenset({"reference_definition", "definition_list", "field_list"})
_CITATION: Final = N_("this citation is not allowed here; shown as text")
_CITATION_HELP: Final = N_("write {cite:p}`key` or {cite:p}`{see}key{p. 3},other`")
_REFUSED: Final = {
    "html_inline": N_("HTML is not allowed here; shown as text"),
    "image": N_("an image is not allowed here; shown as text"),
    "attributes": N_("an attribute list is not allowed here; shown as text"),
    "open_role": N_("this role is not closed; shown as text"),
    "open_formula": N_("this formula is not closed; shown as text"),
    "citation": _CITATION,
    "footnote": N_("a footnote is not allowed here; shown as text"),
    "reference_definition": N_("a reference definition is not allowed here; shown as text"),
    "reference_link": N_("a reference link is not allowed here; shown as text"),
    "substitution": N_("a substitution is not allowed here; shown as text"),
    "definition_list": N_("a definition list is not allowed here; shown as text"),
    "field_list": N_("a field list is not allowed here; shown as text"),
}
_OTHER: Final = N_("this markup is not allowed here; shown as text")
_LINK_IN_PLACE: Final = N_("write links in place: [text](https://...)")
_HELP: Final = {
    "html_inline": N_("write text or Markdown instead of HTML; a literal < is \\<"),
    "open_role": N_("write the ` that closes it"),
    "open_formula": N_("write the $$ that closes it"),
    "citation": _CITATION_HELP,
    "footnote": N_("say it in the text"),
    "reference_definition": _LINK_IN_PLACE,
    "reference_link": _LINK_IN_PLACE,
    "substitution": N_("write the text itself"),
    "attributes": N_("leave the braces out"),
}


@dataclass(slots=True)
class InlineWriter:
    """Writes the inline content of one block."""

    page: ProsePage
    line: int
    """Line of the prose where the content starts, counted from 0; moves on with the writing."""
    content: str
    """The source of what is written."""
    single_line: bool = False
    """Headings, table cells and titles: line breaks become blanks."""
    in_table: bool = False
    margin: int | None = None
    """How many characters of the line stand before the content's; None where it is to be found."""
    out: list[str] = field(default_factory=list)
    plain: list[str] = field(default_factory=list)
    cited: list[CitedAt] = field(default_factory=list)
    _open: list[int | None] = field(default_factory=list)
    _emphasis: list[tuple[int, int]] = field(default_factory=list)
    _closed_at: int = -1
    _line_start: int = 0
    """Where in `content` the line begins."""
    _open_tags: Counter[str] = field(default_factory=Counter)
    _open_formulas: int = 0
    _read_to: int = 0
    """Where in `content` the last construct ends that is known by its place."""

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
                self._pass(token)
            case "math_inline" | "math_inline_double":
                self._write_math(token)
            case "myst_role" if token.meta["name"] in _STYLES:
                self._write_citation(token)
            case "image" if self.page.grammar is Grammar.NARRATIVE:
                self._write_image(token)
            case "html_inline":
                self._refuse_html(token)
            case "myst_role":
                message = _("the role {name} is not allowed here; shown as text")
                name = str(token.meta["name"])
                help = suggestion(name, _STYLES)
                self._refuse(token, message.format(name=f"{{{name}}}"), help)
            case _other:
                self._refuse(token, _(_REFUSED.get(token.type, _OTHER)))
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
                # A backslash before a letter escapes nothing: both are a token by themselves.
                command = run[-2] if len(run) > 1 and _COMMAND.fullmatch(run[-2]) else ""
                self._report_unread(command + token.content, at_line_start and len(run) == 1)
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
            if name == "open_formula":  # where a formula should end, another one seems to begin
                self._open_formulas += 1
                if self._open_formulas % 2 == 0:
                    continue
            if name not in _LINE_START_SYNTAX or at_line_start:
                start = self.content.find(found[0], max(self._read_to, self._line_start))
                column = self._column(start) if start >= 0 else None
                self._read_to = max(self._read_to, start + len(found[0]))
                help = _(_HELP.get(name, ""))
                self.page.refuse(_(_REFUSED[name]), self.line, column, found[0], help)

    def _start(self, token: Token) -> int:
        """Where in `content` a construct begins."""
        start = start_of(token)
        return max(self._read_to, self._line_start) if start is None else start

    def _pass(self, token: Token) -> None:
        """Move on behind a construct, which may go over several lines."""
        source, start = source_of(token), self._start(token)
        self._read_to = start + len(source)
        if "\n" in source:
            self.line += source.count("\n")
            self._begin_line(start + source.rfind("\n") + 1)

    def _begin_line(self, start: int) -> None:
        self._line_start = start
        self.margin = None

    def _column(self, offset: int) -> int | None:
        """Column in the file of an offset in `content` on the current line; None where unknown."""
        if self.margin is None and self.line < len(self.page.source):
            end = self.content.find("\n", self._line_start)
            text = self.content[self._line_start : end if end >= 0 else None].rstrip()
            source = self.page.source[self.line].rstrip()
            self.margin = len(source) - len(text) if source.endswith(text) else source.find(text)
        if self.margin is None or self.margin < 0:
            return None
        return self.margin + offset - self._line_start + 1

    def _break_line(self, *, hard: bool) -> None:
        self.line += 1
        before = max(self._read_to, self._line_start)
        self._begin_line(self.content.find("\n", before) + 1 or before)
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
        label = tokens[position + 1 : after]
        url = str(token.attrGet("href") or "")
        target = prose_links.external_link(url)
        if target is None and self.page.grammar is Grammar.NARRATIVE and token.info != "auto":
            target = prose_links.document_link(url)
            if target and target.startswith("/"):
                column = self._column(self._start(token))
                self.page.mention("page", target.partition("#")[0], self.line, column)
        if target is None or not label:
            help = "" if label else _("write the text of the link between the brackets")
            self._refuse(token, _("this link is not allowed here; shown as text"), help)
            return after + 1
        source = source_of(token)
        if token.info == "auto" and _SIMPLE_AUTOLINK.fullmatch(target) and source[1:-1] == target:
            self._put(f"<{target}>", target)
            self._pass(token)
            return after + 1
        self._put("[", "")
        line, line_start, margin = self.line, self._line_start, self.margin
        depth = len(self._open)
        inner = 0
        while inner < len(label):
            inner = self._write(label, inner)
        del self._open[depth:]
        title = str(token.attrGet("title") or "")
        shown = f' "{prose_escape.escape_all(title)}"' if title else ""
        self._put(f"]({prose_escape.link_destination(target)}{shown})", "")
        self.line, self._line_start, self.margin = line, line_start, margin
        self._pass(token)
        return after + 1

    def _write_image(self, token: Token) -> None:
        path = prose_links.image_path(str(token.attrGet("src") or ""))
        if path is None:
            help = _("an image is a png, jpg, gif, svg, webp or pdf file inside docs/")
            self._refuse(token, _("this image is not allowed here; shown as text"), help)
            return
        self.page.mention("image", path, self.line, self._column(self._start(token)))
        alt = prose_escape.escape(token.content)
        title = str(token.attrGet("title") or "")
        shown = f' "{prose_escape.escape_all(title)}"' if title else ""
        self._put(f"![{alt}]({prose_escape.link_destination(path)}{shown})", "")
        self._pass(token)

    def _write_math(self, token: Token) -> None:
        tex = math.to_tex(token.content)
        written = prose_escape.role("math", tex) if tex else None
        if written is None:
            help = math.refusal(token.content) or _("write it without backticks")
            self._refuse(token, _("this formula is not allowed here; shown as text"), help)
            return
        self._put(written, math.to_unicode(token.content))
        self._pass(token)

    def _write_citation(self, token: Token) -> None:
        """A citation; ``cite`` alone is ``cite:p``."""
        style = _STYLES[token.meta["name"]]
        cited = parse_citation(token.content)
        written = prose_escape.role(f"cite:{style}", ",".join(map(str, cited)))
        if not cited or written is None:
            self._refuse(token, _(_CITATION), _(_CITATION_HELP))
            return
        self._put(written, CITATION)
        column = self._column(self._start(token)) or 1
        self.cited.append(CitedAt(tuple(part.key for part in cited), style, self.line, column))
        self._pass(token)

    def _refuse_html(self, token: Token) -> None:
        """Report a tag; a closing one belongs to the opening one before it."""
        source = source_of(token)
        tag = _TAG.match(source)
        if tag and tag[1] and self._open_tags[tag[2].lower()]:
            self._open_tags[tag[2].lower()] -= 1
            self._show(token)
            return
        if tag and not tag[1]:
            self._open_tags[tag[2].lower()] += 1
        self._refuse(token, _(_REFUSED["html_inline"]))

    def _refuse(self, token: Token, message: str, help: str = "") -> None:
        source, start = source_of(token), self._start(token)
        help = help or _(_HELP.get(token.type, ""))
        self.page.refuse(message, self.line, self._column(start), source, help)
        self._show(token)

    def _show(self, token: Token) -> None:
        """Show a construct as it was written."""
        source = source_of(token)
        self._read_to = self._start(token)
        end = self._read_to + len(source)
        self._literal(source)
        self._read_to = end


def _flanks(inside: str, outside: str) -> bool:
    """Whether a mark between two characters opens or closes (CommonMark 0.31, 6.2)."""
    if isWhiteSpace(ord(inside)):
        return False
    return not isPunctChar(inside) or isWhiteSpace(ord(outside)) or isPunctChar(outside)
