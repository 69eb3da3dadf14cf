"""Parsing and validation of JSON bodies, regardless of their Content-Type.

The parsed body is stored in the scope, so that it is parsed only once.
"""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import orjson
from connexion.validators import AbstractRequestBodyValidator
from jsonschema_rs import ValidationError
from starlette.types import Receive, Scope

from mockserver.errors import ContentTooLarge, InvalidRequest, NotJson
from mockserver.http import scope_keys
from mockserver.http.openapi.schemas import Schemas
from mockserver.request_response import Malformed
from mockserver.state.event_loop import in_thread

MAX_DEPTH = 128
"""Levels of nesting. Keeps values serializable, with room for the levels that a response adds around them."""
MAX_VALUES = 250_000
"""Maximum number of values in a body. Parsing more would delay other requests noticeably."""
INTEGER_LIMIT = 2**63
"""Integers from this size on can't be serialized: they stay floats."""


LONG_BODY_BYTES = 100_000
"""Bytes. Longer bodies are parsed in a thread."""

T = TypeVar("T")


class Disconnected(Exception):
    """The client disconnected before its request was complete."""


class JsonBody(AbstractRequestBodyValidator):
    def __init__(
        self,
        *,
        schema: dict[str, Any],
        required: bool = False,
        schemas: Schemas,
        max_body: int,
        max_values: int = MAX_VALUES,
        handed_on: bool = False,
        **_options: Any,
    ) -> None:
        """Compile the schema. With `handed_on`, an invalid body is left for the handler to reject."""
        self._handed_on = handed_on
        self._needed = required
        self._schemas = schemas
        self._compiled = schemas.compile(schema["x-schema"])
        self._max_body = max_body
        self._max_values = max_values

    async def wrap_receive(self, receive: Receive, *, scope: Scope) -> tuple[Receive, Scope]:
        raw = await read(receive, self._max_body)
        # a coroutine for each of the many short bodies would cost more than its parts
        scope[scope_keys.BODY] = (
            self._read(raw) if len(raw) < LONG_BODY_BYTES else await aside_if_long(raw, self._read)
        )
        return receive, scope

    def _read(self, raw: bytes) -> Any:
        if self._handed_on:
            return self._body_or_problem(raw)
        return self._valid(parse(raw, self._max_values)) if raw or self._needed else None

    def _body_or_problem(self, raw: bytes) -> Any:
        try:
            body = parse(raw, self._max_values)
        except InvalidRequest as problem:
            return Malformed(problem)
        try:
            return self._valid(body)
        except InvalidRequest as problem:
            return Malformed(problem, body, is_json=True)

    def _valid(self, body: Any) -> Any:
        try:
            self._compiled.validate(body)
        except ValidationError as error:
            raise InvalidRequest(*self._schemas.explain("body", error)) from error
        return with_integers(body)


async def aside_if_long(raw: bytes, read: Callable[[bytes], T]) -> T:
    """Read JSON, in a thread if that may take long."""
    return read(raw) if len(raw) < LONG_BODY_BYTES else await in_thread(lambda: read(raw))


async def read(receive: Receive, at_most: int) -> bytes:
    body, more = b"", True
    chunks: list[bytes] = []
    length = 0
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Disconnected
        body, more = message.get("body", b""), message.get("more_body", False)
        length += len(body)
        if length > at_most:
            raise ContentTooLarge(at_most)
        chunks.append(body)
    return body if len(chunks) == 1 else b"".join(chunks)


def parse(raw: bytes, max_values: int = MAX_VALUES) -> Any:
    """Parse strictly: UTF-8 without byte order mark, no NaN, lone surrogates or numbers beyond a double."""
    if not raw:
        raise InvalidRequest("body", "is required")
    # counting is cheap, and rules out both limits for nearly all bodies
    nested = raw.count(b"[") + raw.count(b"{")
    if len(raw) > max_values and nested + raw.count(b",") > max_values and values_in(raw) > max_values:
        raise InvalidRequest("body", f"must have at most {max_values} values")
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise NotJson(str(error)) from error
    if nested > MAX_DEPTH and is_deep(body):
        raise InvalidRequest("body", f"nested deeper than {MAX_DEPTH} levels")
    return body


def values_in(raw: bytes) -> int:
    """Return the approximate number of values in JSON; the content of strings is not counted."""
    outside = raw.replace(b"\\\\", b"").replace(b'\\"', b"").split(b'"')[::2]
    return sum(map(b'"'.join(outside).count, (b"[", b"{", b",")))


def is_deep(value: Any) -> bool:
    level = [value]
    for _ in range(MAX_DEPTH - 1):
        level = [child for node in level for child in children(node) if isinstance(child, dict | list)]
        if not level:
            return False
    return any(map(children, level))


def children(node: Any) -> Iterable[Any]:
    if isinstance(node, dict):
        return node.values()
    return node if isinstance(node, list) else ()


def with_integers(body: Any) -> Any:
    """Convert top-level floats such as 2.0, an integer in JSON Schema; deeper data is the client's."""
    if isinstance(body, dict):
        for name, value in body.items():
            if type(value) is float and value.is_integer() and abs(value) < INTEGER_LIMIT:
                body[name] = int(value)
    return body
