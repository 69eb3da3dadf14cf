"""`run.start` returns the id of a run of the thread, which finishes.

Why: `useStream` keeps the returned `run_id`: Stop cancels that run, and `onCreated` reports it. Without it, a
run can't be stopped.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/stream/submit-coordinator.ts#L493
"""

from contract_tests.actions.events import start_run
from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import list_runs
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.polling import eventually


@check("events.run_start.run_id", operation="send_command", tier=3, feature="event_streaming")
def run_id(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    run_id = start_run(ctx, thread_id)
    listed = eventually(ctx, lambda: list_runs(ctx, thread_id), lambda it: _statuses(it.json) == ["success"])
    expect.equal(ctx, listed, _statuses(listed.json), ["success"], "/*/status")
    is_it = [each.get("run_id") == run_id for each in listed.json]
    expect.equal(ctx, listed, is_it, [True], "/*/run_id")


def _statuses(runs: list[dict[str, object]]) -> list[object]:
    return [each.get("status") for each in runs]
