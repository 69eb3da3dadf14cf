"""The target: the server under test, and as whom we talk to it."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Literal

import httpx

from contract_tests.exchange import Exchange, Request, Response

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
    _open: list[httpx.Client] = field(default_factory=list, init=False, repr=False, compare=False)

    def send(self, request: Request, *, owner: Owner = "first", operation_id: str | None = None) -> Exchange:
        """Send a request, whose URL is only a path yet: percent-encoded, with a slash at the beginning.

        Raises:
            NoAnswer: nothing came back.
            Unreachable: there is nobody any more.

        """
        headers = {**self._credentials(owner), **request.headers}
        if request.body and not any(name.lower() == "content-type" for name in headers):
            headers["Content-Type"] = "application/json"
        sent = replace(request, url=self.url + request.url, headers=headers)
        return Exchange(operation_id, sent, self._answer(sent))

    def close(self) -> None:
        while self._open:
            self._open.pop().close()

    def _credentials(self, owner: Owner) -> Mapping[str, str]:
        if owner == "nobody":
            return {}
        return self.identities[0 if owner == "first" else 1]

    def _answer(self, request: Request) -> Response:
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

    def _ask(self, request: Request) -> Response:
        started = time.monotonic()
        answer = self._client().request(
            request.method, request.url, headers=dict(request.headers), content=request.body
        )
        if answer.is_server_error:
            self.close()
        return Response(answer.status_code, answer.headers, answer.content, time.monotonic() - started)

    def _client(self) -> httpx.Client:
        if not self._open:
            self._open.append(httpx.Client(timeout=PATIENCE, transport=self.transport))
        return self._open[0]


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
