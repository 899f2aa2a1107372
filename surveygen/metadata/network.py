"""One GET over the network: no redirect to where it must not lead, no answer without end.

A DOI leads to whatever its owner registered, so an address that is redirected to is a stranger's:
it is connected to only by TLS and only at a public address. A name is looked up once, and what was
looked up is connected to, so that a second look-up cannot lead elsewhere.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterable, Mapping
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import SplitResult, quote, urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpcore2

from surveygen.messages import _
from surveygen.metadata.failures import Passing, Refused
from surveygen.metadata.service import Answer, Request, Service

MAX_REDIRECTS: Final = 5
DEADLINE: Final = 60.0
"""Seconds that a request may take in all, however little comes at a time."""
TIMEOUT: Final = 20.0
"""Seconds without a byte."""
_REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))
_PIECE: Final = 1 << 16


class Network:
    """Connections to services; used by one thread, and closed in the end."""

    def __init__(self, *, agent: str, deadline: float = DEADLINE) -> None:
        """``agent`` names the program to the services."""
        self._agent = agent
        self._deadline = deadline
        self._tls = httpcore2.default_ssl_context()
        self._guard = _Guard()
        self._pools: dict[str, httpcore2.ConnectionPool] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for pool in self._pools.values():
            pool.close()

    def get(
        self,
        service: Service,
        request: Request,
        headers: Mapping[str, str],
        before: Callable[[], None],
    ) -> Answer:
        """Ask once, and follow redirects.

        Args:
            service: what is asked.
            request: path and headers.
            headers: further ones that only the service's own host gets, such as keys.
            before: called before every request to the service's own host; it keeps the pace.

        Raises:
            Passing: no connection, a busy network, an answer cut off or too slow.
            Refused: a redirect that must not be followed, an answer over the limit.

        """
        own = urlsplit(service.address)
        url = service.address + request.path
        for _hop in range(MAX_REDIRECTS + 1):
            target = urlsplit(url)
            is_own = (target.scheme, target.netloc) == (own.scheme, own.netloc)
            if is_own:
                before()
            else:
                _check_redirect(service, own, target)
            self._guard.trusted = (own.hostname or "", own.port)
            sent = {**request.headers, **(headers if is_own else {})}
            answer = self._once(url, sent, service.max_bytes)
            place = answer.headers.get("location", "")
            if answer.status not in _REDIRECTS or not place:
                return answer
            url = _joined(url, place)
        raise Refused(_("it is redirected without end"))

    def _once(self, url: str, headers: Mapping[str, str], limit: int) -> Answer:
        self._guard.until = time.monotonic() + self._deadline
        sent = {"User-Agent": self._agent, "Accept-Encoding": "gzip, deflate", **headers}
        timeouts = dict.fromkeys(("connect", "read", "write", "pool"), TIMEOUT)
        try:
            with self._pool(url).stream(
                "GET", _ascii(url), headers=list(sent.items()), extensions={"timeout": timeouts}
            ) as response:
                found = {
                    name.decode("latin-1").lower(): value.decode("latin-1")
                    for name, value in response.headers
                }
                coding = found.get("content-encoding", "")
                return Answer(
                    response.status, found, _inflated(response.iter_stream(), coding, limit)
                )
        except httpcore2.TimeoutException:
            raise Passing(_("it takes too long to answer")) from None
        except httpcore2.ConnectError as error:
            # A certificate that does not fit is what a stranger in between would show.
            if isinstance(error.__cause__, ssl.SSLError):
                raise Refused(_("its certificate cannot be verified")) from None
            raise Passing(_("it cannot be connected to")) from None
        except (httpcore2.NetworkError, httpcore2.ProtocolError):
            raise Passing(_("the connection broke before the answer was whole")) from None
        except (httpcore2.UnsupportedProtocol, ValueError, UnicodeError):
            raise Refused(_("it is redirected to what is no address")) from None

    def _pool(self, url: str) -> httpcore2.ConnectionPool:
        """Connections to the host of an address, through a proxy where the environment has one."""
        parts = urlsplit(url)
        proxy = getproxies().get(parts.scheme, "")
        if proxy and proxy_bypass(parts.netloc):
            proxy = ""
        if proxy not in self._pools:
            options: dict[str, Any] = {"ssl_context": self._tls, "max_keepalive_connections": 2}
            # Where a proxy looks names up, it is for the proxy to say what may be reached.
            self._pools[proxy] = (
                httpcore2.HTTPProxy(proxy, **options)
                if proxy
                else httpcore2.ConnectionPool(**options, network_backend=self._guard)
            )
        return self._pools[proxy]


def _joined(url: str, place: str) -> str:
    try:
        joined = urljoin(url, place)
        urlsplit(joined)
    except ValueError:  # a bracket without an IPv6 address
        raise Refused(_("it is redirected to what is no address")) from None
    return joined


def _ascii(url: str) -> str:
    """An address with its host in Punycode (RFC 3490) and nothing that a header could not hold."""
    parts = urlsplit(url)
    if not url.isprintable() or " " in url or "@" in parts.netloc:
        raise ValueError(url)
    host = (parts.hostname or "").encode("idna").decode("ascii")
    netloc = f"[{host}]" if ":" in host else host
    netloc += f":{parts.port}" if parts.port else ""
    path = quote(parts.path, safe="/%:;()@!$&'*+,=-._~")
    return parts._replace(netloc=netloc, path=path or "/", fragment="").geturl()


def _check_redirect(service: Service, own: SplitResult, target: SplitResult) -> None:
    """Refuse a redirect that leaves TLS or, where the service stays at home, its host."""
    if target.scheme not in ("http", "https") or not target.hostname:
        raise Refused(_("it is redirected to what is no address"))
    if target.scheme != "https":
        raise Refused(
            _("it is redirected to {host} without encryption").format(host=target.hostname)
        )
    if not service.may_redirect_elsewhere and target.hostname != own.hostname:
        raise Refused(_("it is redirected to another host, {host}").format(host=target.hostname))


def _inflated(pieces: Iterable[bytes], coding: str, limit: int) -> bytes:
    """The bytes of an answer; an inflated one is measured while it grows."""
    coding = coding.strip().lower()
    if coding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise Refused(_("its answer is packed in an unknown way"))
    # 32: the header says whether it is gzip or zlib (zlib.decompressobj).
    inflate = zlib.decompressobj(32 + zlib.MAX_WBITS) if coding not in ("", "identity") else None
    whole = bytearray()
    try:
        for piece in pieces:
            rest = piece
            while rest:
                if inflate is None:
                    whole += rest
                    rest = b""
                else:
                    whole += inflate.decompress(rest, _PIECE)
                    rest = inflate.unconsumed_tail
                if len(whole) > limit:
                    message = _("its answer is larger than {n} MB")
                    raise Refused(message.format(n=limit // 1_000_000))
    except zlib.error:
        raise Passing(_("the answer is damaged")) from None
    if inflate is not None and not inflate.eof:
        raise Passing(_("the connection broke before the answer was whole"))
    return bytes(whole)


class _Guard(httpcore2.NetworkBackend):
    """Connects the service that is asked, and otherwise public addresses alone."""

    def __init__(self) -> None:
        self.trusted: tuple[str, int | None] = ("", None)
        self.until = 0.0
        self._inner = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect, or refuse to."""
        own, own_port = self.trusted
        address = host
        if host.casefold() != own.casefold() or (own_port is not None and port != own_port):
            address = _public_address(host, port)
        options = list(socket_options or ())
        stream = self._inner.connect_tcp(address, port, timeout, local_address, options)
        return _Stream(stream, self)


def _public_address(host: str, port: int) -> str:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise httpcore2.ConnectError from None
    addresses = [str(address[4][0]) for address in found]
    if not all(map(_is_public, addresses)):
        raise Refused(_("it is redirected to {host}, which is no public address").format(host=host))
    return addresses[0]


def _is_public(address: str) -> bool:
    parsed = ipaddress.ip_address(address.partition("%")[0])
    # An IPv4 address in IPv6 clothes is judged as what it is (RFC 4291, 2.5.5.2).
    parsed = getattr(parsed, "ipv4_mapped", None) or parsed
    return parsed.is_global and not parsed.is_multicast


class _Stream(httpcore2.NetworkStream):
    """A connection on which a request has to end in time, however slowly bytes drip."""

    def __init__(self, inner: httpcore2.NetworkStream, guard: _Guard) -> None:
        self._inner = inner
        self._guard = guard

    def _left(self, timeout: float | None) -> float:
        left = self._guard.until - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout
        return left if timeout is None else min(left, timeout)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Some bytes; none at the end."""
        return self._inner.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send bytes."""
        self._inner.write(buffer, self._left(timeout))

    def close(self) -> None:
        """End the connection."""
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        """The same connection, encrypted."""
        inner = self._inner.start_tls(ssl_context, server_hostname, self._left(timeout))
        return _Stream(inner, self._guard)

    def get_extra_info(self, info: str) -> Any:
        """What the connection knows of itself."""
        return self._inner.get_extra_info(info)
