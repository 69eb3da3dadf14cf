"""Transcripts of streams: sends the requests of a case and formats the events without varying values."""

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
from httpx_sse import ServerSentEvent, connect_sse

from patience import PATIENCE
from transcripts.cases import Case

OWN_WORDS = re.compile(
    r"langgraph_(auth_.*|api_.*|host|plan|request_id|version)|user_id|__.*_(ms|seconds|finished)__|__pregel_.*"
    r"|lc_versions"
)
"""Keys in configs and metadata that describe the server, its owners and library versions, not the run."""

IDENTIFIER = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b[0-9a-f]{32}\b")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*\+00:00")


def transcript(base_url: str, case: Case) -> str:
    with httpx.Client(base_url=base_url, timeout=PATIENCE) as client:
        thread = client.post("/threads", json={}).json()["thread_id"] if case.thread else None
        parts = [_part(client, thread, dict(request)) for request in case.requests]
        if case.history:
            parts += [f"state {plain(state)}" for state in _history(client, thread)]
        if thread:
            client.delete(f"/threads/{thread}")
    return normalised("\n".join(parts))


def _part(client: httpx.Client, thread: str | None, body: dict[str, Any]) -> str:
    cancel, join, fork = body.pop("cancel", None), body.pop("join", None), body.pop("fork", None)
    if fork is not None:
        body["checkpoint_id"] = _history(client, thread)[fork]["checkpoint_id"]
    path = f"/threads/{thread}/runs" if thread else "/runs"
    lines, run = [], ""
    with connect_sse(client, "POST", f"{path}/stream", json=body) as source:
        run = source.response.headers["Content-Location"]
        for event in source.iter_sse():
            lines.append(_written(event))
            if event.event == cancel:
                client.post(f"{run}/cancel").raise_for_status()
    if join is not None:
        lines.append("joined")
        lines += _joined(client, run, join)
    return "\n".join(lines)


def _joined(client: httpx.Client, run: str, query: dict[str, Any]) -> Iterator[str]:
    headers = {"Last-Event-ID": "-"}
    with connect_sse(client, "GET", f"{run}/stream", params=query, headers=headers) as source:
        yield from map(_written, source.iter_sse())


def _history(client: httpx.Client, thread: str | None) -> list[dict[str, Any]]:
    states: list[dict[str, Any]] = client.get(f"/threads/{thread}/history", params={"limit": 100}).json()
    return states


def _written(event: ServerSentEvent) -> str:
    return f"{event.event}{' with id' if event.id else ''} {plain(json.loads(event.data))}"


def plain(value: Any) -> str:
    return json.dumps(_without_own_words(value), sort_keys=True)


def _without_own_words(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _without_own_words(below)
            for key, below in value.items()
            if not OWN_WORDS.fullmatch(str(key))
        }
    return [_without_own_words(below) for below in value] if isinstance(value, list) else value


def normalised(text: str) -> str:
    """Replace identifiers by their order of appearance."""
    names: dict[str, str] = {}
    text = IDENTIFIER.sub(lambda found: names.setdefault(found[0], f"<id {len(names) + 1}>"), text)
    return TIME.sub("<time>", text) + "\n"
