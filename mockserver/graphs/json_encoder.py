"""JSON encoding of any value of a graph: messages and other models, exceptions, and non-JSON types."""

import json
from base64 import b64encode
from collections import deque
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from enum import Enum
from functools import singledispatch
from math import isfinite
from re import Pattern
from typing import Any

import orjson
from langgraph.types import Send

from mockserver.state.event_loop import interleaved

OPTIONS = orjson.OPT_NON_STR_KEYS | orjson.OPT_SERIALIZE_NUMPY
MAX_DEPTH = 100
"""Levels that are kept of a value nested too deeply."""
MAX_DECIMAL_BITS = 10_000
"""Bits of an integer; longer ones are written in hex, since Python limits decimal digits."""
MAX_VALUES_AT_ONCE = 500
"""Values that are encoded together: as messages they take less than a time slice."""


def encode(value: Any) -> bytes:
    """Return JSON. Never raises: values without a JSON form are approximated."""
    try:
        return orjson.dumps(value, default=to_plain, option=OPTIONS)
    except orjson.JSONEncodeError:
        return json.dumps(_mended(value, ())).encode()


async def encode_interleaved(value: Any) -> bytes:
    """Return the same JSON, but encode a long value in pieces and yield to other tasks in between.

    A thread would not do: meanwhile the graph may change the list of messages.
    """
    if not _is_long(value):
        return encode(value)
    return b"".join([piece async for piece in interleaved(_pieces(value, ()))])


def _pieces(value: Any, around: tuple[int, ...]) -> Iterator[bytes]:
    if id(value) in around:
        yield b'"..."'
    elif not _is_long(value):
        yield encode(value)
    elif isinstance(value, dict):
        yield from _members(value, (*around, id(value)))
    else:
        yield b"["
        yield from _elements(value, (*around, id(value)))
        yield b"]"


def _members(value: dict[Any, Any], around: tuple[int, ...]) -> Iterator[bytes]:
    start = b"{"
    for key, below in [*value.items()]:
        yield start + encode({key: 0})[1:-2]  # the key and the colon
        yield from _pieces(below, around)
        start = b","
    yield b"}"


def _elements(values: Any, around: tuple[int, ...]) -> Iterator[bytes]:
    if len(values) == 1:
        yield from _pieces(values[0], around)
    elif _is_long(values):
        half = len(values) // 2
        first, second = values[:half], values[half:]
        yield from _elements(first, around)
        yield b","
        yield from _elements(second, around)
    else:
        yield encode(values)[1:-1]


def _is_long(value: Any) -> bool:
    """Return whether containers hold more than `MAX_VALUES_AT_ONCE` values; any object counts as one."""
    count, level = 0, [value]
    while level:
        containers = [node for node in level if isinstance(node, dict | list) or type(node) is tuple]
        count += sum(map(len, containers))
        if count > MAX_VALUES_AT_ONCE:
            return True
        level = [
            child for node in containers for child in (node.values() if isinstance(node, dict) else node)
        ]
    return False


@singledispatch
def to_plain(value: Any) -> Any:
    """Return a value one step closer to JSON."""
    if isinstance(value, type):
        return str(value)
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    for name in ("model_dump", "dict", "_asdict"):
        if callable(method := getattr(value, name, None)):
            return method()
    return str(value)


@to_plain.register
def _(value: BaseException) -> dict[str, str]:
    return {"error": type(value).__name__, "message": str(value)}


@to_plain.register
def _(value: Send) -> dict[str, Any]:
    return {"node": value.node, "args": value.arg}


@to_plain.register(Mapping)
def _(value: Mapping[Any, Any]) -> dict[Any, Any]:
    return dict(value)


@to_plain.register(tuple)
@to_plain.register(AbstractSet)
@to_plain.register(deque)
def _(value: Any) -> Any:
    return value._asdict() if hasattr(value, "_asdict") else list(value)


@to_plain.register
def _(value: Enum) -> Any:
    return value.value


@to_plain.register(date)
@to_plain.register(time)
def _(value: date | time) -> str:
    return value.isoformat()


@to_plain.register
def _(value: timedelta) -> float:
    return value.total_seconds()


@to_plain.register
def _(value: Decimal) -> int | float:
    return int(value) if value.is_finite() and value.as_tuple().exponent == 0 else float(value)


@to_plain.register(Pattern)
def _(value: Pattern[Any]) -> Any:
    return value.pattern


@to_plain.register(bytes)
@to_plain.register(bytearray)
def _(value: bytes | bytearray) -> str:
    return b64encode(value).decode()


def _mended(value: Any, around: tuple[int, ...]) -> Any:
    """Return a copy that JSON allows, without lone surrogates or cycles; integers may be long."""
    match value:
        case None | bool():
            return value
        case int():
            return value if value.bit_length() < MAX_DECIMAL_BITS else hex(value)
        case float():
            return value if isfinite(value) else None
        case str():
            return value.encode(errors="replace").decode()
    if id(value) in around or len(around) == MAX_DEPTH:
        return "..."
    return _mended_inside(value, (*around, id(value)))


def _mended_inside(value: Any, around: tuple[int, ...]) -> Any:
    match value:
        case dict():
            return {_key(key, around): _mended(below, around) for key, below in value.items()}
        case list():
            return [_mended(below, around) for below in value]
    return _mended(_nearer(value), around)


def _key(value: Any, around: tuple[int, ...]) -> Any:
    form = _mended(value, around)
    return str(form) if isinstance(form, dict | list) else form


def _nearer(value: Any) -> Any:
    """Return the plain form, or the name of the type if that raises."""
    try:
        return to_plain(value)
    except Exception:  # noqa: BLE001 a user's object may raise anything
        return type(value).__name__
