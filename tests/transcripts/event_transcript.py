"""Transcripts of events: sends the commands of a case and formats the events that they cause."""

import asyncio
import json
import re
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import httpx
from httpx_sse import ServerSentEvent, aconnect_sse

from patience import PATIENCE
from transcripts.event_cases import EventCase
from transcripts.stream_transcript import normalised, plain

MOMENT = re.compile(r'"timestamp": \d+')
SOURCE = re.compile(r'"event_id": "\d+-[\d.]+"')


def event_transcript(base_url: str, case: EventCase, silence: float, at_least: int = 0) -> str:
    """Return the transcript of a case.

    The stream counts as ended after `silence` seconds without an event, once `at_least` events have arrived.
    """
    thread = str(uuid4())
    with httpx.Client(base_url=base_url, timeout=PATIENCE) as client, ThreadPoolExecutor(1) as pool:
        path = f"{base_url}/threads/{thread}/stream/events"
        reading = pool.submit(asyncio.run, _events(path, case.wanted, silence, at_least))
        for number, params in enumerate(case.commands, 1):
            _send(client, thread, number, params)
            _settled(client, thread)
        lines = reading.result()
        client.delete(f"/threads/{thread}")
    return normalised(without_times("\n".join(lines)))


def without_times(text: str) -> str:
    return SOURCE.sub('"event_id": "<event>"', MOMENT.sub('"timestamp": 0', text))


async def _events(path: str, wanted: dict[str, Any], silence: float, at_least: int) -> list[str]:
    lines: list[str] = []
    async with (
        httpx.AsyncClient(timeout=PATIENCE) as client,
        aconnect_sse(client, "POST", path, json=wanted) as source,
    ):
        events = source.aiter_sse()
        try:
            while True:
                patience = silence if len(lines) >= at_least else PATIENCE
                lines += _written(await asyncio.wait_for(anext(events), patience))
        except TimeoutError:
            return lines
        except StopAsyncIteration as end:
            raise AssertionError("the stream must not end") from end


def _written(event: ServerSentEvent) -> list[str]:
    """Format an event. This reader returns comments as events without data; they are skipped."""
    return [f"{event.event} {event.id} {plain(json.loads(event.data))}"] if event.data else []


def _send(client: httpx.Client, thread: str, number: int, params: dict[str, Any]) -> None:
    method = "run.start"
    if "response" in params:
        asked = client.get(f"/threads/{thread}").json()["interrupts"]
        (interrupt,) = [each for task in asked.values() for each in task]
        method, params = "input.respond", {"interrupt_id": interrupt["id"], "namespace": [], **params}
    command = {"id": number, "method": method, "params": params}
    reply = client.post(f"/threads/{thread}/commands", json=command).json()
    assert reply["type"] == "success", reply


def _settled(client: httpx.Client, thread: str) -> None:
    while client.get(f"/threads/{thread}").json()["status"] == "busy":
        time.sleep(0.02)
