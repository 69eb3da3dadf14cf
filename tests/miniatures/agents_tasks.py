"""Miniatures that describe tasks wrongly or cancel them wrongly."""

from miniatures.agent_messages import (
    AGENT,
    OPERATION,
    calls,
    code,
    error,
    in_state,
    is_there,
    of,
    params,
    result,
    state,
    task_with,
    to_agent,
)
from miniatures.http_messages import Request, Response
from miniatures.miniature import Mock, wrong

GET, CANCEL, STREAM = calls("tasks/get"), calls("tasks/cancel"), calls("message/stream")
ABOUT_TASKS = calls("tasks/get", "tasks/cancel")
OTHER = "0193d2c4-7a10-7c55-8d5e-5b8f0a9e6d21"
UNKNOWN = -32001


def without(request: Request, name: str) -> dict:
    """Return the params without one of them."""
    return {each: value for each, value in params(request).items() if each != name}


@wrong("a2a.unknown_task", OPERATION, when=ABOUT_TASKS)
async def an_unknown_task_is_a_wrong_param(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    if code(response) != UNKNOWN:
        return response
    thread_id = params(request)["id"].partition(":")[0]
    return (
        response
        if await is_there(mock, request, f"/threads/{thread_id}")
        else error(request, response, -32602)
    )


@wrong("a2a.get.task", OPERATION, when=GET)
async def a_task_is_in_another_context(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return task_with(response, contextId=OTHER) if GET(request) and result(response) else response


@wrong("a2a.get.history_length", OPERATION, when=GET)
async def history_length_is_ignored(mock: Mock, request: Request) -> Response:
    return await mock(
        of(request, "tasks/get", **without(request, "historyLength")) if GET(request) else request
    )


@wrong("a2a.get.other_assistant", OPERATION)
async def every_assistant_knows_the_task(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    if task_id := not GET(request) and result(response).get("id"):
        mock.memory[task_id] = request.path.removeprefix(AGENT)
    agent_id = mock.memory.get(params(request).get("id")) if GET(request) else None
    return await mock(to_agent(request, agent_id)) if agent_id and code(response) == UNKNOWN else response


@wrong("a2a.get.other_context", OPERATION, when=GET)
async def the_context_is_ignored(mock: Mock, request: Request) -> Response:
    return await mock(of(request, "tasks/get", **without(request, "contextId")) if GET(request) else request)


@wrong("a2a.cancel.ended", OPERATION, when=CANCEL)
async def too_late_is_a_wrong_param(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return error(request, response, -32602) if code(response) == -32002 else response


async def pretending(mock: Mock, request: Request, *states: str) -> Response:
    """Pretend to cancel a task that is in one of these states."""
    if not CANCEL(request):
        return await mock(request)
    response = await mock(of(request, "tasks/get", **params(request)))
    return in_state(response, "canceled") if state(response) in states else await mock(request)


@wrong("a2a.cancel.running", OPERATION, when=CANCEL)
async def a_canceled_task_keeps_running(mock: Mock, request: Request) -> Response:
    return await pretending(mock, request, "submitted", "working")


@wrong("a2a.cancel.input_required", OPERATION, when=CANCEL)
async def a_canceled_task_stays_input_required(mock: Mock, request: Request) -> Response:
    return await pretending(mock, request, "input-required")


@wrong("a2a.cancel.history", OPERATION, when=GET)
async def a_canceled_task_loses_its_history(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return task_with(response, history=[]) if GET(request) and state(response) == "canceled" else response


@wrong("a2a.isolation.task", OPERATION, when=ABOUT_TASKS)
async def every_owner_reads_every_task(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    from_other = await mock(request.as_other()) if code(response) == UNKNOWN else response
    return from_other if result(from_other) else response


@wrong("a2a.stream.task", OPERATION)
async def a_streamed_task_is_unknown(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    if STREAM(request):
        mock.memory[request.path] = True
    is_known = request.path not in mock.memory or not GET(request)
    return response if is_known or state(response) != "completed" else error(request, response, UNKNOWN)
