"""Entries to BibTeX text, as they stand or in the words of BibTeX or of biblatex.

Values are written as they were read (LaTeX in UTF-8), so that nothing is escaped twice; fields of
one entry stand in the order of the file. Fields of a parent are filled in already, so that no entry
needs another one in its file: ``crossref`` stays at home.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from surveygen.survey.entry import Entry
from surveygen.writers.bibtex_flavours import Flavour, in_bibtex

ENTRY_BREAK = "\n"
"""What stands between two entries."""


def write_bibtex(
    entries: Iterable[Entry],
    *,
    all_fields: bool = False,
    former_keys: Mapping[str, tuple[str, ...]] | None = None,
    flavour: Flavour | None = None,
) -> str:
    """A bibliography of these entries in their order, each as `bibtex_entry` writes it."""
    former = former_keys or {}
    return ENTRY_BREAK.join(
        bibtex_entry(
            entry,
            all_fields=all_fields,
            former_keys=former.get(entry.key, ()),
            flavour=flavour,
        )
        for entry in entries
    )


def bibtex_entry(
    entry: Entry,
    *,
    all_fields: bool = False,
    former_keys: Sequence[str] = (),
    flavour: Flavour | None = None,
) -> str:
    """One entry, ending in a line break.

    Args:
        entry: what to write.
        all_fields: also those that are not public, and those that no source confirmed
            (``x-unverified``).
        former_keys: go into biblatex's ``ids``, so that old citations still find their entry.
        flavour: whose types and fields are written. Without one, public fields are BibTeX's, and
            all fields are as they stand, so that nothing is lost.

    """
    shown = entry if all_fields else entry.public
    if flavour is None and all_fields:
        kind, fields = entry.declared_type or entry.entry_type, dict(entry.fields)
    else:
        kind, fields = (flavour or in_bibtex)(shown)
    if former_keys:
        ids = [fields["ids"]] if "ids" in fields else []
        fields["ids"] = ", ".join([*ids, *former_keys])
    width = max(map(len, fields), default=0)
    lines = [f"@{kind}{{{entry.key},"]
    for name, value in fields.items():
        # bibtexparser and others take a backslash before the closing brace for an escape.
        gap = " " if value.endswith("\\") else ""
        lines.append(f"  {name:<{width}} = {{{value}{gap}}},")
    return "\n".join([*lines, "}"]) + "\n"
