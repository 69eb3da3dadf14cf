"""The target: the server under test, and as whom we talk to it."""

import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from http import HTTPStatus
from typing import Literal

import httpx

from contract_tests.exchange import SOCKET, Exchange, Request, Response
from contract_tests.line import over_the_network
from contract_tests.stream import Reader, StreamedExchange, is_stream
from contract_tests.waiting import TooLong, within
from contract_tests.websocket import Connect, Socket, opened

Owner = Literal["first", "other", "nobody"]
"""As whom a request is sent: one of the two identities, or without credentials."""

NOBODYS_THREAD = Request("GET", "/threads/00000000-0000-4000-8000-000000000000")

PATIENCE = 30.0
"""Seconds that an answer may take, if nothing else is said."""

LARGEST = 64 * 1024 * 1024
"""Bytes of an answer, unpacked. What is longer is none."""

SILENT = 5
"""Requests in a row that get no answer in time: then there is nobody any more."""


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


class OutOfTime(Exception):
    """The time for the whole check is over (`--max-time`)."""

    def __str__(self) -> str:
        return "out of time (--max-time)"


@dataclass
class Line:
    """The connection to the target, and how often it has kept silent."""

    client: httpx.Client | None = None
    silences: int = 0


@dataclass(frozen=True)
class Target:
    url: str
    """Without a slash at the end."""
    identities: tuple[Mapping[str, str], ...] = ({},)
    """Headers with credentials: of the first owner, and of the other one. Empty: no credentials."""
    transport: httpx.BaseTransport | None = field(default=None, repr=False)
    """How to get there; `None` is the network."""
    connect: Connect | None = field(default=None, repr=False, compare=False)
    """And how by WebSocket; `None` is the network."""
    timeout: float = PATIENCE
    """Seconds that an answer may take."""
    deadline: float | None = None
    """By the clock (seconds since 1970); after that nothing is sent any more."""
    trusted: ssl.SSLContext | None = field(default=None, repr=False, compare=False)
    """Whose certificates we trust; `None` are the usual ones."""
    sign: Callable[[Owner], Mapping[str, str]] | None = field(default=None, repr=False, compare=False)
    """Makes the headers of an owner for each request, in place of `identities`."""
    _line: Line = field(default_factory=Line, init=False, repr=False, compare=False)

    def send(
        self, request: Request, *, owner: Owner = "first", operation_id: str | None = None
    ) -> StreamedExchange:
        """Send a request, whose URL is only a path yet: percent-encoded, with a slash at the beginning.

        A stream is heard to its end, or for as long as an answer may take.

        Raises:
            NoAnswer: nothing came back.
            Unreachable: there is nobody any more.
            OutOfTime: it is too late.

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
        at_most: float | None = None,
    ) -> Reader:
        """Send a request as `send` does. A stream is read, for so many seconds, and closed by the caller.

        Reading raises OutOfTime where the time for all is over before these seconds are: what was heard
        so far says nothing about the stream.
        """
        headers = {**self._credentials(owner), **request.headers}
        if request.body and not any(name.lower() == "content-type" for name in headers):
            headers["Content-Type"] = "application/json"
        sent = replace(request, url=self.url + request.url, headers=headers)
        started = time.monotonic()
        response, live = self._answer(sent)
        patience = min(at_most or self.timeout, self.timeout)
        left = self._time_left()
        if live is not None:
            _wait_no_longer(live, min(patience, left))
        return Reader(
            Exchange(operation_id, sent, response),
            live,
            started=started,
            at_most=min(patience, left),
            too_late=OutOfTime() if left < patience else None,
        )

    def socket(self, path: str, *, owner: Owner = "first", operation_id: str | None = None) -> Socket:
        """A WebSocket, which the caller closes. One that the target does not open has its answer's status."""
        headers = self._credentials(owner)
        network = partial(over_the_network, trusted=self.trusted, timeout=self._time_left())
        return opened(
            self.connect or network, Request(SOCKET, f"ws{self.url[4:]}{path}", headers), operation_id
        )

    def close(self) -> None:
        if self._line.client is not None:
            self._line.client.close()
            self._line.client = None

    def _credentials(self, owner: Owner) -> Mapping[str, str]:
        if owner == "nobody":
            return {}
        if self.sign is not None:
            return self.sign(owner)
        return self.identities[0 if owner == "first" else 1]

    @property
    def is_over(self) -> bool:
        return self.deadline is not None and time.time() >= self.deadline

    def _time_left(self) -> float:
        """Seconds that an answer may take now. Raises: OutOfTime."""
        if self.deadline is None:
            return self.timeout
        left = self.deadline - time.time()
        if left <= 0:
            raise OutOfTime
        return min(self.timeout, left)

    def _answer(self, request: Request) -> tuple[Response, httpx.Response | None]:
        is_used = self._line.client is not None
        try:
            return self._asked(request)
        except httpx.ConnectError:
            pass  # once more: it may just be starting anew
        except httpx.RequestError as error:
            # A connection that was kept may have been closed under us. What was sent on a new one may have
            # been carried out.
            if not is_used:
                raise NoAnswer(request, f"no answer: {error or type(error).__name__}") from error
        self.close()
        try:
            return self._asked(request)
        except httpx.ConnectError as error:
            place = f"{request.method} {httpx.URL(request.url).path}"
            raise Unreachable(self.url, f"can't be reached (at {place}): {_told(error)}") from error
        except httpx.RequestError as error:
            raise NoAnswer(request, f"no answer: {error or type(error).__name__}") from error

    def _asked(self, request: Request) -> tuple[Response, httpx.Response | None]:
        try:
            answer = self._ask(request)
        except (httpx.TimeoutException, TooLong) as error:
            self._line.client = None  # somebody may still wait at it
            self._line.silences += 1
            self._time_left()
            if self._line.silences >= SILENT:
                raise Unreachable(self.url, f"has not answered {SILENT} requests in a row") from error
            raise NoAnswer(request, f"no answer within {self.timeout:g} s") from error
        except _TooLarge as error:
            self.close()
            raise NoAnswer(request, f"the answer is longer than {LARGEST} bytes") from error
        self._line.silences = 0
        return answer

    def _ask(self, request: Request) -> tuple[Response, httpx.Response | None]:
        """The answer. Of a stream only the head, and where the rest will come from."""
        started, left = time.monotonic(), self._time_left()
        client = self._client()
        asked = client.build_request(
            request.method, request.url, headers=dict(request.headers), content=request.body, timeout=left
        )
        # A head that comes byte by byte has no end by itself.
        wait = within if self.transport is None else _at_once
        answer = wait(left, lambda: client.send(asked, stream=True))
        live = is_stream(answer.headers)
        content = b"" if live else _whole(answer, started + left)
        if answer.is_server_error and not live:
            self.close()
        elapsed = time.monotonic() - started
        return Response(answer.status_code, answer.headers, content, elapsed), answer if live else None

    def _client(self) -> httpx.Client:
        if self._line.client is None:
            verify = True if self.trusted is None else self.trusted
            self._line.client = httpx.Client(timeout=self.timeout, transport=self.transport, verify=verify)
        return self._line.client


class _TooLarge(Exception):
    pass


def _at_once(_seconds: float, call: Callable[[], httpx.Response]) -> httpx.Response:
    return call()


def _told(error: httpx.ConnectError) -> str:
    hint = " (--ca FILE names certificates to trust)" if "CERTIFICATE_VERIFY_FAILED" in str(error) else ""
    return f"{error}{hint}"


def _whole(answer: httpx.Response, deadline: float) -> bytes:
    """All of its body. Some send line breaks while the JSON is not there yet, and may do so for ever."""
    content = b""
    with closing(answer):
        for chunk in answer.iter_bytes():
            content += chunk
            if len(content) > LARGEST:
                raise _TooLarge
            if time.monotonic() > deadline:
                raise httpx.ReadTimeout("the body does not end", request=answer.request)
    return content


def _wait_no_longer(answer: httpx.Response, at_most: float) -> None:
    """Give up a stream that says nothing. Its head had more time."""
    answer.request.extensions["timeout"]["read"] = at_most


def _worded(answer: Exchange) -> str:
    """The status; of a success, what is wrong with it: a page for everything answers 200, too."""
    return f"{answer.status} without a JSON object" if answer.ok else str(answer.status)


def probe(target: Target) -> None:
    """Make sure that there is a LangGraph server, and that it takes our credentials.

    Raises:
        Unreachable: there is none, or it does not.

    """
    answers = [_probed(target, Request("GET", path), "first") for path in ("/ok", "/info")]
    if not any(answer.ok and isinstance(answer.json, dict) for answer in answers):
        said = ", ".join(f"{answer.request.path} answers {_worded(answer)}" for answer in answers)
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
