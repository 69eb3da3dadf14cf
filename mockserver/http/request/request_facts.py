"""Facts of a request that faults and the journal match, each computed when it is needed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from mockserver.control.api import Assistants
from mockserver.control.exchange import WEBSOCKET
from mockserver.control.request_match import ASSISTANT, assistants_in, parsed
from mockserver.errors import MethodNotAllowed
from mockserver.http.middleware.auth import Owners, is_open
from mockserver.http.request.path_router import Routes

READ_METHODS = frozenset({"GET", "HEAD", "OPTIONS", WEBSOCKET})
READ_VERBS = ("get_", "list_", "search_", "count_", "find_", "join_")
READ_OPERATIONS = frozenset({"stream_thread", "stream_thread_events"})

RawHeaders = Iterable[tuple[bytes, bytes]]


@dataclass(frozen=True)
class Facts:
    method: str
    path: str
    headers: RawHeaders
    body: bytes
    _routes: Routes = field(repr=False)
    _owners: Owners = field(repr=False)
    _assistants: Assistants = field(repr=False)
    _owner: str | None = None
    """The owner, if the headers do not show it; `None` if they do."""

    @cached_property
    def _route(self) -> tuple[str, Mapping[str, str]]:
        """Return the operation id and the path parameters."""
        found = self._routes.find(self.path)
        if found is None:
            return "", {}
        template, params = found
        try:
            return template.operation(self.method), params
        except MethodNotAllowed:
            return next(iter(template.operations.values())) if self.method == WEBSOCKET else "", params

    @property
    def operation(self) -> str:
        return self._route[0]

    @property
    def thread_id(self) -> str:
        return self._route[1].get("thread_id", "").lower()

    @property
    def owner(self) -> str:
        return self._owners.of(self.headers) if self._owner is None else self._owner

    @cached_property
    def owners(self) -> frozenset[str]:
        """Return the owner, and its credentials with and without the name of the header or the scheme."""
        found = {self.owner}
        for name, value in self.headers if self._owner is None else ():
            if name in {b"authorization", b"x-api-key"}:
                text = value.decode("latin-1").strip()
                found |= {text, text.rpartition(" ")[2], f"{name.decode()}: {text}"}
        return frozenset(found - {""})

    @cached_property
    def json(self) -> Any:
        return parsed(self.body)

    @cached_property
    def assistants(self) -> frozenset[str]:
        _, params = self._route
        given = {params[ASSISTANT]} if ASSISTANT in params else set()
        given |= assistants_in(self.json) if ASSISTANT.encode() in self.body else set()
        return frozenset(given.union(*(self._assistants(self.owner, each) for each in given)))

    @property
    def needs_credentials(self) -> bool:
        return not is_open(self.path)

    @property
    def changes_state(self) -> bool:
        if self.method in READ_METHODS:
            return False
        return not (self.operation.startswith(READ_VERBS) or self.operation in READ_OPERATIONS)


@dataclass(frozen=True)
class FactsReader:
    """Maker of the facts, from the routes and the credentials of one mock."""

    routes: Routes
    owners: Owners

    def __call__(
        self,
        method: str,
        path: str,
        headers: RawHeaders,
        body: bytes,
        assistants: Assistants,
        *,
        owner: str | None = None,
    ) -> Facts:
        return Facts(method, path, headers, body, self.routes, self.owners, assistants, owner)
