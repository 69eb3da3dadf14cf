"""YAML in place of JSON, by `Content-Type: application/yaml` and `Accept: application/yaml`."""

import json
import re

import orjson
import yaml
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contract_tests.text.bounded_yaml import JSON_TYPES, TAG, parse_json_types
from mockserver.errors import InvalidRequest, NotJson
from mockserver.http.request.body import read
from mockserver.state.event_loop import in_thread

MEDIA_TYPE = b"application/yaml"
MEDIA_TYPES = frozenset({MEDIA_TYPE, b"application/x-yaml", b"text/yaml", b"text/x-yaml"})
JSON = b"application/json"


class Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """A dumper that puts a text in quotes if YAML 1.1 or 1.2 has another type for it: `yes`, `1e3`."""


for name, pattern, first in JSON_TYPES:
    Dumper.add_implicit_resolver(TAG + name, re.compile(rf"(?:{pattern})\Z"), first)


class Yaml:
    """Converts bodies in both directions, so that all inner layers know only JSON."""

    def __init__(self, app: ASGIApp, *, max_body: int) -> None:
        self.app = app
        self._max_body = max_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = dict(scope["headers"])
            if media_type(headers.get(b"content-type", b"")) in MEDIA_TYPES:
                raw = await read(receive, self._max_body)
                receive = received(await in_thread(lambda: as_json(raw)), receive)
            if media_type(headers.get(b"accept", b"")) in MEDIA_TYPES:
                send = YamlResponse(send).send
        try:
            await self.app(scope, receive, send)
        except NotJson as error:  # of YAML, too, if its header is missing
            raise NotJson(f"{error.reason}; send YAML with Content-Type: application/yaml") from error


class YamlResponse:
    """Sends a JSON response as YAML, and any other response unchanged."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and (b"content-type", JSON) in message["headers"]:
            self._start = message
        elif self._start and message["type"] == "http.response.body":
            start, self._start = self._start, None
            content = await in_thread(lambda: as_yaml(message["body"]))
            replaced = {b"content-type": MEDIA_TYPE, b"content-length": b"%d" % len(content)}
            start["headers"] = [(name, replaced.get(name, value)) for name, value in start["headers"]]
            await self._send(start)
            await self._send({**message, "body": content})
        else:
            await self._send(message)


def media_type(header: bytes) -> bytes:
    """Return the first media type in the header, without parameters."""
    return header.partition(b",")[0].partition(b";")[0].strip().lower()


def received(body: bytes, receive: Receive) -> Receive:
    """Return a function that receives the body, then everything that follows the original one."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_converted() -> Message:
        return messages.pop() if messages else await receive()

    return receive_converted


def as_json(raw: bytes) -> bytes:
    """Convert YAML, and return JSON unchanged: YAML has no form for some of its escapes.

    Raises:
        InvalidRequest: the body is not YAML, or has values without a JSON form.

    """
    if not raw or is_json(raw):
        return raw
    try:
        return json.dumps(parse_json_types(raw), allow_nan=False).encode()
    except (yaml.YAMLError, ValueError, TypeError, RecursionError, UnicodeError) as error:
        text = str(error).replace('in "<byte string>", ', "in ")
        raise InvalidRequest("body", "not valid YAML: " + " ".join(text.split())[:300]) from error


def is_json(raw: bytes) -> bool:
    try:
        orjson.loads(raw)
    except orjson.JSONDecodeError:
        return False
    return True


def as_yaml(raw: bytes) -> bytes:
    if not raw:  # the response to HEAD
        return raw
    written: bytes = yaml.dump(
        orjson.loads(raw), Dumper=Dumper, sort_keys=False, allow_unicode=True, encoding="utf-8"
    )
    return written
