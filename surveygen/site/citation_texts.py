"""What a citation says: its names and years, as text and as HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from surveygen.site.html_text import html_attribute, html_text
from surveygen.site.targets import paper_uri
from surveygen.text.citation_syntax import Cited

if TYPE_CHECKING:
    from surveygen.site.builder_like import BuilderLike
    from surveygen.site.state import Loaded


def citation_runs(cited: Sequence[Cited], style: str, here: Loaded) -> Iterator[tuple[str, str]]:
    """A citation as pieces of text, each with the key that it leads to, or with an empty one.

    Args:
        cited: its parts.
        style: ``p``, ``t``, or ``name`` for authors alone.
        here: the survey.

    """
    is_bracketed = style == "p"
    between = "(" if is_bracketed else ""
    for part in here.each_once(cited):
        label = here.label(part.key)
        before = between + (f"{part.pre} " if part.pre else "")
        if before:
            yield before, ""
        if label is None:
            yield f"{part.key}?", ""
        elif style == "name":
            yield label.authors, part.key
        elif is_bracketed:
            yield f"{label.authors}, {label.year}", part.key
        else:
            yield f"{label.authors} ({label.year}{part.after})", part.key
        # In running text what follows a year stands behind it in its parentheses.
        if part.after and (label is None or style != "t"):
            yield part.after, ""
        between = "; " if is_bracketed else ", "
    if is_bracketed:
        yield ")", ""


def citation_text(
    runs: Iterator[tuple[str, str]], link: Callable[[str, str], str], plain: Callable[[str], str]
) -> str:
    """The pieces of a citation as markup; ``link`` and ``plain`` write its links and the rest."""
    return "".join(link(key, plain(text)) if key else plain(text) for text, key in runs)


def citation_html(
    cited: Sequence[Cited], style: str, here: Loaded, builder: BuilderLike, docname: str
) -> str:
    """A citation as HTML of a page, each name a link."""

    def link(key: str, text: str) -> str:
        paper = here.survey.find(key)
        assert paper is not None
        uri = html_attribute(paper_uri(builder, docname, paper, here))
        tip = paper.entry.title
        if paper.note and paper.note.tldr:
            tip += f" — {paper.note.tldr_text}"
        return f'<a class="sg-cite" href="{uri}" title="{html_attribute(tip)}">{text}</a>'

    return citation_text(citation_runs(cited, style, here), link, html_text)
