"""Request and response, and the `curl` command line that repeats the request."""

import base64
import codecs
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus

import httpx

from contract_tests.client import strict_json
from contract_tests.client.base_url import BaseUrl, without_origin
from contract_tests.client.json_view import Source
from contract_tests.contract import Json

MAX_ARGUMENT_BYTES = 100_000
"""Bytes of the largest body that still fits on a command line (Linux: 128 KiB for one argument)."""

MAX_SUMMARY_CHARS = 100

NO_RESPONSE = 0
"""Status of an exchange without a response."""

MISSING_STATUSES = (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED)
"""Statuses of a target that lacks the operation."""

INVALID_STATUSES = (HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY)
"""Statuses of a target that takes the request for invalid."""

SOCKET = "WEBSOCKET"
"""Method of an exchange over a WebSocket. The request's body contains the frames sent, one per line."""

VARIABLE = re.compile(r"\$[A-Z][A-Z0-9_]*")

LOCATION_HEADERS = ("location", "content-location")
"""Response headers that contain a path of the API."""

MAX_REPLAY_SECONDS = 30
"""Seconds after which the replay of an endless stream stops."""


@dataclass(frozen=True)
class Request:
    """Request as sent. `headers` omits those that every client adds."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    base: str = ""
    """Base URL at the start of `url`. Empty if unknown."""
    is_redirected: bool = False
    """True if the client followed a redirect that adds or removes the final slash of the path."""

    @property
    def path(self) -> str:
        """Path below the base URL with the query string, as sent."""
        if self.base and self.url.startswith(self.base):
            return self.url.removeprefix(self.base) or "/"
        return without_origin(self.url)

    @property
    def parsed(self) -> Json:
        """Body as JSON of any form, since requests may be invalid; `None` if it is not JSON."""
        try:
            return strict_json.parse(self.body)
        except (ValueError, RecursionError):
            return None

    @property
    def text(self) -> str | None:
        """Body as text; `None` if a terminal can't show it unchanged."""
        try:
            text = self.body.decode()
        except UnicodeDecodeError:
            return None
        return text if text.replace("\n", "").isprintable() else None

    def curl(self) -> str:
        """Return a command line that sends the same bytes."""
        if self.method == SOCKET:
            return self._websocat()
        verb = [] if self.method == "GET" and not self.body else ["-X", self.method]
        follow = ["-L"] if self.is_redirected else []
        words = ["curl", "-sS", *follow, *(["--head"] if self.method == "HEAD" else ["-i", *verb]), self.url]
        words = [*map(shlex.quote, words), *self._header_words()]
        if not self.body:
            return " ".join(words)
        if not any(name.lower() == "content-type" for name in self.headers):
            words += ["-H", "Content-Type:"]  # without it, curl would declare a form
        line = " ".join(words)
        if self.text is None:
            encoded = base64.b64encode(self.body).decode()
            return f"printf %s {encoded} | base64 -d | {line} --data-binary @-"
        if len(self.body) > MAX_ARGUMENT_BYTES:
            return f"printf %s {shlex.quote(self.text)} | {line} --data-binary @-"
        return f"{line} --data-raw {shlex.quote(self.text)}"

    def _header_words(self) -> Iterator[str]:
        for name, value in self.headers.items():
            text = f"{name}: {value}" if value else f"{name};"
            # The value is a variable that replaces a secret; double quotes let the shell expand it.
            yield from ("-H", f'"{text}"' if VARIABLE.fullmatch(value) else shlex.quote(text))

    def _websocat(self) -> str:
        """Return a `websocat` command line, since `curl` sends no frames."""
        words = ["timeout", str(MAX_REPLAY_SECONDS), "websocat", "--no-close", shlex.quote(self.url)]
        frames = ["printf", r"%s\n", *filter(None, self.body.decode("utf-8", "replace").split("\n"))]
        return f"{shlex.join(frames)} | {' '.join([*words, *self._header_words()])}"


@dataclass(frozen=True)
class Response:
    """Response as received. The names in `headers` are case-insensitive."""

    status: int
    headers: httpx.Headers = field(default_factory=httpx.Headers)
    content: bytes = b""
    elapsed: float = field(default=0.0, compare=False)


@dataclass(frozen=True)
class Exchange:
    operation_id: str | None
    """Operation of the contract; `None` for a request outside the contract."""
    request: Request
    response: Response
    source: Source = field(default_factory=Source, repr=False, compare=False, kw_only=True)
    """Record of the JSON that checks have read. Copies share it."""
    awaited: str | None = field(default=None, compare=False, kw_only=True)
    """Pattern of the response for which the check polled; empty if it has none. `None` without polling."""
    is_overlapping: bool = field(default=False, compare=False, kw_only=True)
    """True if the check sent other requests before this response ended, or during another response."""

    @property
    def status(self) -> int:
        return self.response.status

    @property
    def headers(self) -> httpx.Headers:
        return self.response.headers

    @property
    def json(self) -> Json:
        """Body of the response, as checks read it; `None` unless it is valid JSON by RFC 8259."""
        return self.source.view(self._viewed)

    @cached_property
    def parsed(self) -> Json:
        """The same body for validation and cleanup: what they read is not what the check has read.

        A byte order mark is a separate finding. It is skipped here, as many clients skip it.
        """
        try:
            return strict_json.parse(self.response.content.removeprefix(codecs.BOM_UTF8))
        except (ValueError, RecursionError):
            return None

    @cached_property
    def _viewed(self) -> Json:
        return self.source.view(self.parsed)

    @property
    def refused(self) -> bool:
        """Return whether the target certainly changed nothing; after a server error it may have."""
        return 400 <= self.status < 500  # noqa: PLR2004

    @property
    def is_missing(self) -> bool:
        """Return whether the target may lack the operation."""
        return self.status in MISSING_STATUSES

    @property
    def ok(self) -> bool:
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    @property
    def is_redirect(self) -> bool:
        return HTTPStatus.MULTIPLE_CHOICES <= self.status < HTTPStatus.BAD_REQUEST

    @property
    def is_page(self) -> bool:
        """Return whether the body is HTML, such as a login page or the error of a proxy."""
        return str(self.headers.get("content-type", "")).strip().lower().startswith("text/html")

    @property
    def failed(self) -> bool:
        """Return whether the server broke down or did not respond."""
        return self.status == NO_RESPONSE or self.status >= HTTPStatus.INTERNAL_SERVER_ERROR

    @property
    def summary(self) -> str:
        """Status, and for an error the beginning of its text."""
        text = (
            self.response.content[: MAX_SUMMARY_CHARS * 2].decode("utf-8", "replace") if not self.ok else ""
        )
        if self.status == NO_RESPONSE:
            return text
        body = self.parsed if isinstance(self.parsed, dict) else {}
        texts = [body["detail"]] if body.get("detail") else [body.get("message"), body.get("error"), text]
        detail = next((each for each in texts if each and isinstance(each, str)), texts[0])
        words = " ".join(str(detail or "").split())
        summary = f"{self.status} {words}".strip()
        return summary if len(summary) <= MAX_SUMMARY_CHARS else f"{summary[: MAX_SUMMARY_CHARS - 1]}…"

    def curl(self) -> str:
        return self.request.curl()

    def __str__(self) -> str:
        return f"{self.request.method} {self.request.path} -> {self.status or 'no response'}"


def without_prefix(base: BaseUrl, headers: httpx.Headers) -> httpx.Headers:
    """Return the headers of a response as if the API began at the root of its server."""
    if not base.prefix or not any(name in headers for name in LOCATION_HEADERS):
        return headers
    pairs = headers.multi_items()
    return httpx.Headers(
        [(name, base.named(value) if name in LOCATION_HEADERS else value) for name, value in pairs]
    )
