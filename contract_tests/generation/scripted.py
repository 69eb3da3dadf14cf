"""Scripted requests that provoke each documented status of an operation, the same on every target.

The script contains no operation names. It reads the contract: a minimal request, one with each parameter that
has an example, the body's examples, the same id twice, an unknown id, another owner's, a malformed one,
wrong types, no credentials and unknown ones.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Literal

from contract_tests.actions.resources import create_thread
from contract_tests.client.operation_request import OperationRequest
from contract_tests.client.target import STRANGERS, Owner
from contract_tests.contract import Contract, Json, Operation
from contract_tests.findings.finding import REFUSAL, SUCCESS
from contract_tests.generation.prerequisites import Prerequisites, minimal_request
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import STARTING_RUNS, new_id_field
from contract_tests.text.visible import one_line

NO_GRAPH = "no-such-graph"

UNKNOWN, TAKEN = str(int(HTTPStatus.NOT_FOUND)), str(int(HTTPStatus.CONFLICT))
"""Statuses for an unknown resource, and for an id that is in use."""

IDS = ("thread_id", "run_id", "assistant_id", "cron_id")
"""Path parameters that refer to a resource."""


@dataclass(frozen=True)
class Step:
    request: OperationRequest
    outcome: Literal["success", "refusal", "unauthorized", "either"]
    """Outcome that the contract documents for such a request."""
    is_least: bool = False
    """True for the smallest valid request, which no server has a reason to reject."""
    owner: Owner = "first"
    pointer: str = ""
    """Field that the step is about: `/body/limit`, `/query/limit`. Empty for the request as a whole."""
    expected: str = ""
    """Outcome in words that name the field. Empty for the request as a whole."""
    rejection: str = ""
    """Status with which servers reject the request if they do: "404", "409"."""
    rejected_for: str = ""
    """Pointer to the part of the request that is the reason: `/path/thread_id`, `/body/thread_id`."""

    @property
    def is_valid(self) -> bool:
        """Return whether the request itself satisfies the contract, as far as the step knows."""
        return self.outcome in {"success", "either"}


def invalid(request: OperationRequest, pointer: str, problem: str) -> Step:
    """Return a step with one invalid field, which a server must reject."""
    return Step(request, "refusal", pointer=pointer, expected=f"{REFUSAL}{problem}")


def valid(request: OperationRequest, pointer: str, name: str, value: Json) -> Step:
    """Return a step with one documented value, which a server must accept."""
    expected = f"{SUCCESS}the contract allows `{name}: {one_line(value)}`"
    return Step(request, "success", pointer=pointer, expected=expected)


def control(operation: Operation, contract: Contract) -> Operation:
    """Return the operation, or another one of its feature if the contract documents no success for it."""
    others = (each for each in contract.operations if each.feature == operation.feature)
    return next((each for each in (operation, *others) if each.success), operation)


def script(operation: Operation, ctx: CheckContext) -> Iterator[Step]:
    """Yield the requests in the order in which to send them."""
    yield from _successes(operation, ctx)
    prerequisites = Prerequisites(ctx)
    request = minimal_request(operation, ctx, prerequisites)
    yield from _conflict(operation, ctx, prerequisites, request)
    yield from _from_another_origin(operation, ctx, request)
    yield from _foreign(request, ctx)
    yield from _wrong_types(operation, request)
    if ctx.run_context.target.identities[0]:
        for stranger in STRANGERS:
            yield Step(request, _of_a_stranger(operation, ctx, stranger), owner=stranger)


def _of_a_stranger(
    operation: Operation, ctx: CheckContext, stranger: Owner
) -> Literal["unauthorized", "either"]:
    may_refuse = HTTPStatus.UNAUTHORIZED in operation.responses
    is_up = ctx.run_context.requires_auth.is_up(ctx.run_context.target, stranger)
    return "unauthorized" if may_refuse and is_up else "either"


def _successes(operation: Operation, ctx: CheckContext) -> Iterator[Step]:
    yield Step(minimal_request(operation, ctx, needs=""), "success", is_least=True)
    for parameter in operation.parameters:
        if "example" in parameter and parameter["name"] not in IDS:
            request = minimal_request(operation, ctx)
            name, example = parameter["name"], parameter["example"]
            place = "headers" if parameter["in"] == "header" else "query"
            given = {**getattr(request, place), name: example}
            yield valid(replace(request, **{place: given}), f"/{parameter['in']}/{name}", name, example)
    for body in ctx.run_context.contract.whole(operation.body or {}).get("examples", ())[1:]:
        yield Step(replace(minimal_request(operation, ctx), body=body), "success")


def _conflict(
    operation: Operation, ctx: CheckContext, prerequisites: Prerequisites, request: OperationRequest
) -> Iterator[Step]:
    """Yield requests that create the same id twice, or a run that must not wait on a busy thread."""
    if HTTPStatus.CONFLICT not in operation.responses or not isinstance(request.body, dict):
        return
    if name := new_id_field(operation):
        taken = _having(request, name, ctx.new_id())
        yield Step(taken, "success")
        yield Step(taken, "either", rejection=TAKEN, rejected_for=f"/body/{name}")
    elif operation.id in STARTING_RUNS and prerequisites.run_id:
        yield Step(_having(request, "multitask_strategy", "reject"), "either")


def _from_another_origin(
    operation: Operation, ctx: CheckContext, request: OperationRequest
) -> Iterator[Step]:
    """Yield requests for missing resources, by unknown and malformed ids."""
    for name in filter(request.path.__contains__, IDS):
        unknown, malformed = (_to(request, name, each) for each in (ctx.new_id(), ctx.malformed_id()))
        yield Step(unknown, "either", rejection=UNKNOWN, rejected_for=f"/path/{name}")
        is_refused = ctx.run_context.validity.breaches(operation, malformed)
        yield (
            invalid(malformed, f"/path/{name}", f"`{name}` is not a UUID")
            if is_refused
            else Step(malformed, "either", rejection=UNKNOWN, rejected_for=f"/path/{name}")
        )
    if operation.body is None:
        return
    values = {"assistant_id": ctx.new_id(), "graph_id": NO_GRAPH, "run_ids": [ctx.new_id()]}
    for name in filter(_fields(operation, ctx).__contains__, values):
        if new_id_field(operation) != name:
            other = _having(request, name, values[name])
            yield Step(other, "either", rejection=UNKNOWN, rejected_for=f"/body/{name}")


def _fields(operation: Operation, ctx: CheckContext) -> Mapping[str, Json]:
    """Return the fields of the body, or of each of its items."""
    schema = ctx.run_context.contract.whole(operation.body)
    fields: Mapping[str, Json] = ctx.run_context.contract.whole(schema.get("items", schema))["properties"]
    return fields


def _having(request: OperationRequest, name: str, value: Json) -> OperationRequest:
    """Return the request with another field in the body, or in each of its items."""
    if isinstance(request.body, list):
        return replace(request, body=[{**each, name: value} for each in request.body])
    return replace(request, body={**request.body, name: value})


def _to(request: OperationRequest, name: str, value: str) -> OperationRequest:
    return replace(request, path={**request.path, name: value})


def _foreign(request: OperationRequest, ctx: CheckContext) -> Iterator[Step]:
    """Yield a request whose body contains a thread of another owner."""
    several = len(ctx.run_context.target.identities) > 1
    if several and isinstance(request.body, dict) and "thread_ids" in request.body:
        foreign = create_thread(ctx, other=True)["thread_id"]
        yield Step(replace(request, body={**request.body, "thread_ids": [foreign]}), "either")


def _wrong_types(operation: Operation, request: OperationRequest) -> Iterator[Step]:
    if operation.body is not None:
        yield invalid(replace(request, body=["no object"]), "/body", "the body is an array of strings")
        yield invalid(replace(request, body=b"{"), "/body", "the body is not valid JSON")
    if any(each["in"] == "query" and each.get("required") for each in operation.parameters):
        yield invalid(replace(request, query={}), "/query", "the required parameters are missing")
    for parameter in operation.parameters:
        if parameter["in"] == "query" and parameter["schema"].get("type") == "integer":
            name = parameter["name"]
            problem = f"`{name}` is not an integer"
            yield invalid(replace(request, query={name: "many"}), f"/query/{name}", problem)
