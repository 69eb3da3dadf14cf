"""An exchange: one request and its answer, and the `curl` that sends the request again."""

import base64
import json
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus

import httpx

from contract_tests.client.base_url import BaseUrl, without_origin
from contract_tests.client.json_view import Source
from contract_tests.contract import Json

LONGEST_ARGUMENT = 100_000
"""Bytes of a body that still fit on a command line (Linux: 128 KiB for one argument)."""

LONGEST_SUMMARY = 100

NO_ANSWER = 0
"""In place of a status."""

LACKING = (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED)
"""How a target answers an operation that it does not have."""

SOCKET = "WEBSOCKET"
"""In place of a method. The body of such a request has the frames that were sent, a line each."""

VARIABLE = re.compile(r"\$[A-Z][A-Z0-9_]*")

NAMING = ("location", "content-location")
"""Headers of a response that name a path of the API."""

REPLAYED = 30
"""Seconds that a replay listens to what does not end."""


@dataclass(frozen=True)
class Request:
    """What was sent. Headers are the ones we chose, without those that every client adds."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    base: str = ""
    """The base URL, which `url` begins with. Empty: not known."""

    @property
    def path(self) -> str:
        """Below the base URL, with the query string, as sent."""
        if self.base and self.url.startswith(self.base):
            return self.url.removeprefix(self.base) or "/"
        return without_origin(self.url)

    @property
    def text(self) -> str | None:
        """The body, if a terminal can show it as it is."""
        try:
            text = self.body.decode()
        except UnicodeDecodeError:
            return None
        return text if text.replace("\n", "").isprintable() else None

    def curl(self) -> str:
        """A command line that sends the same bytes."""
        if self.method == SOCKET:
            return self._websocat()
        verb = [] if self.method == "GET" and not self.body else ["-X", self.method]
        words = ["curl", "-sS", *(["--head"] if self.method == "HEAD" else ["-i", *verb]), self.url]
        words = [*map(shlex.quote, words), *self._header_words()]
        if not self.body:
            return " ".join(words)
        if not any(name.lower() == "content-type" for name in self.headers):
            words += ["-H", "Content-Type:"]  # else curl says it is a form
        line = " ".join(words)
        if self.text is None:
            encoded = base64.b64encode(self.body).decode()
            return f"printf %s {encoded} | base64 -d | {line} --data-binary @-"
        if len(self.body) > LONGEST_ARGUMENT:
            return f"printf %s {shlex.quote(self.text)} | {line} --data-binary @-"
        return f"{line} --data-raw {shlex.quote(self.text)}"

    def _header_words(self) -> Iterator[str]:
        for name, value in self.headers.items():
            text = f"{name}: {value}" if value else f"{name};"
            # A variable that stands for a secret: the shell puts the value there.
            yield from ("-H", f'"{text}"' if VARIABLE.fullmatch(value) else shlex.quote(text))

    def _websocat(self) -> str:
        """`curl` sends no frames."""
        words = ["timeout", str(REPLAYED), "websocat", "--no-close", shlex.quote(self.url)]
        frames = ["printf", r"%s\n", *filter(None, self.body.decode("utf-8", "replace").split("\n"))]
        return f"{shlex.join(frames)} | {' '.join([*words, *self._header_words()])}"


@dataclass(frozen=True)
class Response:
    """What came back. `headers` don't care for case."""

    status: int
    headers: httpx.Headers = field(default_factory=httpx.Headers)
    content: bytes = b""
    elapsed: float = field(default=0.0, compare=False)


@dataclass(frozen=True)
class Exchange:
    operation_id: str | None
    """The operation asked for; `None` for a request outside the contract."""
    request: Request
    response: Response
    source: Source = field(default_factory=Source, repr=False, compare=False, kw_only=True)
    """What checks have read of the response's JSON. Copies share it."""

    @property
    def status(self) -> int:
        return self.response.status

    @property
    def headers(self) -> httpx.Headers:
        return self.response.headers

    @property
    def json(self) -> Json:
        """The answer's body; `None` when it is no JSON."""
        return self.source.view(self._parsed)

    @cached_property
    def _parsed(self) -> Json:
        try:
            return self.source.view(json.loads(self.response.content))
        except (ValueError, RecursionError):
            return None

    @property
    def refused(self) -> bool:
        """The target has changed nothing; after a server error nobody knows."""
        return 400 <= self.status < 500  # noqa: PLR2004

    @property
    def is_lacking(self) -> bool:
        """The target may not have the operation."""
        return self.status in LACKING

    @property
    def ok(self) -> bool:
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    @property
    def failed(self) -> bool:
        """The server broke down, or did not answer."""
        return self.status == NO_ANSWER or self.status >= HTTPStatus.INTERNAL_SERVER_ERROR

    @property
    def summary(self) -> str:
        """The status, and the beginning of an error's text."""
        text = self.response.content[: LONGEST_SUMMARY * 2].decode("utf-8", "replace") if not self.ok else ""
        if self.status == NO_ANSWER:
            return text
        detail = self.json.get("detail") if isinstance(self.json, dict) else text
        words = " ".join(str(detail or "").split())
        summary = f"{self.status} {words}".strip()
        return summary if len(summary) <= LONGEST_SUMMARY else f"{summary[: LONGEST_SUMMARY - 1]}…"

    def curl(self) -> str:
        return self.request.curl()

    def __str__(self) -> str:
        return f"{self.request.method} {self.request.path} -> {self.status or 'no answer'}"


def without_prefix(base: BaseUrl, headers: httpx.Headers) -> httpx.Headers:
    """Return the headers of a response as if the API began at the root of its server."""
    if not base.prefix or not any(name in headers for name in NAMING):
        return headers
    pairs = headers.multi_items()
    return httpx.Headers([(name, base.named(value) if name in NAMING else value) for name, value in pairs])
