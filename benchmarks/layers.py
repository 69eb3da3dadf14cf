"""Cost of each layer of the mock, in microseconds of CPU time for one request, without a socket.

    python benchmarks/layers.py [--rounds 5]

Each layer is called with the scope that the layers around it have filled. Its cost is the difference to the
next inner layer. The last rows measure the whole mock with connexion's layers in place of ours.
"""

import argparse
import asyncio
import json
import time
from collections.abc import Awaitable, Callable, MutableMapping
from functools import partial
from statistics import median
from typing import Any

from connexion import ConnexionMiddleware
from connexion.middleware.request_validation import RequestValidationMiddleware
from connexion.middleware.routing import RoutingMiddleware

from mockserver import app
from mockserver.http.middleware.auth import Owners
from mockserver.http.middleware.routing import Routing
from mockserver.http.middleware.validation import RequestValidation
from mockserver.settings import Settings

Scope = MutableMapping[str, Any]
Layer = Callable[..., Awaitable[None]]

REQUESTS = 2000
BODY = json.dumps({"metadata": {"graph_id": "agent", "n": 1}}).encode()
SEARCH = json.dumps({"limit": 10}).encode()
HEADERS = [
    (b"host", b"localhost"),
    (b"accept", b"*/*"),
    (b"content-type", b"application/json"),
    (b"content-length", b"9"),
]


class Request:
    """A request that passes through all layers once, and keeps what they add to its scope."""

    def __init__(self, method: str, path: str, body: bytes = b"") -> None:
        self.body = body
        self.answer = b""
        self.scope: Scope = {
            "type": "http",
            "scheme": "http",
            "method": method,
            "path": path,
            "query_string": b"",
            "headers": HEADERS,
            "extensions": {},
        }

    async def receive(self) -> dict[str, Any]:
        return {"type": "http.request", "body": self.body, "more_body": False}

    async def send(self, message: MutableMapping[str, Any]) -> None:
        self.answer = message.get("body", b"")

    async def cost(self, layer: Layer) -> float:
        """Return the cost of a call in microseconds."""
        start = time.process_time()
        for _ in range(REQUESTS):
            await layer(dict(self.scope), self.receive, self.send)
        return (time.process_time() - start) / REQUESTS * 1e6


async def prepared(settings: Settings | None = None) -> tuple[Any, list[Request]]:
    """Return a mock with threads in it, and requests that it has already processed."""
    mock: Any = app.create_app(settings)
    post = Request("POST", "/threads", BODY)
    for _ in range(1000):
        await mock(dict(post.scope), post.receive, post.send)
    thread_id = json.loads(post.answer)["thread_id"]
    requests = [Request("GET", f"/threads/{thread_id}"), Request("POST", "/threads/search", SEARCH), post]
    for each in requests:
        await mock(each.scope, each.receive, each.send)
    return mock, requests


async def by_layer(rounds: int) -> dict[str, list[float]]:
    """Return the cost of each layer including the layers inside it."""
    mock, requests = await prepared()
    outer: list[Layer] = []
    within: Any = mock
    while not isinstance(within, ConnexionMiddleware):
        outer.append(within)
        within = within.app
    layers: list[Any] = [*outer, within, *list(within.middleware_stack or ())[:-1]]
    return {type(layer).__name__: await costs(layer, requests, rounds) for layer in layers}


async def whole(rounds: int, settings: Settings | None = None) -> list[float]:
    mock, requests = await prepared(settings)
    return await costs(mock, requests, rounds)


async def costs(layer: Layer, requests: list[Request], rounds: int) -> list[float]:
    return [median([await request.cost(layer) for _ in range(rounds)]) for request in requests]


def without_inner(rows: dict[str, list[float]]) -> dict[str, list[float]]:
    """Return the cost of each layer alone."""
    inner = [*list(rows.values())[1:], [0.0] * len(HEAD)]
    return {
        name: [cost - within for cost, within in zip(row, below, strict=True)]
        for (name, row), below in zip(rows.items(), inner, strict=True)
    }


def exchanged(
    ours: Callable[..., list[Any]], theirs: dict[Any, Any], owners: Owners, *more: Any
) -> list[Any]:
    return [theirs.get(layer, layer) for layer in ours(owners, *more)]


HEAD = ("get", "search", "post")


def show(name: str, row: list[float]) -> None:
    print(f"{name:52}" + "".join(f"{cost:8.1f}" for cost in row))


def main(rounds: int) -> None:
    rows = asyncio.run(by_layer(rounds))
    print(f"{'':52}" + "".join(f"{name:>8}" for name in HEAD))
    for name, row in without_inner(rows).items():
        show(name, row)
    show("all", next(iter(rows.values())))
    show("all, without control plane", asyncio.run(whole(rounds, Settings(control=False))))
    show("all, with answers validated", asyncio.run(whole(rounds, Settings(validate_responses=True))))
    ours = app.layers
    for theirs in (
        {Routing: RoutingMiddleware},
        {RequestValidation: RequestValidationMiddleware},
        {Routing: RoutingMiddleware, RequestValidation: RequestValidationMiddleware},
    ):
        app.layers = partial(exchanged, ours, theirs)
        names = " and ".join(layer.__name__ for layer in theirs.values())
        show(f"all, with connexion's {names}".replace("Middleware", ""), asyncio.run(whole(rounds)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    main(parser.parse_args().rounds)
