"""The miniature itself: the mock, with the responses of a few operations altered by one function."""

import asyncio
import importlib
import pkgutil
import re
from collections.abc import Callable, Coroutine, Iterator, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import httpx
import starlette.datastructures
import starlette.requests
import starlette.responses
from starlette.datastructures import ImmutableMultiDict, QueryParams
from starlette.types import ASGIApp, Receive, Scope, Send

from contract_tests.client.exchange import SOCKET, Exchange
from contract_tests.client.stream import is_stream
from contract_tests.contract import Contract
from miniatures.events import read_events
from miniatures.http_messages import Request, Response
from miniatures.in_process import InProcessResponse

UNKNOWN_PATH = "unknown_path"

LENGTH = "content-length"


@dataclass
class Mock:
    """The correct server behind a miniature."""

    app: ASGIApp
    memory: dict[str, Any] = field(default_factory=dict)
    """Data of the miniature; empty at its start."""

    async def __call__(self, request: Request) -> Response:
        url = httpx.URL(f"http://mock{request.path}", params=request.query)
        headers_sent = {name: value for name, value in request.headers.items() if name != LENGTH}
        httpx_request = httpx.Request(request.method, url, headers=headers_sent, content=request.content)
        response = await InProcessResponse.send(self.app, httpx_request)
        headers = {name: value for name, value in response.headers.items() if name != LENGTH}
        if is_stream(httpx.Headers(headers)):
            return Response(response.status, headers, b"", read_events(response.pieces()))
        content = b"".join([piece async for piece in response.pieces()])
        return Response(response.status, headers, content)


Alter = Callable[..., Coroutine[Any, Any, Any]]
"""Function of the mock and a request, which returns a response; or of the mock and a WebSocket connection."""

When = Callable[[Request], bool]


def always(read_request: Request) -> bool:
    return True


@dataclass(frozen=True)
class Miniature:
    """Server with one fault, which exactly one check finds."""

    check: str
    operation: str
    """Operation for which the check reports a finding."""
    alter: Alter
    places: frozenset[str]
    """Operations that the miniature alters; the mock serves all others."""
    when: When = always
    """Requests of these operations that the fault requires."""

    @property
    def name(self) -> str:
        return f"{self.alter.__name__}[{self.operation}]"

    def server(self, app: ASGIApp, contract: Contract) -> ASGIApp:
        mock, find = Mock(app), finder(contract)

        async def serve(scope: Scope, receive: Receive, send: Send) -> None:
            method = SOCKET if scope["type"] == "websocket" else scope["method"]
            headers = dict(starlette.datastructures.Headers(scope=scope))
            operation = operation_of(find, method, scope["path"], headers)
            if operation not in self.places:
                await app(scope, receive, send)
                return
            if method == SOCKET:
                await self.alter(mock, scope, receive, send)
                return
            request = await read_request(operation, starlette.requests.Request(scope, receive))
            response = await unless_left(self.alter(mock, request), receive)
            if response is not None:
                await _response(response)(scope, receive, send)

        return serve


async def unless_left(pending: Coroutine[Any, Any, Response], receive: Receive) -> Response | None:
    """Return the response, or `None` if the client disconnects first."""
    response, leaving = asyncio.ensure_future(pending), asyncio.ensure_future(receive())
    try:
        await asyncio.wait([response, leaving], return_when=asyncio.FIRST_COMPLETED)
        return response.result() if response.done() else None
    finally:
        for task in (response, leaving):
            task.cancel()
        await asyncio.gather(response, leaving, return_exceptions=True)


def _response(response: Response) -> starlette.responses.Response:
    if response.events is None:
        return starlette.responses.Response(response.content, response.status, response.headers)
    pieces = (event.encoded() async for event in response.events)
    return starlette.responses.StreamingResponse(pieces, response.status, response.headers)


async def read_request(operation: str, request: starlette.requests.Request) -> Request:
    headers, query = dict(request.headers), read_query(request.query_params)
    return Request(operation, request.method, request.url.path, query, headers, await request.body())


def read_query(parameters: ImmutableMultiDict[str, str]) -> dict[str, Any]:
    """Return the query parameters; the value of a repeated one is a list."""
    several = {name: parameters.getlist(name) for name in parameters}
    return {name: texts if len(texts) > 1 else texts[0] for name, texts in several.items()}


def request_of(exchange: Exchange, find: Callable[[str, str], str]) -> Request:
    """Return the request of an exchange as a miniature receives it."""
    path, _, query = exchange.request.path.partition("?")
    operation = operation_of(find, exchange.request.method, path, httpx.Headers(exchange.request.headers))
    parameters = read_query(QueryParams(query))
    return Request(
        operation,
        exchange.request.method,
        path,
        parameters,
        dict(exchange.request.headers),
        exchange.request.body,
    )


def finder(contract: Contract) -> Callable[[str, str], str]:
    """Return a function that finds a request's operation, trying paths with fewer parameters first."""
    ordered = sorted(contract.operations, key=lambda each: each.path.count("{"))
    patterns = [(re.compile(re.sub(r"{\w+}", "[^/]+", each.path)), each) for each in ordered]

    def find(method: str, path: str) -> str:
        operations = [each for pattern, each in patterns if pattern.fullmatch(path)]
        matching = [each.id for each in operations if each.method == method]
        if matching:
            return matching[0]
        return f"{method} {operations[0].id}" if operations else UNKNOWN_PATH

    return find


def operation_of(find: Callable[[str, str], str], method: str, path: str, headers: Mapping[str, str]) -> str:
    """Return the operation of a request; for a preflight, `OPTIONS` and the operation that it precedes."""
    requested = headers.get("access-control-request-method")
    if method == "OPTIONS" and requested:
        return f"OPTIONS {find(requested, path)}"
    return find(method, path)


@dataclass(frozen=True)
class Wrong:
    """A fault, named after the function that implements it."""

    check: str
    alter: Alter
    operations: tuple[str, ...]
    """One miniature is made for each operation."""
    places: tuple[str, ...]
    also: tuple[str, ...]
    method: str
    when: When

    def miniatures(self) -> Iterator[Miniature]:
        for operation in self.operations:
            places = self.places or (f"{self.method} {operation}".strip(), *self.also)
            yield Miniature(self.check, operation, self.alter, frozenset(places), self.when)


def wrong(
    check: str,
    *operations: str,
    places: tuple[str, ...] = (),
    also: tuple[str, ...] = (),
    method: str = "",
    when: When = always,
) -> Callable[[Alter], Wrong]:
    """Turn a function into a fault that `check` finds on each of `operations`.

    The fault alters these operations (or the responses to `method` on their paths) and those of `also`; or
    `places` instead. If no request satisfies `when`, the miniature behaves as the mock.
    """

    def decorate(alter: Alter) -> Wrong:
        return Wrong(check, alter, operations, places, also, method, when)

    return decorate


def discover(package: ModuleType) -> tuple[Miniature, ...]:
    modules = [module.name for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
    faults = [
        fault
        for name in modules
        for fault in vars(importlib.import_module(name)).values()
        if isinstance(fault, Wrong)
    ]
    return tuple(miniature for fault in faults for miniature in fault.miniatures())
