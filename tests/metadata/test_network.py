"""A redirect leads to public addresses alone, by TLS, and to what was looked up."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from metadata.fake_services import FakeServices, ManualClock, Reply, Work, redirect_to
from surveygen.metadata.doi import DOI
from surveygen.metadata.failures import Passing, Refused
from surveygen.metadata.network import Network
from surveygen.metadata.service import Request, Service

WORK = Work("Data", ("Bo Ek",), doi="10.5555/d")


@pytest.fixture
def services() -> Iterator[FakeServices]:
    found = FakeServices([WORK], ManualClock())
    yield found
    found.close()


@pytest.fixture
def network() -> Iterator[Network]:
    with Network(agent="surveygen/test", deadline=5.0) as found:
        yield found


def ask(network: Network, service: Service) -> Any:
    return network.get(service, Request("/10.5555/d"), {"X-Key": "s3cret"}, before=lambda: None)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
    ],
)
def test_a_name_that_leads_to_a_private_address(
    services: FakeServices, network: Network, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    connected: list[object] = []
    real = socket.getaddrinfo

    def lookup(host: str, *rest: Any, **more: Any) -> list[Any]:
        if host != "agency.example":
            return real(host, *rest, **more)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    real_connect = socket.create_connection

    def connect(where: tuple[str, int], *rest: Any, **more: Any) -> socket.socket:
        connected.append(where)
        return real_connect(where, *rest, **more)

    monkeypatch.setattr(socket, "create_connection", connect)
    services.always = redirect_to("https://agency.example/d")
    with pytest.raises(Refused, match="no public address"):
        ask(network, services.at(DOI))
    assert [where for where in connected if where != ("127.0.0.1", services.port)] == []


def test_one_private_address_among_public_ones_is_enough(
    services: FakeServices, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = [(2, 1, 6, "", ("93.184.215.14", 443)), (2, 1, 6, "", ("10.0.0.1", 443))]
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *a, **k: both if host == "agency.example" else real(host, *a, **k),
    )
    services.always = redirect_to("https://agency.example/d")
    with pytest.raises(Refused, match="no public address"):
        ask(network, services.at(DOI))


def test_what_was_looked_up_is_connected_to(
    services: FakeServices, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second look-up could give another address (DNS rebinding)."""
    connected: list[tuple[str, int]] = []
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *a, **k: (
            [(2, 1, 6, "", ("93.184.215.14", 443))]
            if host == "agency.example"
            else real(host, *a, **k)
        ),
    )
    real_connect = socket.create_connection

    def connect(where: tuple[str, int], *rest: Any, **more: Any) -> socket.socket:
        connected.append(where)
        if where[0] == "93.184.215.14":
            raise OSError("no route in a test")
        return real_connect(where, *rest, **more)

    monkeypatch.setattr(socket, "create_connection", connect)
    services.always = redirect_to("https://agency.example/d")
    with pytest.raises(Passing):
        ask(network, services.at(DOI))
    assert connected[-1] == ("93.184.215.14", 443)


@pytest.mark.parametrize(
    "place",
    [
        "http://agency.example/d",
        "ftp://agency.example/d",
        "file:///etc/passwd",
        "https://user:word@agency.example/d",
        "https:///d",
        "https://exa mple/d",
        "https://[::1/d",
        "gopher://x",
    ],
)
def test_places_that_are_not_gone_to(services: FakeServices, network: Network, place: str) -> None:
    services.always = redirect_to(place)
    with pytest.raises((Refused, Passing)):
        ask(network, services.at(DOI))
    assert len(services.log) == 1


def test_headers_of_its_own_stay_with_the_service(services: FakeServices, network: Network) -> None:
    ask(network, services.at(DOI))
    assert services.log[0].headers["x-key"] == "s3cret"


def test_a_redirect_on_the_same_host_is_followed(services: FakeServices, network: Network) -> None:
    services.faults = [redirect_to("/doi.org/10.5555/D")]
    answer = ask(network, services.at(DOI))
    assert answer.status == 200
    assert len(services.log) == 2


def test_an_answer_that_is_too_large_unpacked(services: FakeServices, network: Network) -> None:
    services.always = lambda reply: Reply(body=b"x" * 2_000_000)
    with pytest.raises(Refused, match="larger than 1 MB"):
        ask(network, replace(services.at(DOI), max_bytes=1_000_000))
