"""Names that tables and JSON give to what they say of a work, and the entry that comes of it.

Collected from the exports of Zotero, OpenAlex, Scopus, Web of Science, IEEE Xplore, PubMed, Google
Scholar, Crossref and Semantic Scholar, and from what people write at the head of a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from surveygen.readers.entry_types import BIBTEX_TYPES, canonical_type
from surveygen.readers.people import people_of
from surveygen.readers.unicode_entry import described
from surveygen.survey.entry import Entry, Place
from surveygen.text.citation_syntax import is_citable
from surveygen.text.dates import read_date
from surveygen.text.html_markup import unescaped
from surveygen.text.latex import from_unicode, is_balanced
from surveygen.text.names import Person

_NAMES = {
    "key": "key citationkey citekey bibtexkey bibkey",
    "type": "type itemtype documenttype publicationtype entrytype genre dt contenttype",
    "title": "title documenttitle articletitle papertitle itemtitle displayname ti paper",
    "author": "authorfullnames authors author authorsnames authornames creators creator af au "
    "authorshipsauthordisplayname",
    "editor": "editors editor",
    "year": "year publicationyear pubyear py jahr",
    "date": "date publicationdate issued published pd",
    "venue": "venue journal booktitle sourcetitle publicationtitle publication containertitle "
    "journalbook journaltitle conference conferencename proceedings primarylocationsource"
    "displayname hostvenuedisplayname so",
    "series": "series bookseriestitle collectiontitle",
    "volume": "volume vol vl bibliovolume journalvolume",
    "number": "issue number no is biblioissue journalissue",
    "eid": "artno articlenumber eid ar",
    "pages": "pages page pagerange",
    "first page": "pagestart startpage firstpage bp bibliofirstpage",
    "last page": "pageend endpage lastpage ep bibliolastpage",
    "publisher": "publisher publishername pu",
    "address": "place location address publisherplace",
    "edition": "edition",
    "isbn": "isbn isbns bn",
    "issn": "issn issns sn",
    "doi": "doi dois itemdoi di",
    "arxiv": "arxiv arxivid eprint",
    "url": "url urls link links href website pdfurl",
    "pmid": "pmid pubmedid pm",
    "pmcid": "pmcid pmc",
    "language": "language languageoforiginaldocument la langid",
    "keywords": "keywords authorkeywords manualtags automatictags de tags",
    "howpublished": "howpublished",
    "extra": "extra",
    "abstract": "abstract abstractnote ab summary",
    "sections": "sections section categories category topics topic collections collection",
}
_FIELDS = {name: field for field, names in _NAMES.items() for name in names.split()}
_CHOICE = {name: place for place, name in enumerate(_FIELDS)}
"""Of two columns for one field, the one that is named first above."""
_TYPES = {
    "inproceedings": "conference proceeding",
    "incollection": "chapter booksection",
    "thesis": "thesis dissertation",
    "techreport": "report",
    "online": "webpage website blogpost",
    "software": "computerprogram software",
    "dataset": "dataset",
    "misc": "preprint postedcontent other",
    "article": "article journal review letter",
    "book": "book monograph",
}
"""Entry types, and parts of words for them in the order in which they are tried."""
_FIELD_NAME = re.compile(r"[a-z][a-z0-9:+-]*")
_LETTERS = re.compile(r"[\W_]+")
_ARXIV = re.compile(r"arxiv:\s*[\w./-]+", re.IGNORECASE)


def field_of(column: str) -> str:
    """What a column or member holds, empty where its name says nothing to us."""
    return _FIELDS.get(_LETTERS.sub("", column).casefold(), "")


def entry_of(
    columns: Mapping[str, str], *, people: Mapping[str, Iterable[Person]], path: str, place: Place
) -> tuple[Entry, str]:
    """The entry of a row, and its abstract.

    Args:
        columns: text by the name of its column; those that nobody knows are passed over.
        people: authors and editors, where the format does not have them as text.
        path: of the file.
        place: of the row.

    """
    found: dict[str, str] = {}
    for column in sorted(columns, key=lambda column: _CHOICE.get(_folded(column), 0)):
        field, text = field_of(column), columns[column].strip()
        if field == "keywords" and field in found and text:
            # Zotero has those that people gave and those that came with the work apart.
            found[field] += f"; {text}"
        elif field and text:
            found.setdefault(field, text)
    abstract, extra = found.pop("abstract", ""), found.pop("extra", "")
    found.pop("sections", None)
    links = [found.pop(name, "") for name in ("doi", "arxiv", "url")]
    declared, key = _entry_type(found.pop("type", "")), found.pop("key", "")
    named = {role: list(people.get(role, ())) for role in ("author", "editor")}
    for role, listed in named.items():
        text = found.pop(role, "")
        listed += people_of(text) if not listed else []
    first, last = found.pop("first page", ""), found.pop("last page", "")
    if first and "pages" not in found:
        found["pages"] = "--".join(dict.fromkeys(filter(None, (first, last))))
    year = found.pop("year", "")
    date = read_date(found.get("date", ""))
    if year and (date is None or str(date.year) != year):
        found["date"] = year
    if extra:
        found["annote"] = extra
    entry = described(
        declared,
        found,
        people=named,
        links=[*links, *_ARXIV.findall(extra)],
        key=key,
        path=path,
        place=place,
    )
    return entry, unescaped(abstract)


def entry_as_it_stood(
    fields: Mapping[str, str], columns: Mapping[str, str], *, path: str, place: Place
) -> Entry:
    """The entry of a row of our own export with all fields, which are BibTeX already.

    What could not stand in a bibliography, because somebody edited it, is escaped or left out.
    """
    kept = {
        name: value if is_balanced(value) else from_unicode(value)
        for name, value in fields.items()
        if _FIELD_NAME.fullmatch(name)
    }
    entry_type, _known = canonical_type(columns.get("type", ""), kept)
    key = columns.get("key", "")
    return Entry(key if is_citable(key) else "", entry_type, kept, entry_type, path, *place)


def _entry_type(text: str) -> str:
    folded = _folded(text)
    if folded in BIBTEX_TYPES:
        return folded
    for entry_type, words in _TYPES.items():
        if any(word in folded for word in words.split()):
            return entry_type
    return ""


def _folded(text: str) -> str:
    return _LETTERS.sub("", text).casefold()
