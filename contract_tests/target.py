"""The target: the server under test, and as whom we talk to it."""

import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Literal

import httpx

from contract_tests.exchange import SOCKET, Exchange, Request, Response
from contract_tests.line import over_the_network
from contract_tests.stream import Reader, StreamedExchange, is_stream
from contract_tests.websocket import Connect, Socket, opened

Owner = Literal["first", "other", "nobody"]
"""As whom a request is sent: one of the two identities, or without credentials."""

NOBODYS_THREAD = Request("GET", "/threads/00000000-0000-4000-8000-000000000000")

PATIENCE = 30.0
"""Seconds that an answer may take."""


class Unreachable(Exception):
    """There is nobody at the URL, or it is no LangGraph server. Ends the run."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(url, reason)
        self.url = url
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.url}: {self.reason}"


class NoAnswer(Exception):
    """A request got no answer: the connection was cut, or patience ran out."""

    def __init__(self, request: Request, reason: str) -> None:
        super().__init__(request, reason)
        self.request = request
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.request.method} {self.request.path}: {self.reason}"


@dataclass(frozen=True)
class Target:
    url: str
    """Without a slash at the end."""
    identities: tuple[Mapping[str, str], ...] = ({},)
    """Headers with credentials: of the first owner, and of the other one. Empty: no credentials."""
    transport: httpx.BaseTransport | None = field(default=None, repr=False)
    """How to get there; `None` is the network."""
    connect: Connect = field(default=over_the_network, repr=False, compare=False)
    """And how by WebSocket."""
    _open: list[httpx.Client] = field(default_factory=list, init=False, repr=False, compare=False)

    def send(
        self, request: Request, *, owner: Owner = "first", operation_id: str | None = None
    ) -> StreamedExchange:
        """Send a request, whose URL is only a path yet: percent-encoded, with a slash at the beginning.

        A stream is heard to its end, or for as long as an answer may take.

        Raises:
            NoAnswer: nothing came back.
            Unreachable: there is nobody any more.

        """
        with self.opened(request, owner=owner, operation_id=operation_id) as reader:
            reader.rest()
        return reader.exchange

    def opened(
        self,
        request: Request,
        *,
        owner: Owner = "first",
        operation_id: str | None = None,
        at_most: float = PATIENCE,
    ) -> Reader:
        """Send a request as `send` does. A stream is read, for so many seconds, and closed by the caller."""
        headers = {**self._credentials(owner), **request.headers}
        if request.body and not any(name.lower() == "content-type" for name in headers):
            headers["Content-Type"] = "application/json"
        sent = replace(request, url=self.url + request.url, headers=headers)
        started = time.monotonic()
        response, live = self._answer(sent)
        if live is not None:
            _wait_no_longer(live, at_most)
        return Reader(Exchange(operation_id, sent, response), live, started=started, at_most=at_most)

    def socket(self, path: str, *, owner: Owner = "first", operation_id: str | None = None) -> Socket:
        """A WebSocket, which the caller closes. One that the target does not open has its answer's status."""
        headers = self._credentials(owner)
        return opened(self.connect, Request(SOCKET, f"ws{self.url[4:]}{path}", headers), operation_id)

    def close(self) -> None:
        while self._open:
            self._open.pop().close()

    def _credentials(self, owner: Owner) -> Mapping[str, str]:
        if owner == "nobody":
            return {}
        return self.identities[0 if owner == "first" else 1]

    def _answer(self, request: Request) -> tuple[Response, httpx.Response | None]:
        try:
            return self._ask(request)
        except httpx.TimeoutException as error:
            raise NoAnswer(request, f"no answer within {PATIENCE:.0f} s") from error
        except httpx.RequestError:
            # A kept-alive connection may have been closed under us, as servers do after a 500: once more.
            self.close()
        try:
            return self._ask(request)
        except httpx.ConnectError as error:
            place = f"{request.method} {httpx.URL(request.url).path}"
            raise Unreachable(self.url, f"can't be reached (at {place}): {error}") from error
        except httpx.RequestError as error:
            raise NoAnswer(request, f"no answer: {error or type(error).__name__}") from error

    def _ask(self, request: Request) -> tuple[Response, httpx.Response | None]:
        """The answer. Of a stream only the head, and where the rest will come from."""
        started = time.monotonic()
        client = self._client()
        asked = client.build_request(
            request.method, request.url, headers=dict(request.headers), content=request.body
        )
        answer = client.send(asked, stream=True)
        live = is_stream(answer.headers)
        content = b"" if live else _whole(answer, started + PATIENCE)
        if answer.is_server_error and not live:
            self.close()
        elapsed = time.monotonic() - started
        return Response(answer.status_code, answer.headers, content, elapsed), answer if live else None

    def _client(self) -> httpx.Client:
        if not self._open:
            self._open.append(httpx.Client(timeout=PATIENCE, transport=self.transport))
        return self._open[0]


def _whole(answer: httpx.Response, deadline: float) -> bytes:
    """All of its body. Some send line breaks while the JSON is not there yet, and may do so for ever."""
    content = b""
    with closing(answer):
        for chunk in answer.iter_bytes():
            content += chunk
            if time.monotonic() > deadline:
                raise httpx.ReadTimeout("the body does not end", request=answer.request)
    return content


def _wait_no_longer(answer: httpx.Response, at_most: float) -> None:
    """Give up a stream that says nothing. Its head had more time."""
    answer.request.extensions["timeout"]["read"] = at_most


def probe(target: Target) -> None:
    """Make sure that there is a LangGraph server, and that it takes our credentials.

    Raises:
        Unreachable: there is none, or it does not.

    """
    answers = [_probed(target, Request("GET", path), "first") for path in ("/ok", "/info")]
    if not any(answer.ok and isinstance(answer.json, dict) for answer in answers):
        said = ", ".join(f"{answer.request.path} answers {answer.status}" for answer in answers)
        raise Unreachable(target.url, f"is no LangGraph server: {said}")
    owners: tuple[Owner, ...] = ("first", "other")
    for owner, option in zip(owners[: len(target.identities)], ("--header", "--other-header"), strict=False):
        answer = _probed(target, NOBODYS_THREAD, owner)
        if answer.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            given = any(target.identities)
            refused = f"refuses the credentials of {option}" if given else f"asks for credentials ({option})"
            raise Unreachable(target.url, f"{refused}: {answer.summary}")


def _probed(target: Target, request: Request, owner: Owner) -> Exchange:
    try:
        return target.send(request, owner=owner)
    except NoAnswer as error:
        raise Unreachable(target.url, error.reason) from error
