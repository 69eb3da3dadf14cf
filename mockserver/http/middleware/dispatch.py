"""Dispatch of a request to the handler that connexion's resolver found, and sending of the response."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from connexion.middleware.abstract import RoutedAPI, RoutedMiddleware
from connexion.operations import AbstractOperation
from starlette.types import Receive, Scope, Send

from mockserver.control.session import Session
from mockserver.errors import ApiError
from mockserver.http import scope_keys
from mockserver.http.openapi.schemas import Schemas
from mockserver.http.response.deferred_json import deferred_json
from mockserver.http.response.send import encoded, send_response
from mockserver.http.response.sse import event_stream
from mockserver.http.response.stream import Client, Stream, send_stream
from mockserver.http.response.stream_errors import ErrorFields, error_fields
from mockserver.http.response.validate import ResponseValidation
from mockserver.request_response import EMPTY, DeferredJSON, Events, Request, Response

Respond = Callable[[Session, Request], Awaitable[Response]]

DEFERRED = (Events, DeferredJSON)
REQUEST_ID = b"x-request-id"
LOCAL = b"localhost"


class HandledOperation:
    def __init__(
        self, respond: Respond, validation: ResponseValidation | None, heartbeat_seconds: float
    ) -> None:
        """Wrap a handler. Without `validation`, its responses are not validated."""
        self._respond = respond
        self._validation = validation
        self._heartbeat_seconds = heartbeat_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        request = Request(
            scope[scope_keys.OWNER],
            scope["path_params"],
            scope.get(scope_keys.QUERY, EMPTY),
            scope.get(scope_keys.HEADERS, EMPTY),
            scope.get(scope_keys.BODY),
            base_url(scope, headers),
            headers.get(REQUEST_ID, b"").decode("latin-1"),
        )
        try:
            response = await self._respond(scope[scope_keys.SESSION], request)
        except ApiError as error:
            if self._validation:
                self._validation.allow(error.status)
            raise
        if isinstance(response.body, DEFERRED):
            await self._send_stream(response, response.body, Client(scope, receive, send))
            return
        content = encoded(response)
        if self._validation:
            self._validation.check(response, content)
        await send_response(response, content, scope, send)

    async def _send_stream(self, response: Response, body: Events | DeferredJSON, client: Client) -> None:
        try:
            if self._validation:
                self._validation.check_head(response)
            stream = self._stream(response.status, body, error_fields(client.scope))
            await send_stream(response, stream, client, heartbeat_seconds=self._heartbeat_seconds)
        finally:
            await body.close()

    def _stream(self, status: int, body: Events | DeferredJSON, error_fields: ErrorFields) -> Stream:
        validation = self._validation
        if isinstance(body, Events):
            return event_stream(
                body, error_fields, partial(validation.check_event, status) if validation else None
            )
        return deferred_json(
            body, error_fields, partial(validation.check_json, status) if validation else None
        )


class DispatchApi(RoutedAPI[HandledOperation]):
    def __init__(
        self,
        specification: Any,
        *,
        schemas: Schemas,
        heartbeat_seconds: float,
        validate_responses: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(specification, **options)
        self._schemas = schemas
        self._heartbeat_seconds = heartbeat_seconds
        self._validate_responses = validate_responses
        self.add_paths()

    def make_operation(self, operation: AbstractOperation) -> HandledOperation:
        validation = ResponseValidation(operation.operation_id, operation.responses, self._schemas)
        return HandledOperation(
            operation.function, validation if self._validate_responses else None, self._heartbeat_seconds
        )


class Dispatch(RoutedMiddleware[DispatchApi]):
    api_cls = DispatchApi


def base_url(scope: Scope, headers: Mapping[bytes, bytes]) -> str:
    """Return the base URL as the client addressed it; behind a proxy, with the proxy's scheme."""
    host, scheme = headers.get(b"host", LOCAL).decode("latin-1"), scope["scheme"]
    forwarded = headers.get(b"x-forwarded-proto")
    if forwarded in {b"http", b"https"}:
        scheme = forwarded.decode()
    return f"{scheme}://{host}{scope.get('root_path', '')}"
