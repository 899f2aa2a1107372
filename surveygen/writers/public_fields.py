"""Which fields of an entry leave the house: an allow-list, without what no source confirmed."""

from __future__ import annotations

from dataclasses import replace

from surveygen.survey.entry import Entry

PUBLIC_FIELDS = frozenset(
    # btxdoc section 3.2
    "address author booktitle chapter edition editor howpublished institution journal key "
    "month note number organization pages publisher school series title type volume year "
    # biblatex manual section 2.2
    "booksubtitle booktitleaddon date doi eid eprint eprintclass eprinttype eventdate eventtitle "
    "hyphenation ids isbn issn issue journalsubtitle journaltitle langid language location "
    "mainsubtitle maintitle origdate pagetotal part pubstate shortjournal shorttitle subtitle "
    "titleaddon translator url urldate venue version volumes "
    # archives and registries
    "archiveprefix primaryclass pmid pmcid keywords".split()
)
"""Fields that exports hold; abstracts, paths and remarks of reference managers stay at home."""


def public_entry(entry: Entry) -> Entry:
    """The entry with its public fields alone."""
    hidden = entry.unverified
    fields = {
        name: value
        for name, value in entry.fields.items()
        if name in PUBLIC_FIELDS and name not in hidden
    }
    # The entry itself keeps what it has decoded already.
    return entry if len(fields) == len(entry.fields) else replace(entry, fields=fields)
