"""Entries to BibTeX text.

Values are written as they were read (LaTeX in UTF-8), so that nothing is escaped twice; fields of
one entry stand in the order of the file. What is published is an allow-list. Fields of a parent are
filled in already, so that no entry needs another one in its file: ``crossref`` stays at home.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from surveygen.survey.entry import Entry

PUBLIC_FIELDS = frozenset(
    # btxdoc section 3.2
    "address author booktitle chapter edition editor howpublished institution journal key "
    "month note number organization pages publisher school series title type volume year "
    # biblatex manual section 2.2
    "booksubtitle booktitleaddon date doi eid eprint eprintclass eprinttype eventdate eventtitle "
    "ids isbn issn issue journalsubtitle journaltitle language location mainsubtitle maintitle "
    "origdate pagetotal part pubstate shortjournal shorttitle subtitle titleaddon translator "
    "url urldate venue version volumes "
    # archives and registries
    "archiveprefix primaryclass pmid pmcid keywords".split()
)
"""Fields that exports hold; abstracts, paths and remarks of reference managers stay at home."""


def write_bibtex(
    entries: Iterable[Entry],
    *,
    all_fields: bool = False,
    former_keys: Mapping[str, tuple[str, ...]] | None = None,
) -> str:
    """A bibliography of these entries in their order.

    Fields that no source confirmed (``x-unverified``) are left out unless ``all_fields``.
    ``former_keys`` go into biblatex's ``ids``, so that old citations still find their entry.
    """
    former = former_keys or {}
    return "\n".join(
        bibtex_entry(entry, all_fields=all_fields, former_keys=former.get(entry.key, ()))
        for entry in entries
    )


def bibtex_entry(entry: Entry, *, all_fields: bool = False, former_keys: Sequence[str] = ()) -> str:
    """One entry, ending in a line break."""
    fields = {
        name: value
        for name, value in entry.fields.items()
        if all_fields or (name in PUBLIC_FIELDS and name not in entry.unverified)
    }
    if former_keys:
        ids = [fields["ids"]] if "ids" in fields else []
        fields["ids"] = ", ".join([*ids, *former_keys])
    kind = entry.declared_type if all_fields and entry.declared_type else entry.entry_type
    width = max(map(len, fields), default=0)
    lines = [f"@{kind}{{{entry.key},"]
    for name, value in fields.items():
        # bibtexparser and others take a backslash before the closing brace for an escape.
        gap = " " if value.endswith("\\") else ""
        lines.append(f"  {name:<{width}} = {{{value}{gap}}},")
    return "\n".join([*lines, "}"]) + "\n"
