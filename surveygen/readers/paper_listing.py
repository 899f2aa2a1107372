"""Saved pages of paper listings to titles and abstracts.

Three layouts are read: title and abstract separated by blank lines; line by line, with the first
title glued to the word "Subscribe" of the page's head; and with lines for the number of authors and
the date behind each abstract.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from surveygen.messages import _
from surveygen.readers.decoding import decode
from surveygen.survey.codes import Code
from surveygen.survey.diagnostics import Diagnostic
from surveygen.text.normal import fold

# Not the start of a title about subscribers.
_HEAD_END = re.compile(r"Subscribe(?=\S|$)(?!(?:rs?|d|s)\b)")
_FURNITURE = re.compile(
    r"new|Get trending papers in your email inbox.*|Daily Papers|by.* and the research community"
    # number of authors, a separator, a date with or without year and count of comments
    r"|[•·] *\d+ authors?|[•·]|[A-Z][a-z]{2} \d{1,2}(?:, \d{4})?(?: \d+)?"
)
TITLE_LIMIT = 300
"""Characters; what is longer is an abstract, and so is a sentence that follows a title."""
_SPOILED = ((re.compile(r"(\d)times\b"), r"\1×"), (re.compile(r"\s+:"), ":"))


@dataclass(frozen=True, slots=True)
class ListedPaper:
    """A paper of a listing."""

    title: str
    abstract: str
    """The line as it stands, stripped at both ends and not changed otherwise."""
    path: str
    line: int
    """Line of the title, from 1."""


def read_listing(data: bytes, *, path: str) -> tuple[list[ListedPaper], list[Diagnostic]]:
    """Papers of a listing in order, repeated ones too; a title without abstract is a diagnostic."""
    decoded = decode(data, path=path, encoding_code=Code.PROSE_ENCODING)
    lines = decoded.text.split("\n")
    papers: list[ListedPaper] = []
    found = list(decoded.diagnostics)

    def complain(number: int, line: str, message: str, help: str) -> None:
        # The line may begin further right, behind the head of the page.
        place = number, lines[number - 1].rfind(line) + 1
        found.append(Diagnostic(Code.LISTING_LAYOUT, message, path, *place, help=help))

    def lacks_abstract(number: int, title: str) -> None:
        message = _('"{title}" has no abstract').format(title=title)
        complain(number, title, message, _("write its abstract on the next line"))

    title: tuple[int, str] | None = None
    for number, line in _content_lines(lines):
        if len(line) <= TITLE_LIMIT and not (title and line.endswith(".")):
            if title is not None:
                lacks_abstract(*title)
            title = number, line
        elif title is None:
            help = _("write its title on the line before")
            complain(number, line, _("an abstract without a title"), help)
        else:
            papers.append(ListedPaper(title[1], line, path, title[0]))
            title = None
    if title is not None:
        lacks_abstract(*title)
    return papers, found


def title_key(title: str) -> str:
    """What makes two listed titles the same: letters and digits, spoiled symbols mended."""
    for pattern, meant in _SPOILED:
        title = pattern.sub(meant, title)
    return fold(title)


def _content_lines(source: Iterable[str]) -> Iterator[tuple[int, str]]:
    lines = [line.strip() for line in source]
    # The head of a page ends before its first abstract.
    first_long = next((i for i, line in enumerate(lines) if len(line) > TITLE_LIMIT), len(lines))
    head = next((i for i in range(first_long) if _HEAD_END.match(lines[i])), None)
    if head is not None:
        lines[head] = _HEAD_END.sub("", lines[head], count=1).strip()
    for number, line in enumerate(lines[head or 0 :], start=(head or 0) + 1):
        if line and not _FURNITURE.fullmatch(line):
            yield number, line
