"""`run.start` with an unknown assistant fails with an error, and starts no run.

Why: A success would make the page wait for events that never come. The SDKs turn an error into an exception
with its message.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/stream.py#L1779
"""

from contract_tests.actions.events import command, starting
from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import list_runs
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("events.run_start.unknown_assistant", operation="send_command", tier=3, feature="event_streaming")
def unknown_assistant(trial: Trial) -> None:
    thread_id = create_thread(trial)["thread_id"]
    answered = command(trial, thread_id, "run.start", **starting(trial, assistant_id=trial.new_id()))
    expect.same(trial, answered, answered.json["type"], "error", "/type")
    listed = list_runs(trial, thread_id)
    expect.same(trial, listed, len(listed.json), 0)
