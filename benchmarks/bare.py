"""The yardstick: the mock's routes in bare Starlette, same bytes, no contract and no validation."""

import gc
import socket
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import uvicorn
import yaml
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

Thread = dict[str, Any]
Endpoint = Callable[[Request], Awaitable[Response]]

CONTRACT = Path(__file__).parents[1] / "spec" / "openapi.yaml"


def json(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(orjson.dumps(value), status, headers, media_type="application/json")


def endpoints() -> dict[str, Endpoint]:
    threads: dict[str, Thread] = {}

    async def create_thread(request: Request) -> Response:
        body = orjson.loads(await request.body())
        now = datetime.now(UTC).isoformat()
        thread: Thread = {
            "thread_id": body.get("thread_id") or str(uuid4()),
            "created_at": now,
            "updated_at": now,
            "state_updated_at": now,
            "metadata": body.get("metadata") or {},
            "config": {},
            "status": "idle",
            "values": None,
            "interrupts": {},
            "error": None,
        }
        threads[thread["thread_id"]] = thread
        return json(thread)

    async def get_thread(request: Request) -> Response:
        thread = threads.get(request.path_params["thread_id"])
        return json(thread) if thread else json({"detail": "Not Found"}, 404)

    async def search_threads(request: Request) -> Response:
        body = orjson.loads(await request.body())
        limit, offset = body.get("limit", 10), body.get("offset", 0)
        found = list(islice(reversed(threads.values()), offset, offset + limit + 1))
        end = offset + limit
        headers = {"X-Pagination-Total": str(end + 1), "X-Pagination-Next": str(end)}
        return json(found[:limit], headers=headers if len(found) > limit else None)

    return {"create_thread": create_thread, "get_thread": get_thread, "search_threads": search_threads}


async def not_here(_request: Request) -> Response:
    return json({"detail": "Not Implemented"}, 501)


def app() -> Starlette:
    """Return an app with every route of the contract, so that routing takes as long as in the mock."""
    here = endpoints()
    paths = yaml.safe_load(CONTRACT.read_text())["paths"]
    return Starlette(
        routes=[
            Route(path, here.get(operation["operationId"], not_here), methods=[method])
            for path, item in paths.items()
            for method, operation in item.items()
            if method in ("get", "post", "patch", "delete")
        ]
    )


if __name__ == "__main__":
    listening = socket.create_server(("127.0.0.1", 0))
    print(f"bare listens on http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
    starlette = app()
    gc.collect()  # as in the mock, so that garbage collection does not affect the comparison
    gc.freeze()
    gc.set_threshold(10_000)
    config = uvicorn.Config(starlette, log_level="warning", access_log=False, server_header=False)
    uvicorn.Server(config).run(sockets=[listening])
    sys.exit(0)
