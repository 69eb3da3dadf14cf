"""Events of a stream, and functions that miniatures use to change them one by one."""

import json
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from contract_tests.client.stream import END_OF_EVENT, comments, fields_of


@dataclass(frozen=True)
class Event:
    """An event, or a comment, which has no name."""

    name: str
    data: Any = None
    id: str | None = None
    comment: str = ""

    def with_fields(self, **changed: Any) -> "Event":
        """Return the event with changed fields in its data."""
        return replace(self, data={**self.data, **changed})

    def encoded(self) -> bytes:
        if self.comment:
            return f": {self.comment}\r\n\r\n".encode()
        last = f"id: {self.id}\r\n\r\n" if self.id is not None else "\r\n"
        return f"event: {self.name}\r\ndata: {json.dumps(self.data)}\r\n{last}".encode()


Events = AsyncIterator[Event]

Change = Callable[[Event], Event | Iterable[Event] | None]
"""Function that returns the replacement of an event: another event, several, or none."""


async def read_events(pieces: AsyncIterator[bytes]) -> Events:
    buffer = b""
    async for piece in pieces:
        *blocks, buffer = END_OF_EVENT.split(buffer + piece)
        for block in blocks:
            for text in comments(block):
                yield Event("", comment=text)
            for name, text, event_id in fields_of(block):
                yield Event(name, json.loads(text), event_id)


async def changed(events: Events, change: Change) -> Events:
    """Yield each event as changed, as soon as it arrives. Comments are kept."""
    async for event in events:
        replacement = event if event.comment else change(event)
        for each in (replacement,) if isinstance(replacement, Event) else replacement or ():
            yield each


async def at_once(events: Events) -> Events:
    """Hold all events back until the last one has arrived."""
    for event in [event async for event in events]:
        yield event
