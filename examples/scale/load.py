"""Load test: many sessions at once, each with a thread and a stream, and a check that they are separate.

python examples/scale/load.py http://127.0.0.1:8200 [--sessions 1000] [--at-once 100]
"""

import argparse
import asyncio
import sys
import time
from statistics import quantiles
from typing import NamedTuple
from uuid import uuid4

import httpx

LIMIT_SECONDS = 600


class Session(NamedTuple):
    """Measurements of one session, in seconds."""

    first_event: float
    last_event: float
    events: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("url")
    parser.add_argument("--sessions", type=int, default=1000)
    parser.add_argument("--at-once", type=int, default=100)
    arguments = parser.parse_args()
    start = time.perf_counter()
    sessions = asyncio.run(load(arguments.url, arguments.sessions, arguments.at_once))
    report(sessions, time.perf_counter() - start)


async def load(url: str, count: int, at_once: int) -> list[Session]:
    limits = httpx.Limits(max_connections=at_once, max_keepalive_connections=at_once)
    turns = asyncio.Semaphore(at_once)

    async def one() -> Session:
        async with turns:
            return await session(http)

    async with (
        asyncio.timeout(LIMIT_SECONDS),
        httpx.AsyncClient(base_url=url, limits=limits, timeout=LIMIT_SECONDS) as http,
    ):
        return await asyncio.gather(*(one() for _ in range(count)))


async def session(http: httpx.AsyncClient) -> Session:
    """Use a new session: create a thread, follow a run, and find nothing of other sessions."""
    name = f"load-{uuid4()}"
    headers = {"X-Mock-Session": name}
    thread = (await http.post("/threads", json={}, headers=headers)).raise_for_status().json()
    body = {
        "assistant_id": "agent",
        "stream_mode": ["messages-tuple", "values"],
        "input": {"messages": [{"role": "user", "content": f"I am {name}"}]},
    }
    begin, first, events, is_mine = time.perf_counter(), 0.0, 0, False
    path = f"/threads/{thread['thread_id']}/runs/stream"
    async with http.stream("POST", path, json=body, headers=headers) as stream:
        async for line in stream.raise_for_status().aiter_lines():
            if line.startswith("event:"):
                events += 1
                first = first or time.perf_counter() - begin
            is_mine = is_mine or (line.startswith("data:") and name in line)
    last = time.perf_counter() - begin
    found = (await http.post("/threads/search", json={}, headers=headers)).raise_for_status().json()
    if not is_mine or [each["thread_id"] for each in found] != [thread["thread_id"]]:
        sys.exit(f"session {name} is not separate from others: {len(found)} threads")
    return Session(first, last, events)


def report(sessions: list[Session], seconds: float) -> None:
    events = sum(each.events for each in sessions)
    rate = len(sessions) / seconds
    print(f"{len(sessions)} sessions with {events} events in {seconds:.1f} s: {rate:.0f} sessions per second")
    for name in ("first_event", "last_event"):
        times = sorted(getattr(each, name) * 1000 for each in sessions)
        cuts = quantiles(times, n=100) if len(times) > 1 else times * 99
        print(f"{name.replace('_', ' ')}: median {cuts[49]:.0f} ms, 99 % {cuts[98]:.0f} ms")


if __name__ == "__main__":
    main()
