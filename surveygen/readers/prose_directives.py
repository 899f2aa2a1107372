"""The directives that narratives may hold: admonitions, figures, and the survey's own tables."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from markdown_it.token import Token

from surveygen.readers.prose_escape import fenced
from surveygen.readers.prose_inline import InlineWriter
from surveygen.readers.prose_links import image_path

if TYPE_CHECKING:
    from surveygen.readers.prose_blocks import BlockWriter

ADMONITIONS: Final = frozenset(
    {"note", "tip", "warning", "important", "hint", "caution", "attention", "seealso"}
)
MAX_DEPTH: Final = 4

_SURVEY: Final = re.compile(r"\{survey-[a-z]+\}")
_ARGUMENT: Final = re.compile(r"[A-Za-z0-9-]*")
_OPTION: Final = re.compile(r":([a-z][a-z-]*):[ \t]*(.*)")
_SIMPLE_VALUE: Final = re.compile(r"[\w ,./%+-]{0,200}")
_FIGURE_OPTIONS: Final = {
    "alt": re.compile(r".{0,1000}"),
    "width": re.compile(r"[0-9]{1,4}(?:\.[0-9]+)?(?:px|%|em|ex|cm|mm|in|pt)?"),
    "align": re.compile(r"left|center|right"),
}


def directive(writer: BlockWriter, block: Sequence[Token], name: str, argument: str) -> list[str]:
    """Write a directive anew; one that is not allowed is shown as its source."""
    if writer.depth >= MAX_DEPTH:
        return writer.literal(block, "nesting this deep")
    if name == "{admonition}" and argument:
        written = _admonition(writer, block[0], name, argument)
        return written or writer.literal(block, "an empty admonition")
    if name[1:-1] in ADMONITIONS and name.endswith("}"):
        written = _admonition(writer, block[0], name, "", argument)
        return written or writer.literal(block, "an empty admonition")
    if name == "{figure}":
        written = _figure(writer, block[0], argument)
        help_text = "a figure has a file inside docs/, :alt:, :width:, :align: and a caption"
        return written or writer.literal(block, "this figure", help_text)
    if _SURVEY.fullmatch(name):
        return _survey_table(block[0], name, argument) or writer.literal(
            block, f"this {name}", "it has at most a section id and options, :name: value"
        )
    return writer.literal(block, f"the directive {name}")


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


def _survey_table(token: Token, name: str, argument: str) -> list[str] | None:
    read = _options(token.content)
    if read is None or not _ARGUMENT.fullmatch(argument):
        return None
    options, length = read
    if any(line.strip() for line in token.content.split("\n")[length:]):
        return None
    if not all(_SIMPLE_VALUE.fullmatch(value) for value in options.values()):
        return None
    lines = [f":{key}: {value}".rstrip() for key, value in options.items()]
    return fenced(f"{name} {argument}".rstrip(), lines)


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
    inline = InlineWriter(writer.page, line, single_line=True)
    written = inline.write(token.children or [])
    writer.page.add_text(inline.text, inline.cited)
    return written.strip()
