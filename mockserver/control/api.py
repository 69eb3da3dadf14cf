"""The served API, as far as the control plane needs it."""

from collections.abc import Callable, Collection, Iterable
from typing import Protocol

from mockserver.control.request_match import RequestFacts

Assistants = Callable[[str, str], Iterable[str]]
"""Returns the id and the graph id of an owner's assistant by one of them."""


class OwnedFacts(RequestFacts, Protocol):
    @property
    def owner(self) -> str:
        """Return the owner; `""` without credentials."""


class Api(Protocol):
    @property
    def operations(self) -> Collection[str]:
        """Return the ids of all operations."""

    def examples(self, operation: str) -> Collection[str]:
        """Return the names of an operation's examples."""

    def facts(
        self,
        method: str,
        path: str,
        headers: Iterable[tuple[bytes, bytes]],
        body: bytes,
        assistants: Assistants,
        *,
        owner: str | None = None,
    ) -> OwnedFacts:
        """Return the facts of a request. `None` is the owner that its headers show."""

    def response_error(
        self, operation: str, status: int, headers: Iterable[tuple[bytes, bytes]], content: bytes
    ) -> str | None:
        """Return how the response violates the contract: `""` if it does not, `None` if that is unknown."""

    def event_error(self, operation: str, status: int, name: str, data: bytes) -> str | None: ...
