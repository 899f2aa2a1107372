"""Crossref: works by DOI and by title, and the notices that retract or correct them.

Source: Crossref REST API, api.crossref.org; "update-to" and "updated-by" in its format of works.
Several filters of one name are an *or*, and a comma parts filters, so a DOI with a comma is asked
for alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from surveygen.messages import _
from surveygen.metadata.failures import NotAnAnswer
from surveygen.metadata.found import Found, Notice
from surveygen.metadata.question import DAY
from surveygen.metadata.service import Answer, Request, Service
from surveygen.readers.csl_json import read_csl_json
from surveygen.survey.entry import Entry
from surveygen.text import identifiers
from surveygen.text.normal import clean

CROSSREF: Final = Service(
    "Crossref",
    "https://api.crossref.org",
    interval=0.2,
    budget=1000,
    secret=("Crossref-Plus-API-Token", "CROSSREF_PLUS_API_TOKEN"),
)
_TAG: Final = re.compile(r"</?(?:jats|mml):[^<>]*>")
_NOT_OF_ENTRY: Final = frozenset(("abstract", "note", "id", "URL", "number", "categories"))
"""Fields that name the same thing in CSL, and another one here."""
_SELECTED: Final = (
    "DOI,type,title,subtitle,container-title,author,editor,issued,volume,issue,page,publisher,"
    "ISBN,ISSN,event,abstract,article-number,updated-by,relation"
)


@dataclass(frozen=True, slots=True)
class CrossrefWorks:
    """Works by DOI in lower case."""

    service: Service = CROSSREF
    kind: str = "crossref"
    batch: int = 20
    lifetime: float = 30 * DAY

    def stands_alone(self, id: str) -> bool:
        """A DOI with a comma does."""
        return "," in id

    def request(self, ids: Sequence[str]) -> Request:
        """A work, or works by a filter."""
        if len(ids) == 1:
            return Request(f"/works/{quote(ids[0], safe='')}")
        return Request(f"/works?filter={_filter('doi', ids)}&rows={len(ids)}&select={_SELECTED}")

    def items(self, answer: Answer, ids: Sequence[str]) -> Mapping[str, str]:
        """The work of each DOI."""
        message = _message(answer, "work" if len(ids) == 1 else "work-list")
        works = [message] if len(ids) == 1 else _works(message)
        wanted = set(ids)
        return {
            doi: json.dumps(work, ensure_ascii=False)
            for work in works
            if (doi := _doi(work)) in wanted
        }

    def read(self, id: str, item: str) -> Found:
        """The work of a DOI."""
        found = _found(json_object(item))
        if found.id != id:
            raise NotAnAnswer(_("the answer is about another work"))
        return found


@dataclass(frozen=True, slots=True)
class CrossrefTitles:
    """Works by title and surname of the first author, on two lines; best first."""

    service: Service = CROSSREF
    kind: str = "crossref-titles"
    batch: int = 1
    lifetime: float = 30 * DAY

    def stands_alone(self, id: str) -> bool:
        """Every title does."""
        return True

    def request(self, ids: Sequence[str]) -> Request:
        """A search for words of the title."""
        title, _break, author = ids[0].partition("\n")
        by = f"&query.author={quote(author)}" if author else ""
        return Request(
            f"/works?query.bibliographic={quote(title[:300])}{by}&rows=5&select={_SELECTED}"
        )

    def items(self, answer: Answer, ids: Sequence[str]) -> Mapping[str, str]:
        """All that was found, which may be nothing."""
        works = _works(_message(answer, "work-list"))
        return {ids[0]: json.dumps(works, ensure_ascii=False)}

    def read(self, id: str, item: str) -> tuple[Found, ...]:
        """The works that say enough of themselves."""
        found = []
        for work in _loaded_list(item):
            try:
                found.append(_found(work))
            except NotAnAnswer:
                continue  # Of a search, what is of no use is passed over.
        return tuple(found)


@dataclass(frozen=True, slots=True)
class CrossrefNotices:
    """Notices about works, by the DOI of the work in lower case."""

    service: Service = CROSSREF
    kind: str = "crossref-notices"
    batch: int = 20
    lifetime: float = 7 * DAY
    _rows: int = 200

    def stands_alone(self, id: str) -> bool:
        """A DOI with a comma is asked for alone; its comma is escaped."""
        return "," in id

    def request(self, ids: Sequence[str]) -> Request:
        """Works that update these."""
        return Request(
            f"/works?filter={_filter('updates', ids)}&rows={self._rows}"
            "&select=DOI,update-to,title,type"
        )

    def items(self, answer: Answer, ids: Sequence[str]) -> Mapping[str, str]:
        """The notices about each DOI; a list without any is an answer too."""
        message = _message(answer, "work-list")
        works = _works(message)
        total = message.get("total-results")
        if not isinstance(total, int) or total > len(works):
            raise NotAnAnswer(_("the answer is not whole"))
        about: dict[str, list[dict[str, Any]]] = {id: [] for id in ids}
        for work in works:
            for update in _objects(work.get("update-to")):
                if (doi := _doi(update)) in about:
                    about[doi].append({**update, "DOI": _doi(work)})
        return {id: json.dumps(notices, ensure_ascii=False) for id, notices in about.items()}

    def read(self, id: str, item: str) -> tuple[Notice, ...]:
        """The notices, as they came."""
        return tuple(_notices(_loaded_list(item)))


def _filter(name: str, ids: Sequence[str]) -> str:
    return ",".join(f"{name}:{quote(id, safe='/:;().-_')}" for id in ids)


def json_object(data: str | bytes) -> dict[str, Any]:
    """The object that is in JSON; bytes are UTF-8.

    Raises:
        NotAnAnswer: it is no JSON, or no object.

    """
    try:
        value = json.loads(data if isinstance(data, str) else data.decode("utf-8"))
    except (ValueError, RecursionError):
        raise NotAnAnswer from None
    if not isinstance(value, dict):
        raise NotAnAnswer
    return value


def _loaded_list(text: str) -> list[dict[str, Any]]:
    return list(_objects(json_object(f'{{"list": {text}}}')["list"]))


def _message(answer: Answer, kind: str) -> dict[str, Any]:
    """What the envelope holds."""
    envelope = json_object(answer.body)
    message = envelope.get("message")
    if envelope.get("message-type") != kind or not isinstance(message, dict):
        raise NotAnAnswer
    return message


def _works(message: Mapping[str, Any]) -> list[dict[str, Any]]:
    if not isinstance(message.get("items"), list):
        raise NotAnAnswer
    return list(_objects(message["items"]))


def _objects(value: object) -> Iterator[dict[str, Any]]:
    yield from (it for it in (value if isinstance(value, list) else []) if isinstance(it, dict))


def _doi(work: Mapping[str, Any]) -> str:
    return (identifiers.doi(_first(work.get("DOI"))) or "").lower()


def _first(value: object) -> str:
    """A text, or the first of a list of texts."""
    if isinstance(value, list):
        value = next((part for part in value if isinstance(part, str) and part.strip()), "")
    return clean(value) if isinstance(value, str) else ""


def _found(work: Mapping[str, Any]) -> Found:
    entry = entry_of(work)
    doi = _doi(work)
    if not doi or "title" not in entry.fields:
        raise NotAnAnswer(_("the answer lacks DOI or title"))
    return Found(
        source=CROSSREF.name,
        id=doi,
        entry=entry,
        abstract=clean(_TAG.sub(" ", _first(work.get("abstract")))),
        published_doi=_published(work),
        notices=tuple(_notices(_objects(work.get("updated-by")))),
    )


def entry_of(work: Mapping[str, Any]) -> Entry:
    """The entry of a work in Crossref's format, which is CSL JSON with lists for most texts.

    Raises:
        NotAnAnswer: it says nothing of a work.

    """
    shown = {name: value for name, value in work.items() if name not in _NOT_OF_ENTRY}
    for name in ("title", "short-title", "short-container-title", "publisher-location"):
        shown[name] = _TAG.sub("", _first(work.get(name)))
    subtitle = _TAG.sub("", _first(work.get("subtitle")))
    if subtitle and subtitle.casefold() not in shown["title"].casefold():
        shown["title"] = f"{shown['title']}: {subtitle}"
    titles = [it for it in _texts(work.get("container-title")) if it]
    # Of two, the first is the series in which the other appeared.
    shown["container-title"] = _TAG.sub("", titles[-1]) if titles else ""
    if len(titles) > 1:
        shown["collection-title"] = _TAG.sub("", titles[0])
    for name in ("ISBN", "ISSN"):
        shown[name] = _first(work.get(name)).rpartition("/")[2]
    if not _first(work.get("page")):
        shown["page"] = _first(work.get("article-number"))
    data = json.dumps([shown], ensure_ascii=False).encode("utf-8", "surrogatepass")
    records = read_csl_json([("", data)]).records
    if not records:
        raise NotAnAnswer
    found = records[0].entry
    # BibTeX knows no dates, and a reference needs the year alone.
    fields = {
        "year" if name == "date" else name: found.year if name == "date" else value
        for name, value in found.fields.items()
    }
    return Entry("", found.entry_type, fields, found.declared_type)


def _texts(value: object) -> list[str]:
    listed = value if isinstance(value, list) else [value]
    return [clean(part) for part in listed if isinstance(part, str)]


def _published(work: Mapping[str, Any]) -> str:
    """DOI of what a preprint became."""
    relation = work.get("relation")
    listed = relation.get("is-preprint-of") if isinstance(relation, dict) else None
    for it in _objects(listed):
        if _first(it.get("id-type")) == "doi" and (doi := identifiers.doi(_first(it.get("id")))):
            return doi.lower()
    return ""


def _notices(updates: Sequence[dict[str, Any]] | Iterator[dict[str, Any]]) -> Iterator[Notice]:
    for update in updates:
        if kind := _first(update.get("type")).casefold():
            yield Notice(
                kind, _doi(update), _date(update.get("updated")), _first(update.get("source"))
            )


def _date(value: object) -> str:
    parts = value.get("date-parts") if isinstance(value, dict) else None
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    numbers = [part for part in first[:3] if isinstance(part, int)]
    if not numbers or len(numbers) != len(first[:3]):
        return ""
    return "-".join((f"{numbers[0]:04}", *(f"{number:02}" for number in numbers[1:])))
