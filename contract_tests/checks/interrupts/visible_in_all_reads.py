"""Histories, searches and states at a checkpoint include the thread's open interrupts.

Why: Inboxes look for open questions in searches of threads, and `useStream` in the head of the history. If
they are missing there, the question is never answered, and the run waits indefinitely.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/ui/interrupts.ts#L52
"""

from collections.abc import Iterator

from contract_tests.actions.interrupts import ASKED, ask_a_human, asked_in, ids
from contract_tests.actions.threads import checkpoint_id, read_state
from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial

OPERATIONS = (
    "list_history",
    "search_history",
    "get_state_at_checkpoint",
    "find_state_at_checkpoint",
    "search_threads",
)


@rule("interrupts.visible_in_all_reads", operations=OPERATIONS, tier=2)
def visible_in_all_reads(trial: Trial) -> None:
    thread_id = ask_a_human(trial)["thread_id"]
    state = read_state(trial, thread_id)
    wanted = asked_in(state)
    read = trial.need(look(trial, thread_id, checkpoint_id(state.json)))
    latest = read.json[0] if isinstance(read.json, list) else read.json
    expect.alike(trial, read, [*told(latest)], wanted, what=ASKED)


def look(trial: Trial, thread_id: str, checkpoint: str | None) -> Exchange:
    path = {"thread_id": thread_id}
    match trial.operation.id:
        case "search_threads":
            return trial.call("search_threads", body={"metadata": trial.mark})
        case "get_state_at_checkpoint":
            return trial.call("get_state_at_checkpoint", path={**path, "checkpoint_id": str(checkpoint)})
        case "find_state_at_checkpoint":
            body = {"checkpoint": {"checkpoint_id": checkpoint}}
            return trial.call("find_state_at_checkpoint", path=path, body=body)
        case "list_history":
            return trial.call("list_history", path=path)
    return trial.call("search_history", path=path, body={})


def told(latest: Json) -> Iterator[Json]:
    """Yield the ids of all interrupts: a state lists them in its tasks, a thread by task id."""
    if "tasks" in latest:
        for task in latest["tasks"]:
            yield from ids(task.get("interrupts"))
    else:
        for interrupts in latest.get("interrupts", {}).values():
            yield from ids(interrupts)
