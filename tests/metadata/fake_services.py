"""A server on loopback that speaks the wire formats of arXiv, Crossref and doi.org, and fails so.

A `World` holds works; `FakeServices` answers for them. `failing` sets how the next requests fail.
"""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

from surveygen.metadata.arxiv import ARXIV
from surveygen.metadata.crossref import CROSSREF
from surveygen.metadata.doi import DOI
from surveygen.metadata.service import Service
from surveygen.text.normal import fold


@dataclass
class ManualClock:
    """Time that passes only by sleeping."""

    time: float = 1_795_000_000.0  # 2026-11-18
    slept: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        assert seconds >= 0
        self.slept.append(seconds)
        self.time += seconds


@dataclass(frozen=True)
class Work:
    """What is known of a work somewhere on the web."""

    title: str
    authors: tuple[str, ...] = ()
    year: int = 2023
    arxiv: str = ""
    """Number without version."""
    version: int = 1
    abstract: str = "We study a thing and find another."
    comment: str = ""
    journal_ref: str = ""
    category: str = "cs.LG"
    arxiv_doi: str = ""
    doi: str = ""
    type: str = "proceedings-article"
    venue: Sequence[str] = ()
    volume: str = ""
    page: str = ""
    publisher: str = ""
    crossref_year: int = 0
    crossref_title: str = ""
    crossref_authors: tuple[str, ...] = ()
    agency: str = "crossref"
    updated_by: Sequence[dict[str, Any]] = ()
    update_to: Sequence[dict[str, Any]] = ()
    more: dict[str, Any] = field(default_factory=dict)
    """Fields of Crossref's work that are set, or with None left out."""


ENTRY = """  <entry>
    <id>http://arxiv.org/abs/{number}v{version}</id>
    <updated>{year}-07-20T17:59:59Z</updated>
    <published>{year}-07-09T17:59:59Z</published>
    <title>{title}</title>
    <summary>  {abstract}
</summary>
{authors}{extra}    <link href="http://arxiv.org/abs/{number}v{version}" rel="alternate"/>
    <link title="pdf" href="http://arxiv.org/pdf/{number}v{version}" rel="related"/>
    <arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom" term="{category}"/>
    <category term="{category}" scheme="http://arxiv.org/schemas/atom"/>
  </entry>
"""
FEED = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <link href="http://arxiv.org/api/query" rel="self" type="application/atom+xml"/>
  <title type="html">ArXiv Query</title>
  <id>http://arxiv.org/api/cHxbiOdZaP56ODnBPIenZhzg5f8</id>
  <updated>2026-11-18T00:00:00-05:00</updated>
  <opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">{n}</opensearch:totalResults>
  <opensearch:startIndex xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">0</opensearch:startIndex>
  <opensearch:itemsPerPage xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">{n}</opensearch:itemsPerPage>
{entries}</feed>
"""


def atom_entry(work: Work) -> str:
    names = "".join(
        f"    <author>\n      <name>{escape(name)}</name>\n    </author>\n" for name in work.authors
    )
    extra = "".join(
        f'    <arxiv:{name} xmlns:arxiv="http://arxiv.org/schemas/atom">{escape(text)}</arxiv:{name}>\n'
        for name, text in (
            ("comment", work.comment),
            ("journal_ref", work.journal_ref),
            ("doi", work.arxiv_doi),
        )
        if text
    )
    # arXiv breaks long titles.
    title = escape(work.title).replace(" of ", " of\n  ", 1)
    return ENTRY.format(
        number=work.arxiv,
        version=work.version,
        year=work.year,
        title=title,
        abstract=escape(work.abstract),
        authors=names,
        extra=extra,
        category=work.category,
    )


def atom_feed(works: Sequence[Work]) -> bytes:
    return FEED.format(n=len(works), entries="".join(map(atom_entry, works))).encode()


def crossref_work(work: Work) -> dict[str, Any]:
    people = []
    for name in work.crossref_authors or work.authors:
        words = name.split()
        # A particle belongs to the family name.
        at = next((n for n, word in enumerate(words) if n and word.islower()), len(words) - 1)
        given, family = " ".join(words[:at]), " ".join(words[at:])
        people.append({"given": given, "family": family, "sequence": "additional"})
    if people:
        people[0]["sequence"] = "first"
    found: dict[str, Any] = {
        "DOI": work.doi.upper() if work.doi.startswith("10.1109") else work.doi,
        "type": work.type,
        "title": [work.crossref_title or work.title],
        "author": people,
        "container-title": list(work.venue),
        "issued": {"date-parts": [[work.crossref_year or work.year, 7]]},
        "publisher": work.publisher,
        "volume": work.volume,
        "page": work.page,
        "URL": f"http://dx.doi.org/{work.doi}",
        "updated-by": list(work.updated_by),
        "update-to": list(work.update_to),
        "score": 61.2,
    } | work.more
    return {name: value for name, value in found.items() if value not in ("", [], None)}


def envelope(kind: str, message: dict[str, Any]) -> bytes:
    whole = {"status": "ok", "message-type": kind, "message-version": "1.0.0", "message": message}
    return json.dumps(whole).encode()


@dataclass(frozen=True)
class Reply:
    """A reply on the wire, as sound or as broken as wanted."""

    status: int = 200
    body: bytes = b""
    type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    """What Content-Length claims; None for the truth."""
    cut: int | None = None
    """After how many bytes the connection ends."""
    drip: float = 0.0
    """Seconds between two bytes."""


Fault = Callable[[Reply], Reply]
"""What happens to a sound reply."""


@dataclass(frozen=True)
class Seen:
    """A request as it came."""

    time: float
    service: str
    path: str
    headers: dict[str, str]

    @property
    def query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.path).query)


class FakeServices:
    """The server, and the log of what it was asked."""

    def __init__(self, works: Sequence[Work], clock: ManualClock) -> None:
        self.works = list(works)
        self.clock = clock
        self.log: list[Seen] = []
        self.faults: list[Fault | None] = []
        """For the next requests, one each."""
        self.always: Fault | None = None
        """For every request."""
        self.only = ""
        """Name of the service that fails; empty for all."""
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer.answer(self)

            def log_message(self, format: str, *arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    @property
    def address(self) -> str:
        host, port = self.server.server_address[:2]
        return f"http://{host}:{port}"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])

    def at(self, service: Service) -> Service:
        """The service, as this server stands for it."""
        return replace(service, address=f"{self.address}/{service.name.lower()}")

    @property
    def services(self) -> dict[str, Service]:
        return {service.name: self.at(service) for service in (ARXIV, CROSSREF, DOI)}

    def asked(self, service: Service) -> list[Seen]:
        return [seen for seen in self.log if seen.service == service.name.lower()]

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        _slash, name, path = handler.path.split("/", 2)
        path = "/" + path
        headers = {key.lower(): value for key, value in handler.headers.items()}
        self.log.append(Seen(self.clock.now(), name, path, headers))
        reply = {"arxiv": self.arxiv, "crossref": self.crossref, "doi.org": self.doi}[name](path)
        if not self.only or self.only.lower() == name:
            fault = self.faults.pop(0) if self.faults else self.always
            if fault is not None:
                reply = fault(reply)
        self.send(handler, reply)

    def send(self, handler: BaseHTTPRequestHandler, reply: Reply) -> None:
        handler.send_response(reply.status)
        headers = {"Content-Type": reply.type, **reply.headers}
        length = len(reply.body) if reply.length is None else reply.length
        headers.setdefault("Content-Length", str(length))
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        try:
            if reply.drip:
                for byte in reply.body:
                    handler.wfile.write(bytes([byte]))
                    handler.wfile.flush()
                    time.sleep(reply.drip)
            else:
                handler.wfile.write(reply.body[: reply.cut])
        except OSError:
            pass
        if reply.cut is not None or reply.length is not None:
            handler.close_connection = True

    # -- arXiv ---------------------------------------------------------------------------------

    def arxiv(self, path: str) -> Reply:
        query = parse_qs(urlsplit(path).query)
        found = []
        if "id_list" in query:
            for id in query["id_list"][0].split(","):
                if id.startswith("bad"):
                    return self.arxiv_error(f"incorrect id format for {id}")
                found += [work for work in self.works if work.arxiv and work.arxiv == id]
        else:
            words = [it.removeprefix("ti:") for it in query["search_query"][0].split(" AND ")]
            found = [
                work
                for work in self.works
                if work.arxiv and all(fold(word) in fold(work.title) for word in words)
            ]
        return Reply(
            body=atom_feed(found[: int(query["max_results"][0])]), type="application/atom+xml"
        )

    def arxiv_error(self, text: str) -> Reply:
        entry = (
            "  <entry>\n    <id>http://arxiv.org/api/errors#e</id>\n    <title>Error</title>\n"
            f"    <summary>{escape(text)}</summary>\n  </entry>\n"
        )
        return Reply(400, FEED.format(n=1, entries=entry).encode(), "application/atom+xml")

    # -- Crossref ------------------------------------------------------------------------------

    def crossref(self, path: str) -> Reply:
        parts = urlsplit(path)
        query = parse_qs(parts.query)
        if parts.path.startswith("/works/"):
            doi = unquote(parts.path.removeprefix("/works/")).lower()
            for work in self.of_crossref():
                if work.doi.lower() == doi:
                    return Reply(body=envelope("work", crossref_work(work)))
            return Reply(404, b"Resource not found.", "text/plain")
        found = list(self.of_crossref())
        if "filter" in query:
            wanted: dict[str, set[str]] = {}
            for part in query["filter"][0].split(","):
                if ":" not in part:
                    return Reply(400, envelope("validation-failure", {"message": part}))
                name, _colon, value = part.partition(":")
                wanted.setdefault(name, set()).add(value.lower())
            if "doi" in wanted:
                found = [work for work in found if work.doi.lower() in wanted["doi"]]
            if "updates" in wanted:
                found = [
                    work
                    for work in found
                    if {it["DOI"].lower() for it in work.update_to} & wanted["updates"]
                ]
        else:
            asked = {fold(word) for word in query["query.bibliographic"][0].split()}

            def score(work: Work) -> int:
                title = {fold(word) for word in (work.crossref_title or work.title).split()}
                return len(asked & title)

            found = [work for work in sorted(found, key=score, reverse=True) if score(work)]
        rows = int(query["rows"][0])
        items = [crossref_work(work) for work in found[:rows]]
        message = {"total-results": len(found), "items": items, "items-per-page": rows}
        headers = {"x-rate-limit-limit": "50", "x-rate-limit-interval": "1s"}
        return Reply(body=envelope("work-list", message), headers=headers)

    def of_crossref(self) -> Iterator[Work]:
        yield from (work for work in self.works if work.doi and work.agency == "crossref")

    # -- doi.org -------------------------------------------------------------------------------

    def doi(self, path: str) -> Reply:
        doi = unquote(path[1:]).lower()
        for work in self.works:
            if work.doi.lower() == doi:
                csl = crossref_work(work)
                csl |= {"title": csl["title"][0], "container-title": " ".join(work.venue)}
                return Reply(body=json.dumps(csl).encode(), type="application/json")
        return Reply(404, b"<html>DOI Not Found</html>", "text/html")


# -- faults ------------------------------------------------------------------------------------


def status(code: int, **headers: str) -> Fault:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda reply: Reply(code, b"<html>no</html>", "text/html", named)


def cut_off(reply: Reply) -> Reply:
    return replace(reply, cut=len(reply.body) // 2)


def wrong_length(reply: Reply) -> Reply:
    return replace(reply, length=len(reply.body) + 100)


def html(reply: Reply) -> Reply:
    return Reply(200, b"<!DOCTYPE html><html><body>Please log in</body></html>", "text/html")


def empty(reply: Reply) -> Reply:
    return replace(reply, body=b"")


def slow_drip(reply: Reply) -> Reply:
    return replace(reply, drip=0.02)


def redirect_loop(reply: Reply) -> Reply:
    return Reply(302, b"", headers={"Location": "?id_list=1&max_results=1"})


def redirect_to(url: str) -> Fault:
    return lambda reply: Reply(302, b"", headers={"Location": url})


def gzipped(reply: Reply) -> Reply:
    return replace(
        reply, body=gzip.compress(reply.body), headers={**reply.headers, "Content-Encoding": "gzip"}
    )


def gzip_bomb(reply: Reply) -> Reply:
    packed = gzip.compress(b" " * 200_000_000, 9)
    return Reply(200, packed, headers={"Content-Encoding": "gzip"})


def damaged_gzip(reply: Reply) -> Reply:
    packed = gzip.compress(reply.body)
    return Reply(200, packed[:20] + b"\0\0\0" + packed[23:], headers={"Content-Encoding": "gzip"})
