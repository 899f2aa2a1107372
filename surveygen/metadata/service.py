"""A service on the web: where it is, and how it wants to be asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Service:
    """Address and rules of a service; the rules are its own, or stricter."""

    name: str
    """As people know it: ``arXiv``. In lower case it names files."""
    address: str
    """What all its addresses begin with, without a slash at the end."""
    interval: float
    """Seconds between the starts of two requests."""
    budget: int
    """Requests of one run."""
    max_bytes: int = 16_000_000
    """Of an answer, once it is inflated."""
    secret: tuple[str, str] | None = None
    """Header that takes a key, and the environment variable that holds it."""
    may_redirect_elsewhere: bool = False
    """Whether it sends on to other hosts, as a resolver of identifiers does."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a service: a GET."""

    path: str
    """Behind the service's address, percent-encoded; begins with a slash."""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: whole, and inflated."""

    status: int
    headers: Mapping[str, str]
    """By name in lower case; of a repeated one the last."""
    body: bytes = b""
