"""Fields that an entry takes over: ``crossref`` from its parent, ``xdata`` from what it shares.

Sources: btxdoc, section 4; biblatex manual, sections 2.4.1 and 3.13, appendix B.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from surveygen.messages import _, ngettext
from surveygen.readers.entry_types import NO_WORKS
from surveygen.survey.codes import Code
from surveygen.survey.diagnostics import Diagnostic
from surveygen.survey.entry import Entry
from surveygen.survey.spelling import suggestion

_OWN = frozenset(
    "crossref xref key ids title subtitle author doi url eprint abstract keywords note pages "
    "file".split()
)
"""Fields that describe one work and would be wrong on another."""
_PART_TYPES = frozenset(("inproceedings", "incollection", "inbook"))


_GENERATIONS = 50
"""How far up parents are looked for: a chain can be made of thousands."""
_GUESSES = 20
"""How many unknown parents are compared with all keys, which is costly."""


def with_xdata(
    entries: Mapping[str, Entry], quarantined: Sequence[str] = ()
) -> tuple[dict[str, Entry], list[Diagnostic]]:
    """Every work with the fields that it shares with others; what is shared is no work itself.

    An own field always wins. An entry means the same without its ``xdata`` then.
    """
    found: list[Diagnostic] = []
    works: dict[str, Entry] = {}
    for key, entry in entries.items():
        if entry.declared_type in NO_WORKS:
            continue
        fields = {name: value for name, value in entry.fields.items() if name != "xdata"}
        for name, shared in _shared(entry, entries):
            for field_name, value in shared.fields.items() if shared else ():
                if field_name != "xdata":
                    fields.setdefault(field_name, value)
            if shared is None and name not in quarantined:
                message = _('xdata "{target}" of entry "{key}" is no entry')
                message = message.format(target=name, key=key)
                found.append(_finding(entry, message, suggestion(name, entries), "xdata"))
        works[key] = replace(entry, fields=fields) if "xdata" in entry.fields else entry
    return works, found


def _shared(entry: Entry, entries: Mapping[str, Entry]) -> Iterator[tuple[str, Entry | None]]:
    """What an entry names as shared, and what that names itself, each once."""
    waiting = [entry]
    seen: set[str] = set()
    while waiting:
        for name in map(str.strip, waiting.pop().fields.get("xdata", "").split(",")):
            if name and name not in seen:
                seen.add(name)
                shared = entries.get(name)
                waiting += [shared] if shared else []
                yield name, shared


def inherit(
    entries: Mapping[str, Entry], quarantined: Sequence[str] = ()
) -> tuple[dict[str, Entry], list[Diagnostic]]:
    """Every entry with the fields of its parents; an own field always wins.

    ``quarantined`` holds the keys of damaged entries, empty where they are lost. Nothing is said of
    a parent that is one of them: its damage is one finding already.
    """
    folded = {key.casefold(): key for key in entries}
    damaged = {key.casefold() for key in quarantined}

    def parent_of(child: Entry) -> Entry | None:
        target = _target(child)
        key = target if target in entries else folded.get(target.casefold())
        return entries[key] if key is not None else None

    faults = _Faults()
    whole: dict[str, Entry] = {}
    for key, entry in entries.items():
        fields = dict(entry.fields)
        child, lineage = entry, {key: entry}
        while len(lineage) <= _GENERATIONS and (target := _target(child)):
            parent = parent_of(child)
            if parent is None:
                if target.casefold() not in damaged:
                    faults.add_orphan(target, child)
                break
            if parent.key in lineage:
                faults.add_circle(tuple(lineage)[tuple(lineage).index(parent.key) :], parent)
                break
            lineage[parent.key] = parent
            _take_over(fields, entry, parent)
            child = parent
        inherited = frozenset(fields) - frozenset(entry.fields)
        whole[key] = replace(entry, fields=fields, inherited=inherited) if inherited else entry
    if len(faults.orphans) <= sum(not key for key in quarantined):
        faults.orphans.clear()
    return whole, faults.diagnostics(entries)


def _target(child: Entry) -> str:
    return child.fields.get("crossref", "").strip()


def _take_over(fields: dict[str, str], entry: Entry, parent: Entry) -> None:
    is_part = entry.entry_type in _PART_TYPES
    # A volume keeps its own title beside that of all volumes.
    is_volume = not is_part and parent.declared_type.startswith("mv")
    whole = "book" if is_part else "main" if is_volume else ""
    for name in ("title", "subtitle", "titleaddon") if whole else ():
        if name in parent.fields:
            fields.setdefault(f"{whole}{name}", parent.fields[name])
    # A date may be in words of biblatex or of BibTeX; what has one takes no second one.
    dated = {"year", "month"} if "date" in fields else {"date"} if "year" in fields else set()
    for name, value in parent.fields.items():
        # A chapter has the author of its book; that of a paper is never the proceedings' one.
        is_taken = name not in _OWN or (name == "author" and entry.entry_type == "inbook")
        if is_taken and not name.startswith("x-") and name not in dated:
            fields.setdefault(name, value)


@dataclass(slots=True)
class _Faults:
    """Parents that are missing, and circles: each is one fault, however many it concerns."""

    orphans: dict[str, dict[str, Entry]] = field(default_factory=dict)
    """Missing parent to its children by key."""
    circles: dict[frozenset[str], Entry] = field(default_factory=dict)
    """Keys of a circle to one of its entries."""

    def add_orphan(self, target: str, child: Entry) -> None:
        self.orphans.setdefault(target, {})[child.key] = child

    def add_circle(self, keys: Iterable[str], entry: Entry) -> None:
        self.circles.setdefault(frozenset(keys), entry)

    def diagnostics(self, known: Iterable[str]) -> list[Diagnostic]:
        found = []
        for number, (target, children) in enumerate(self.orphans.items()):
            child = next(iter(children.values()))
            message = ngettext(
                'crossref "{target}" of entry "{key}" is no entry',
                'crossref "{target}" of {count} entries, the first one "{key}", is no entry',
                len(children),
            ).format(target=target, key=child.key, count=len(children))
            near = suggestion(target, known) if number < _GUESSES else ""
            found.append(_finding(child, message, near))
        for entry in self.circles.values():
            message = _('crossref "{target}" of entry "{key}" leads back to that entry')
            found.append(_finding(entry, message.format(target=_target(entry), key=entry.key)))
        return found


def _finding(entry: Entry, message: str, help: str = "", field: str = "crossref") -> Diagnostic:
    return Diagnostic(Code.CROSSREF, message, entry.path, *entry.place_of(field), help)
