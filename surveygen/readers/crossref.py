"""``crossref``: fields that an entry takes over from its parent (btxdoc section 4; biblatex B)."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import replace

from surveygen.survey.diagnostics import Code, Diagnostic
from surveygen.survey.entry import Entry

_OWN = frozenset(
    "crossref xref key ids title subtitle author doi url eprint abstract keywords note pages "
    "file".split()
)
"""Fields that describe one work and would be wrong on another."""
_PART_TYPES = frozenset(("inproceedings", "incollection", "inbook"))


def inherit(
    entries: Mapping[str, Entry], quarantined: Container[str] = ()
) -> tuple[dict[str, Entry], list[Diagnostic]]:
    """Every entry with the fields of its parents; an own field always wins.

    Nothing is said of a parent that is ``quarantined``: its damage is one finding already.
    """
    folded = {key.casefold(): key for key in entries}

    def parent_of(child: Entry) -> Entry | None:
        target = child.fields.get("crossref", "").strip()
        key = target if target in entries else folded.get(target.casefold())
        return entries[key] if key is not None else None

    found: dict[Diagnostic, None] = {}
    whole: dict[str, Entry] = {}
    for key, entry in entries.items():
        fields = dict(entry.fields)
        child, seen = entry, {key}
        while target := child.fields.get("crossref", "").strip():
            parent = parent_of(child)
            if parent is None or parent.key in seen:
                if target not in quarantined:
                    found[_complaint(child, target, parent is None)] = None
                break
            seen.add(parent.key)
            _take_over(fields, entry, parent)
            child = parent
        inherited = frozenset(fields) - frozenset(entry.fields)
        whole[key] = replace(entry, fields=fields, inherited=inherited) if inherited else entry
    return whole, list(found)


def _take_over(fields: dict[str, str], entry: Entry, parent: Entry) -> None:
    if entry.entry_type in _PART_TYPES and "title" in parent.fields:
        fields.setdefault("booktitle", parent.fields["title"])
    for name, value in parent.fields.items():
        # A chapter has the author of its book; that of a paper is never the proceedings' one.
        is_taken = name not in _OWN or (name == "author" and entry.entry_type == "inbook")
        if is_taken and not name.startswith("x-"):
            fields.setdefault(name, value)


def _complaint(child: Entry, target: str, is_missing: bool) -> Diagnostic:
    what = "is no entry" if is_missing else "leads back to itself"
    message = f'crossref "{target}" of entry "{child.key}" {what}'
    return Diagnostic(Code.CROSSREF, message, child.path, child.line)
