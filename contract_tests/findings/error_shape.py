"""Shape of a response: how a target's errors look, so that they are recognized with any status."""

import re
from collections.abc import Mapping

from contract_tests.client.exchange import Exchange
from contract_tests.client.stream import is_stream

BLANK_LINE = re.compile(rb"\r\n\r\n|\n\n|\r\r")
DATA = re.compile(rb"^data:", re.MULTILINE)
ERROR_EVENT = re.compile(rb"^event: ?error\s*$", re.MULTILINE)

JSON_RPC = "jsonrpc"
"""Field of every JSON-RPC message."""

LIKE_A_SUCCESS = ", like a success"
"""End of the shape of an error that has the fields and the status of a success."""


def shape_of(exchange: Exchange) -> str:
    """Return status, media type and fields, such as `404 application/json: detail`."""
    media_type = exchange.headers.get("content-type", "").partition(";")[0].strip() or "no media type"
    body = exchange.parsed
    fields = ", ".join(sorted(map(str, body))) if isinstance(body, Mapping) else ""
    return f"{exchange.status} {media_type}" + (f": {fields}" if fields else "")


def is_error(exchange: Exchange, error_shape: str = "") -> bool:
    """Return whether a response gives away nothing but an error.

    `error_shape` is the shape of the target's error for an unknown thread. Empty means unknown.
    """
    if is_stream(exchange.headers):
        events = [each for each in BLANK_LINE.split(exchange.response.content) if DATA.search(each)]
        return bool(events) and all(map(ERROR_EVENT.search, events))
    return not exchange.ok or exchange.is_page or is_sent_as_a_success(exchange, error_shape)


def is_sent_as_a_success(exchange: Exchange, error_shape: str) -> bool:
    """Return whether a response is an error by its fields, but not by its status."""
    return exchange.ok and ": " in error_shape and shape_of(exchange) == error_shape


def is_protocol_error(exchange: Exchange) -> bool:
    """Return whether a response is the error of a command or of JSON-RPC, which have the status 200."""
    body = exchange.parsed
    if not isinstance(body, Mapping):
        return False
    return body.get("type") == "error" or (JSON_RPC in body and body.get("error") is not None)
