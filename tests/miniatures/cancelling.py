"""Miniatures that cancel or delete runs wrongly."""

import json

from miniatures.miniature import Mock, wrong
from miniatures.started import reads, status
from miniatures.words import Answered, Asked

CANCELLING = ("cancel_thread_run",)


async def cancelled(mock: Mock, asked: Asked, was: str, *, action: str = "interrupt") -> Answered:
    """Send the request to the mock. If `action` cancels a run of status `was`, remember it and its thread."""
    before = await status(mock, asked)
    answer = await mock(asked)
    if before == was and asked.query.get("action", "interrupt") == action and answer.ok:
        mock.memory |= {asked.run_id: asked.query, asked.thread_id: asked.query}
    return answer


@wrong("runs.cancel.pending", "cancel_thread_run", also=("get_thread_run",), when=reads("cancel_thread_run"))
async def a_pending_run_that_is_cancelled_has_failed(mock: Mock, asked: Asked) -> Answered:
    if asked.operation == "cancel_thread_run":
        return await cancelled(mock, asked, "pending")
    answer = await mock(asked)
    return answer.with_fields(status="error") if mock.memory.get(asked.run_id) == {} else answer


@wrong("runs.cancel.thread_idle", "cancel_thread_run", also=("get_thread",), when=reads("cancel_thread_run"))
async def a_thread_whose_run_is_cancelled_is_interrupted(mock: Mock, asked: Asked) -> Answered:
    if asked.operation == "cancel_thread_run":
        return await cancelled(mock, asked, "pending")
    answer = await mock(asked)
    return answer.with_fields(status="interrupted") if asked.thread_id in mock.memory else answer


@wrong("runs.cancel.wait", "cancel_thread_run", when=lambda asked: "wait" in asked.query)
async def nobody_waits_for_a_cancellation(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.unasked("wait"))


@wrong("runs.cancel.finished", "cancel_thread_run")
async def a_finished_run_can_be_cancelled(mock: Mock, asked: Asked) -> Answered:
    finished = await status(mock, asked) == "interrupted"
    answer = await mock(asked)
    return Answered(202, {}, b"") if finished and answer.status == 404 else answer


@wrong("runs.cancel.rollback", "cancel_thread_run", when=lambda asked: "action" in asked.query)
async def a_pending_run_that_is_rolled_back_is_kept(mock: Mock, asked: Asked) -> Answered:
    pending = await status(mock, asked) == "pending"
    return await mock(asked.unasked("action") if pending else asked)


@wrong(
    "runs.cancel.rollback_thread_idle",
    "cancel_thread_run",
    also=("get_thread",),
    when=lambda asked: "action" in asked.query,
)
async def a_thread_whose_run_is_rolled_back_stays_busy(mock: Mock, asked: Asked) -> Answered:
    if asked.operation == "cancel_thread_run":
        return await cancelled(mock, asked, "pending", action="rollback")
    answer = await mock(asked)
    return answer.with_fields(status="busy") if asked.thread_id in mock.memory else answer


@wrong("runs.cancel.running", "cancel_thread_run", also=("get_thread_run",), when=reads("cancel_thread_run"))
async def a_running_run_that_is_cancelled_has_failed(mock: Mock, asked: Asked) -> Answered:
    if asked.operation == "cancel_thread_run":
        return await cancelled(mock, asked, "running")
    answer = await mock(asked)
    return answer.with_fields(status="error") if asked.run_id in mock.memory else answer


@wrong(
    "runs.cancel.running_thread_status", "cancel_thread_run", also=("get_thread",), when=reads("get_thread")
)
async def a_thread_whose_running_run_is_cancelled_is_idle(mock: Mock, asked: Asked) -> Answered:
    if asked.operation == "cancel_thread_run":
        return await cancelled(mock, asked, "running")
    answer = await mock(asked)
    return answer.with_fields(status="idle") if asked.thread_id in mock.memory else answer


@wrong(
    "runs.cancel.rollback_state",
    "cancel_thread_run",
    also=("get_state",),
    when=lambda asked: "action" in asked.query,
)
async def a_running_run_that_is_rolled_back_leaves_its_states(mock: Mock, asked: Asked) -> Answered:
    if asked.operation == "cancel_thread_run":
        before = await mock(asked.to("GET", f"/threads/{asked.thread_id}/state"))
        answer = await cancelled(mock, asked, "running", action="rollback")
        mock.memory |= {asked.thread_id: before} if asked.thread_id in mock.memory else {}
        return answer
    return mock.memory.get(asked.thread_id) or await mock(asked)


@wrong("runs.cancel.by_run_ids", "cancel_runs")
async def all_runs_of_the_thread_are_cancelled(mock: Mock, asked: Asked) -> Answered:
    if asked.query or "run_ids" not in asked.json:
        return await mock(asked)
    runs = await mock(asked.to("GET", f"/threads/{asked.thread_id}/runs"))
    return await mock(asked.having(run_ids=[run["run_id"] for run in runs.json]) if runs.ok else asked)


@wrong("runs.cancel.by_run_ids_rollback", "cancel_runs", when=lambda asked: "action" in asked.query)
async def runs_that_are_rolled_back_together_are_kept(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.unasked("action"))


@wrong("runs.cancel.by_run_ids_finished", "cancel_runs")
async def finished_runs_can_be_cancelled_together(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    runs = await mock(asked.to("GET", f"/threads/{asked.thread_id}/runs")) if asked.thread_id else answer
    return Answered(204, {}, b"") if answer.status == 404 and runs.ok else answer


@wrong("runs.cancel.by_status", "cancel_runs", when=lambda asked: "status" in asked.json)
async def no_run_is_cancelled_by_its_status(mock: Mock, asked: Asked) -> Answered:
    return Answered(204, {}, b"") if "status" in asked.json else await mock(asked)


@wrong(
    "runs.delete.not_found", "delete_thread_run", also=("get_thread_run",), when=reads("delete_thread_run")
)
async def a_deleted_run_is_still_shown(mock: Mock, asked: Asked) -> Answered:
    if asked.operation == "delete_thread_run":
        mock.memory[asked.run_id] = await mock(asked.to("GET", asked.path))
        return await mock(asked)
    return mock.memory.get(asked.run_id) or await mock(asked)


@wrong("runs.delete.list", "delete_thread_run", also=("list_thread_runs",), when=reads("delete_thread_run"))
async def a_deleted_run_is_still_listed(mock: Mock, asked: Asked) -> Answered:
    if asked.operation == "delete_thread_run":
        run = await mock(asked.to("GET", asked.path))
        mock.memory.setdefault(asked.thread_id, []).extend([run.json] if run.ok else [])
        return await mock(asked)
    answer = await mock(asked)
    return answer.saying(answer.json + mock.memory.get(asked.thread_id, [])) if answer.ok else answer


@wrong(
    "runs.delete.stops_execution", "delete_thread_run", also=("get_state",), when=reads("delete_thread_run")
)
async def a_deleted_run_goes_on(mock: Mock, asked: Asked) -> Answered:
    if asked.operation == "delete_thread_run":
        mock.memory[asked.thread_id] = await status(mock, asked) == "running"
        return await mock(asked)
    answer = await mock(asked)
    messages = answer.json["values"].get("messages", []) if answer.ok and answer.json["values"] else []
    if not mock.memory.get(asked.thread_id) or "m2" not in json.dumps(messages):
        return answer
    late = {"type": "ai", "id": "late", "content": "Step 1 of 5 is done."}
    return answer.with_fields(values={"messages": [late, late, late, *messages]})


@wrong("runs.delete.thread_idle", "delete_thread_run", also=("get_thread",), when=reads("delete_thread_run"))
async def a_thread_whose_run_is_deleted_stays_busy(mock: Mock, asked: Asked) -> Answered:
    if asked.operation == "delete_thread_run":
        mock.memory[asked.thread_id] = True
        return await mock(asked)
    answer = await mock(asked)
    return answer.with_fields(status="busy") if asked.thread_id in mock.memory else answer
