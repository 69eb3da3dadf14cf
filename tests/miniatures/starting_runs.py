"""Miniatures that start runs wrongly or return wrong runs."""

from contract_tests.operation_groups import (
    FOLLOWING_RUNS,
    STARTING,
    STARTING_ALONE,
    STARTING_BATCHES,
    STARTING_ON_A_THREAD,
    WAITING_FOR_RUNS,
)
from miniatures.http_messages import Request, Response, refusing
from miniatures.miniature import Mock, wrong
from miniatures.started import NOWHERE, has, losing, names, of_batch, starts_with


def is_id(request: Request) -> bool:
    return len(request.json.get("assistant_id", "")) == len(NOWHERE)


@wrong("runs.create.pending", "create_thread_run")
async def a_run_is_created_finished(mock: Mock, request: Request) -> Response:
    return (await mock(request)).with_fields(status="success")


@wrong("runs.create.thread_id", "create_thread_run")
async def a_run_is_created_on_another_thread(mock: Mock, request: Request) -> Response:
    return (await mock(request)).with_fields(thread_id=NOWHERE)


@wrong("runs.create.graph_name", "create_thread_run", when=has(assistant_id="agent"))
async def a_graph_has_no_assistant(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return (
        response.with_fields(assistant_id=NOWHERE)
        if request.json.get("assistant_id") == "agent"
        else response
    )


@wrong("runs.create.assistant_id", "create_thread_run", when=is_id)
async def a_run_is_of_another_assistant(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return response.with_fields(assistant_id=NOWHERE) if is_id(request) else response


@wrong("runs.create.location", *STARTING_ON_A_THREAD)
async def a_run_is_located_without_its_thread(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    name = "location" if "location" in response.headers else "content-location"
    located = response.headers.get(name, "").removeprefix(f"/threads/{request.thread_id}")
    return response.located(name, located) if located else response


@wrong("runs.if_not_exists.create", *STARTING_ON_A_THREAD, when=has(if_not_exists="create"))
async def no_thread_is_made_for_a_run(mock: Mock, request: Request) -> Response:
    return await mock(request.without("if_not_exists"))


@wrong("runs.if_not_exists.reject", *STARTING_ON_A_THREAD)
async def a_thread_is_made_for_each_run(mock: Mock, request: Request) -> Response:
    return await mock(request.with_fields(if_not_exists="create"))


@wrong("runs.unknown_assistant", *STARTING, when=is_id)
async def an_unknown_assistant_is_a_bad_request(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return refusing(400) if response.status == 404 and is_id(request) else response


@wrong("runs.unknown_graph", *STARTING, when=has(assistant_id="no-such-graph"))
async def an_unknown_graph_is_a_bad_request(mock: Mock, request: Request) -> Response:
    return refusing(400) if request.json.get("assistant_id") == "no-such-graph" else await mock(request)


def configures_twice(request: Request) -> bool:
    runs = of_batch(request) or [request.json]
    return any("context" in run and "configurable" in (run.get("config") or {}) for run in runs)


@wrong("runs.config_and_context", *STARTING, *STARTING_BATCHES, when=configures_twice)
async def a_context_overrides_the_configuration(mock: Mock, request: Request) -> Response:
    return await mock(losing(request, "config") if configures_twice(request) else request)


@wrong("runs.unknown_field", "create_thread_run", "create_run", when=names("no_such_field"))
async def an_unknown_field_of_a_run_is_refused(mock: Mock, request: Request) -> Response:
    return refusing(422) if "no_such_field" in request.json else await mock(request)


def is_round(request: Request) -> bool:
    return request.json.get("metadata", {}).get("shape") == "round"


@wrong("runs.wait_or_stream.metadata", *WAITING_FOR_RUNS, when=is_round)
async def waiting_drops_the_metadata(mock: Mock, request: Request) -> Response:
    return await mock(request.without("metadata") if is_round(request) else request)


def writes(request: Request) -> bool:
    return request.json.get("command", {}).keys() == {"update"}


@wrong("runs.wait_or_stream.command", *WAITING_FOR_RUNS, when=writes)
async def waiting_drops_the_command(mock: Mock, request: Request) -> Response:
    return await mock(request.without("command") if writes(request) else request)


@wrong("runs.wait_or_stream.after_seconds", *FOLLOWING_RUNS, when=has(after_seconds=1))
async def waiting_ignores_after_seconds(mock: Mock, request: Request) -> Response:
    return await mock(request.without("after_seconds"))


@wrong("runs.wait_or_stream.checkpoint", *WAITING_FOR_RUNS, when=names("checkpoint"))
async def a_followed_run_starts_at_the_latest_state(mock: Mock, request: Request) -> Response:
    return await mock(request.without("checkpoint") if "checkpoint" in request.json else request)


@wrong("stateless_runs.settings", *STARTING_ALONE, *STARTING_BATCHES, when=starts_with("feedback_keys"))
async def feedback_keys_of_stateless_runs_are_lost(mock: Mock, request: Request) -> Response:
    return await mock(losing(request, "feedback_keys"))


@wrong("runs.create.settings", *STARTING_ON_A_THREAD, when=names("feedback_keys"))
async def feedback_keys_are_lost(mock: Mock, request: Request) -> Response:
    return await mock(request.without("feedback_keys") if "feedback_keys" in request.json else request)


@wrong("runs.webhook", *STARTING, *STARTING_BATCHES, when=starts_with("webhook"))
async def no_webhook_is_called(mock: Mock, request: Request) -> Response:
    return await mock(losing(request, "webhook"))
