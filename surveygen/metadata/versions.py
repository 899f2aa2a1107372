"""A preprint and what was published of it: one entry describes one version of a work.

The rule: where title and people are the preprint's, the published version is described and the
archive's number kept; where they differ, the preprint is, with a remark on what was published.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from surveygen.matching.people import Agreement, agreement, is_same_first
from surveygen.matching.titles import Title, is_equal
from surveygen.matching.work import Work
from surveygen.messages import N_
from surveygen.metadata.found import Found
from surveygen.metadata.status import WorkStatus
from surveygen.survey.entry import Entry
from surveygen.text.latex import from_unicode

ARCHIVE_FIELDS = ("eprint", "archiveprefix")
"""What a published entry keeps of its preprint."""
LONGEST_WAY = 5
"""Years that a preprint may take to be published; a later work of its title is another one."""


@dataclass(frozen=True, slots=True)
class Joined:
    """One entry of what services say of a work."""

    entry: Entry
    """Its key is empty."""
    sources: Mapping[str, Found] = field(default_factory=dict)
    """For each field, who says so."""
    first_year: int | None = None
    """Of the first appearance, of which the key is made."""


def disagreement(ours: Entry, theirs: Entry, *, is_same_version: bool = False) -> str:
    """Why two descriptions may be of two works, as a marked message; empty where they agree.

    Title, first author and year have to agree: for one version the year to one, as what appears
    online and in print differs; for a preprint and what was published of it by `LONGEST_WAY`.
    """
    one, other = Work(ours), Work(theirs)
    if not is_equal(one.title, other.title):
        return N_("the titles differ")
    if not (ours.authors and theirs.authors):
        return N_("no authors are named")
    if not is_same_first(one.people, other.people):
        return N_("the first authors differ")
    if ours.year_number is None or theirs.year_number is None:
        return N_("a year is missing")
    late = theirs.year_number - ours.year_number
    if not (-1 <= late <= (1 if is_same_version else LONGEST_WAY)):
        return N_("the years are too far apart")
    return ""


def has_same_face(preprint: Entry, published: Entry) -> bool:
    """Whether what was published has the title and the people of the preprint."""
    one, other = Work(preprint), Work(published)
    same = agreement(one.people, other.people) is Agreement.SAME
    return is_equal(Title(preprint.title), Title(published.title)) and same


def join(preprint: Found | None, published: Found | None) -> Joined:
    """The entry of the version that is to be described; one of both is given."""
    if preprint is None or published is None:
        found = preprint or published
        assert found is not None
        entry = found.entry
        return Joined(entry, dict.fromkeys(entry.fields, found), entry.year_number)
    first_year = preprint.entry.year_number
    if has_same_face(preprint.entry, published.entry):
        kept = {
            name: value
            for name in ARCHIVE_FIELDS
            if (value := preprint.entry.fields.get(name)) is not None
        }
        fields = {**published.entry.fields, **kept}
        sources = {
            **dict.fromkeys(published.entry.fields, published),
            **dict.fromkeys(kept, preprint),
        }
        theirs = published.entry
        return Joined(
            Entry("", theirs.entry_type, fields, theirs.declared_type), sources, first_year
        )
    remark = published_remark(preprint.entry, published.entry)
    fields = {**preprint.entry.fields, "x-published": remark}
    sources = {**dict.fromkeys(preprint.entry.fields, preprint), "x-published": published}
    return Joined(Entry("", "misc", fields, "misc"), sources, first_year)


def with_status(joined: Joined, status: WorkStatus, source: Found) -> Joined:
    """The entry with what became of the work."""
    said = {"x-status": status.status}
    if status.note:
        said["x-status-note"] = status.note
    entry = replace(joined.entry, fields={**joined.entry.fields, **said})
    return replace(joined, entry=entry, sources={**joined.sources, **dict.fromkeys(said, source)})


def published_remark(preprint: Entry, published: Entry) -> str:
    """What ``x-published`` says: venue, year and DOI, and what differs from the preprint."""
    where = " ".join(part for part in (published.venue, published.year) if part)
    parts = [where] if where else []
    if published.doi:
        parts.append(f"doi:{published.doi}")
    if not is_equal(Title(preprint.title), Title(published.title)):
        parts.append(f'as "{published.title}"')
    elif agreement(Work(preprint).people, Work(published).people) is not Agreement.SAME:
        parts.append("with a different author list")
    return from_unicode(", ".join(parts))
