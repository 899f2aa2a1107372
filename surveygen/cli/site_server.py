"""A built site over HTTP for one person on this machine, with pages that reload when it is built.

What the pages need for that is put into them on their way; the files stay as they were built.
"""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from email.message import Message
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from importlib import resources
from mimetypes import MimeTypes
from pathlib import Path
from socketserver import ThreadingTCPServer
from typing import Any
from urllib.parse import quote, unquote, urlsplit

HOST = "127.0.0.1"
PORTS = range(8000, 8100)
"""Where a free one is looked for."""
EVENTS = "/__surveygen/events"
SCRIPT = "/__surveygen/reload.js"
_HEARTBEAT = 10.0
"""Seconds after which a silent page is asked whether it is still there."""
_LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_TYPES = MimeTypes()
"""Python's own table and not the system's, which differs from machine to machine."""
for _type, _suffix in (
    ("text/javascript", ".js"),
    ("application/x-bibtex", ".bib"),
    ("application/x-research-info-systems", ".ris"),
    ("application/wasm", ".wasm"),
    ("font/woff2", ".woff2"),
    ("image/svg+xml", ".svg"),
):
    _TYPES.add_type(_type, _suffix)
_HTML = "text/html"
_TEXTUAL = ("text/", "application/json", "application/xml", "application/x-")


@dataclass(frozen=True, slots=True)
class Shown:
    """What pages are told."""

    build: str
    """A name for the pages as they are; one that has another reloads."""
    failure: str = ""
    """Why they are not those of the present files; empty where they are."""


class SiteServer(ThreadingTCPServer):
    """Serves a folder, and tells the pages that it served of new builds."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, folder: Path, port: int) -> None:
        """Listen at a port of this machine.

        Raises:
            OSError: it is taken, or not for everybody.

        """
        super().__init__((HOST, port), _Handler)
        self.folder = folder
        self.shown = Shown(_new_build())
        self._told = threading.Condition()

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://{HOST}:{self.server_address[1]}/"

    def tell(self, failure: str) -> None:
        """Have the pages say why they are old; without a failure, have them reload."""
        with self._told:
            build = self.shown.build if failure else _new_build()
            self.shown = Shown(build, failure)
            self._told.notify_all()

    def next_after(self, shown: Shown, seconds: float) -> Shown:
        """What is shown then, as soon as it is something else, or after some seconds."""
        with self._told:
            self._told.wait_for(lambda: self.shown != shown, seconds)
            return self.shown

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a browser that no longer wants an answer is no error."""


def listen(folder: Path, ports: Iterable[int]) -> SiteServer:
    """A server at the first of these ports that is free.

    Raises:
        OSError: none is; it says why the last is not.

    """
    refused = OSError()
    for port in ports:
        try:
            return SiteServer(folder, port)
        except OSError as error:
            refused = error
    raise refused


def _new_build() -> str:
    """A name that no build had before, of this server or an earlier one."""
    return secrets.token_hex(8)


class _Handler(BaseHTTPRequestHandler):
    server: SiteServer

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing; the terminal tells what is built."""

    def _answer(self) -> None:
        if not _is_local(self.headers):
            # Another name that leads here may be that of a page which wants to read this one.
            self._send(HTTPStatus.FORBIDDEN, b"ask for localhost\n", "text/plain; charset=utf-8")
            return
        path = urlsplit(self.path).path
        if path == EVENTS:
            self._stream_events()
        elif path == SCRIPT:
            script = resources.files("surveygen.cli").joinpath("static", "reload.js").read_bytes()
            self._send(HTTPStatus.OK, script, "text/javascript; charset=utf-8")
        else:
            self._answer_with_file(path)

    def _answer_with_file(self, path: str) -> None:
        # Before the page is read, so that one of the last build never passes for one of the next.
        build = self.server.shown.build
        parts = [unquote(part) for part in path.split("/") if part]
        file = _file_below(self.server.folder, parts)
        is_folder = file is not None and file.is_dir()
        if is_folder and not path.endswith("/"):
            # Made of the parts, because "//host/folder" would lead to another host.
            location = "".join(f"/{quote(part, safe='')}" for part in parts) + "/"
            self._send(HTTPStatus.MOVED_PERMANENTLY, location=location)
            return
        if path.endswith("/"):
            file = _file_below(self.server.folder, [*parts, "index.html"]) if is_folder else None
        try:
            data = file.read_bytes() if file is not None else None
        except OSError:
            data = None
        if file is not None and data is not None:
            self._send_file(HTTPStatus.OK, data, _type_of(file), build)
            return
        page = self.server.folder / "404.html"
        missing = page.read_bytes() if page.is_file() else b"<!doctype html><title>404</title>404"
        self._send_file(HTTPStatus.NOT_FOUND, missing, _type_of(page), build)

    def _send_file(self, status: HTTPStatus, data: bytes, type: str, build: str) -> None:
        self._send(status, _with_script(data, build) if type.startswith(_HTML) else data, type)

    def _send(
        self, status: HTTPStatus, data: bytes = b"", type: str = "", *, location: str = ""
    ) -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        if type:
            self.send_header("Content-Type", type)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _stream_events(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Cache-Control", "no-cache")
        self.end_headers()
        if self.command == "HEAD":
            return
        shown = self.server.shown
        message = "retry: 500\n"
        while True:
            message += f"data: {json.dumps(asdict(shown))}\n\n"
            self.wfile.write(message.encode())
            while (then := self.server.next_after(shown, _HEARTBEAT)) == shown:
                self.wfile.write(b":\n\n")
            shown, message = then, ""


def _is_local(headers: Message) -> bool:
    """Whether the address that was asked for names this machine, whatever its port."""
    try:
        return urlsplit(f"//{headers.get('Host', '')}").hostname in _LOCAL_NAMES
    except ValueError:
        return False


def _file_below(folder: Path, parts: list[str]) -> Path | None:
    """A file or folder of the site; None where there is none, or where it is none of the site's.

    Names that begin with a full stop are those of records, and of the folder above.
    """
    if any(part.startswith(".") or "/" in part or "\0" in part for part in parts):
        return None
    try:
        file = folder.joinpath(*parts).resolve(strict=True)
    except (OSError, RuntimeError):  # RuntimeError: links in a circle
        return None
    return file if file.is_relative_to(folder.resolve()) else None


def _type_of(file: Path) -> str:
    found, coding = _TYPES.guess_type(file.name)
    if found is None or coding is not None:
        return "application/octet-stream"
    return f"{found}; charset=utf-8" if found.startswith(_TEXTUAL) else found


def _with_script(page: bytes, build: str) -> bytes:
    """A page that listens for events; those without an end of the body get it at their end."""
    data = f'data-events="{EVENTS}" data-build="{build}"'
    script = f'<script defer src="{SCRIPT}" {data}></script>'.encode()
    before, end, behind = page.rpartition(b"</body>")
    return before + script + end + behind if end else page + script
