"""Comparison of a mock before and after a restart: everything that its reading operations return."""

import json
import shutil
from contextlib import asynccontextmanager

import httpx

from mockserver.app import create_app, followed, lifespan, make_sessions
from mockserver.settings import Settings

PAGE = {"limit": 1000}


async def everything(http, **headers):
    """Return the responses to reading requests by request, for all resources that searches find."""
    responses = {}

    async def read(method, path, body=None, **more):
        sent = {**headers, **more}
        response = await http.request(method, path, json=body, headers=sent)
        content = response.text if "event-stream" in response.headers["content-type"] else response.json()
        responses[f"{method} {path} {json.dumps(body)} {more}"] = response.status_code, content
        return content

    for thread in await read("POST", "/threads/search", PAGE):
        path = f"/threads/{thread['thread_id']}"
        await read("GET", f"{path}?include=ttl")
        await read("GET", f"{path}/state?subgraphs=true")
        await read("POST", f"{path}/history", PAGE)
        await read("GET", f"{path}/storage")
        for run in await read("GET", f"{path}/runs?limit=1000"):
            run_path = f"{path}/runs/{run['run_id']}"
            await read("GET", run_path)
            if run["status"] not in {"pending", "running"}:
                await read("GET", f"{run_path}/join")
                await read("GET", f"{run_path}/stream", **{"Last-Event-ID": "-1"})
    for assistant in await read("POST", "/assistants/search", PAGE):
        path = f"/assistants/{assistant['assistant_id']}"
        await read("GET", path)
        await read("POST", f"{path}/versions", PAGE)
    await read("POST", "/store/items/search", PAGE)
    await read("POST", "/store/namespaces", PAGE)
    for cron in await read("POST", "/runs/crons/search", PAGE):
        await read("GET", f"/runs/crons/{cron['cron_id']}")
    for path in ("/_mock/scenarios", "/_mock/faults"):
        await read("GET", path)
    return responses


@asynccontextmanager
async def mock_of(state, **settings):
    """Run a mock with this state file in the event loop of the test; yield a client and its sessions."""
    settings = Settings(**{"pace": 0, "state": state, **settings})
    sessions = make_sessions(settings)
    app = create_app(settings, sessions=sessions)
    files = followed(settings, sessions, print)
    if files:
        files.read()
    async with (
        lifespan(settings, sessions, files, None),
        httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://mock") as http,
    ):
        yield http, sessions


def as_if_killed(state, copy):
    """Copy the file of a running mock: what the kernel keeps of it if the process is killed now."""
    for ending in ("", "-wal"):
        shutil.copy(f"{state}{ending}", f"{copy}{ending}")
    return copy
