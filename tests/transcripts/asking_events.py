"""Sends a server the commands of a case, and writes down which events it tells meanwhile."""

import json
import re
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import httpx
from httpx_sse import ServerSentEvent, connect_sse

from transcripts.asking import normalised, plain
from transcripts.event_cases import EventCase

MOMENT = re.compile(r'"timestamp": \d+')
SOURCE = re.compile(r'"event_id": "\d+-[\d.]+"')


def event_transcript(base_url: str, case: EventCase, silence: float) -> str:
    """`silence` is how many seconds without an event are the end."""
    thread = str(uuid4())
    with httpx.Client(base_url=base_url, timeout=30) as client, ThreadPoolExecutor(1) as pool:
        telling = pool.submit(_events, client, thread, case.wanted, silence)
        for number, params in enumerate(case.commands, 1):
            _send(client, thread, number, params)
            _settled(client, thread)
        lines = telling.result()
        client.delete(f"/threads/{thread}")
    return normalised(without_times("\n".join(lines)))


def without_times(text: str) -> str:
    return SOURCE.sub('"event_id": "<event>"', MOMENT.sub('"timestamp": 0', text))


def _events(client: httpx.Client, thread: str, wanted: dict[str, Any], silence: float) -> list[str]:
    lines: list[str] = []
    timeout = httpx.Timeout(30, read=silence)
    try:
        with connect_sse(
            client, "POST", f"/threads/{thread}/stream/events", json=wanted, timeout=timeout
        ) as source:
            lines.extend(map(_written, source.iter_sse()))
    except httpx.ReadTimeout:
        return [line for line in lines if line]
    raise AssertionError("the stream must not end")


def _written(event: ServerSentEvent) -> str:
    """A comment is an event without data for this reader."""
    return event.data and f"{event.event} {event.id} {plain(json.loads(event.data))}"


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
