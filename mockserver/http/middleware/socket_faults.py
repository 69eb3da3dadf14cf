"""Application of a session's faults to WebSockets: each message that the mock sends is an event."""

import asyncio
from collections.abc import Awaitable, Iterable
from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mockserver.control.event_bytes import malformed_json
from mockserver.control.exchange import WEBSOCKET
from mockserver.control.fault_effect import ForcedResponse
from mockserver.control.fault_plan import FaultPlan, add_faults
from mockserver.control.stream_fault import Cut, Pause, Step
from mockserver.http import scope_keys
from mockserver.http.middleware.websockets import CLOSE_CODE_OF_STATUS_0
from mockserver.http.request.request_facts import FactsReader
from mockserver.http.response import connection
from mockserver.http.response.shutdown import stopping
from mockserver.state.scheduler import QUEUE_DELAY

NORMAL_CLOSURE = 1000
MAX_REASON_CHARS = 120


class SocketFaults:
    """The layer around all WebSockets."""

    def __init__(self, app: ASGIApp, *, facts: FactsReader) -> None:
        self.app = app
        self._facts = facts

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        if not scope[scope_keys.SESSION].faults:
            return self.app(scope, receive, send)
        return self._inject(scope, receive, send)

    async def _inject(self, scope: Scope, receive: Receive, send: Send) -> None:
        session = scope[scope_keys.SESSION]
        facts = self._facts(WEBSOCKET, scope["path"], scope["headers"], b"", session.assistants)
        plan = FaultPlan()
        add_faults(plan, session.faults.applying_to(facts), no_example)
        if not plan.ids:
            await self.app(scope, receive, send)
            return
        scope[scope_keys.FAULTS] = tuple(plan.ids)
        await asyncio.wait({stopping(scope)}, timeout=plan.seconds)
        QUEUE_DELAY.set(plan.queue_seconds)  # for the task of this socket
        if plan.connection == "stall":
            await connection.ended(scope)
        if plan.connection:
            await (connection.reset if plan.connection == "reset" else connection.close)(scope)
        elif plan.response:
            await refuse(plan.response, receive, send)
        else:
            await self.app(scope, receive, FaultySocket(scope, send, plan))


def no_example(_name: str) -> ForcedResponse:
    """Return the status in place of an example: a WebSocket has no body."""
    return ForcedResponse(HTTPStatus.OK)


async def refuse(response: ForcedResponse, receive: Receive, send: Send) -> None:
    """Close the socket with the status after accepting it, so that browsers can read it."""
    await receive()
    await send({"type": "websocket.accept"})
    reason = response.content.decode("utf-8", "replace")[:MAX_REASON_CHARS]
    await send(
        {"type": "websocket.close", "code": CLOSE_CODE_OF_STATUS_0 + response.status, "reason": reason}
    )


class FaultySocket:
    """The `send` of one WebSocket, to which the plan is applied."""

    def __init__(self, scope: Scope, send: Send, plan: FaultPlan) -> None:
        self._scope = scope
        self._send = send
        self._editors = plan.editors(malformed_json)
        self._speed = plan.bytes_per_second
        self._turn = asyncio.Lock()
        self._is_over = False

    async def __call__(self, message: Message) -> None:
        async with self._turn:
            if self._is_over:
                return
            if message["type"] == "websocket.send":
                frame = message.get("bytes") or (message.get("text") or "").encode()
                await self._take(self._editors.edit(frame))
                return
            if message["type"] == "websocket.close":
                await self._take(self._editors.end())
            await self._send(message)
            if message["type"] == "websocket.accept":
                await self._take(self._editors.begin())

    async def _take(self, steps: Iterable[Step]) -> None:
        for step in steps:
            if isinstance(step, Pause):
                await (connection.ended(self._scope) if step.seconds is None else asyncio.sleep(step.seconds))
            elif isinstance(step, Cut):
                self._is_over = True
                await self._cut(step)
                return
            else:
                if self._speed:
                    await asyncio.sleep(len(step) / self._speed)
                await self._send({"type": "websocket.send", "text": step.decode("utf-8", "replace")})

    async def _cut(self, cut: Cut) -> None:
        if cut.by == "end":
            await self._send({"type": "websocket.close", "code": NORMAL_CLOSURE})
        else:
            await (connection.reset if cut.by == "reset" else connection.close)(self._scope)
