"""Reader of HAR files, the recordings of browsers and Playwright. Only the fields below are read."""

import base64
import codecs
from collections.abc import Iterator
from pathlib import Path, PurePath
from urllib.parse import urlsplit

from httpx import Headers
from pydantic import BaseModel, Field, ValidationError

from contract_tests.client.exchange import SOCKET, Exchange, Request, Response
from contract_tests.text import user_file
from contract_tests.traffic.exchanges import Frame, UnansweredRequest, http_exchange, websocket_exchange

NO_RESPONSE = "without a recorded response"
NO_BODY = "with a response body that was not recorded"
UNREADABLE = "that is unreadable"

TEXT = 1
"""Opcode of a text frame."""


class BadHar(Exception):
    """A file is not a valid HAR file. `reason` names the field."""

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(file, reason)
        self.file = file
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.file} is not a valid HAR file: {self.reason}"


class Named(BaseModel):
    name: str
    value: str | None = ""


class PostData(BaseModel):
    text: str | None = None


class HarRequest(BaseModel):
    method: str
    url: str
    headers: list[Named] = []
    body: PostData | None = Field(None, alias="postData")


class Content(BaseModel):
    text: str | None = None
    encoding: str | None = None
    size: int | None = None
    file: str | None = Field(None, alias="_file")
    """Name of a file next to the HAR that has the body; written by Playwright."""


class HarResponse(BaseModel):
    status: int
    headers: list[Named] = []
    content: Content = Field(default_factory=lambda: Content.model_validate({}))


class Message(BaseModel):
    type: str
    data: str = ""
    opcode: int = TEXT


class Entry(BaseModel):
    request: HarRequest
    response: HarResponse
    milliseconds: float | None = Field(0, alias="time")
    messages: list[Message] | None = Field(None, alias="_webSocketMessages")


class Log(BaseModel):
    entries: list[Entry]


class Har(BaseModel):
    log: Log


def read(file: Path) -> Iterator[Exchange | UnansweredRequest]:
    """Return the exchanges of a HAR file in recorded order.

    Raises:
        BadHar: the file can't be read or is not a valid HAR file.

    """
    try:
        har = Har.model_validate_json(user_file.read(file, user_file.RECORDING).removeprefix(codecs.BOM_UTF8))
    except OSError as error:
        raise BadHar(file, user_file.why(error)) from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        raise BadHar(file, f"{place}: {first['msg']}") from error
    return (_readable(entry, file.parent) for entry in har.log.entries)


def _readable(entry: Entry, folder: Path) -> Exchange | UnansweredRequest:
    """Return the exchange of an entry, or `UnansweredRequest` if it is unreadable."""
    try:
        urlsplit(entry.request.url)
        return _exchange(entry, folder)
    except (ValueError, OSError):
        return UnansweredRequest(Request(entry.request.method, "/", {}, b""), UNREADABLE)


def _exchange(entry: Entry, folder: Path) -> Exchange | UnansweredRequest:
    asked, response = entry.request, entry.response
    body = (asked.body.text if asked.body else None) or ""
    request = Request(asked.method, asked.url, dict(_joined(asked.headers)), body.encode("utf-8", "replace"))
    if response.status <= 0:
        return UnansweredRequest(request, NO_RESPONSE)
    if entry.messages is not None:
        frames = [Frame(each.type == "send", each.data) for each in entry.messages if each.opcode == TEXT]
        return websocket_exchange(Request(SOCKET, asked.url, request.headers), frames)
    content = _content(response.content, folder)
    if content is None:
        return UnansweredRequest(request, NO_BODY)
    # Bodies in a HAR file are decompressed.
    unpacked = [pair for pair in _headers(response.headers) if pair[0].lower() != "content-encoding"]
    seconds = (entry.milliseconds or 0) / 1000
    return http_exchange(request, Response(response.status, Headers(unpacked), content, seconds))


def _headers(named: list[Named]) -> list[tuple[str, str]]:
    """Return the headers without the pseudo-headers of HTTP/2."""
    return [
        (each.name, (each.value or "").encode("utf-8", "replace").decode("latin-1"))
        for each in named
        if not each.name.startswith(":")
    ]


def _joined(named: list[Named]) -> Iterator[tuple[str, str]]:
    """Yield each name once. HTTP/2 may split a cookie into several headers."""
    values: dict[str, list[str]] = {}
    for name, value in _headers(named):
        values.setdefault(name, []).append(value)
    for name, all_values in values.items():
        yield name, ("; " if name.lower() == "cookie" else ", ").join(all_values)


def _content(content: Content, folder: Path) -> bytes | None:
    """Return the body, or `None` if it was not recorded; browsers leave out large and streamed bodies."""
    if content.file is not None:
        beside = folder / PurePath(content.file).name
        return user_file.read(beside, user_file.RECORDING) if beside.is_file() else None
    if content.text is None:
        return None if content.size else b""
    if content.encoding == "base64":
        try:
            return base64.b64decode(content.text, validate=True)
        except ValueError:
            return None
    return content.text.encode("utf-8", "replace")
