"""Server under test, and the identities that requests are sent with."""

import math
import ssl
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from http import HTTPStatus
from typing import Literal

import httpx
from httpx import Headers

from contract_tests.client import websocket
from contract_tests.client.base_url import BaseUrl, Outside
from contract_tests.client.cookies import Cookies, crumbs, refusing
from contract_tests.client.environment_proxies import BadProxy, proxy_for
from contract_tests.client.exchange import SOCKET, Exchange, Request, Response, without_prefix
from contract_tests.client.rate_limit import Pauses, is_limit
from contract_tests.client.slash_redirect import slash_redirect
from contract_tests.client.stream import Reader, StreamedExchange, is_stream
from contract_tests.client.timeouts import TooLong, within
from contract_tests.client.websocket import Connect, Socket, opened
from contract_tests.client.websocket_network import connect_websocket

Owner = Literal["first", "other", "nobody", "unknown"]
"""Sender of a request: one of two owners, or a stranger without credentials or with unknown ones."""

STRANGERS: tuple[Owner, ...] = ("nobody", "unknown")

UNKNOWN_TOKEN = "unknown-credentials-of-the-contract-check"  # noqa: S105 - no server knows it
"""Token that a stranger sends in place of the first owner's."""

NOBODYS_ID = "00000000-0000-4000-8000-000000000000"
"""Id that no resource has."""

NOBODYS_THREAD = Request("GET", f"/threads/{NOBODYS_ID}")

PROTECTED = ("/threads", "/assistants", "/runs", "/store")
"""Paths of operations that a server with credentials does not serve without them."""

SEARCHES = ("/threads/search", "/assistants/search")
"""Paths of searches that require credentials on any target that has authentication.

An owner may repeat them with the same success. There are two, since one of them may be the faulty one.
"""

REFUSALS = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
"""Statuses of a refusal. Some servers redirect to a login page, or send it, instead."""

READ_SECONDS = 30.0
"""Default timeout of a response in seconds."""

MAX_BODY_BYTES = 64 * 1024 * 1024
"""Maximum bytes of a response after decompression."""

MAX_TIMEOUTS = 5
"""Consecutive requests without a response in time after which the target counts as unreachable."""

MAX_SILENCES = 2
"""Consecutive requests to one operation without a response in time after which the others get less time."""

SHORT_TIMEOUT_FACTOR = 0.1
"""Part of the timeout that they get, so that one operation that hangs leaves time for all others."""

ANY_PATH = "/ok"
"""Path that is requested to see whether the target is reachable; any response will do."""

MAX_RATE_LIMITS = 2
"""Consecutive requests given up because of a rate limit after which the target counts as unreachable."""

MAX_DATE_CHARS = 40
"""Maximum characters of a `Retry-After` value in a message."""


class Unreachable(Exception):
    """The URL is unreachable or does not serve the LangGraph API. Ends the run."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(url, reason)
        self.url = url
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.url}: {self.reason}"


class NoResponse(Exception):
    """The request got no response: the connection was closed, or the timeout expired."""

    def __init__(self, request: Request, reason: str) -> None:
        super().__init__(request, reason)
        self.request = request
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.request.method} {self.request.path}: {self.reason}"


class RateLimited(NoResponse):
    """The target keeps rejecting the request because of its rate limit."""

    def __init__(self, request: Request, response: Response) -> None:
        later = response.headers.get("retry-after")
        sent = f"Retry-After: {later[:MAX_DATE_CHARS]}" if later else "no Retry-After"
        super().__init__(request, f"rate limit: the target keeps responding with {response.status} ({sent})")


class CredentialsExpired(Exception):
    """The target no longer accepts credentials that it accepted at first."""

    def __init__(self, exchange: Exchange, owner: Owner) -> None:
        super().__init__(exchange, owner)
        self.exchange = exchange
        self.owner = owner

    def __str__(self) -> str:
        option = "--header" if self.owner == "first" else "--other-header"
        return f"the target no longer accepts the credentials of {option}: {self.exchange.summary}"


class OutOfTime(Exception):
    """The `--max-time` budget is used up."""

    def __str__(self) -> str:
        return "out of time (--max-time)"


@dataclass
class Connection:
    """Connection to the target, and the number of requests in a row without a response."""

    client: httpx.Client | None = None
    silences: int = 0
    silences_by_operation: Counter[str | None] = field(default_factory=Counter)
    limits: int = 0
    """Number of requests in a row that were given up because of a rate limit."""
    accepted: dict[Owner, Request] = field(default_factory=dict)
    """Requests that show whether the target still accepts the credentials of owners that it accepted."""
    expired: CredentialsExpired | None = None
    pauses: int = 0
    """Number of pauses because of rate limits."""


@dataclass(frozen=True)
class Target:
    url: str
    """Base URL, read only by `base`."""
    identities: tuple[Mapping[str, str], ...] = ({},)
    """Headers with the credentials of the first owner, and of the other one. Empty: no credentials."""
    transport: httpx.BaseTransport | None = field(default=None, repr=False)
    """HTTP transport. `None` means the network."""
    connect: Connect | None = field(default=None, repr=False, compare=False)
    """WebSocket transport. `None` means the network."""
    timeout: float = READ_SECONDS
    """Seconds that a response may take."""
    deadline: float | None = None
    """Seconds since 1970, after which no request is sent. `None` means no limit."""
    trusted: ssl.SSLContext | None = field(default=None, repr=False, compare=False)
    """Trusted certificates. `None` means the default ones."""
    sign: Callable[[Owner], Mapping[str, str]] | None = field(default=None, repr=False, compare=False)
    """Function that creates an owner's headers for each request, in place of `identities`."""
    cookies: Cookies = field(default_factory=Cookies, repr=False, compare=False)
    _connection: Connection = field(default_factory=Connection, init=False, repr=False, compare=False)

    @cached_property
    def base(self) -> BaseUrl:
        return BaseUrl.parse(self.url)

    def send(
        self, request: Request, *, owner: Owner = "first", operation_id: str | None = None
    ) -> StreamedExchange:
        """Send a request whose URL is a path: percent-encoded, with a leading slash.

        A stream is read to its end, or until the timeout. A rate limit is waited for.

        Raises:
            NoResponse: the target sent no response, or only rate limits.
            Unreachable: the target has stopped responding.
            OutOfTime: the `--max-time` budget is used up.

        """
        with self.opened(request, owner=owner, operation_id=operation_id) as reader:
            reader.read_until()
        return reader.exchange

    def opened(
        self,
        request: Request,
        *,
        owner: Owner = "first",
        operation_id: str | None = None,
        at_most: float | None = None,
        follow: bool = True,
    ) -> Reader:
        """Send a request as `send` does. The caller closes a stream; each read lasts up to `at_most` seconds.

        By default, a redirect to the same path with or without a final slash is followed.

        A read raises OutOfTime if the `--max-time` budget ends before these seconds do, because the events
        received so far prove nothing about the stream.
        """
        if self._connection.expired is not None and self._connection.expired.owner == owner:
            raise self._connection.expired
        headers = {**self._credentials(owner), **request.headers}
        if request.body and not any(name.lower() == "content-type" for name in headers):
            headers["Content-Type"] = "application/json"
        sent = self._below(str(self.base), replace(request, headers=headers))
        pauses = Pauses()
        while True:
            started = time.monotonic()
            response, live = self._response(sent, owner, operation_id)
            if follow and (url := slash_redirect(sent, response)):
                if live is not None:
                    live.close()
                sent = replace(sent, is_redirected=True)
                response, live = self._response(replace(sent, url=url), owner, operation_id)
            if not is_limit(response.status, response.headers):
                break
            if live is not None:
                live.close()
            self._pause(pauses, sent, response)
        self._connection.limits = 0
        self._notice_credentials(request, sent, response, owner)
        patience = min(at_most or self.timeout, self.timeout)
        over = math.inf if self.deadline is None else time.monotonic() + self.deadline - time.time()
        left = self._time_left()
        if live is not None:
            _with_deadline(live, min(patience, left))
        return Reader(
            Exchange(operation_id, sent, response),
            live,
            started=started,
            at_most=patience,
            over=over,
            too_late=OutOfTime(),
        )

    def socket(self, path: str, *, owner: Owner = "first", operation_id: str | None = None) -> Socket:
        """Return a WebSocket, which the caller closes. A rejected one has the status of the response."""
        outgoing = self._below(self.base.of_sockets, Request(SOCKET, path, self._credentials(owner)))
        pauses = Pauses()
        while True:
            socket = opened(partial(self._connect, owner), outgoing, operation_id)
            if not is_limit(socket.exchange.status, socket.exchange.headers):
                self._connection.limits = 0
                return socket
            self._pause(pauses, outgoing, socket.exchange.response)

    def close(self) -> None:
        if self._connection.client is not None:
            self._connection.client.close()
            self._connection.client = None

    def _notice_credentials(self, request: Request, sent: Request, response: Response, owner: Owner) -> None:
        """Raise CredentialsExpired if the target no longer accepts credentials that it accepted before.

        Some targets return 403 in place of 401. As they may also forbid a single operation, a search that
        succeeded before is repeated then.
        """
        accepted, status = self._connection.accepted, response.status
        if owner in STRANGERS or status == HTTPStatus.NOT_FOUND:
            return
        if status not in REFUSALS:
            if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES and request.path in SEARCHES:
                accepted[owner] = replace(request, headers={})
            elif request.path.startswith(PROTECTED):
                accepted.setdefault(owner, NOBODYS_THREAD)
        elif owner in accepted and (status == HTTPStatus.UNAUTHORIZED or accepted[owner].path in SEARCHES):
            repeated = accepted.pop(owner)  # so that the next request is not looked into again
            if self.send(repeated, owner=owner).status in REFUSALS:
                self._connection.expired = CredentialsExpired(Exchange(None, sent, response), owner)
                raise self._connection.expired
            accepted[owner] = repeated

    def _below(self, base: str, request: Request) -> Request:
        """Return the request with its URL below the base URL. Raises: NoResponse."""
        try:
            target = self.base.target(request.url)
        except Outside as outside:
            raise NoResponse(request, f"not sent: {outside}") from outside
        return replace(request, url=base.removesuffix(self.base.prefix) + target, base=base)

    def _connect(self, owner: Owner, url: str, headers: Mapping[str, str]) -> websocket.Transport:
        """Connect a WebSocket with the owner's cookies. Raises: HandshakeFailed."""
        sent = Headers(dict(headers))
        if owner not in STRANGERS:
            sent = self.cookies.headers(owner, url, sent)
        if self.connect is not None:
            return self.connect(url, sent)
        keep = partial(self.cookies.keep, owner, url) if owner not in STRANGERS else None
        return connect_websocket(
            url,
            sent,
            trusted=self.trusted,
            timeout=self._time_left(),
            proxy=self._proxy(),
            keep=keep,
        )

    def _proxy(self) -> str | None:
        """Return the URL of the proxy, if any. Raises: Unreachable."""
        try:
            return proxy_for(self.base)
        except BadProxy as bad:
            raise Unreachable(self.url, str(bad)) from bad

    def _pause(self, pauses: Pauses, request: Request, response: Response) -> None:
        """Wait until the request may be sent again.

        Raises:
            RateLimited: the wait would be too long.
            OutOfTime: the wait would exceed the `--max-time` budget.
            Unreachable: the previous requests were given up because of rate limits, too.

        """
        self._connection.pauses += 1
        pause = pauses.next(response.headers)
        if pause is not None:
            if self.deadline is not None and time.time() + pause > self.deadline:
                raise OutOfTime
            time.sleep(pause)
            return
        self._connection.limits += 1
        limit = RateLimited(request, response)
        if self._connection.limits >= MAX_RATE_LIMITS:
            raise Unreachable(self.url, limit.reason)
        raise limit

    def _credentials(self, owner: Owner) -> Mapping[str, str]:
        if owner == "nobody":
            return {}
        if owner == "unknown":
            return {name: _unknown(name, value) for name, value in self._credentials("first").items()}
        if self.sign is not None:
            return self.sign(owner)
        return self.identities[0 if owner == "first" else 1]

    @property
    def pauses(self) -> int:
        """Number of pauses because of rate limits so far."""
        return self._connection.pauses

    @property
    def is_rate_limited(self) -> bool:
        """Return whether the target has limited the rate of our requests so far."""
        return self.pauses > 0

    @property
    def is_over(self) -> bool:
        return self.deadline is not None and time.time() >= self.deadline

    def _time_left(self, operation_id: str | None = None) -> float:
        """Return the seconds that a response may take now. Raises: OutOfTime."""
        timeout = self._timeout_of(operation_id)
        if self.deadline is None:
            return timeout
        left = self.deadline - time.time()
        if left <= 0:
            raise OutOfTime
        return min(timeout, left)

    def _timeout_of(self, operation_id: str | None) -> float:
        """Return the seconds that a response of the operation may take, fewer if it has not responded."""
        hangs = self._connection.silences_by_operation[operation_id] >= MAX_SILENCES
        return self.timeout * SHORT_TIMEOUT_FACTOR if operation_id and hangs else self.timeout

    def _response(
        self, request: Request, owner: Owner, operation_id: str | None
    ) -> tuple[Response, httpx.Response | None]:
        is_used = self._connection.client is not None
        try:
            return self._send_or_give_up(request, owner, operation_id)
        except httpx.ConnectError:
            pass  # try again: the server may just be restarting
        except httpx.RequestError as error:
            # A reused connection may have been closed by the server before it read the request. On a new
            # connection, the server may have processed the request, so it is not sent twice.
            if not is_used:
                raise NoResponse(request, f"no response: {error or type(error).__name__}") from error
        self.close()
        try:
            return self._send_or_give_up(request, owner, operation_id)
        except httpx.ConnectError as error:
            place = f"{request.method} {request.path.partition('?')[0]}"
            raise Unreachable(self.url, f"can't be reached (at {place}): {_problem(error)}") from error
        except httpx.RequestError as error:
            raise NoResponse(request, f"no response: {error or type(error).__name__}") from error

    def _send_or_give_up(
        self, request: Request, owner: Owner, operation_id: str | None
    ) -> tuple[Response, httpx.Response | None]:
        timeout = self._timeout_of(operation_id)
        try:
            response = self._send_once(request, owner, operation_id)
        except (httpx.TimeoutException, TooLong) as error:
            self._connection.client = None  # a thread may still be waiting on it
            self._connection.silences += 1
            self._connection.silences_by_operation[operation_id] += 1
            self._time_left()
            if self._connection.silences >= MAX_TIMEOUTS and not self._is_reachable():
                raise Unreachable(self.url, f"did not respond to {MAX_TIMEOUTS} requests in a row") from error
            raise NoResponse(request, f"no response within {timeout:g} s (--timeout)") from error
        except _TooLarge as error:
            self.close()
            raise NoResponse(request, f"the response is longer than {MAX_BODY_BYTES} bytes") from error
        self._connection.silences = 0
        self._connection.silences_by_operation[operation_id] = 0
        return response

    def _is_reachable(self) -> bool:
        """Return whether the target responds at all, although some of its operations do not."""
        try:
            self._send_once(self._below(str(self.base), Request("GET", ANY_PATH)), "nobody")
        except (httpx.RequestError, TooLong, _TooLarge):
            self._connection.client = None
            return False
        self._connection.silences = 0
        return True

    def _send_once(
        self, request: Request, owner: Owner, operation_id: str | None = None
    ) -> tuple[Response, httpx.Response | None]:
        """Return the response. For a stream, return only its head, and the source of its events."""
        started, left = time.monotonic(), self._time_left(operation_id)
        client = self._client()
        outgoing = client.build_request(
            request.method, request.url, headers=dict(request.headers), content=request.body, timeout=left
        )
        if owner not in STRANGERS:
            outgoing.headers = self.cookies.headers(owner, request.url, outgoing.headers)
        # No timeout of httpx ends a head that arrives byte by byte.
        wait = within if self.transport is None else _at_once
        response = wait(left, lambda: client.send(outgoing, stream=True))
        if owner not in STRANGERS:
            self.cookies.keep(owner, request.url, response.headers)
        live = is_stream(response.headers)
        content = b"" if live else _whole(response, started + left)
        if response.is_server_error and not live:
            self.close()
        elapsed = time.monotonic() - started
        headers = without_prefix(self.base, response.headers)
        return Response(response.status_code, headers, content, elapsed), response if live else None

    def _client(self) -> httpx.Client:
        if self._connection.client is None:
            transport = self.transport or self._network()
            # Cookies belong to one owner, but all owners share the client.
            self._connection.client = httpx.Client(
                timeout=self.timeout, transport=transport, cookies=refusing(), trust_env=False
            )
        return self._connection.client

    def _network(self) -> httpx.BaseTransport:
        """Return the transport over the network. Raises: Unreachable."""
        return httpx.HTTPTransport(verify=self._certificates, proxy=self._proxy())

    @cached_property
    def _certificates(self) -> ssl.SSLContext:
        # To load them takes longer than most responses, and each server error needs a new connection.
        return self.trusted or httpx.create_ssl_context()


class _TooLarge(Exception):
    pass


def _at_once(_seconds: float, call: Callable[[], httpx.Response]) -> httpx.Response:
    return call()


def _unknown(header: str, credentials: str) -> str:
    """Return credentials of the same scheme, or under the same names of cookies, that no server knows."""
    if header.lower() == "cookie":
        return "; ".join(f"{name}={UNKNOWN_TOKEN}" for name, _ in crumbs([credentials]))
    scheme, blank, _ = credentials.partition(" ")
    return f"{scheme} {UNKNOWN_TOKEN}" if blank else UNKNOWN_TOKEN


def _problem(error: httpx.ConnectError) -> str:
    hint = " (use --ca FILE to trust its certificate)" if "CERTIFICATE_VERIFY_FAILED" in str(error) else ""
    return f"{error}{hint}"


def _whole(response: httpx.Response, deadline: float) -> bytes:
    """Return the whole body. Some servers send line breaks until the JSON is ready, perhaps indefinitely."""
    content = b""
    with closing(response):
        for chunk in response.iter_bytes():
            content += chunk
            if len(content) > MAX_BODY_BYTES:
                raise _TooLarge
            if time.monotonic() > deadline:
                raise httpx.ReadTimeout("the body did not end", request=response.request)
    return content


def _with_deadline(response: httpx.Response, at_most: float) -> None:
    """Limit the time without events in a stream, whose head was allowed more time."""
    response.request.extensions["timeout"]["read"] = at_most
