"""`run.start` returns the id of a run of the thread, which finishes.

Why: `useStream` keeps the returned `run_id`: Stop cancels that run, and `onCreated` reports it. Without it, a
run can't be stopped.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/stream/submit-coordinator.ts#L493
"""

from contract_tests.actions.events import start
from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import list_runs
from contract_tests.harness import expect
from contract_tests.harness.polling import eventually
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("events.run_start.run_id", operation="send_command", tier=3, feature="event_streaming")
def run_id(trial: Trial) -> None:
    thread_id = create_thread(trial)["thread_id"]
    run_id = start(trial, thread_id)
    listed = eventually(
        trial, lambda: list_runs(trial, thread_id), lambda it: _statuses(it.json) == ["success"]
    )
    expect.same(trial, listed, _statuses(listed.json), ["success"], "/*/status")
    is_it = [each.get("run_id") == run_id for each in listed.json]
    expect.same(trial, listed, is_it, [True], "/*/run_id")


def _statuses(runs: list[dict[str, object]]) -> list[object]:
    return [each.get("status") for each in runs]
