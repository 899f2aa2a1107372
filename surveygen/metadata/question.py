"""A kind of question to a service: how identifiers become a request, and an answer items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar

from surveygen.metadata.service import Answer, Request, Service

T_co = TypeVar("T_co", covariant=True)

DAY = 86_400.0
"""Seconds."""


class Question(Protocol[T_co]):
    """What can be asked of a service, and read from what it says.

    An item is the part of an answer that belongs to one identifier, as the service wrote it. Items
    are what is kept, so a question that learns to read more needs not be asked again.
    """

    @property
    def kind(self) -> str:
        """Names the folder of what is kept."""

    @property
    def service(self) -> Service:
        """Who is asked."""

    @property
    def batch(self) -> int:
        """How many identifiers one request can hold."""

    @property
    def lifetime(self) -> float:
        """Seconds after which an item is asked for again."""

    def stands_alone(self, id: str) -> bool:
        """Whether an identifier cannot share a request."""

    def request(self, ids: Sequence[str]) -> Request:
        """What to ask for these identifiers, at most ``batch`` of them."""

    def items(self, answer: Answer, ids: Sequence[str]) -> Mapping[str, str]:
        """The items of an answer by identifier; those that it does not have are left out.

        Raises:
            NotAnAnswer: it is not what the service answers.

        """

    def read(self, id: str, item: str) -> T_co:
        """What an item says.

        Raises:
            NotAnAnswer: a part is missing or of another type, or it is another work.

        """
