"""`run.start` on another owner's thread is rejected, and starts no run.

Why: Thread ids are part of page URLs. A stranger who could start a run could read the conversation in the
response, and write into it.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/stream.py#L169
"""

from contract_tests.actions.events import command, start, starting
from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import list_runs
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule(
    "events.run_start.isolation",
    operation="send_command",
    tier=3,
    feature="event_streaming",
    identities=2,
)
def isolation(trial: Trial) -> None:
    thread_id = create_thread(trial)["thread_id"]
    start(trial, thread_id)
    answered = command(trial, thread_id, "run.start", other=True, **starting(trial))
    expect.same(trial, answered, answered.json["type"], "error", "/type")
    listed = list_runs(trial, thread_id)
    expect.same(trial, listed, len(listed.json), 1)
