"""Which fields of an entry leave the house: an allow-list."""

from __future__ import annotations

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
