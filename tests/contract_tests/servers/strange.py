"""Strange servers: the mock behind a front with one trait that a real server may have.

A trait is a function of the mock and a request that returns a response.
"""

from collections.abc import Callable, Coroutine
from contextlib import contextmanager
from typing import Any

from fronts import mock as new_mock
from fronts import served
from miniatures.http_messages import Request, Response
from miniatures.miniature import UNKNOWN_PATH, Miniature, Mock

from contract_tests import contract as contracts

CONTRACT = contracts.load()

Trait = Callable[[Mock, Request], Coroutine[Any, Any, Response]]

SOCKETS = ("stream_thread_socket",)

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")

EVERYTHING = frozenset(
    {
        *CONTRACT.by_id,
        UNKNOWN_PATH,
        *(f"{method} {name}" for method in METHODS for name in CONTRACT.by_id),
    }
)
"""Requests of a trait: to operations, to their paths with another method, and to unknown paths."""


def strange(*traits: Trait, app: Any = None) -> Any:
    """Return the app with the traits, the first one next to the client."""
    app = app or new_mock()
    for trait in reversed(traits):
        app = _front(trait, app)
    return app


def _front(trait: Trait, app: Any) -> Any:
    inner = Miniature("", "", trait, EVERYTHING).server(app, CONTRACT)

    async def serve(scope: Any, receive: Any, send: Any) -> None:
        await (inner if scope["type"] == "http" else app)(scope, receive, send)

    return serve


@contextmanager
def strange_server(*traits: Trait):
    """Serve the mock with the traits, and yield its URL."""
    with served(strange(*traits)) as url:
        yield url
