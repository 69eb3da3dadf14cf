"""Miniatures that handle concurrent runs of one thread wrongly."""

from contract_tests.operation_groups import STARTING_ON_A_THREAD
from miniatures.miniature import Mock, wrong
from miniatures.started import bodies, has, is_plain, noted, reads
from miniatures.words import Answered, Asked, refusing


async def other(mock: Mock, asked: Asked) -> tuple[str, str]:
    """Return id and status of the thread's newest run, or empty strings if it is finished."""
    runs = await mock(asked.to("GET", f"/threads/{asked.thread_id}/runs"))
    for run in runs.json if runs.ok else ():
        if run["status"] in {"pending", "running"}:
            return run["run_id"], run["status"]
    return "", ""


@wrong("runs.multitask.reject", *STARTING_ON_A_THREAD, when=has(multitask_strategy="reject"))
async def a_run_too_many_is_a_bad_request(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return refusing(400) if answer.status == 409 else answer


@wrong(
    "runs.multitask.enqueue",
    "create_thread_run",
    also=("join_thread_run", "get_state"),
    when=reads("get_state"),
)
async def the_second_run_goes_first(mock: Mock, asked: Asked) -> Answered:
    if asked.operation == "join_thread_run":
        mock.memory.setdefault(f"waited {asked.thread_id}", len(bodies(mock, asked)))
    answer = await noted(mock, asked)
    waiting = [*map(is_plain, bodies(mock, asked))] == [True, True]
    together = waiting and mock.memory.get(f"waited {asked.thread_id}") == len(bodies(mock, asked))
    if asked.operation != "get_state" or not together:
        return answer
    return answer.with_fields(values={"messages": answer.json["values"]["messages"][::-1]})


@wrong(
    "runs.multitask.interrupt",
    "create_thread_run",
    also=("get_thread_run",),
    when=has(multitask_strategy="interrupt"),
)
async def a_pending_run_in_the_way_fails(mock: Mock, asked: Asked) -> Answered:
    if asked.json.get("multitask_strategy") == "interrupt":
        run_id, status = await other(mock, asked)
        mock.memory |= {run_id: True} if status == "pending" else {}
    answer = await mock(asked)
    failed = asked.operation == "get_thread_run" and asked.run_id in mock.memory
    return answer.with_fields(status="error") if failed else answer


@wrong("runs.multitask.rollback", "create_thread_run", when=has(multitask_strategy="rollback"))
async def a_pending_run_in_the_way_is_kept(mock: Mock, asked: Asked) -> Answered:
    return await mock(await keeping(mock, asked, "pending"))


@wrong("runs.multitask.rollback_running", "create_thread_run", when=has(multitask_strategy="rollback"))
async def a_running_run_in_the_way_is_kept(mock: Mock, asked: Asked) -> Answered:
    return await mock(await keeping(mock, asked, "running"))


async def keeping(mock: Mock, asked: Asked, status: str) -> Asked:
    """Return the request without a rollback of a run with this status."""
    rollback = asked.json.get("multitask_strategy") == "rollback"
    in_the_way = rollback and (await other(mock, asked))[1] == status
    return asked.having(multitask_strategy="interrupt") if in_the_way else asked


@wrong(
    "runs.multitask.interrupt_running",
    "create_thread_run",
    also=("get_state",),
    when=has(multitask_strategy="interrupt"),
)
async def a_running_run_in_the_way_leaves_nothing(mock: Mock, asked: Asked) -> Answered:
    if asked.json.get("multitask_strategy") == "interrupt":
        running = (await other(mock, asked))[1] == "running"
        mock.memory |= {asked.thread_id: True} if running else {}
    answer = await mock(asked)
    if asked.operation != "get_state" or asked.thread_id not in mock.memory:
        return answer
    return answer.with_fields(values={"messages": answer.json["values"]["messages"][1:]})
