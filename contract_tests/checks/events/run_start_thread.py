"""`run.start` makes the thread if there is none, under the id that the client chose.

Why: The newer `useStream` makes the thread's id itself and starts the first run without creating the
thread. If that is refused, no conversation can begin.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/stream/submit-coordinator.ts#L315
"""

from contract_tests.actions.events import command, starting
from contract_tests.harness import expect as demand
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("events.run_start.thread", operation="send_command", tier=3, feature="event_streaming")
def thread(trial: Trial) -> None:
    path = {"thread_id": trial.new_id()}
    command(trial, path["thread_id"], "run.start", **starting(trial))
    demand.status(trial, trial.call("get_thread", path=path), 200)
