"""Existing resources that a request refers to, so that it can succeed."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property

from contract_tests.actions.crons import assistant_for
from contract_tests.actions.resources import (
    create_thread,
    existing_assistant_id,
    own_configuration,
    unproven_assistant,
)
from contract_tests.actions.runs import any_run_body, create_run, later, polled, run_to_end
from contract_tests.actions.threads import read_state, thread_and_state
from contract_tests.client.operation_request import NO_BODY, OperationRequest
from contract_tests.contract import Contract, Json, Operation
from contract_tests.findings.finding import Blocked, InvalidResponse, RequestRefused, Skipped
from contract_tests.findings.replay import READING
from contract_tests.generation.smallest_value import kinds, least
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.expect import offered
from contract_tests.operation_groups import CREATING_CRONS, ENDLESS_STREAMS, NAMING_AN_ITEM

CHOSEN_IDS = {"create_assistant": "assistant_id", "create_thread": "thread_id"}
"""Operations whose requests may choose the id of what they create, and its field."""

KEY = "key"

EFFECTIVE = ("input", "namespace", "namespace_prefix")
"""Optional fields without which a request has no effect, or may be rejected."""

PENDING_SECONDS = 3600
"""Seconds until a run starts that is cancelled or deleted before then."""


def is_reading(operation: Operation) -> bool:
    """Return whether the operation changes nothing, judging by its method and its name."""
    is_following = operation.id in ENDLESS_STREAMS
    return is_following or operation.method == "GET" or operation.id.split("_")[0] in READING


class Prerequisites:
    """Resources of the check, created on first use. Attributes are named after the parameters."""

    schedule = "0 0 1 1 *"
    """Schedule that starts no run before the cron is deleted."""
    version = 1
    """First version, which every assistant has."""

    def __init__(self, ctx: CheckContext, *, other: bool = False) -> None:
        """Remember whose thread it is: `other` means the second owner's, without a run."""
        self._ctx = ctx
        self._other = other

    @cached_property
    def _made(self) -> tuple[str, str]:
        for create in (self._with_messages,) if self._other else (self._with_messages, self._with_run):
            with suppress(Blocked, Skipped, RequestRefused, InvalidResponse, LookupError, TypeError):
                thread_id, state = create()
                return thread_id, state["checkpoint"]["checkpoint_id"]
        # The target has neither; a thread without states suffices.
        metadata = {"graph_id": self._ctx.graph}  # without it, some servers accept no state
        return create_thread(self._ctx, other=self._other, metadata=metadata)["thread_id"], ""

    def _with_messages(self) -> tuple[str, Json]:
        thread, state = thread_and_state(self._ctx, messages=1, other=self._other)
        return str(thread["thread_id"]), state

    def _with_run(self) -> tuple[str, Json]:
        """Return a thread with a run of any graph, which needs no messages, and its state."""
        thread_id = str(run_to_end(self._ctx, **any_run_body(self._ctx))["thread_id"])
        return thread_id, read_state(self._ctx, thread_id).json

    @property
    def thread_id(self) -> str:
        return self._made[0]

    @cached_property
    def namespace(self) -> str | list[str]:
        """Namespace of our items, or of a subgraph, which an assistant may lack."""
        return [self._ctx.new_id()] if self._ctx.operation.area == "store" else "child"

    @property
    def namespace_prefix(self) -> list[str]:
        """Whole namespace of our items."""
        return [*self.namespace]

    @cached_property
    def key(self) -> str:
        """Key of an item that exists, unless the operation is `put_item`."""
        if self._ctx.operation.id in NAMING_AN_ITEM:
            put_item = self._ctx.run_context.contract.by_id["put_item"]
            request = OperationRequest(body={"namespace": self.namespace, "key": KEY, "value": {}})
            offered(self._ctx, self._ctx.send(put_item, request))
        return KEY

    @property
    def thread_ids(self) -> list[str]:
        return [self.thread_id]

    @property
    def checkpoint_id(self) -> str:
        """Checkpoint of the thread. Raises: Blocked, if the thread has no states."""
        if not self._made[1]:
            raise Blocked("a thread with a checkpoint could not be created")
        return self._made[1]

    @cached_property
    def run_id(self) -> str:
        """Run of the thread: a finished one for operations that read it, a future one for all others."""
        if not is_reading(self._ctx.operation):
            delay = later(self._ctx, PENDING_SECONDS)
            return str(create_run(self._ctx, self.thread_id, **delay)["run_id"])
        if self._ctx.run_context.survey.runs_in_background is False:
            return str(run_to_end(self._ctx, self.thread_id, **any_run_body(self._ctx))["run_id"])
        run_id = str(create_run(self._ctx, self.thread_id, input=self.input)["run_id"])
        path = {"thread_id": self.thread_id, "run_id": run_id}
        is_joined = not self._ctx.run_context.survey.is_missing("join_thread_run")
        if is_joined:
            self._ctx.call("join_thread_run", path=path)  # any status will do: it may be under test
        else:
            polled(self._ctx, path)
        return run_id

    @property
    def run_ids(self) -> list[str]:
        return [self.run_id]

    @cached_property
    def assistant_id(self) -> str:
        if is_reading(self._ctx.operation):
            return existing_assistant_id(self._ctx)
        return str(unproven_assistant(self._ctx)["assistant_id"])

    @cached_property
    def cron_id(self) -> str:
        body = {
            "assistant_id": assistant_for(self._ctx, "create_cron"),
            "schedule": self.schedule,
            "enabled": False,
            "input": self.input,  # which some servers require
            "metadata": self._ctx.mark,
        }
        return str(offered(self._ctx, self._ctx.call("create_cron", body=body)).json["cron_id"])

    @property
    def graph_id(self) -> str:
        return self._ctx.graph

    @property
    def input(self) -> Json:
        """Input that the graph accepts."""
        return self._ctx.run_context.graphs.any.input


def minimal_request(
    operation: Operation,
    ctx: CheckContext,
    prerequisites: Prerequisites | None = None,
    *,
    needs: str | None = None,
) -> OperationRequest:
    """Return the smallest valid request: the required parameters and fields, and an existing thread.

    It also has the optional field that the target needs by the survey, or the one in `needs`: empty for none.
    """
    prerequisites = prerequisites or Prerequisites(ctx)
    needs = ctx.run_context.survey.offer(operation.id).needs if needs is None else needs
    names = [each["name"] for each in operation.parameters if each["in"] == "path"]
    path = {name: getattr(prerequisites, name) for name in names}
    query = {
        each["name"]: getattr(prerequisites, each["name"])
        for each in operation.parameters
        if each["in"] == "query" and each.get("required")
    }
    headers = {
        each["name"]: each["example"]
        for each in operation.parameters
        if each["in"] == "header" and each.get("required")
    }
    body: Json = _least(ctx, operation.body, prerequisites) if operation.body else NO_BODY
    if operation.id in CHOSEN_IDS:  # if the creation fails half-way, the id still finds the resource
        body = {**body, CHOSEN_IDS[operation.id]: ctx.new_id()}
    if operation.id in CREATING_CRONS:  # if the response is lost, the mark still finds the cron
        body = {**body, "metadata": ctx.mark}
    if operation.id == "create_assistant":  # some servers refuse two identical assistants
        body = {**body, **own_configuration(ctx)}
    if needs:
        body = _with_field(ctx, operation.body or {}, body, needs.split("/"), prerequisites)
    return OperationRequest(path, query, headers, body)


def optional_fields(contract: Contract, operation: Operation) -> Iterator[str]:
    """Yield the optional fields of the body, and of the objects that it requires: `metadata`, `a/b`."""
    yield from _optional(contract, contract.whole(operation.body or {}))


def _optional(contract: Contract, schema: Mapping[str, Json], prefix: str = "") -> Iterator[str]:
    required = schema.get("required", ())
    fields = schema.get("properties", {})
    yield from (f"{prefix}{name}" for name in fields if name not in required)
    for name in () if prefix else required:
        yield from _optional(contract, contract.whole(fields.get(name, {})), f"{name}/")


def _with_field(
    ctx: CheckContext,
    schema: Mapping[str, Json],
    body: Json,
    steps: Sequence[str],
    prerequisites: Prerequisites,
) -> Json:
    """Return the body with one more field, unless it has it or is not an object."""
    name, *inner = steps
    fields = ctx.run_context.contract.whole(schema).get("properties", {})
    if not isinstance(body, dict) or name not in fields:
        return body
    if inner:
        return {**body, name: _with_field(ctx, fields[name], body.get(name), inner, prerequisites)}
    return body if name in body else {**body, name: _value(ctx, name, fields[name], prerequisites)}


def _least(ctx: CheckContext, schema: Mapping[str, Json], prerequisites: Prerequisites) -> Json:
    """Return the first example of the schema, else the fields that are required or needed for an effect."""
    schema = ctx.run_context.contract.resolve(schema)
    if "examples" in schema:
        return schema["examples"][0]
    if "items" in schema:
        return [_least(ctx, schema["items"], prerequisites)]
    if "object" not in kinds(schema) and "anyOf" not in schema:
        return least(ctx.run_context.contract, schema)
    schema = ctx.run_context.contract.whole(schema.get("anyOf", [schema])[0])
    fields = schema.get("properties", {})
    given = dict.fromkeys((*schema.get("required", ()), *filter(fields.__contains__, EFFECTIVE)))
    return {name: _value(ctx, name, fields[name], prerequisites) for name in given}


def _value(ctx: CheckContext, name: str, schema: Mapping[str, Json], prerequisites: Prerequisites) -> Json:
    if name == "assistant_id":
        return ctx.run_context.graphs.any.assistant_id
    return (
        getattr(prerequisites, name) if hasattr(Prerequisites, name) else _least(ctx, schema, prerequisites)
    )
