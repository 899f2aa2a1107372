"""Prose that is one paragraph without any markup, as the text that it shows."""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt

from surveygen.readers.prose_parser import prose_parser

_TEXT = {"text", "text_special"}


def plain_prose(markdown: str) -> str | None:
    """The text of one paragraph; None where there is any markup, another block, or nothing."""
    blocks = _parser().parse(markdown)
    if [block.type for block in blocks] != ["paragraph_open", "inline", "paragraph_close"]:
        return None
    parts = blocks[1].children or []
    if any(part.type not in _TEXT and part.type != "softbreak" for part in parts):
        return None
    return "".join(part.content if part.type in _TEXT else " " for part in parts)


@cache
def _parser() -> MarkdownIt:
    return prose_parser()
