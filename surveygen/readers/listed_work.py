"""One item of a list of papers, as people write them in Markdown, to what it says of a work.

Layouts: ``[Title](url)``, ``**Title** (year), authors [[pdf]](url)``, ``[[venue](url)] Title``;
``Title (year), authors [[pdf]](url)``. Behind the title stand authors, venue and year in any order.
What cannot be told for sure is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlsplit

from surveygen.survey.entry import Entry
from surveygen.survey.outline import SEE_ALSO
from surveygen.text.identifiers import arxiv, doi, web_url
from surveygen.text.latex import from_unicode, title_from_unicode

AUTHORS = "by "
"""Words before an author list that need not look like one."""

_LABELS = frozenset(
    "abs abstract arxiv blog book code data dataset datasets demo doi github html homepage link "
    "official page paper pdf poster preprint project pytorch slides site source supp tensorflow "
    "talk url video web webpage website".split()
)
"""Words of links that are no titles."""
_CODE_HOSTS = ("github.com", "gitlab.com", "bitbucket.org", "huggingface.co")
_SENTENCE = 3
"""Words from which what is left beside a title is kept as a note."""
_WORD = re.compile(r"[^\W\d_]+")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_SEGMENT_END = re.compile(r"[()\[\]|;]|(?<!\b[A-Z])(?<!\bal)\.(?:\s+|$)")
_DASH = re.compile(r"\s[-–—](?:\s|$)|^[-–—]\s")
_VENUE = re.compile(r"([A-Z][^,;:]{1,80}?)[\s,]*(?:['’]([0-9]{2})|((?:19|20)[0-9]{2}))\.?")
_TITLE_END = re.compile(r"\.\s|\.$|\s\(|\s*\[|,\s+(?=[A-Z]\. )")
_OTHERS = re.compile(r",?\s*(?:et al|and others)\.?$")
_NAME = re.compile(
    r"(?:[^\W\d_a-z][\w'’.-]*)(?:\s+(?:d[aeiu]l?|bin|ten|van|von|der|den|la|le|[^\W\d_a-z][\w'’.-]*))*"
)
_INITIAL = re.compile(r"[A-Z]\.")
_BETWEEN_NAMES = re.compile(r",\s*(?:and\s+)?|\s+and\s+|\s*&\s*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an item in one style."""

    text: str
    url: str = ""
    is_strong: bool = False
    is_emph: bool = False


@dataclass(frozen=True, slots=True)
class ListedWork:
    """What an item says."""

    entry: Entry
    """Without a key."""
    is_pointer: bool = False
    """Whether it points to a work whose home is in another section."""


def listed_work(
    pieces: Sequence[Piece], *, path: str, line: int, year: str = ""
) -> ListedWork | None:
    """Read an item; None where it is no work.

    Args:
        pieces: its content.
        path: its file.
        line: its line.
        year: what a heading says, for works that say no year themselves.

    """
    links = [piece for piece in pieces if web_url(piece.url)]
    title, title_url, others = _title(pieces, links)
    said = _said(others)
    first = next((piece.text.strip().casefold() for piece in pieces if piece.text.strip()), "")
    is_pointer = first.startswith(SEE_ALSO)
    if not title or not (links or said.year or is_pointer):
        return None
    fields = {"title": title_from_unicode(title)}
    if said.authors:
        fields["author"] = said.authors
    if venue := said.venue or _venue_of_label(others):
        fields["howpublished"] = from_unicode(venue)
    if said.year or year:
        fields["year"] = said.year or year
    urls = [title_url, *(piece.url for piece in links)]
    fields |= _addresses([url for url in urls if web_url(url)])
    if said.rest:
        fields["note"] = from_unicode(said.rest)
    entry = Entry("", "misc", fields, path=path, line=line)
    return ListedWork(entry, is_pointer)


def is_title(text: str) -> bool:
    """Whether the text of a link says what it leads to, and not only of what sort that is."""
    words = [word.casefold() for word in _WORD.findall(text)]
    return bool(words) and not all(word in _LABELS for word in words)


# -- parts of an item ------------------------------------------------------------------------------


def _title(pieces: Sequence[Piece], links: Sequence[Piece]) -> tuple[str, str, list[Piece]]:
    """Title, its address and the other pieces; the title is empty where there is none."""
    if leads := _leading_label(pieces):
        at, text = leads
        title, behind = _first_sentence(text)
        return title, "", [*pieces[:at], Piece(behind), *pieces[at + 1 :]]
    for strong, run in groupby(pieces, key=lambda piece: piece.is_strong):
        group = list(run)
        text = _stripped("".join(piece.text for piece in group))
        if strong and is_title(text):
            url = next((piece.url for piece in group if piece.url), "")
            return text, url, [piece for piece in pieces if piece not in group]
    for link in links:
        if is_title(link.text):
            return _stripped(link.text), link.url, [one for one in pieces if one is not link]
    # "Title (year), authors [[pdf]](url)"
    if pieces and links and not pieces[0].url:
        title, behind = _first_sentence(pieces[0].text)
        if " " in title and is_title(title):
            return title, "", [Piece(behind), *pieces[1:]]
    return "", "", list(pieces)


def _leading_label(pieces: Sequence[Piece]) -> tuple[int, str] | None:
    """Index and text of what follows a link in brackets, ``[[arXiv](...)] Title``."""
    words = [n for n, piece in enumerate(pieces) if _WORD.search(piece.text)]
    if len(words) < 2 or not pieces[words[0]].url or pieces[words[1]].url:
        return None
    before = "".join(piece.text for piece in pieces[: words[0]])
    text = pieces[words[1]].text.strip()
    return (words[1], text) if before.strip() == "[" and text.startswith("]") else None


def _first_sentence(text: str) -> tuple[str, str]:
    # Behind the label may stand more of the like: "[[venue](url)] [72 stars] Title".
    text = re.sub(r"^\]\s*(?:\[[^\]]*\]\s*)*", "", text)
    end = _TITLE_END.search(text)
    return (_stripped(text[: end.start()]), text[end.start() :]) if end else (_stripped(text), "")


@dataclass(slots=True)
class _Said:
    authors: str = ""
    venue: str = ""
    year: str = ""
    rest: str = ""


def _said(pieces: Sequence[Piece]) -> _Said:
    """What stands beside the title."""
    said = _Said()
    left = []
    for text, is_emph in _segments(pieces):
        if _YEAR.fullmatch(text):
            said.year = text
        elif not said.authors and (names := _authors(text)):
            said.authors = names
        elif (found := _VENUE.fullmatch(text)) and not said.venue:
            said.year = found[3] or f"20{found[2]}"
            if not said.authors and _INITIAL.match(found[1]):
                said.authors = _authors(found[1].strip())
                continue
            said.venue = "" if found[1].casefold().startswith("arxiv") else found[1].strip()
        elif is_emph and not said.venue and is_title(text):
            said.venue = text
        elif len(text.split()) >= _SENTENCE and is_title(text):
            left.append(text)
    said.rest = "; ".join(left)
    return said


def _segments(pieces: Sequence[Piece]) -> Iterator[tuple[str, bool]]:
    """What marks of punctuation part, and whether it is emphasized; links are left out."""
    for is_emph, run in groupby(pieces, key=lambda piece: piece.is_emph):
        text = "".join(" " if piece.url else piece.text for piece in run)
        for part in _DASH.split(text):
            is_whole = is_emph or part.strip().startswith(AUTHORS)
            for segment in [part] if is_whole else _SEGMENT_END.split(part):
                # Names of journals may end in a full stop.
                shown = segment.strip(" ,;:") if is_emph else _stripped(segment)
                if shown:
                    yield " ".join(shown.split()), is_emph


def _authors(text: str) -> str:
    """An author list as BibTeX has it; empty where the text may be something else."""
    is_told = text.startswith(AUTHORS)
    text = text.removeprefix(AUTHORS)
    alone = _OTHERS.sub("", text)
    has_others = alone != text
    names = [name.strip() for name in _BETWEEN_NAMES.split(alone) if name.strip()]
    if not is_told:
        longest = max((len(name.split()) for name in names), default=0)
        looks = all(_NAME.fullmatch(name) and len(name.split()) <= 5 for name in names)
        is_sure = has_others or len(names) > 1 or bool(_INITIAL.match(alone))
        if not (looks and is_sure and (longest > 1 or has_others)):
            return ""
    shown = [from_unicode(name) for name in names]
    # A name that is no person's has braces, so that its words stay together.
    shown = [name if " " in name else f"{{{name}}}" for name in shown]
    return " and ".join([*shown, *(["others"] if has_others else [])])


def _venue_of_label(pieces: Sequence[Piece]) -> str:
    """The venue that the first link is named after, ``[ICLR](...)``, where it is one."""
    link = next((piece for piece in pieces if web_url(piece.url)), None)
    text = _stripped(re.sub(r":[a-z_]+:", "", link.text)) if link else ""
    host = urlsplit(link.url).hostname or "" if link else ""
    if not is_title(text) or host.endswith(_CODE_HOSTS) or not text[:1].isupper():
        return ""
    return re.sub(r"[\s,'’]*(?:(?:19|20)?[0-9]{2})$", "", text)


def _addresses(urls: Sequence[str]) -> dict[str, str]:
    """DOI, arXiv number, and the first address that is neither; code only where nothing else is."""
    fields: dict[str, str] = {}
    for url in urls:
        if number := arxiv(url):
            fields.setdefault("eprint", str(number))
            fields.setdefault("archiveprefix", "arXiv")
        elif name := doi(url):
            fields.setdefault("doi", name)
    others = [url for url in urls if not (arxiv(url) or doi(url))]
    papers = [url for url in others if not (urlsplit(url).hostname or "").endswith(_CODE_HOSTS)]
    if papers or (others and not fields):
        fields["url"] = (papers or others)[0]
    return fields


def _stripped(text: str) -> str:
    """Text without blanks, pictures and punctuation at its ends."""
    text = " ".join(text.split())
    return re.sub(r"^[^\w(\"“‘'$&¿¡#@.+-]+|^[,:;.*-]+\s*|[\s,:;*|]+$", "", text).rstrip(".").strip()
