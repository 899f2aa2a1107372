r"""A review that is a LaTeX outline, to its sections and what stands in them.

Items of lists and headings become sections: ``\item \textbf{Title}~\cite{k1,k2}``, behind a line
break the description. What a title's line cites stands in the section, what is cited elsewhere is
background. An item without words, ``\item \cite{k}``, stands in the section around it. A citation
with the text "see also" before it, ``\citep[see also][]{k}``, lists works whose home is elsewhere.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from surveygen.messages import _
from surveygen.readers.decoding import decode
from surveygen.readers.latex_cites import cites_in
from surveygen.readers.latex_first_line import first_line
from surveygen.readers.latex_prose import myst, plain
from surveygen.readers.latex_tokens import Token, group_at, read_tokens, source_of
from surveygen.survey.codes import Code
from surveygen.survey.diagnostics import Diagnostic
from surveygen.survey.entry import Place
from surveygen.survey.outline import Outline, OutlineSection
from surveygen.survey.taxonomy import SECTION_ID, Placement

_LEVELS = {
    rf"\{name}": level
    for level, name in enumerate(
        "part chapter section subsection subsubsection paragraph subparagraph".split()
    )
}
_LISTS = frozenset(
    "itemize enumerate description compactitem compactenum compactdesc list trivlist".split()
)
_LEFT_OUT = frozenset(
    "figure table tabular tabularx longtable tikzpicture verbatim lstlisting minted".split()
)
_SILENTLY_LEFT_OUT = frozenset(("comment", "thebibliography"))
_FORMULAS = frozenset("equation displaymath math align gather multline eqnarray".split())
_ARGUMENTS_OF_BEGIN = {"multicols": 1, "minipage": 1, "adjustwidth": 2, "list": 2}
_SILENT = {
    r"\addcontentsline": 3,
    r"\addtocounter": 2,
    r"\setcounter": 2,
    r"\setlength": 2,
    r"\addtolength": 2,
    r"\bibliographystyle": 1,
    r"\hspace": 1,
    r"\markboth": 2,
    r"\pagestyle": 1,
    r"\thispagestyle": 1,
    r"\vspace": 1,
    r"\author": 1,
    r"\date": 1,
    r"\keywords": 1,
    r"\thanks": 1,
    r"\affiliation": 1,
    r"\email": 1,
    **dict.fromkeys(
        (
            r"\maketitle \tableofcontents \clearpage \newpage \flushbottom \printbibliography "
            r"\bigskip \medskip \smallskip \centering \appendix \cleardoublepage \hfill \hrule "
            r"\raggedright \onecolumn \twocolumn"
        ).split(),
        0,
    ),
}
"""Commands that print nothing of the review, and how many groups follow each."""
_INPUTS = frozenset((r"\input", r"\include", r"\subfile"))
_BIBLIOGRAPHIES = frozenset((r"\bibliography", r"\addbibresource"))
_NO_LIST = "no list"
"""Stands for the environment of items that stand in none."""
_MOST_NESTED = 100
"""Lists and items that may be open; items further in count as those of the innermost of these."""


@dataclass(frozen=True, slots=True)
class LatexOutline:
    """What a document says."""

    outline: Outline
    bibliographies: tuple[str, ...] = ()
    """Files that it takes its works from, as paths beside it."""
    diagnostics: tuple[Diagnostic, ...] = ()


def read_latex_outline(data: bytes, *, path: str) -> LatexOutline:
    """Read a document. Never fails: what is wrong is a diagnostic with its line."""
    decoded = decode(data, path=path, encoding_code=Code.PROSE_ENCODING)
    return _Reader(path, decoded.text, list(decoded.diagnostics)).read()


@dataclass(slots=True)
class _Node:
    """A section in the making; the root is none."""

    offset: int
    title: list[Token] | None = None
    """Where it does not stand in the text: of a heading, or of ``\\item[...]``."""
    is_item: bool = False
    label: str = ""
    text: list[Token] = field(default_factory=list)
    nodes: list[_Node] = field(default_factory=list)


@dataclass(slots=True)
class _Frame:
    """Something that is open: a heading, a list, or an item of one."""

    node: _Node | None
    level: int = 0
    environment: str = ""
    offset: int = 0


class _Reader:
    def __init__(self, path: str, text: str, diagnostics: list[Diagnostic]) -> None:
        self.path = path
        self.text = text
        self.diagnostics = diagnostics
        self.starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self.said: list[tuple[int, str, str]] = []
        self.bibliographies: list[str] = []
        self.background: dict[str, int] = {}
        self.title: list[Token] = []
        self.abstract: list[Token] = []
        self.root = _Node(0, [])
        self.frames = [_Frame(self.root, -1)]
        self.tokens: Sequence[Token] = ()

    def say(self, offset: int, message: str, help: str = "") -> None:
        self.said.append((offset, message, help))

    def read(self) -> LatexOutline:
        found = read_tokens(self.text)
        if found.endless:
            message = _("{command} calls itself, or comes to too much; it is left as it stands")
            self.say(self.text.find(found.endless), message.format(command=found.endless))
        self.tokens = self.with_paired_braces(found.tokens)
        self.read_body()
        whole = self.section(self.root)
        for placement in (*whole.works, *whole.also):  # of items without words at the top
            self.background.setdefault(placement.key, self.offset(placement))
        outline = Outline(
            whole.sections,
            tuple(self.placements(self.background.items())),
            plain(self.title),
            plain(self.abstract),
            whole.description,
        )
        for offset, message, help in sorted(self.said):
            place = self.place(offset)
            self.diagnostics.append(
                Diagnostic(Code.OUTLINE_SYNTAX, message, self.path, *place, help)
            )
        return LatexOutline(outline, tuple(self.bibliographies), tuple(self.diagnostics))

    # -- braces --------------------------------------------------------------------------------

    def with_paired_braces(self, tokens: Sequence[Token]) -> list[Token]:
        """The tokens with braces that pair: what an item opens is closed before the next one."""
        opened: list[int] = []
        paired: list[Token] = []
        since = 0
        for token in tokens:
            if token.text in (r"\item", r"\end"):
                while opened and opened[-1] >= since:
                    self.unclosed(paired[opened.pop()])
                    paired.append(Token("}", token.offset))
            if token.text in (r"\item", r"\end", r"\begin"):
                since = len(paired)
            if token.text == "{":
                opened.append(len(paired))
            elif token.text == "}" and not opened:
                self.say(token.offset, _("this brace closes nothing"), _("delete it"))
                continue
            elif token.text == "}":
                opened.pop()
            paired.append(token)
        for at in opened:
            self.unclosed(paired[at])
        lone = set(opened)
        return [token for at, token in enumerate(paired) if at not in lone]

    def unclosed(self, token: Token) -> None:
        self.say(token.offset, _("this brace is never closed"), _("close it behind its text"))

    def group(self, at: int) -> tuple[Sequence[Token], int]:
        return group_at(self.tokens, at)

    def option(self, at: int) -> tuple[Sequence[Token] | None, int]:
        """What stands in the next brackets, and the index behind."""
        tokens = self.tokens
        start = at
        while at < len(tokens) and tokens[at].is_blank and not tokens[at].ends_paragraph:
            at += 1
        if at >= len(tokens) or tokens[at].text != "[":
            return None, start
        depth = 0
        for end in range(at + 1, len(tokens)):
            if tokens[end].text == "]" and depth == 0:
                return tokens[at + 1 : end], end + 1
            if tokens[end].ends_paragraph:
                break
            depth += {"{": 1, "}": -1}.get(tokens[end].text, 0)
        return None, start

    # -- the tree ------------------------------------------------------------------------------

    def read_body(self) -> None:
        begins = (n for n, token in enumerate(self.tokens) if token.text == r"\begin")
        is_body = all(self.environment(n)[0] != "document" for n in begins)
        at = 0
        while at < len(self.tokens):
            token = self.tokens[at]
            text = token.text.rstrip("*")
            if text == r"\begin" and self.environment(at)[0] == "document":
                is_body = True
                at = self.environment(at)[1]
            elif text == r"\end" and self.environment(at)[0] == "document":
                break
            elif text in _BIBLIOGRAPHIES:
                group, at = self.group(self.option(at + 1)[1])
                self.add_bibliographies(source_of(group))
            elif text in (r"\title", r"\abstract"):
                group, at = self.group(self.option(at + 1)[1])
                self.title = self.title or (list(group) if text == r"\title" else [])
                self.abstract = self.abstract or (list(group) if text == r"\abstract" else [])
            elif not is_body:
                at += 1
            elif text == r"\begin":
                name, at = self.environment(at)
                at = self.begin(name, token, at)
            elif text == r"\end":
                name, at = self.environment(at)
                self.end(name, token)
            else:
                at = self.body(at, text)
        for frame in self.frames:
            self.say_unended(frame)

    def body(self, at: int, text: str) -> int:
        """Take what is no environment; returns the index behind it."""
        token = self.tokens[at]
        if text == r"\item":
            return self.item(at)
        if text in _LEVELS:
            group, end = self.group(self.option(at + 1)[1])
            self.heading(_LEVELS[text], token, group)
            return end
        if text in _INPUTS:
            group, end = self.group(at + 1)
            message = _("{file} is not read").format(file=source_of(group))
            self.say(token.offset, message, _("put its text in place of this line"))
            return end
        if text == r"\label":
            group, end = self.group(at + 1)
            self.node.label = self.node.label or source_of(group)
            return end
        if text in _SILENT:
            end = self.option(at + 1)[1]
            for _number in range(_SILENT[text]):
                _group, end = self.group(end)
            return end
        self.node.text.append(token)
        return at + 1

    @property
    def node(self) -> _Node:
        return next(frame.node for frame in reversed(self.frames) if frame.node is not None)

    def environment(self, at: int) -> tuple[str, int]:
        group, end = self.group(at + 1)
        return source_of(group).strip().rstrip("*"), end

    def begin(self, name: str, token: Token, at: int) -> int:
        """Open an environment; returns the index of what is read next."""
        if name in _LISTS:
            self.node.text.append(Token("\n\n", token.offset))
            self.frames.append(_Frame(None, environment=name, offset=token.offset))
        if name in _LEFT_OUT | _SILENTLY_LEFT_OUT | _FORMULAS | {"abstract"}:
            end, behind = self.end_of(name, at)
            inside = self.tokens[at:end]
            if name == "abstract":
                self.abstract = self.abstract or list(inside)
            elif name in _FORMULAS:
                mark = Token("$$", token.offset)
                self.node.text += [mark, *(t for t in inside if t.text != "&"), mark]
            else:
                self.cited(inside)
                if name in _LEFT_OUT:
                    message = _("{environment} is left out; what it cites is background")
                    self.say(token.offset, message.format(environment=name))
            return behind
        _option, at = self.option(at)
        for _number in range(_ARGUMENTS_OF_BEGIN.get(name, 0)):
            _group, at = self.group(at)
        return at

    def end_of(self, name: str, at: int) -> tuple[int, int]:
        """Index of the command that ends an environment, and of what stands behind it."""
        for n in range(at, len(self.tokens)):
            if self.tokens[n].text == r"\end":
                found, behind = self.environment(n)
                if found == name:
                    return n, behind
        return len(self.tokens), len(self.tokens)

    def end(self, name: str, token: Token) -> None:
        if name not in _LISTS:
            return
        number = next((n for n in reversed(range(len(self.frames))) if self.is_list(n)), None)
        if number is None:
            message = _("\\end{{{environment}}} ends nothing").format(environment=name)
            self.say(token.offset, message, _("delete it"))
            return
        if self.frames[number].environment not in (name, _NO_LIST):
            message = _("\\end{{{environment}}} ends \\begin{{{other}}}")
            message = message.format(environment=name, other=self.frames[number].environment)
            self.say(token.offset, message, _("write the same name at both ends"))
        del self.frames[number:]
        self.node.text.append(Token("\n\n", token.offset))

    def is_list(self, number: int) -> bool:
        return bool(self.frames[number].environment)

    def say_unended(self, frame: _Frame) -> None:
        if frame.environment in ("", _NO_LIST):
            return
        message = _("\\begin{{{environment}}} is never ended")
        help = _("write \\end{{{environment}}} behind its last item")
        name = frame.environment
        self.say(frame.offset, message.format(environment=name), help.format(environment=name))

    def heading(self, level: int, token: Token, title: Sequence[Token]) -> None:
        while self.frames[-1].environment or self.frames[-1].level >= level:
            self.say_unended(self.frames.pop())
        node = _Node(token.offset, list(title))
        self.node.nodes.append(node)
        self.frames.append(_Frame(node, level))

    def item(self, at: int) -> int:
        token = self.tokens[at]
        if not any(frame.environment for frame in self.frames):
            message = _("\\item stands in no list; it is read as if a list began here")
            self.say(token.offset, message, _("write \\begin{itemize} before it"))
            self.frames.append(_Frame(None, environment=_NO_LIST, offset=token.offset))
        while not self.frames[-1].environment:
            self.frames.pop()
        label, end = self.option(at + 1)
        has_words = label is not None and any(c.isalnum() for c in plain(label))
        node = _Node(token.offset, list(label or ()) if has_words else None, is_item=True)
        # Deeper sections could not be had anyway.
        shallow = (frame.node for frame in self.frames[_MOST_NESTED::-1] if frame.node is not None)
        next(shallow).nodes.append(node)
        self.frames.append(_Frame(node, level=len(_LEVELS)))
        return end

    def add_bibliographies(self, names: str) -> None:
        for name in names.split(","):
            if name.strip():
                file = PurePosixPath(self.path.replace("\\", "/")).parent / name.strip()
                path = str(file if file.suffix == ".bib" else f"{file}.bib")
                self.bibliographies += [path] if path not in self.bibliographies else []

    # -- sections ------------------------------------------------------------------------------

    def section(self, node: _Node) -> OutlineSection:
        """A node and what is below it; the title is empty of an item that has no words of its own.

        What stands in such an item belongs to the section around it.
        """
        line = first_line(node.text, node.title, is_item=node.is_item)
        self.cited(line.description)
        descriptions = [myst(line.description)]
        works, also = list(self.placements(line.works)), list(self.placements(line.also))
        below: list[OutlineSection] = []
        for child in map(self.section, node.nodes):
            if child.title:
                below.append(child)
            else:
                works += child.works
                also += child.also
                descriptions.append(child.description)
                below += child.sections
        return OutlineSection(
            line.title,
            "\n\n".join(filter(None, descriptions)),
            tuple(works),
            tuple(below),
            self.place(node.offset)[0],
            _id_of(node.label),
            tuple(also),
        )

    def placements(self, keys: Iterable[tuple[str, int]]) -> Iterator[Placement]:
        return (Placement(key, *self.place(offset)) for key, offset in keys)

    def offset(self, placement: Placement) -> int:
        """The offset that a placement stands at."""
        return self.starts[placement.line - 1] + placement.column - 1

    def place(self, offset: int) -> Place:
        """Line and column of an offset."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def cited(self, tokens: Sequence[Token]) -> None:
        """Note what text cites that is no title."""
        for _at, cite in cites_in(tokens):
            for key, offset in cite.keys:
                self.background.setdefault(key, offset)


def _id_of(label: str) -> str:
    """The id in a label such as ``sec:efficient-inference``; empty where it holds none."""
    id = label.strip().rpartition(":")[2]
    return id if SECTION_ID.fullmatch(id) else ""
