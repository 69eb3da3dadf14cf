"""Reader of HAR files, the recordings of browsers, Playwright and the proxy. Only the fields below are read.

Two fields are extensions of Chromium: `_webSocketMessages` has the frames of a WebSocket, and
`_eventSourceMessages` the events of a stream, both with their time in seconds since 1970.
"""

import base64
import codecs
from collections.abc import Iterator
from pathlib import Path, PurePath

from pydantic import BaseModel, Field, ValidationError

from contract_tests.text import user_file

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
    size: int | None = None
    text: str | None = None
    encoding: str | None = None
    file: str | None = Field(None, alias="_file")
    """Name of a file next to the HAR that has the body; written by Playwright."""

    def body(self, folder: Path) -> bytes | None:
        """Return the body, or `None` if it was not recorded; browsers leave out large and streamed bodies.

        Raises:
            OSError: the body's own file can't be read.

        """
        if self.file is not None:
            sibling = folder / PurePath(self.file).name
            return user_file.read(sibling, user_file.RECORDING) if sibling.is_file() else None
        if self.text is None:
            return None if self.size else b""
        if self.encoding == "base64":
            try:
                return base64.b64decode(self.text, validate=True)
            except ValueError:
                return None
        return self.text.encode("utf-8", "replace")


class HarResponse(BaseModel):
    status: int
    headers: list[Named] = []
    content: Content = Field(default_factory=lambda: Content.model_validate({}))


class Frame(BaseModel):
    """A frame of a WebSocket."""

    type: str
    """`send` if the client sent it."""
    time: float | None = None
    """Seconds since 1970."""
    opcode: int = TEXT
    data: str = ""


class StreamEvent(BaseModel):
    """An event of a stream."""

    time: float | None = None
    """Seconds since 1970."""
    name: str = Field("message", alias="eventName")
    id: str | None = Field(None, alias="eventId")
    data: str = ""


class Entry(BaseModel):
    started: str | None = Field(None, alias="startedDateTime")
    milliseconds: float | None = Field(0, alias="time")
    request: HarRequest
    response: HarResponse
    frames: list[Frame] | None = Field(None, alias="_webSocketMessages")
    """Frames of a WebSocket; `None` for other entries."""
    events: list[StreamEvent] | None = Field(None, alias="_eventSourceMessages")
    """Events of the response; `None` if they were not recorded one by one."""


class Log(BaseModel):
    entries: list[Entry]


class Har(BaseModel):
    log: Log


def read(file: Path) -> list[Entry]:
    """Return the entries of a HAR file in recorded order.

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
    return har.log.entries


def headers_of(named: list[Named]) -> Iterator[tuple[str, str]]:
    """Yield the headers without the pseudo-headers of HTTP/2, each as Latin-1."""
    for each in named:
        if not each.name.startswith(":"):
            yield each.name, (each.value or "").encode("utf-8", "replace").decode("latin-1")
