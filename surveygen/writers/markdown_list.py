"""Sections of a survey as a Markdown list of papers, an "awesome list" for repositories and wikis.

The form is that which `readers.markdown_list` reads: a heading for every section, its description,
and for every work ``[title](address) – by authors – *venue*, year``. Narratives, with their tables
and citations, have no place in such a list.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from surveygen.survey.entry import Entry
from surveygen.survey.outline import SEE_ALSO
from surveygen.survey.survey import Survey
from surveygen.survey.taxonomy import Section
from surveygen.text.identifiers import arxiv_url

_DEEPEST = 6
"""Levels of headings that Markdown has."""
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~$!&]|^(?=[-+:=%])|(?<=\))(?==)|(?<=^\d)(?=[.)])")
_UNSAFE = re.compile(r"[<>\s\\]")


def write_markdown_list(
    survey: Survey, keys: Collection[str], *, section: Section | None = None
) -> str:
    """A list of these works under the sections that they stand in.

    Args:
        survey: what to write of.
        keys: works that are written; sections without any are left out.
        section: write only this one and what is below it.

    """
    taxonomy = survey.taxonomy
    tops = taxonomy.sections if section is None else (section,)
    blocks = [f"# {escaped(taxonomy.title)}"]
    if taxonomy.abstract:
        blocks.append(escaped(taxonomy.abstract))
    for top in tops:
        blocks += _blocks(survey, keys, top, 2)
    return "\n\n".join(blocks) + "\n"


def _blocks(survey: Survey, keys: Collection[str], section: Section, level: int) -> Iterator[str]:
    below = [block for part in section.sections for block in _blocks(survey, keys, part, level + 1)]
    items = list(_items(survey, keys, section))
    if not (items or below):
        return
    yield f"{'#' * min(level, _DEEPEST)} {escaped(section.title)}"
    if section.description:
        yield escaped(section.description)
    if items:
        yield "\n".join(items)
    yield from below


def _items(survey: Survey, keys: Collection[str], section: Section) -> Iterator[str]:
    home = [one.key for one in section.papers if one.key in keys and one.key in survey.papers]
    for key in home:
        yield f"- {_described(survey.papers[key].entry)}"
    for key in (one.key for one in section.also):
        if key in keys and key in survey.papers and key not in home:
            yield f"- {SEE_ALSO} {linked_title(survey.papers[key].entry)}"


def linked_title(entry: Entry) -> str:
    """The title, which leads to the work where the entry says where that is."""
    title = escaped(entry.title or entry.key)
    return f"[{title}]({_address(entry.link)})" if entry.link else f"**{title}**"


def _described(entry: Entry) -> str:
    people = [person.full for person in entry.authors]
    if entry.more_authors:
        people.append("others")
    authors = " and ".join(filter(None, (", ".join(people[:-1]), *people[-1:])))
    venue = entry.venue or entry.text("howpublished")
    published = ", ".join(filter(None, (f"*{escaped(venue)}*" if venue else "", entry.year)))
    by = f"by {escaped(authors)}" if authors else ""
    line = " – ".join(filter(None, (linked_title(entry), by, published)))
    if entry.doi and entry.arxiv:
        line += f" [[arXiv]({arxiv_url(entry.arxiv)})]"
    if entry.url and (entry.doi or entry.arxiv):
        line += f" [[link]({_address(entry.url)})]"
    return line


def _address(url: str) -> str:
    """An address between angle brackets, where a plain one could end too early."""
    return f"<{_UNSAFE.sub('', url)}>" if re.search(r"[()]", url) else url


def escaped(text: str) -> str:
    """Plain text as Markdown that shows it."""
    return _MARKUP.sub(lambda found: f"\\{found[0]}", text)
