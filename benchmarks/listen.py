"""A client that streams a run and records its events and their times."""

import asyncio
import json
import time
from dataclasses import dataclass
from typing import Any

import httpx
from httpx_sse import aconnect_sse

TURN = {
    "assistant_id": "agent",
    "input": {"messages": [{"role": "user", "content": "hello"}]},
}
STREAMED = {**TURN, "stream_mode": ["messages-tuple", "values"]}
RESUMABLE = {**STREAMED, "stream_resumable": True}
"""Body of a run whose events have ids."""


@dataclass(frozen=True)
class StreamedRun:
    first: float
    """Seconds from the request to the first event."""
    last: float
    """Seconds from the request to the last event."""
    events: list[tuple[str, Any, str]]
    """Name, data and id of each event."""

    @property
    def whole(self) -> bool:
        """Return whether the tokens add up to the final state, and the ids never decrease."""
        text = "".join(data[0]["content"] for name, data, _ in self.events if name == "messages")
        state = [data for name, data, _ in self.events if name == "values"][-1]
        ids = [tuple(map(int, event_id.split("-"))) for _, _, event_id in self.events if event_id]
        return text == state["messages"][-1]["content"] and ids == sorted(ids)


async def streamed_run(client: httpx.AsyncClient, body: Any) -> StreamedRun:
    start = time.perf_counter()
    times, received = [], []
    async with aconnect_sse(client, "POST", "/runs/stream", json=body) as source:
        async for event in source.aiter_sse():
            times.append(time.perf_counter() - start)
            received.append(event)
    events = [(event.event, json.loads(event.data), event.id) for event in received]
    return StreamedRun(times[0], times[-1], events)


async def concurrent_runs(url: str, streams: int) -> list[StreamedRun]:
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=url, limits=limits, timeout=600) as client:
        return await asyncio.gather(*[streamed_run(client, RESUMABLE) for _ in range(streams)])


async def sequential_runs(url: str, streams: int) -> list[StreamedRun]:
    async with httpx.AsyncClient(base_url=url, timeout=600) as client:
        return [await streamed_run(client, STREAMED) for _ in range(streams)]
