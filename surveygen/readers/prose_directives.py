"""The directives that narratives may hold: admonitions, figures, and the survey's own tables."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from markdown_it.token import Token

from surveygen.messages import N_, _
from surveygen.readers.prose_escape import escape, fenced
from surveygen.readers.prose_inline import InlineWriter
from surveygen.readers.prose_links import image_path
from surveygen.survey.spelling import suggestion

if TYPE_CHECKING:
    from surveygen.readers.prose_blocks import BlockWriter

ADMONITIONS: Final = frozenset(
    {"note", "tip", "warning", "important", "hint", "caution", "attention", "seealso"}
)
MAX_DEPTH: Final = 4
TOO_DEEP: Final = N_("nesting this deep is not allowed here; shown as text")

_EMPTY: Final = N_("an empty admonition is not allowed here; shown as text")

NEED_SECTION: Final = frozenset({"survey-claims"})
SURVEY_PARTS: Final = NEED_SECTION | {
    *("survey-stats", "survey-timeline", "survey-overlap", "survey-tree", "survey-newest"),
    *("survey-facts", "survey-citation", "survey-downloads", "survey-feeds"),
}
"""Tables and lists made from the survey: they have at most a section id, and no body."""
_KNOWN: Final = (*sorted(ADMONITIONS | SURVEY_PARTS), "admonition", "figure")

_ARGUMENT: Final = re.compile(r"[A-Za-z0-9-]*")
_OPTION: Final = re.compile(r":([a-z][a-z-]*):[ \t]*(.*)")
_FIGURE_OPTIONS: Final = {
    "alt": re.compile(r".{0,1000}"),
    "width": re.compile(r"[0-9]{1,4}(?:\.[0-9]+)?(?:px|%|em|ex|cm|mm|in|pt)?"),
    "align": re.compile(r"left|center|right"),
}


def directive(
    writer: BlockWriter, block: Sequence[Token], name: str, argument: str, *, is_closed: bool
) -> list[str]:
    """Write a directive anew; one that is not allowed is shown as its source."""
    if writer.depth >= MAX_DEPTH:
        return writer.literal(block, _(TOO_DEEP))
    if name == "{admonition}" and argument:
        written = _admonition(writer, block[0], name, argument)
        return written or writer.literal(block, _(_EMPTY), _("write its text, or delete it"))
    if name[1:-1] in ADMONITIONS and name.endswith("}"):
        written = _admonition(writer, block[0], name, "", argument)
        return written or writer.literal(block, _(_EMPTY), _("write its text, or delete it"))
    if name == "{figure}":
        message = _("this figure is not allowed here; shown as text")
        help = _("a figure has a file inside docs/, :alt:, :width:, :align: and a caption")
        return _figure(writer, block[0], argument) or writer.literal(block, message, help)
    if name[1:-1] in SURVEY_PARTS and name.endswith("}"):
        return _survey_part(writer, block, name, argument, is_closed=is_closed)
    return _refused(writer, block, name, suggestion(name.strip("{}"), _KNOWN))


def _refused(writer: BlockWriter, block: Sequence[Token], name: str, help: str) -> list[str]:
    message = _("the directive {name} is not allowed here; shown as text").format(name=name)
    return writer.literal(block, message, help)


def _admonition(
    writer: BlockWriter, token: Token, name: str, title: str, text: str = ""
) -> list[str] | None:
    """An admonition; text on the opening line is its first paragraph."""
    if not text and not token.content.strip():
        return None
    line = token.map[0] if token.map else 0
    info = name
    if title:
        info = f"{name} {_inline(writer, title, line)}"
    writer.depth += 1
    tokens = [*writer.parse(text, line), *writer.parse(token.content, line + 1)]
    body = writer.blocks(tokens, line + 1)
    writer.depth -= 1
    # Backticks may not stand in the opening line of a fence of backticks.
    return fenced(info, body, mark="~" if "`" in info else "`")


def _figure(writer: BlockWriter, token: Token, argument: str) -> list[str] | None:
    line = token.map[0] if token.map else 0
    path = image_path(argument)
    read = _options(token.content)
    if path is None or " " in path or read is None:
        return None
    writer.page.mention("image", path, *writer.place(token))
    options, length = read
    lines = []
    for name, value in options.items():
        allowed = _FIGURE_OPTIONS.get(name)
        if allowed is None or not allowed.fullmatch(value):
            return None
        # In JSON's quotes a value holds nothing that YAML would read.
        lines.append(f":{name}: {json.dumps(value, ensure_ascii=False)}")
    rest = "\n".join(token.content.split("\n")[length:])
    caption = writer.parse(rest, line + 1 + length)
    if any(part.type not in ("paragraph_open", "inline", "paragraph_close") for part in caption):
        return None
    body = writer.blocks(caption, line + 1 + length)
    apart = [""] if lines and body and body[0] else []
    return fenced(f"{{figure}} {path}", [*lines, *apart, *body])


def _survey_part(
    writer: BlockWriter, block: Sequence[Token], name: str, argument: str, *, is_closed: bool
) -> list[str]:
    """A part made from the survey; where it is not closed, what follows is no part of it."""
    token = block[0]
    if not is_closed:
        return _open_part(writer, token)
    if not argument and name[1:-1] in NEED_SECTION:
        return _refused(writer, block, name, _("write the id of a section behind the name"))
    if not _ARGUMENT.fullmatch(argument) or token.content.strip():
        return _refused(writer, block, name, _("it has at most a section id, and no text"))
    if argument:
        writer.page.mention("section", argument, *writer.place(token))
    return fenced(f"{name} {argument}".rstrip(), [])


def _open_part(writer: BlockWriter, token: Token) -> list[str]:
    """A part without its closing line, as text, and what stands behind it."""
    line, column = writer.place(token)
    source = f"{token.markup}{token.info}"
    help = _("write {mark} on a line of its own behind it").format(mark=token.markup)
    writer.page.refuse(_("this block is not closed; shown as text"), line, column, source, help)
    writer.page.add_text(source, [])
    rest = writer.blocks(writer.parse(token.content, line + 1), line + 1)
    return [escape(source, line_start=True), *(["", *rest] if rest else [])]


def _options(content: str) -> tuple[dict[str, str], int] | None:
    """Options ``:name: value`` at the start of a body, and how many lines they take."""
    options: dict[str, str] = {}
    for number, text in enumerate(content.split("\n")):
        if not text.startswith(":"):
            return options, number
        found = _OPTION.fullmatch(text.rstrip())
        if found is None or found[1] in options:
            return None
        value = found[2].strip()
        quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
        options[found[1]] = value[1:-1] if quoted else value
    return options, len(options)


def _inline(writer: BlockWriter, text: str, line: int) -> str:
    """A title: inline content on one line."""
    (token,) = writer.md.parseInline(text)
    inline = InlineWriter(writer.page, line, text, single_line=True)
    written = inline.write(token.children or [])
    writer.page.add_text(inline.text, inline.cited)
    return written.strip()
