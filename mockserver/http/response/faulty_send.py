"""Sending of a response with faults: slow, cut, or with edited events. Nothing is buffered."""

import asyncio
from collections.abc import Iterable

from starlette.types import Message, Scope, Send

from mockserver.control.event_bytes import EventSplitter, is_comment, malformed_event
from mockserver.control.fault_plan import FaultPlan
from mockserver.control.stream_fault import Cut, EndOfConnection, Pause, Step
from mockserver.http.response import connection
from mockserver.http.response.send import Header

FAULT_HEADER = b"x-mock-fault"
EVENT_STREAM = b"text/event-stream"
PIECES_PER_SECOND = 10
"""Pieces in which a slow body is sent."""


def fault_headers(plan: FaultPlan) -> list[Header]:
    return [(FAULT_HEADER, ", ".join(plan.ids).encode("latin-1"))]


class FaultySend:
    """The `send` of one response, to which the plan is applied."""

    def __init__(self, scope: Scope, send: Send, plan: FaultPlan) -> None:
        self._scope = scope
        self._send = send
        self._plan = plan
        self._editors = plan.editors(malformed_event)
        self._splitter: EventSplitter | None = None
        """Set for an event stream with faults."""
        self._bytes_left = plan.cut_after_bytes
        self._turn = asyncio.Lock()
        """Held while a message is sent: heartbeats must not overtake a stalled event."""
        self.is_over = False
        """True when the response has ended early: what the app sends after this is dropped."""
        self.is_broken = False
        """True when the connection has ended before the response."""

    async def __call__(self, message: Message) -> None:
        async with self._turn:
            if self.is_over:
                return
            if message["type"] == "http.response.start":
                await self._start(message)
            elif message["type"] == "http.response.body":
                await self._body(message.get("body", b""), is_last=not message.get("more_body"))
            else:
                await self._send(message)

    async def _start(self, message: Message) -> None:
        headers = [*message.get("headers", ())]
        added = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in self._plan.headers]
        replaced = {name for name, _ in added}
        headers = [header for header in headers if header[0] not in replaced] + added
        await self._send({**message, "headers": headers + fault_headers(self._plan)})
        is_stream = any(name == b"content-type" and value.startswith(EVENT_STREAM) for name, value in headers)
        if self._editors and is_stream:
            self._splitter = EventSplitter()
            await self._take(self._editors.begin())
        if self._bytes_left == 0:
            await self._end("close")

    async def _body(self, body: bytes, *, is_last: bool) -> None:
        if self._splitter is None:
            await self._write(body)
        else:
            for event in self._splitter.split(body):
                await self._take([event] if is_comment(event) else self._editors.edit(event))
            if is_last:
                await self._take(self._editors.end())
                await self._write(self._splitter.rest())
        if is_last and not self.is_over:
            await self._send({"type": "http.response.body", "body": b""})

    async def _take(self, steps: Iterable[Step]) -> None:
        for step in steps:
            if self.is_over:
                return
            if isinstance(step, Pause):
                await (connection.ended(self._scope) if step.seconds is None else asyncio.sleep(step.seconds))
            elif isinstance(step, Cut):
                await self._end(step.by)
            else:
                await self._write(step)

    async def _write(self, content: bytes) -> None:
        """Send the bytes at the speed of the plan, up to its cut."""
        is_cut = self._bytes_left is not None and len(content) >= self._bytes_left
        content = content[: self._bytes_left] if is_cut else content
        if self._bytes_left is not None:
            self._bytes_left -= len(content)
        speed = self._plan.bytes_per_second
        size = max(1, int(speed / PIECES_PER_SECOND)) if speed else len(content)
        for start in range(0, len(content), size or 1):
            piece = content[start : start + size]
            if speed:
                await asyncio.sleep(len(piece) / speed)
            await self._send({"type": "http.response.body", "body": piece, "more_body": True})
        if is_cut:
            await self._end("close")

    async def _end(self, by: EndOfConnection) -> None:
        self.is_over = True
        if by == "end":
            await self._send({"type": "http.response.body", "body": b""})
        else:
            self.is_broken = True
            await (connection.close if by == "close" else connection.reset)(self._scope)
