"""Reads a JSON body, whatever its Content-Type says, and holds it to its schema.

The parsed body stays in the scope: nobody parses it again.
"""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import orjson
from connexion.validators import AbstractRequestBodyValidator
from jsonschema_rs import ValidationError
from starlette.types import Receive, Scope

from mockserver.call import Malformed
from mockserver.errors import ContentTooLarge, InvalidRequest
from mockserver.http import scope_keys as words
from mockserver.http.openapi.schemas import Schemas, field, problem
from mockserver.state.turns import aside

DEEPEST = 128
"""Levels of nesting. What can be read can be written again, with room for what is put around it."""
MOST_VALUES = 250_000
"""Values in a body: more take so long to read that others would notice it."""
TOO_GREAT = 2**63
"""An integer of that size could not be written again: it stays a float."""


LONG = 100_000
"""Bytes that are not read in a moment."""

T = TypeVar("T")


class Disconnected(Exception):
    """The client went away before its request was complete."""


class JsonBody(AbstractRequestBodyValidator):
    def __init__(
        self,
        *,
        schema: dict[str, Any],
        required: bool = False,
        schemas: Schemas,
        max_body: int,
        handed_on: bool = False,
        **_options: Any,
    ) -> None:
        """`handed_on` is a body that breaks its schema: the handler refuses it."""
        self._handed_on = handed_on
        self._needed = required
        self._compiled = schemas.compile(schema["x-schema"])
        self._max_body = max_body

    async def wrap_receive(self, receive: Receive, *, scope: Scope) -> tuple[Receive, Scope]:
        raw = await read(receive, self._max_body)
        scope[words.BODY] = await aside_if_long(raw, self._read)
        return receive, scope

    def _read(self, raw: bytes) -> Any:
        if self._handed_on:
            return self._body_or_problem(raw)
        return self._valid(parse(raw)) if raw or self._needed else None

    def _body_or_problem(self, raw: bytes) -> Any:
        try:
            body = parse(raw)
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
            raise InvalidRequest(field("body", error.instance_path), problem(error)) from error
        return with_integers(body)


async def aside_if_long(raw: bytes, read: Callable[[bytes], T]) -> T:
    """Read JSON, in a thread if that may take long."""
    return read(raw) if len(raw) < LONG else await aside(lambda: read(raw))


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


def parse(raw: bytes) -> Any:
    """Strictly: UTF-8 without a byte order mark, no NaN, no lone surrogates, no number beyond a double."""
    if not raw:
        raise InvalidRequest("body", "is required")
    # counting is cheap, and says for nearly all bodies that there is no need to look any closer
    nested = raw.count(b"[") + raw.count(b"{")
    if nested + raw.count(b",") > MOST_VALUES and values_in(raw) > MOST_VALUES:
        raise InvalidRequest("body", f"has more than {MOST_VALUES} values")
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise InvalidRequest("body", f"is no JSON: {error}") from error
    if nested > DEEPEST and is_deep(body):
        raise InvalidRequest("body", f"is nested deeper than {DEEPEST} levels")
    return body


def values_in(raw: bytes) -> int:
    """How many there are in JSON, about: what is in its texts does not count."""
    outside = raw.replace(b"\\\\", b"").replace(b'\\"', b"").split(b'"')[::2]
    return sum(map(b'"'.join(outside).count, (b"[", b"{", b",")))


def is_deep(value: Any) -> bool:
    level = [value]
    for _ in range(DEEPEST - 1):
        level = [child for node in level for child in children(node) if isinstance(child, dict | list)]
        if not level:
            return False
    return any(map(children, level))


def children(node: Any) -> Iterable[Any]:
    if isinstance(node, dict):
        return node.values()
    return node if isinstance(node, list) else ()


def with_integers(body: Any) -> Any:
    """2.0 is an integer in JSON Schema, and handlers get one. Deeper down is the client's data: it stays."""
    if isinstance(body, dict):
        for name, value in body.items():
            if type(value) is float and value.is_integer() and abs(value) < TOO_GREAT:
                body[name] = int(value)
    return body
