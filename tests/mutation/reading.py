"""Defects that no single response shows: stale reads, and request fields without effect."""

import json
from collections.abc import Iterator
from dataclasses import replace

from miniatures.http_messages import Request, Response
from miniatures.miniature import Alter, Mock

from contract_tests.contract import Contract, Operation
from contract_tests.generation.prerequisites import is_reading
from contract_tests.operation_groups import ENDLESS_STREAMS
from contract_tests.validation.request import Validity
from mutation.mutant import Mutant, shown
from mutation.request_places import read

WAITING = ("join_thread_run", "join_thread_run_stream")
"""Reading operations that wait for something to happen."""


def mutants(contract: Contract, validity: Validity) -> Iterator[Mutant]:
    for operation in contract.operations:
        reads = is_reading(operation)
        if reads and operation.id not in (*ENDLESS_STREAMS, *WAITING):
            yield Mutant("stale read", operation.id, "as the first answer to the same question", _stale)
        kind = "lost filter" if reads else "lost field"
        for place, name in _optional(contract, operation):
            losing = _losing(validity, operation, name)
            yield Mutant(kind, operation.id, f"{place} {name}", losing, needs_a_difference=False)


def _optional(contract: Contract, operation: Operation) -> Iterator[tuple[str, str]]:
    """Yield place and name of each optional parameter and body field that a server must not ignore."""
    for parameter in operation.parameters:
        if parameter["in"] != "path" and not parameter.get("required") and not parameter.get("x-lenient"):
            yield parameter["in"], parameter["name"]
    if operation.body is not None:
        whole = contract.whole(operation.body)
        whole = contract.whole(whole["items"]) if "items" in whole else whole
        yield from (("body", name) for name in whole["properties"] if name not in whole["required"])


async def _stale(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    key = (request.path, repr(request.query), request.content, repr(request.headers))
    first = mock.memory.setdefault(key, response)
    differs = (first.status, first.content) != (response.status, response.content)
    return shown(mock, first) if differs else response


def _losing(validity: Validity, operation: Operation, name: str) -> Alter:
    """Return a server that validates the field and then ignores it, so that no rejection reveals it."""

    async def alter(mock: Mock, request: Request) -> Response:
        less = _without(request, name)
        if less == request or validity.breaches(operation, read(operation, request)):
            return await mock(request)
        return shown(mock, await mock(less))

    return alter


def _without(request: Request, name: str) -> Request:
    """Return the request without this field, header or parameter."""
    kept = {key: value for key, value in request.headers.items() if key.lower() != name.lower()}
    request = replace(request.without_query(name), headers=kept)
    try:
        body = json.loads(request.content)
    except ValueError:
        return request
    if isinstance(body, dict) and name in body:
        return replace(request, content=json.dumps(_less(body, name)).encode())
    if isinstance(body, list) and any(isinstance(each, dict) and name in each for each in body):
        kept = [_less(each, name) if isinstance(each, dict) else each for each in body]
        return replace(request, content=json.dumps(kept).encode())
    return request


def _less(fields: dict, name: str) -> dict:
    return {key: value for key, value in fields.items() if key != name}
