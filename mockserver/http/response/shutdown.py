"""Whether the server stops: open streams and unfinished requests end then, for it would wait for them.

The server leaves it in the state of its lifespan, which ASGI hands to every request.
"""

import asyncio
from collections.abc import MutableMapping
from typing import Any

STOPPING = "mockserver.stopping"


def prepare(state: MutableMapping[str, Any]) -> "asyncio.Future[None]":
    """What is to be resolved when the server stops."""
    stopping = asyncio.get_running_loop().create_future()
    state[STOPPING] = stopping
    return stopping


def stopping(scope: MutableMapping[str, Any]) -> "asyncio.Future[None]":
    """Never resolved where the app runs without a server of ours, as in tests in process."""
    known: asyncio.Future[None] | None = scope.get("state", {}).get(STOPPING)
    return known or asyncio.get_running_loop().create_future()
