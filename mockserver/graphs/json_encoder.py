"""JSON encoding of any value of a graph: messages and other models, exceptions, and non-JSON types."""

import json
from base64 import b64encode
from collections import deque
from collections.abc import Mapping
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

OPTIONS = orjson.OPT_NON_STR_KEYS | orjson.OPT_SERIALIZE_NUMPY
DEEPEST = 100
"""Levels that are kept of a value nested too deeply."""
LONGEST = 10_000
"""Bits of an integer; longer ones are written in hex, since Python limits decimal digits."""


def written(value: Any) -> bytes:
    """Return JSON. Never raises: values without a JSON form are approximated."""
    try:
        return orjson.dumps(value, default=plain, option=OPTIONS)
    except orjson.JSONEncodeError:
        return json.dumps(_mended(value, ())).encode()


@singledispatch
def plain(value: Any) -> Any:
    """Return a value one step closer to JSON."""
    if isinstance(value, type):
        return str(value)
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    for name in ("model_dump", "dict", "_asdict"):
        if callable(told := getattr(value, name, None)):
            return told()
    return str(value)


@plain.register
def _(value: BaseException) -> dict[str, str]:
    return {"error": type(value).__name__, "message": str(value)}


@plain.register
def _(value: Send) -> dict[str, Any]:
    return {"node": value.node, "args": value.arg}


@plain.register(Mapping)
def _(value: Mapping[Any, Any]) -> dict[Any, Any]:
    return dict(value)


@plain.register(tuple)
@plain.register(AbstractSet)
@plain.register(deque)
def _(value: Any) -> Any:
    return value._asdict() if hasattr(value, "_asdict") else list(value)


@plain.register
def _(value: Enum) -> Any:
    return value.value


@plain.register(date)
@plain.register(time)
def _(value: date | time) -> str:
    return value.isoformat()


@plain.register
def _(value: timedelta) -> float:
    return value.total_seconds()


@plain.register
def _(value: Decimal) -> int | float:
    return int(value) if value.is_finite() and value.as_tuple().exponent == 0 else float(value)


@plain.register(Pattern)
def _(value: Pattern[Any]) -> Any:
    return value.pattern


@plain.register(bytes)
@plain.register(bytearray)
def _(value: bytes | bytearray) -> str:
    return b64encode(value).decode()


def _mended(value: Any, around: tuple[int, ...]) -> Any:
    """Return a copy that JSON allows, without lone surrogates or cycles; integers may be long."""
    match value:
        case None | bool():
            return value
        case int():
            return value if value.bit_length() < LONGEST else hex(value)
        case float():
            return value if isfinite(value) else None
        case str():
            return value.encode(errors="replace").decode()
    if id(value) in around or len(around) == DEEPEST:
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
        return plain(value)
    except Exception:  # noqa: BLE001 a user's object may raise anything
        return type(value).__name__
