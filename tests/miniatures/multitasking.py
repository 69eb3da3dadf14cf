"""Miniatures that handle concurrent runs of one thread wrongly."""

from contract_tests.operation_groups import STARTING_ON_A_THREAD
from miniatures.http_messages import Request, Response, refusing
from miniatures.miniature import Mock, wrong
from miniatures.started import bodies, has, is_plain, noted, reads


async def other(mock: Mock, request: Request) -> tuple[str, str]:
    """Return id and status of the thread's newest run, or empty strings if it is finished."""
    runs = await mock(request.to("GET", f"/threads/{request.thread_id}/runs"))
    for run in runs.json if runs.ok else ():
        if run["status"] in {"pending", "running"}:
            return run["run_id"], run["status"]
    return "", ""


@wrong("runs.multitask.reject", *STARTING_ON_A_THREAD, when=has(multitask_strategy="reject"))
async def a_run_too_many_is_a_bad_request(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return refusing(400) if response.status == 409 else response


@wrong(
    "runs.multitask.enqueue",
    "create_thread_run",
    also=("join_thread_run", "get_state"),
    when=reads("get_state"),
)
async def the_second_run_starts_first(mock: Mock, request: Request) -> Response:
    if request.operation == "join_thread_run":
        mock.memory.setdefault(f"waited {request.thread_id}", len(bodies(mock, request)))
    response = await noted(mock, request)
    waiting = [*map(is_plain, bodies(mock, request))] == [True, True]
    together = waiting and mock.memory.get(f"waited {request.thread_id}") == len(bodies(mock, request))
    if request.operation != "get_state" or not together:
        return response
    return response.with_fields(values={"messages": response.json["values"]["messages"][::-1]})


@wrong(
    "runs.multitask.interrupt",
    "create_thread_run",
    also=("get_thread_run",),
    when=has(multitask_strategy="interrupt"),
)
async def a_pending_run_in_the_way_fails(mock: Mock, request: Request) -> Response:
    if request.json.get("multitask_strategy") == "interrupt":
        run_id, status = await other(mock, request)
        mock.memory |= {run_id: True} if status == "pending" else {}
    response = await mock(request)
    failed = request.operation == "get_thread_run" and request.run_id in mock.memory
    return response.with_fields(status="error") if failed else response


@wrong("runs.multitask.rollback", "create_thread_run", when=has(multitask_strategy="rollback"))
async def a_pending_run_in_the_way_is_kept(mock: Mock, request: Request) -> Response:
    return await mock(await keeping(mock, request, "pending"))


@wrong("runs.multitask.rollback_running", "create_thread_run", when=has(multitask_strategy="rollback"))
async def a_running_run_in_the_way_is_kept(mock: Mock, request: Request) -> Response:
    return await mock(await keeping(mock, request, "running"))


async def keeping(mock: Mock, request: Request, status: str) -> Request:
    """Return the request without a rollback of a run with this status."""
    rollback = request.json.get("multitask_strategy") == "rollback"
    in_the_way = rollback and (await other(mock, request))[1] == status
    return request.with_fields(multitask_strategy="interrupt") if in_the_way else request


@wrong(
    "runs.multitask.interrupt_running",
    "create_thread_run",
    also=("get_state",),
    when=has(multitask_strategy="interrupt"),
)
async def a_running_run_in_the_way_leaves_nothing(mock: Mock, request: Request) -> Response:
    if request.json.get("multitask_strategy") == "interrupt":
        running = (await other(mock, request))[1] == "running"
        mock.memory |= {request.thread_id: True} if running else {}
    response = await mock(request)
    if request.operation != "get_state" or request.thread_id not in mock.memory:
        return response
    return response.with_fields(values={"messages": response.json["values"]["messages"][1:]})
