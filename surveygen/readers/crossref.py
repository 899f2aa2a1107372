"""``crossref``: fields that an entry takes over from its parent (btxdoc section 4; biblatex B)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from surveygen.survey.diagnostics import Code, Diagnostic
from surveygen.survey.entry import Entry

_OWN = frozenset(
    "crossref xref key ids title subtitle author doi url eprint abstract keywords note pages "
    "file".split()
)
"""Fields that describe one work and would be wrong on another."""
_PART_TYPES = frozenset(("inproceedings", "incollection", "inbook"))


def inherit(entries: Mapping[str, Entry]) -> tuple[dict[str, Entry], list[Diagnostic]]:
    """Every entry with the fields of its parents; an own field always wins."""
    found: list[Diagnostic] = []
    folded = {key.casefold(): key for key in entries}
    whole = {k: _with_parents(entry, entries, folded, found) for k, entry in entries.items()}
    return whole, found


def _with_parents(
    entry: Entry, entries: Mapping[str, Entry], folded: Mapping[str, str], found: list[Diagnostic]
) -> Entry:
    fields = dict(entry.fields)
    child, seen = entry, {entry.key}
    while target := child.fields.get("crossref", "").strip():
        key = target if target in entries else folded.get(target.casefold())
        if key is None or key in seen:
            what = "is no entry" if key is None else "leads back to itself"
            found.append(
                Diagnostic(
                    Code.CROSSREF,
                    f'crossref "{target}" of entry "{child.key}" {what}',
                    child.path,
                    child.line,
                )
            )
            break
        seen.add(key)
        parent = entries[key]
        if entry.entry_type in _PART_TYPES and "title" in parent.fields:
            fields.setdefault("booktitle", parent.fields["title"])
        for name, value in parent.fields.items():
            if name not in _OWN and not name.startswith("x-"):
                fields.setdefault(name, value)
        child = parent
    if len(fields) == len(entry.fields):
        return entry
    return replace(entry, fields=fields, inherited=frozenset(fields) - frozenset(entry.fields))
