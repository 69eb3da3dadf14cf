"""Defects in status, content type, headers or latency of a response."""

import re
from collections.abc import Iterator
from dataclasses import replace
from http import HTTPStatus

import httpx
from miniatures.http_messages import Request, Response
from miniatures.miniature import Alter, Mock
from miniatures.started import NOWHERE

from contract_tests.contract import Contract, Operation
from mutation.mutant import Mutant, shown

SUCCESSES = (HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.ACCEPTED, HTTPStatus.NO_CONTENT)
REFUSALS = (HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN, HTTPStatus.CONFLICT, HTTPStatus.IM_A_TEAPOT)

ID = re.compile(r"(?<=/runs/)[^/]+")
"""Id of the run in `Location` and `Content-Location`."""

TYPES = ("text/plain", "application/json")
"""Candidate content types. The first that differs from the response's is used."""


def mutants(contract: Contract) -> Iterator[Mutant]:
    for operation in contract.operations:
        for status, response in operation.responses.items():
            for other in _other_statuses(operation, status):
                yield Mutant("wrong status", operation.id, f"{status} as {other}", _status(status, other))
            if response.get("content"):
                yield Mutant("wrong content type", operation.id, str(status), _content_type(status))
            for name, header in response.get("headers", {}).items():
                if contract.resolve(header).get("required"):
                    yield Mutant("missing header", operation.id, f"{status} {name}", _header(status, name))
            for name in response.get("headers", {}):
                yield Mutant("wrong header", operation.id, f"{status} {name}", _wrong_header(status, name))
        yield Mutant("extra latency", operation.id, "longer than is waited for", _late)


def _other_statuses(operation: Operation, status: int) -> Iterator[int]:
    """Yield one undocumented status, and each documented status except this one."""
    kind = SUCCESSES if status in operation.success else REFUSALS
    yield next(int(other) for other in kind if other not in operation.responses)
    yield from (other for other in operation.responses if other != status)


def _status(status: int, other: int) -> Alter:
    async def alter(mock: Mock, request: Request) -> Response:
        response = await mock(request)
        if response.status != status:
            return response
        if other == HTTPStatus.NO_CONTENT:
            return shown(mock, replace(response, status=other, content=b"", events=None))
        if other < HTTPStatus.BAD_REQUEST and status < HTTPStatus.BAD_REQUEST:
            return shown(mock, replace(response, status=other))
        return shown(
            mock, response.with_json({} if other < HTTPStatus.BAD_REQUEST else {"detail": "no"}, other)
        )

    return alter


def _content_type(status: int) -> Alter:
    async def alter(mock: Mock, request: Request) -> Response:
        response = await mock(request)
        if response.status != status:
            return response
        content_type = response.headers.get("content-type", "")
        other = next(each for each in TYPES if not content_type.startswith(each))
        return shown(mock, replace(response, headers={**response.headers, "content-type": other}))

    return alter


def _header(status: int, name: str) -> Alter:
    async def alter(mock: Mock, request: Request) -> Response:
        response = await mock(request)
        kept = {key: value for key, value in response.headers.items() if key.lower() != name.lower()}
        if response.status != status or kept == response.headers:
            return response
        return shown(mock, replace(response, headers=kept))

    return alter


def _wrong_header(status: int, name: str) -> Alter:
    async def alter(mock: Mock, request: Request) -> Response:
        response = await mock(request)
        value = response.headers.get(name.lower())
        if response.status != status or value is None:
            return response
        other = str(int(value) + 1) if value.isdecimal() else ID.sub(NOWHERE, value)
        return shown(mock, response.located(name.lower(), other))

    return alter


async def _late(mock: Mock, request: Request) -> Response:
    """Process the request, then raise the client's timeout without waiting for it."""
    shown(mock, await mock(request))
    raise httpx.ReadTimeout("longer than is waited for")
