"""Histories, searches and states at a checkpoint include the thread's open interrupts.

Why: Inboxes look for open questions in searches of threads, and `useStream` in the head of the history. If
they are missing there, the question is never answered, and the run waits indefinitely.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/ui/interrupts.ts#L52
"""

from collections.abc import Iterator

from contract_tests.actions.interrupts import (
    INTERRUPTS_DESCRIPTION,
    interrupt_ids,
    interrupt_run,
    interrupts_of,
)
from contract_tests.actions.threads import checkpoint_id, read_state
from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

OPERATIONS = (
    "list_history",
    "search_history",
    "get_state_at_checkpoint",
    "find_state_at_checkpoint",
    "search_threads",
)


@check("interrupts.visible_in_all_reads", operations=OPERATIONS, tier=2)
def visible_in_all_reads(ctx: CheckContext) -> None:
    thread_id = interrupt_run(ctx)["thread_id"]
    state = read_state(ctx, thread_id)
    expected = interrupts_of(ctx, state)
    read = ctx.need(look(ctx, thread_id, checkpoint_id(state.json)))
    latest = read.json[0] if isinstance(read.json, list) else read.json
    expect.same_as(ctx, read, [*interrupts_in(latest)], expected, what=INTERRUPTS_DESCRIPTION)


def look(ctx: CheckContext, thread_id: str, checkpoint: str | None) -> Exchange:
    path = {"thread_id": thread_id}
    match ctx.operation.id:
        case "search_threads":
            return ctx.call("search_threads", body={"metadata": ctx.mark})
        case "get_state_at_checkpoint":
            return ctx.call("get_state_at_checkpoint", path={**path, "checkpoint_id": str(checkpoint)})
        case "find_state_at_checkpoint":
            body = {"checkpoint": {"checkpoint_id": checkpoint}}
            return ctx.call("find_state_at_checkpoint", path=path, body=body)
        case "list_history":
            return ctx.call("list_history", path=path)
    return ctx.call("search_history", path=path, body={})


def interrupts_in(latest: Json) -> Iterator[Json]:
    """Yield the ids of all interrupts: a state lists them in its tasks, a thread by task id."""
    if "tasks" in latest:
        for task in latest["tasks"]:
            yield from interrupt_ids(task.get("interrupts"))
    else:
        for interrupts in latest.get("interrupts", {}).values():
            yield from interrupt_ids(interrupts)
