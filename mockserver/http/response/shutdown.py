"""Shutdown signal for open streams and unfinished requests; otherwise the server would wait for them.

The server stores it in the state of its lifespan, which ASGI passes to every request.
"""

import asyncio
from collections.abc import MutableMapping
from typing import Any

STOPPING = "mockserver.stopping"


def prepare(state: MutableMapping[str, Any]) -> "asyncio.Future[None]":
    """Store a future in the state that the server resolves when it stops, and return it."""
    stopping = asyncio.get_running_loop().create_future()
    state[STOPPING] = stopping
    return stopping


def stopping(scope: MutableMapping[str, Any]) -> "asyncio.Future[None]":
    """Return the future of the server; it never resolves where another server runs the app, as in tests."""
    future: asyncio.Future[None] | None = scope.get("state", {}).get(STOPPING)
    return future or asyncio.get_running_loop().create_future()
