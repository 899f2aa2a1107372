"""Changes in words: groups of one kind, each with a line for a paper or section.

The same words serve a terminal, in its language, and release notes, in the survey's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from surveygen.history.changes import ENTRY_TYPE, TEXT, Changes, Kind, PaperChange, SectionChange
from surveygen.messages import N_, Words
from surveygen.references.reference import status_text, year_text
from surveygen.survey.survey import Survey
from surveygen.text.normal import one_line
from surveygen.writers.markdown_list import escaped, linked_title

_HEADINGS = {
    Kind.ADDED: N_("Added"),
    Kind.REMOVED: N_("Removed"),
    Kind.DAMAGED: N_("No longer readable"),
    Kind.MENDED: N_("Readable again"),
    Kind.RENAMED: N_("With another key"),
    Kind.MOVED: N_("Moved"),
    Kind.STATUS: N_("Retracted, withdrawn or corrected"),
    Kind.PUBLISHED: N_("Published since"),
    Kind.CHANGED: N_("Changed"),
}
_NAMES = {
    ENTRY_TYPE: N_("type of entry"),
    TEXT: N_("text"),
    "description": N_("description"),
    "narrative": N_("narrative"),
}
"""What is no field by a name of its own."""
_LINE = 300
"""Characters of a title or sentence of the survey in a line."""


@dataclass(frozen=True, slots=True)
class Line:
    """What happened to a paper or section."""

    id: str
    """Its key or id."""
    title: str
    markdown: str
    """The title as Markdown."""
    said: str
    """Plain text; may be empty."""


@dataclass(frozen=True, slots=True)
class Group:
    """All to which the same has happened."""

    heading: str
    lines: tuple[Line, ...]


def groups(changes: Changes, words: Words) -> list[Group]:
    """What has changed, in words; papers by what happened to them, then sections."""
    found = []
    say = _Sayer(changes, words)
    for kind, heading in _HEADINGS.items():
        lines = tuple(say.paper(one, kind) for one in changes.papers if kind in one.kinds)
        if lines:
            found.append(Group(words.gettext(heading), lines))
    if changes.sections:
        lines = tuple(map(say.section, changes.sections))
        found.append(Group(words.gettext("Sections"), lines))
    return found


def counts_line(found: Iterable[Group], words: Words) -> str:
    """How many there are of each group."""
    counts = " · ".join(f"{group.heading}: {len(group.lines)}" for group in found)
    return counts or words.gettext("Nothing has changed.")


def plain(found: Iterable[Group]) -> Iterator[str]:
    """Lines for a terminal."""
    for group in found:
        yield f"{group.heading} ({len(group.lines)})"
        for line in group.lines:
            said = f" — {line.said}" if line.said else ""
            yield f"  {line.id}  {line.title}{said}"
        yield ""


def markdown(found: Iterable[Group]) -> Iterator[str]:
    """Lines for release notes or a pull request."""
    for group in found:
        yield f"### {group.heading} ({len(group.lines)})"
        yield ""
        for line in group.lines:
            said = f": {escaped(line.said)}" if line.said else ""
            yield f"- {line.markdown} (`{line.id}`){said}"
        yield ""


class _Sayer:
    """Says what happened in the words of a language."""

    def __init__(self, changes: Changes, words: Words) -> None:
        self.before, self.after = changes.before, changes.after
        self.words = words
        self.by_kind: Mapping[Kind, Callable[[PaperChange], str]] = {
            Kind.ADDED: lambda it: self.place(self.after, it.paper.home),
            Kind.MENDED: lambda it: self.place(self.after, it.paper.home),
            Kind.REMOVED: self.removed,
            Kind.DAMAGED: lambda it: self.place(self.before, it.paper.home),
            Kind.RENAMED: lambda it: words.gettext("was {name}").format(name=it.former_key),
            Kind.MOVED: self.moved,
            Kind.STATUS: self.status,
            Kind.PUBLISHED: self.published,
            Kind.CHANGED: self.changed,
        }

    def paper(self, change: PaperChange, kind: Kind) -> Line:
        entry = change.paper.entry
        title = one_line(entry.title or change.key, _LINE)
        said = one_line(self.by_kind[kind](change), _LINE)
        return Line(change.key, title, linked_title(entry), said)

    def section(self, change: SectionChange) -> Line:
        section = change.after or change.before
        assert section is not None
        said = "; ".join(self.section_said(change))
        title = one_line(section.title, _LINE)
        return Line(change.id, title, f"**{escaped(title)}**", one_line(said, _LINE))

    def section_said(self, change: SectionChange) -> Iterator[str]:
        gettext = self.words.gettext
        if change.before is None or change.after is None:
            yield gettext(_HEADINGS[change.kinds[0]])
            return
        if change.former_id:
            yield gettext("was {name}").format(name=change.former_id)
        if change.before.title != change.after.title:
            yield gettext("was called {title}").format(title=change.before.title)
        if change.parent:
            old, new = change.parent
            yield self.way(self.section_path(self.before, old), self.section_path(self.after, new))
        if change.texts:
            yield gettext("changed: {names}").format(names=self.names(change.texts))

    def section_path(self, survey: Survey, id: str | None) -> str:
        return _path(survey, id) if id else self.words.gettext("the top")

    def place(self, survey: Survey, id: str | None) -> str:
        return _path(survey, id) if id else self.words.gettext("not yet placed")

    def way(self, old: str, new: str) -> str:
        return self.words.gettext("{old} → {new}").format(old=old, new=new)

    def removed(self, change: PaperChange) -> str:
        if change.merged_into:
            return self.words.gettext("now {name}").format(name=change.merged_into)
        return self.place(self.before, change.paper.home)

    def moved(self, change: PaperChange) -> str:
        gettext = self.words.gettext
        parts = []
        if change.home:
            old, new = change.home
            parts.append(self.way(self.place(self.before, old), self.place(self.after, new)))
        if change.also_added:
            sections = ", ".join(_path(self.after, id) for id in change.also_added)
            parts.append(gettext("listed too in {sections}").format(sections=sections))
        if change.also_removed:
            sections = ", ".join(_path(self.before, id) for id in change.also_removed)
            parts.append(gettext("no longer listed in {sections}").format(sections=sections))
        return "; ".join(parts)

    def status(self, change: PaperChange) -> str:
        entry = change.paper.entry
        if entry.status:
            note = f": {entry.status_note}" if entry.status_note else ""
            return status_text(entry, self.words) + note
        assert change.before is not None
        old = status_text(change.before.entry, self.words)
        return self.words.gettext("no longer: {status}").format(status=old)

    def published(self, change: PaperChange) -> str:
        entry = change.paper.entry
        where = ", ".join(filter(None, (entry.venue, year_text(entry, self.words))))
        return f"{where} ({self.names(change.fields)})"

    def changed(self, change: PaperChange) -> str:
        gettext = self.words.gettext
        parts = []
        if change.fields and Kind.PUBLISHED not in change.kinds:
            parts.append(self.names(change.fields))
        if change.has_new_note:
            parts.append(gettext("new note"))
        if change.lost_its_note:
            parts.append(gettext("note deleted"))
        if change.note:
            names = self.names(change.note)
            if change.metrics:
                names = names.replace("claims", f"claims ({', '.join(change.metrics)})", 1)
            parts.append(gettext("note: {names}").format(names=names))
        return "; ".join(parts)

    def names(self, names: Iterable[str]) -> str:
        """Fields stand as the files have them; a catalogue may know the same words otherwise."""
        gettext = self.words.gettext
        return ", ".join(gettext(_NAMES[name]) if name in _NAMES else name for name in names)


def _path(survey: Survey, id: str) -> str:
    return " › ".join(section.title for section in survey.ancestors[id])
