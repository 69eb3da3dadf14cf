"""Defects in the separation of owners: an operation ignores credentials, or gives resources away."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from miniatures.http_messages import OWNERS, Request, Response
from miniatures.miniature import Mock

from contract_tests.contract import Contract
from contract_tests.generation.prerequisites import is_reading
from mutation.mutant import Mutant, shown

JSON = "application/json"

CREDENTIALS = "credentials ignored"
OWNER = "owner ignored"


def mutants(contract: Contract) -> Iterator[Mutant]:
    for operation in contract.operations:
        if HTTPStatus.UNAUTHORIZED not in operation.responses:
            continue
        yield Mutant(CREDENTIALS, operation.id, "a stranger is the first owner", _trusting)
        yield Mutant(OWNER, operation.id, "of one resource", _giving_away)
        if is_reading(operation) and operation.method == "POST" and "{" not in operation.path:
            yield Mutant(OWNER, operation.id, "of all resources", _listing_all)


def _is_of_an_owner(request: Request) -> bool:
    return any(owner.items() <= request.headers.items() for owner in OWNERS)


async def _trusting(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    if response.status != HTTPStatus.UNAUTHORIZED or _is_of_an_owner(request):
        return response
    return shown(mock, await mock(request.with_headers(**OWNERS[0])))


async def _giving_away(mock: Mock, request: Request) -> Response:
    """Repeat a rejected request of one owner as the other one."""
    response = await mock(request)
    if response.status != HTTPStatus.NOT_FOUND or not _is_of_an_owner(request):
        return response
    others = await mock(request.as_other())
    return shown(mock, others if others.ok else response)


async def _listing_all(mock: Mock, request: Request) -> Response:
    """Add to what one owner finds what the other one finds."""
    response = await mock(request)
    if not response.ok or not _is_a_collection(response) or not _is_of_an_owner(request):
        return response
    others = await mock(request.as_other())
    if not others.ok or not _is_a_collection(others):
        return response
    return shown(mock, response.with_json(_sum(response.json, others.json)))


def _is_a_collection(response: Response) -> bool:
    """Return whether the body is a list, a number, or an object with lists."""
    if response.events is not None or not response.headers.get("content-type", "").startswith(JSON):
        return False
    parts = [response.json, *(response.json.values() if isinstance(response.json, dict) else ())]
    return isinstance(response.json, int) or any(isinstance(each, list) for each in parts)


def _sum(own: Any, others: Any) -> Any:
    """Return all items of two lists, the sum of two numbers, or an object whose fields are those."""
    if isinstance(own, list) and isinstance(others, list):
        return own + [each for each in others if each not in own]
    if isinstance(own, int) and isinstance(others, int) and not isinstance(own, bool):
        return own + others
    if isinstance(own, dict) and isinstance(others, dict):
        lists = {name: each for name, each in own.items() if isinstance(each, list)}
        return {**own, **{name: _sum(each, others.get(name)) for name, each in lists.items()}}
    return own
