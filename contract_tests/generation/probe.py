"""Probes of operations, which distinguish those that the target lacks or forbids from those that fail.

A feature is a group of operations that a target may lack; one of them is probed before the feature is
checked. All other operations are required. Each is probed once, with the smallest valid request, when a
response suggests that it is missing, so that a missing operation fails none of the checks that use it.
"""

import os
from collections.abc import Iterable
from http import HTTPStatus

from contract_tests.client.exchange import Exchange
from contract_tests.client.operation_request import OperationRequest, UnsendableRequest
from contract_tests.client.target import OutOfTime
from contract_tests.contract import Operation
from contract_tests.findings.finding import (
    Blocked,
    CutShort,
    Finding,
    InvalidRequest,
    NotOffered,
    NoVerdict,
    RequirementNotMet,
    Skipped,
)
from contract_tests.generation.prerequisites import minimal_request
from contract_tests.generation.scripted import control
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.run_context import RunContext

MISSING_STATUSES = (
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.NOT_IMPLEMENTED,
)

NO_ROUTE_DETAILS = (None, "", "Not Found")
"""Details that frameworks send for an unknown path. For a missing resource, servers name the resource."""

INVALID_RESPONSE_ERRORS = (
    LookupError,
    TypeError,
    AttributeError,
    ValueError,
    InvalidRequest,
    UnsendableRequest,
    RequirementNotMet,
)
"""Exceptions raised by a response that does not match the contract."""


def offered(operation: Operation, run_context: RunContext) -> None:
    """Require that the target has the operation, if it belongs to a feature that a target may lack.

    Raises:
        NotOffered: the target lacks the feature.
        Skipped: the target forbids it.

    """
    if operation.feature is None:
        return
    if run_context.flags.deny(operation.feature, run_context.target):
        raise NotOffered(f"the target lacks the feature {operation.feature}")
    asked = control(operation, run_context.contract)
    response = _probe(asked, run_context)
    if response and _is_unknown(asked, response):
        raise NotOffered(f"the target lacks the feature {operation.feature}")
    _allowed(operation, response)


def without_missing_operations(
    ctx: CheckContext, findings: Iterable[Finding]
) -> tuple[tuple[Finding, ...], NoVerdict | None]:
    """Return the findings that remain, and the reason why the check proves nothing else about the target.

    Only responses of operations that the target lacks or forbids prove nothing. Every other finding remains.
    """
    asked = {
        each.operation_id for each in ctx.exchanges if each.status in MISSING_STATUSES and each.operation_id
    }
    ends = {name: end for name in sorted(asked) if (end := _reason(ctx, name)) is not None}
    stand = tuple(
        each
        for each in findings
        if each.exchange.status not in MISSING_STATUSES
        or (each.exchange.operation_id or ctx.operation.id) not in ends
    )
    return stand, next(iter(ends.values()), None)


def _reason(ctx: CheckContext, name: str) -> NoVerdict | None:
    """Return why a response of the operation proves nothing; `None` if the target offers the operation."""
    operation = ctx.run_context.contract.by_id[name]
    try:
        response = _probe(operation, ctx.run_context)
        if response and _is_unknown(operation, response):
            is_own = operation.id == ctx.operation.id
            return (NotOffered if is_own else Blocked)(f"the target lacks {name}")
        _allowed(operation, response)
    except Skipped as forbidden:
        return forbidden
    except OutOfTime as over:
        return CutShort(str(over))
    return None


def _probe(operation: Operation, run_context: RunContext) -> Exchange | None:
    """Return the response to the smallest valid request; `None` if its prerequisites can't be created.

    The probe has a separate context, so that the exchanges of a check do not depend on the order of checks.
    """
    if operation.id not in run_context.offers:
        run_context.offers[operation.id] = None
        # Each process probes for itself: with one name for all, two would create resources of one id.
        with CheckContext(
            run_context.unvalidated, operation, f"offered[{operation.id}] by {os.getpid()}"
        ) as ctx:
            run_context.offers[operation.id] = _send(ctx, operation)
    return run_context.offers[operation.id]


def _send(ctx: CheckContext, operation: Operation) -> Exchange | None:
    try:
        return _head(ctx, operation, minimal_request(operation, ctx))
    except NotOffered as lacking:  # another operation of the feature, which the probe requires
        return lacking.exchange
    except (NoVerdict, *INVALID_RESPONSE_ERRORS):
        # the operation may be one of its own prerequisites: then its response is there already
        responses = (each for each in reversed(ctx.exchanges) if each.operation_id == operation.id)
        return next(responses, None)


def _head(ctx: CheckContext, operation: Operation, request: OperationRequest) -> Exchange:
    """Send the request, and close the response before reading events."""
    with ctx.open_stream(operation.id, **vars(request)) as reader:
        pass
    return reader.exchange


def _is_unknown(operation: Operation, response: Exchange) -> bool:
    if response.status != HTTPStatus.NOT_FOUND:
        return response.is_missing and response.status not in operation.responses
    said = response.json
    return not isinstance(said, dict) or said.get("detail") in NO_ROUTE_DETAILS


def _allowed(operation: Operation, response: Exchange | None) -> None:
    if response and response.status == HTTPStatus.FORBIDDEN:
        raise Skipped(f"the target forbids {operation.id} with these credentials")
