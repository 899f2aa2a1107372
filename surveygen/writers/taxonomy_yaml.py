"""A taxonomy to a ``taxonomy.yaml`` that people go on editing.

Text stands without quotes where every YAML reader takes it for the same text (YAML 1.1 has numbers,
dates and words such as ``no``), else in double quotes with the escapes of JSON, which YAML shares.
What is empty, or what a reader assumes anyway, is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from surveygen.survey.taxonomy import Placement, Section, SurveyAuthor, Taxonomy

_WIDTH = 100
_DEFAULT = Taxonomy(title="")

# A letter first, so that it is no number, date or sign of YAML; no comma and no colon in a list.
_PLAIN_ITEM = re.compile(r"[^\W\d_](?:[\w ./+-]*[\w./+-])?")
_PLAIN = re.compile(r"[^\W\d_](?:(?:[\w .,;()/+&'’–—!?-]|:(?=\S))*[\w.,;()/+&'’–—!?-])?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_OTHER_THAN_TEXT = frozenset("y n yes no on off true false null".split())
"""Words that YAML 1.1 takes for something else (yaml.org/type/bool.html, null.html)."""
_SURROGATES = re.compile("[\ud800-\udfff]")
# Breaks that are none to editors, and what is not `c-printable`: YAML 1.1, sections 5.1 and 5.4.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def write_taxonomy(taxonomy: Taxonomy) -> str:
    """Write a taxonomy so that reading it again gives an equal one, but for places.

    A lone surrogate, which no UTF-8 file can hold, becomes U+FFFD; every other character survives.
    """
    return "\n".join(_lines(taxonomy)) + "\n"


def _lines(taxonomy: Taxonomy) -> Iterator[str]:
    yield "version: 1"
    yield f"title: {_text(taxonomy.title)}"
    yield from _prose("abstract", taxonomy.abstract, "")
    if taxonomy.authors:
        yield "authors:"
        yield from (f"  - {_author(author)}" for author in taxonomy.authors)
    yield from _field("edition", taxonomy.edition)
    if _DATE.fullmatch(taxonomy.date):
        yield f"date: {taxonomy.date}"
    else:
        yield from _field("date", taxonomy.date)
    yield from _list("keywords", taxonomy.keywords, "")
    yield from _field("license", taxonomy.license)
    yield from _field("language", taxonomy.language, _DEFAULT.language)
    yield from _field("url", taxonomy.url)
    yield from _field("repository", taxonomy.repository)
    yield from _field("doi", taxonomy.doi)
    if len(taxonomy.bibliography) == 1:
        (bibliography,) = taxonomy.bibliography
        yield from _field("bibliography", bibliography, *_DEFAULT.bibliography)
    else:
        yield from _list("bibliography", taxonomy.bibliography, "")
    yield from _field("notes", taxonomy.notes, _DEFAULT.notes)
    yield from _list("background", _keys(taxonomy.background), "")
    if taxonomy.aliases:
        yield "aliases:"
        yield from (f"  {_item(old)}: {_text(new)}" for old, new in taxonomy.aliases.items())
    if taxonomy.sections:
        yield "sections:"
        yield from section_lines(taxonomy.sections, "  ")


def section_lines(sections: Iterable[Section], indent: str) -> Iterator[str]:
    """The lines of sections as items of a block list, its dashes behind ``indent``."""
    for section in sections:
        yield f"{indent}- id: {_text(section.id)}"
        inner = f"{indent}  "
        yield f"{inner}title: {_text(section.title)}"
        yield from _prose("description", section.description, inner)
        yield from _list("keywords", section.keywords, inner)
        yield from key_list("papers", _keys(section.papers), inner)
        yield from key_list("also", _keys(section.also), inner)
        if section.sections:
            yield f"{inner}sections:"
            yield from section_lines(section.sections, f"{inner}  ")


def key_list(name: str, keys: Iterable[str], indent: str) -> Iterator[str]:
    """The lines of a field that lists keys; none where there are no keys."""
    yield from _list(name, keys, indent)


def key_items(keys: Iterable[str], indent: str) -> Iterator[str]:
    """Keys with commas behind, on lines as wide as there is room for."""
    yield from _filled((f"{key_item(key)}," for key in keys), indent)


def key_item(key: str) -> str:
    """A key as an item of a list."""
    return _item(key)


def _keys(placements: Iterable[Placement]) -> list[str]:
    return [placement.key for placement in placements]


def _author(author: SurveyAuthor) -> str:
    fields = [f"name: {_item(author.name)}"]
    if author.type != "person":
        fields.append(f"type: {author.type}")
    if author.orcid:
        fields.append(f"orcid: {_item(author.orcid)}")
    if author.affiliation:
        fields.append(f"affiliation: {_item(author.affiliation)}")
    return f"{{{', '.join(fields)}}}"


def _field(name: str, text: str, default: str = "") -> Iterator[str]:
    if text != default:
        yield f"{name}: {_text(text)}"


def _prose(name: str, text: str, indent: str) -> Iterator[str]:
    """A field of a sentence or more: on lines of its own where one is too short for it."""
    if not text:
        return
    line = f"{indent}{name}: {_text(text)}"
    # Folding puts one blank for each line break and keeps everything else (YAML 1.1, 8.2.3).
    if len(line) > _WIDTH and text.isprintable() and " ".join(text.split()) == text:
        yield f"{indent}{name}: >-"
        yield from _filled(text.split(" "), f"{indent}  ")
    else:
        yield line


def _list(name: str, texts: Iterable[str], indent: str) -> Iterator[str]:
    items = [_item(text) for text in texts]
    if not items:
        return
    line = f"{indent}{name}: [{', '.join(items)}]"
    if len(line) <= _WIDTH:
        yield line
        return
    yield f"{indent}{name}: ["
    yield from _filled((f"{item}," for item in items), f"{indent}  ")
    yield f"{indent}]"


def _filled(words: Iterable[str], indent: str) -> Iterator[str]:
    """Words on lines as wide as there is room for."""
    line: list[str] = []
    width = len(indent)
    for word in words:
        if line and width + len(word) > _WIDTH:
            yield indent + " ".join(line)
            line, width = [], len(indent)
        line.append(word)
        width += len(word) + 1
    yield indent + " ".join(line)


def _text(text: str) -> str:
    return text if _is_plain(text, _PLAIN) else _quoted(text)


def _item(text: str) -> str:
    """A text inside a list or a mapping in braces."""
    return text if _is_plain(text, _PLAIN_ITEM) else _quoted(text)


def _is_plain(text: str, pattern: re.Pattern[str]) -> bool:
    if text.casefold() in _OTHER_THAN_TEXT or not text.isprintable():
        return False
    return pattern.fullmatch(text) is not None


def _quoted(text: str) -> str:
    quoted = json.dumps(_SURROGATES.sub("\ufffd", text), ensure_ascii=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)
