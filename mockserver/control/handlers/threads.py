"""Threads of all owners, with their runs and history, for people who look at a session."""

from collections.abc import Mapping
from typing import Any

import orjson

from mockserver.control.session import Session
from mockserver.control.sessions import Sessions
from mockserver.graphs import states
from mockserver.graphs.checkpoint_ref import CheckpointRef
from mockserver.request_response import Request, Response
from mockserver.state.threads import Thread
from mockserver.state.world import World

STATES = "mockserver.graphs.thread_states", "mockserver.state.expiring_store"

DEFAULT_LIMIT = 100

MAX_TITLE_CHARS = 100


async def list_session_threads(_sessions: Sessions, session: Session, request: Request) -> Response:
    world = session.world
    threads = sorted(world.threads.every(), key=lambda thread: thread.updated_at, reverse=True)
    return Response(
        {"threads": [_summary(world, thread) for thread in threads[_page(request)]], "total": len(threads)}
    )


async def get_session_thread(_sessions: Sessions, session: Session, request: Request) -> Response:
    world = session.world
    thread = world.threads.find(request.path["thread_id"])
    runs = [orjson.Fragment(orjson.dumps(run.to_json())) for run in world.runs.of(thread.thread_id)]
    return Response({"thread": {**thread.to_json(), "owner": thread.owner or None}, "runs": runs})


async def list_session_history(_sessions: Sessions, session: Session, request: Request) -> Response:
    world = session.world
    thread = world.threads.find(request.path["thread_id"])
    await world.imports.need(*STATES)
    limit, before = request.query.get("limit", DEFAULT_LIMIT), request.query.get("before")
    return Response(
        await states(world).history(thread, CheckpointRef(), limit=limit, before=before, metadata={})
    )


async def list_session_runs(_sessions: Sessions, session: Session, request: Request) -> Response:
    runs = sorted(session.world.runs.every(), key=lambda run: run.created_at, reverse=True)
    return Response({"runs": [run.to_json() for run in runs[_page(request)]], "total": len(runs)})


def _page(request: Request) -> slice:
    offset = request.query.get("offset", 0)
    return slice(offset, offset + request.query.get("limit", DEFAULT_LIMIT))


def _summary(world: World, thread: Thread) -> dict[str, Any]:
    graph_id = thread.metadata.get("graph_id")
    return {
        "thread_id": thread.thread_id,
        "owner": thread.owner or None,
        "created_at": thread.created_at,
        "updated_at": thread.updated_at,
        "status": thread.status,
        "graph_id": graph_id if isinstance(graph_id, str) else None,
        "title": title(thread),
        "runs": len(world.runs.of(thread.thread_id)),
    }


def title(thread: Thread) -> str | None:
    """Return the title of the metadata, or the beginning of the first message with a text."""
    given = thread.metadata.get("title")
    if isinstance(given, str) and given.strip():
        return given[:MAX_TITLE_CHARS]
    messages = (thread.values or {}).get("messages")
    texts = (text_of(message) for message in messages) if isinstance(messages, list) else iter(())
    return next((text[:MAX_TITLE_CHARS] for text in texts if text.strip()), None)


def text_of(message: Any) -> str:
    """Return the text of a message, whose content is a text or a list of blocks; `""` without one."""
    content = message.get("content") if isinstance(message, Mapping) else None
    blocks = content if isinstance(content, list) else [content]
    texts = [block.get("text") if isinstance(block, Mapping) else block for block in blocks]
    return "".join(text for text in texts if isinstance(text, str))
