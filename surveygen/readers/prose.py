"""Prose of notes and narratives: read by our own parser, written anew from an allow-list.

Safe by construction: the source never reaches a second parser. A construct of the grammar has a
handler that writes it as canonical MyST; everything else is written as escaped text or a code block
and reported, never dropped. What is written depends on no MyST extension and triggers none.

The walk: `prose_parser` makes tokens, `prose_blocks` writes blocks, `prose_inline` their content
and `prose_directives` the few directives of narratives; `prose_links` decides about addresses,
`prose_escape` about characters.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from markdown_it import MarkdownIt

from surveygen.messages import _
from surveygen.readers.prose_blocks import BlockWriter
from surveygen.readers.prose_page import Grammar, ProsePage
from surveygen.readers.prose_parser import prose_parser
from surveygen.survey.codes import Code
from surveygen.survey.diagnostics import Diagnostic
from surveygen.survey.prose import Prose

__all__ = ["Grammar", "read_prose"]

_LINE_END: Final = re.compile("\r\n?")
# What no text needs: C0 and C1 controls, noncharacters, lone surrogates. Bidirectional controls
# stay: some languages need them, and they act within their paragraph alone.
_CONTROLS: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]"
)
# Line breaks to Python and to some parsers, but not to editors, nor in the lines that we count.
_ODD_BREAKS: Final = re.compile("[\v\f\x85\u2028\u2029]")


def read_prose(
    source: str, *, path: str, line: int, grammar: Grammar
) -> tuple[Prose, list[Diagnostic]]:
    """Read the body of a note or narrative.

    ``path`` and ``line`` say where it stands: the file, and the line of its first line. Every
    construct outside the grammar gives one `Code.NOT_ALLOWED`.
    """
    text = _ODD_BREAKS.sub(" ", _LINE_END.sub("\n", source))
    page = ProsePage(grammar, path, line, text.split("\n"))
    for number, content in enumerate(page.source) if _CONTROLS.search(text) else ():
        if found := _CONTROLS.search(content):
            message = _("the character U+{code} is left out").format(code=f"{ord(found[0]):04X}")
            place = line + number, found.start() + 1
            page.diagnostics.append(
                Diagnostic(Code.CONTROL_CHARACTER, message, path, *place, help=_("delete it"))
            )
            page.source[number] = _CONTROLS.sub("", content)
    writer = BlockWriter(page, _parser())
    lines = writer.blocks(writer.parse("\n".join(page.source), 0), 0)
    markdown, plain = "\n".join(lines), "\n".join(page.texts)
    prose = Prose(path, line, markdown, plain, tuple(page.citations), tuple(page.mentions))
    return prose, page.diagnostics


@cache
def _parser() -> MarkdownIt:
    return prose_parser()
