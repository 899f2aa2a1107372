"""The body of an issue that a form of GitHub has made: which papers somebody proposes, and where.

GitHub writes the label of every field as a heading of the third level, a blank line, and what was
filled in; ``_No response_`` where it was left empty. Source: docs.github.com, "Syntax for issue
forms". A survey may label its form in its own language, so fields are known by their order, too:
papers first, then the section.

Whoever opens an issue is a stranger. Nothing of a body is run or fetched here: it becomes a few
short texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from surveygen.text import identifiers
from surveygen.text.normal import clean

MAX_PAPERS: Final = 20
"""Papers of one form; a list that is longer wants `import` and somebody who looks at it."""
LONGEST: Final = 400
"""Characters of a line that are looked at; no title is longer."""

_EMPTY: Final = "_No response_"
_HEADING: Final = re.compile(r"###[ \t]+(\S.*)")
_MARKER: Final = re.compile(r"(?:>|[-*+•]|\d{1,3}[.)]|\[[ xX]\])\s+")
_FENCE: Final = re.compile(r"(?:```|~~~)[\w-]*")
_LINK: Final = re.compile(r"!?\[[^\]]*\]\(<?([^()\s<>]+)>?\)")
_AROUND: Final = "`*_\"'“”„‚‘’"
"""What people put around a title or a number."""
_BESIDE: Final = f"<>()[]{{}},;:{_AROUND}"


@dataclass(frozen=True, slots=True)
class IssueForm:
    """What somebody filled in."""

    papers: tuple[str, ...] = ()
    """A number, DOI, address or title each, at most `MAX_PAPERS`, in their order."""
    section: str = ""
    """Id or title of a section, as it was written; empty where none is named."""
    left_out: int = 0
    """How many papers more were named."""


def read_issue_form(body: str) -> IssueForm:
    """Read a body; one that no form has made is taken for the field of papers."""
    fields = list(_fields(body))
    by_label = {label.casefold(): lines for label, lines in reversed(fields) if label}
    papers = by_label.get("papers", fields[0][1])
    second = fields[1][1] if len(fields) > 1 else []
    found = list(dict.fromkeys(name for line in papers for name in _papers(line)))
    return IssueForm(
        tuple(found[:MAX_PAPERS]),
        next(filter(None, map(_bare, by_label.get("section", second))), ""),
        max(0, len(found) - MAX_PAPERS),
    )


def _fields(body: str) -> Iterator[tuple[str, list[str]]]:
    """Label and lines of every field; text before the first label counts where there is none."""
    label, lines = "", list[str]()
    for line in body.splitlines():
        if heading := _HEADING.fullmatch(line[:LONGEST].rstrip()):
            if label:
                yield label, lines
            label, lines = heading[1], []
        elif content := _content(line[:LONGEST]):
            lines.append(content)
    yield label, lines


def _content(line: str) -> str:
    """A line without what marks it as an item, a quote or code; empty where nothing is left."""
    text = clean(line)
    while found := _MARKER.match(text):
        text = text[found.end() :]
    is_mark_alone = text == _EMPTY or _FENCE.fullmatch(text) or text.startswith("<!--")
    return "" if is_mark_alone else text


def _bare(text: str) -> str:
    return text.strip(_AROUND).strip()


def _papers(line: str) -> Iterator[str]:
    """What a line names: identifiers at its start, else the first one in it, else its title.

    What stands behind an identifier is a remark.
    """
    words = _LINK.sub(r"\1", line).split()
    leading = []
    for word in words:
        if not (identifier := _identifier(word)):
            break
        leading.append(identifier)
    if leading:
        yield from leading
    elif first := next(filter(None, map(_identifier, words)), ""):
        yield first
    elif title := _bare(line):
        yield title


def _identifier(word: str) -> str:
    """The number, DOI or address that a word is; empty where it is none."""
    # A DOI may end in a bracket, so it is looked at as it stands first.
    for text in (word, word.strip(_BESIDE)):
        readers = (identifiers.arxiv, identifiers.doi, identifiers.web_url)
        if any(read(text) is not None for read in readers):
            return text
    return ""
