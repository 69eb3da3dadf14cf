"""`run.start` creates the thread under the client's id if it does not exist.

Why: The newer `useStream` chooses the thread's id and starts the first run without creating the thread. If
that is rejected, no conversation can begin.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/stream/submit-coordinator.ts#L315
"""

from contract_tests.actions.events import command, starting
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("events.run_start.creates_thread", operation="send_command", tier=3, feature="event_streaming")
def creates_thread(trial: Trial) -> None:
    path = {"thread_id": trial.new_id()}
    command(trial, path["thread_id"], "run.start", **starting(trial))
    expect.status(trial, trial.call("get_thread", path=path), 200)
