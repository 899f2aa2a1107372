"""Lists of keys in a taxonomy, and what becomes of them where one key is to stand for two."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from surveygen.survey.taxonomy import Section, Taxonomy
from surveygen.writers.taxonomy_edit import KeyField, TaxonomyEdit


@dataclass(frozen=True, slots=True)
class Placed:
    """What becomes of the other key in one list of the taxonomy."""

    section: str
    """Id of the section; empty for the background."""
    was: KeyField
    now: KeyField | None
    """The list in which the kept key stands instead; None where it stands there anyway."""


_Step = Callable[[TaxonomyEdit], None]


class KeyLists:
    """The keys of every list of a taxonomy, and the edits that changed them."""

    def __init__(self, keys: dict[tuple[str, KeyField], list[str]]) -> None:
        self.keys = keys
        self._steps: list[_Step] = []

    @staticmethod
    def of(taxonomy: Taxonomy) -> KeyLists:
        """Those of a taxonomy, empty ones too."""
        keys: dict[tuple[str, KeyField], list[str]] = {
            ("", "background"): [placement.key for placement in taxonomy.background]
        }
        for _depth, section in taxonomy.walk():
            keys[section.id, "papers"] = _keys(section, "papers")
            keys[section.id, "also"] = _keys(section, "also")
        return KeyLists(keys)

    def applied(self, data: bytes) -> bytes:
        """A ``taxonomy.yaml`` with all edits.

        Raises:
            NotEditable: one of them could do harm.

        """
        for step in self._steps:
            # One after the other, for two may concern one list.
            edit = TaxonomyEdit(data)
            step(edit)
            data = edit.result()
        return data

    def merge(self, keep: str, other: str) -> tuple[Placed, ...]:
        """Let a key stand for another one wherever that stood."""
        surveyed = any(other in keys for (id, _field), keys in self.keys.items() if id)
        if surveyed and keep in self.keys["", "background"]:
            self._remove("", "background", keep)
        return tuple(
            self._merge_place(id, field, keep, other)
            for (id, field), keys in self.keys.items()
            if other in keys
        )

    def _merge_place(self, id: str, field: KeyField, keep: str, other: str) -> Placed:
        has_home = any(keep in keys for (_id, name), keys in self.keys.items() if name == "papers")
        if field == "background":
            stands = any(keep in keys for keys in self.keys.values())
        else:
            stands = keep in self.keys[id, "papers"] or (
                keep in self.keys[id, "also"] and (field == "also" or has_home)
            )
        if stands:
            self._remove(id, field, other)
            return Placed(id, field, None)
        if field == "papers" and has_home:
            # In this order a remark beside the key stays in its list.
            self._add(id, "also", keep)
            self._remove(id, field, other)
            return Placed(id, field, "also")
        self._replace(id, field, other, keep)
        if field == "papers" and keep in self.keys[id, "also"]:
            self._remove(id, "also", keep)
        return Placed(id, field, field)

    def _remove(self, id: str, field: KeyField, key: str) -> None:
        while key in self.keys[id, field]:
            self.keys[id, field].remove(key)
            self._steps.append(lambda edit: edit.remove_key(field, key, id))

    def _replace(self, id: str, field: KeyField, key: str, new: str) -> None:
        keys = self.keys[id, field]
        keys[keys.index(key)] = new
        self._steps.append(lambda edit: edit.replace_key(field, key, new, id))
        self._remove(id, field, key)

    def _add(self, id: str, field: KeyField, key: str) -> None:
        self.keys[id, field].append(key)
        self._steps.append(lambda edit: edit.add_keys(field, [key], id))


def _keys(section: Section, field: KeyField) -> list[str]:
    placements = section.papers if field == "papers" else section.also
    return [placement.key for placement in placements]
