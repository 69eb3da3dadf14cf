"""Application of a session's faults, and of the header `Prefer`, to HTTP requests."""

import asyncio
from collections.abc import Awaitable, Callable

from connexion.middleware.abstract import ROUTING_CONTEXT
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mockserver.control.fault_effect import ForcedResponse, forced_response
from mockserver.control.fault_plan import FaultPlan, add_faults
from mockserver.control.prefer_header import PREFER, Preferences, preferences
from mockserver.control.session import Session
from mockserver.errors import ApiError
from mockserver.http import scope_keys
from mockserver.http.openapi.named_examples import NamedExamples
from mockserver.http.request.request_facts import Facts, FactsReader
from mockserver.http.response import connection
from mockserver.http.response.faulty_send import FaultySend
from mockserver.http.response.send import send_detail
from mockserver.http.response.shutdown import stopping
from mockserver.http.response.stream import disconnected
from mockserver.state.scheduler import QUEUE_DELAY

PREFER_ID = "prefer"
"""Value of the response header for a response that the client forced itself."""


class FaultInjection:
    """The layer that delays, replaces and edits responses."""

    def __init__(self, app: ASGIApp, *, facts: FactsReader, examples: NamedExamples, max_body: int) -> None:
        """Wrap the app. A body longer than `max_body` bytes is not matched."""
        self.app = app
        self._facts = facts
        self._examples = examples
        self._max_body = max_body

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Pass on most requests without a coroutine, which would cost each of them more."""
        session = scope.get(scope_keys.SESSION)
        if session is None or scope["type"] != "http" or not (session.faults or prefers(scope)):
            return self.app(scope, receive, send)
        return self._inject(session, scope, receive, send)

    async def _inject(self, session: Session, scope: Scope, receive: Receive, send: Send) -> None:
        plan = None
        try:
            preferred = preferences(scope["headers"])
            if session.faults or preferred:
                body = b""
                if session.faults.need_body:
                    body, receive = await read_ahead(receive, self._max_body)
                request = scope["method"], scope["path"], scope["headers"], body
                facts = self._facts(*request, session.assistants)
                plan = self._plan(preferred, facts)
                add_faults(plan, session.faults.applying_to(facts), self._example(facts))
                scope[scope_keys.FAULTS] = tuple(plan.ids)
        except ApiError as error:
            await send_detail(error.status, error.detail, error.headers, scope, send)
            return
        if plan and plan.ids:
            scope.setdefault("extensions", {})[ROUTING_CONTEXT] = {"operation_id": facts.operation}
            if not plan.executes:
                _, receive = await read_ahead(receive, self._max_body)  # the journal gets the whole request
            await AffectedRequest(self.app, scope, receive, send).apply(plan)
        else:
            await self.app(scope, receive, send)

    def _plan(self, preferred: Preferences, facts: Facts) -> FaultPlan:
        """Return a plan with what the client prefers."""
        if not preferred:
            return FaultPlan()
        plan = FaultPlan([PREFER_ID], seconds=preferred.wait)
        if preferred.example:
            plan.response = self._examples.named(facts.operation, preferred.example, preferred.code)
        elif preferred.code:
            plan.response = self._examples.with_status(facts.operation, preferred.code) or forced_response(
                {"status": preferred.code}, "prefer"
            )
        return plan

    def _example(self, facts: Facts) -> Callable[[str], ForcedResponse]:
        return lambda name: self._examples.named(facts.operation, name)


def prefers(scope: Scope) -> bool:
    for name, _ in scope["headers"]:  # noqa: SIM110 - a generator takes three times as long
        if name == PREFER:
            return True
    return False


class AffectedRequest:
    """One request to which a plan is applied."""

    def __init__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        self.app = app
        self._scope = scope
        self._receive = receive
        self._send = send

    async def apply(self, plan: FaultPlan) -> None:
        await asyncio.wait({stopping(self._scope)}, timeout=plan.seconds)
        token = QUEUE_DELAY.set(plan.queue_seconds)
        try:
            if not plan.replaces_response:
                await self._edited(plan)
                return
            if plan.executed:
                await self.app(self._scope, self._receive, drop)
        finally:
            QUEUE_DELAY.reset(token)
        if plan.response:
            await self._respond(plan, plan.response)
        elif plan.connection == "stall":
            await self._wait_for_disconnect()
        else:
            await self._end(plan)

    async def _edited(self, plan: FaultPlan) -> None:
        send = FaultySend(self._scope, self._send, plan)
        await self.app(self._scope, self._receive, send)
        if send.is_broken:
            await disconnected(self._receive)

    async def _respond(self, plan: FaultPlan, response: ForcedResponse) -> None:
        headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in response.headers]
        headers.append((b"content-length", b"%d" % len(response.content)))
        send = FaultySend(self._scope, self._send, plan)
        await send({"type": "http.response.start", "status": response.status, "headers": headers})
        body = b"" if self._scope["method"] == "HEAD" else response.content
        await send({"type": "http.response.body", "body": body})
        if send.is_broken:
            await disconnected(self._receive)

    async def _wait_for_disconnect(self) -> None:
        await connection.ended(self._scope)
        if connection.is_open(self._scope):
            await connection.close(self._scope)
            await disconnected(self._receive)

    async def _end(self, plan: FaultPlan) -> None:
        await (connection.reset if plan.connection == "reset" else connection.close)(self._scope)
        await disconnected(self._receive)


async def drop(_message: Message) -> None:
    pass


async def read_ahead(receive: Receive, most: int) -> tuple[bytes, Receive]:
    """Return the body, and a `receive` that returns its messages again; `b""` for a longer body."""
    messages: list[Message] = []
    size, is_last = 0, False
    while not is_last and size <= most:
        message = await receive()
        messages.append(message)
        size += len(message.get("body", b""))
        is_last = not message.get("more_body")

    async def again() -> Message:
        return messages.pop(0) if messages else await receive()

    body = b"".join(message.get("body", b"") for message in messages) if size <= most else b""
    return body, again
