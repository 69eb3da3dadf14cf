"""Passage of a request and its response through the proxy, chunk by chunk in both directions."""

import json
from collections.abc import AsyncIterator

import anyio
import anyio.lowlevel
import httpx
from starlette.types import Message, Receive, Send

from contract_tests.traffic.proxy.headers import is_there, passed_on
from contract_tests.traffic.proxy.recorder import ExchangeRecorder
from contract_tests.traffic.proxy.upstream import Place

BAD_GATEWAY = 502


class HttpPassage:
    def __init__(self, receive: Receive, send: Send, tap: ExchangeRecorder, place: Place) -> None:
        self._receive = receive
        self._send = send
        self._tap = tap
        self._place = place
        self._is_asked = anyio.Event()
        """Set when the whole request was received: from then on the client can only read or disconnect."""
        self._scope = anyio.CancelScope()

    async def open(self, client: httpx.AsyncClient) -> None:
        """Forward until the response ends. If the client disconnects, disconnect from the target."""
        async with anyio.create_task_group() as tasks:
            self._scope = tasks.cancel_scope
            tasks.start_soon(self._watch)
            await self._pass(client)
            self._scope.cancel()
        if self._tap.ended == "broken":
            raise ConnectionError(self._tap.failure)  # so that the client's connection breaks, too

    async def _watch(self) -> None:
        await self._is_asked.wait()
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._scope.cancel()

    async def _pass(self, client: httpx.AsyncClient) -> None:
        try:
            response = await client.send(self._request(), stream=True)
        except (httpx.RequestError, httpx.InvalidURL) as error:
            await self._refuse(error)
            return
        self._is_asked.set()
        try:
            await self._answer(response)
        finally:
            with anyio.CancelScope(shield=True):
                await response.aclose()

    def _request(self) -> httpx.Request:
        headers = passed_on(self._tap.headers, b"host")
        has_body = any(
            is_there(self._tap.headers, name) for name in (b"content-length", b"transfer-encoding")
        )
        if not has_body:
            self._is_asked.set()
        content = self._body() if has_body else None
        return self._place.request(self._tap.method, headers=headers, content=content)

    async def _body(self) -> AsyncIterator[bytes]:
        is_more = True
        while is_more:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                self._scope.cancel()
                await anyio.lowlevel.checkpoint()
            chunk = message.get("body", b"")
            is_more = message.get("more_body", False)
            self._tap.from_client(chunk)
            yield chunk
        self._is_asked.set()

    async def _answer(self, response: httpx.Response) -> None:
        headers = passed_on(response.headers.raw)
        self._tap.status, self._tap.answer_headers = response.status_code, headers
        await self._send({"type": "http.response.start", "status": response.status_code, "headers": headers})
        try:
            async for chunk in response.aiter_raw():
                self._tap.from_target(chunk)
                await self._send(_chunk(chunk, more=True))
        except httpx.RequestError as error:
            self._tap.ended, self._tap.failure = "broken", str(error) or type(error).__name__
        else:
            self._tap.ended = "closed"
            await self._send(_chunk(b"", more=False))

    async def _refuse(self, error: Exception) -> None:
        """Send 502 if the target does not respond. The detail names the proxy as the sender."""
        self._tap.failure = f"no response: {error or type(error).__name__}"
        body = json.dumps({"detail": f"langgraph-check proxy: {self._tap.failure}"}).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await self._send({"type": "http.response.start", "status": BAD_GATEWAY, "headers": headers})
        await self._send(_chunk(body, more=False))


def _chunk(content: bytes, *, more: bool) -> Message:
    return {"type": "http.response.body", "body": content, "more_body": more}
