"""The miniature itself: the mock, with what one function makes of the answers of a few operations."""

import importlib
import pkgutil
import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import httpx
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from contract_tests.contract import Contract
from miniatures.words import Answered, Asked

UNKNOWN_PATH = "unknown_path"

LENGTH = "content-length"


@dataclass
class Mock:
    """The right server behind a miniature."""

    app: ASGIApp
    memory: dict[str, Any] = field(default_factory=dict)
    """The miniature's own; empty when it starts."""

    async def __call__(self, asked: Asked) -> Answered:
        url = httpx.URL(f"http://mock{asked.path}", params=asked.query)
        kept = {name: value for name, value in asked.headers.items() if name != LENGTH}
        request = httpx.Request(asked.method, url, headers=kept, content=asked.content)
        answer = await httpx.ASGITransport(self.app).handle_async_request(request)
        content = await answer.aread()
        headers = {name: value for name, value in answer.headers.items() if name != LENGTH}
        return Answered(answer.status_code, headers, content)


Alter = Callable[[Mock, Asked], Awaitable[Answered]]


@dataclass(frozen=True)
class Miniature:
    """Wrong in one way, which one check finds."""

    check: str
    operation: str
    """Of the check, that it is loud on."""
    alter: Alter
    places: frozenset[str]
    """Operations that it has a hand in; the others are the mock's."""

    @property
    def name(self) -> str:
        return f"{self.alter.__name__}[{self.operation}]"

    def server(self, app: ASGIApp, contract: Contract) -> ASGIApp:
        mock, find = Mock(app), finder(contract)

        async def serve(scope: Scope, receive: Receive, send: Send) -> None:
            operation = find(scope["method"], scope["path"])
            if operation not in self.places:
                await app(scope, receive, send)
                return
            answered = await self.alter(mock, await _heard(operation, Request(scope, receive)))
            response = Response(answered.content, answered.status, answered.headers)
            await response(scope, receive, send)

        return serve


async def _heard(operation: str, request: Request) -> Asked:
    headers, query = dict(request.headers), dict(request.query_params)
    return Asked(operation, request.method, request.url.path, query, headers, await request.body())


def finder(contract: Contract) -> Callable[[str, str], str]:
    """Finds the operation of a request. Operations with fewer parameters in their path go first."""
    ordered = sorted(contract.operations, key=lambda each: each.path.count("{"))
    known = [(re.compile(re.sub(r"{\w+}", "[^/]+", each.path)), each) for each in ordered]

    def find(method: str, path: str) -> str:
        there = [each for pattern, each in known if pattern.fullmatch(path)]
        right = [each.id for each in there if each.method == method]
        if right:
            return right[0]
        return f"{method} {there[0].id}" if there else UNKNOWN_PATH

    return find


@dataclass(frozen=True)
class Wrong:
    """A way of being wrong, which the function that it is made of is named after."""

    check: str
    alter: Alter
    operations: tuple[str, ...]
    """There is a miniature for each of them."""
    places: tuple[str, ...]
    also: tuple[str, ...]
    method: str

    def miniatures(self) -> Iterator[Miniature]:
        for operation in self.operations:
            places = self.places or (f"{self.method} {operation}".strip(), *self.also)
            yield Miniature(self.check, operation, self.alter, frozenset(places))


def wrong(
    check: str,
    *operations: str,
    places: tuple[str, ...] = (),
    also: tuple[str, ...] = (),
    method: str = "",
) -> Callable[[Alter], Wrong]:
    """Make a way of being wrong of a function. `operations` are the ones that the check finds it by.

    It has a hand in each of these (or in what a `method` of their path is answered) and in those of `also`;
    or in `places` instead.
    """

    def made(alter: Alter) -> Wrong:
        return Wrong(check, alter, operations, places, also, method)

    return made


def discover(package: ModuleType) -> tuple[Miniature, ...]:
    modules = [module.name for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
    ways = [
        way
        for name in modules
        for way in vars(importlib.import_module(name)).values()
        if isinstance(way, Wrong)
    ]
    return tuple(miniature for way in ways for miniature in way.miniatures())
