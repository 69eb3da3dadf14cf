"""Miniatures that cancel or delete runs wrongly."""

import json

from miniatures.http_messages import Request, Response
from miniatures.miniature import Mock, wrong
from miniatures.started import reads, status

CANCELLING = ("cancel_thread_run",)


async def cancelled(mock: Mock, request: Request, was: str, *, action: str = "interrupt") -> Response:
    """Send the request to the mock. If `action` cancels a run of status `was`, remember it and its thread."""
    before = await status(mock, request)
    response = await mock(request)
    if before == was and request.query.get("action", "interrupt") == action and response.ok:
        mock.memory |= {request.run_id: request.query, request.thread_id: request.query}
    return response


@wrong("runs.cancel.pending", "cancel_thread_run", also=("get_thread_run",), when=reads("cancel_thread_run"))
async def a_pending_run_that_is_cancelled_has_failed(mock: Mock, request: Request) -> Response:
    if request.operation == "cancel_thread_run":
        return await cancelled(mock, request, "pending")
    response = await mock(request)
    return response.with_fields(status="error") if mock.memory.get(request.run_id) == {} else response


@wrong("runs.cancel.thread_idle", "cancel_thread_run", also=("get_thread",), when=reads("cancel_thread_run"))
async def a_thread_whose_run_is_cancelled_is_interrupted(mock: Mock, request: Request) -> Response:
    if request.operation == "cancel_thread_run":
        return await cancelled(mock, request, "pending")
    response = await mock(request)
    return response.with_fields(status="interrupted") if request.thread_id in mock.memory else response


@wrong("runs.cancel.wait", "cancel_thread_run", when=lambda request: "wait" in request.query)
async def cancel_does_not_wait(mock: Mock, request: Request) -> Response:
    return await mock(request.without_query("wait"))


@wrong("runs.cancel.finished", "cancel_thread_run")
async def a_finished_run_can_be_cancelled(mock: Mock, request: Request) -> Response:
    finished = await status(mock, request) == "interrupted"
    response = await mock(request)
    return Response(202, {}, b"") if finished and response.status == 404 else response


@wrong("runs.cancel.rollback", "cancel_thread_run", when=lambda request: "action" in request.query)
async def a_pending_run_that_is_rolled_back_is_kept(mock: Mock, request: Request) -> Response:
    pending = await status(mock, request) == "pending"
    return await mock(request.without_query("action") if pending else request)


@wrong(
    "runs.cancel.rollback_thread_idle",
    "cancel_thread_run",
    also=("get_thread",),
    when=lambda request: "action" in request.query,
)
async def a_thread_whose_run_is_rolled_back_stays_busy(mock: Mock, request: Request) -> Response:
    if request.operation == "cancel_thread_run":
        return await cancelled(mock, request, "pending", action="rollback")
    response = await mock(request)
    return response.with_fields(status="busy") if request.thread_id in mock.memory else response


@wrong("runs.cancel.running", "cancel_thread_run", also=("get_thread_run",), when=reads("cancel_thread_run"))
async def a_running_run_that_is_cancelled_has_failed(mock: Mock, request: Request) -> Response:
    if request.operation == "cancel_thread_run":
        return await cancelled(mock, request, "running")
    response = await mock(request)
    return response.with_fields(status="error") if request.run_id in mock.memory else response


@wrong(
    "runs.cancel.running_thread_status", "cancel_thread_run", also=("get_thread",), when=reads("get_thread")
)
async def a_thread_whose_running_run_is_cancelled_is_idle(mock: Mock, request: Request) -> Response:
    if request.operation == "cancel_thread_run":
        return await cancelled(mock, request, "running")
    response = await mock(request)
    return response.with_fields(status="idle") if request.thread_id in mock.memory else response


@wrong(
    "runs.cancel.rollback_state",
    "cancel_thread_run",
    also=("get_state",),
    when=lambda request: "action" in request.query,
)
async def a_running_run_that_is_rolled_back_leaves_its_states(mock: Mock, request: Request) -> Response:
    if request.operation == "cancel_thread_run":
        before = await mock(request.to("GET", f"/threads/{request.thread_id}/state"))
        response = await cancelled(mock, request, "running", action="rollback")
        mock.memory |= {request.thread_id: before} if request.thread_id in mock.memory else {}
        return response
    return mock.memory.get(request.thread_id) or await mock(request)


@wrong("runs.cancel.by_run_ids", "cancel_runs")
async def all_runs_of_the_thread_are_cancelled(mock: Mock, request: Request) -> Response:
    if request.query or "run_ids" not in request.json:
        return await mock(request)
    runs = await mock(request.to("GET", f"/threads/{request.thread_id}/runs"))
    return await mock(
        request.with_fields(run_ids=[run["run_id"] for run in runs.json]) if runs.ok else request
    )


@wrong("runs.cancel.by_run_ids_rollback", "cancel_runs", when=lambda request: "action" in request.query)
async def runs_that_are_rolled_back_together_are_kept(mock: Mock, request: Request) -> Response:
    return await mock(request.without_query("action"))


@wrong("runs.cancel.by_run_ids_finished", "cancel_runs")
async def finished_runs_can_be_cancelled_together(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    runs = (
        await mock(request.to("GET", f"/threads/{request.thread_id}/runs")) if request.thread_id else response
    )
    return Response(204, {}, b"") if response.status == 404 and runs.ok else response


@wrong("runs.cancel.by_status", "cancel_runs", when=lambda request: "status" in request.json)
async def no_run_is_cancelled_by_its_status(mock: Mock, request: Request) -> Response:
    return Response(204, {}, b"") if "status" in request.json else await mock(request)


@wrong(
    "runs.delete.not_found", "delete_thread_run", also=("get_thread_run",), when=reads("delete_thread_run")
)
async def a_deleted_run_is_still_shown(mock: Mock, request: Request) -> Response:
    if request.operation == "delete_thread_run":
        mock.memory[request.run_id] = await mock(request.to("GET", request.path))
        return await mock(request)
    return mock.memory.get(request.run_id) or await mock(request)


@wrong("runs.delete.list", "delete_thread_run", also=("list_thread_runs",), when=reads("delete_thread_run"))
async def a_deleted_run_is_still_listed(mock: Mock, request: Request) -> Response:
    if request.operation == "delete_thread_run":
        run = await mock(request.to("GET", request.path))
        mock.memory.setdefault(request.thread_id, []).extend([run.json] if run.ok else [])
        return await mock(request)
    response = await mock(request)
    return (
        response.with_json(response.json + mock.memory.get(request.thread_id, []))
        if response.ok
        else response
    )


@wrong(
    "runs.delete.stops_execution", "delete_thread_run", also=("get_state",), when=reads("delete_thread_run")
)
async def a_deleted_run_keeps_running(mock: Mock, request: Request) -> Response:
    if request.operation == "delete_thread_run":
        mock.memory[request.thread_id] = await status(mock, request) == "running"
        return await mock(request)
    response = await mock(request)
    messages = response.json["values"].get("messages", []) if response.ok and response.json["values"] else []
    if not mock.memory.get(request.thread_id) or "m2" not in json.dumps(messages):
        return response
    late = {"type": "ai", "id": "late", "content": "Step 1 of 5 is done."}
    return response.with_fields(values={"messages": [late, late, late, *messages]})


@wrong("runs.delete.thread_idle", "delete_thread_run", also=("get_thread",), when=reads("delete_thread_run"))
async def a_thread_whose_run_is_deleted_stays_busy(mock: Mock, request: Request) -> Response:
    if request.operation == "delete_thread_run":
        mock.memory[request.thread_id] = True
        return await mock(request)
    response = await mock(request)
    return response.with_fields(status="busy") if request.thread_id in mock.memory else response
