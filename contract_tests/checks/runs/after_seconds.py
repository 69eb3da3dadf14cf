"""A run with `after_seconds` stays pending until then, even if a run created later finishes first.

Why: Reminders and follow-ups are created with `after_seconds`. A run that starts early sends the reminder
at once; one that blocks its thread or the server while it waits delays everybody else.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L364
"""

from contract_tests.actions.runs import pending, read_run, succeed
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.after_seconds", operation="create_thread_run", tier=2, whole_replay=True)
def after_seconds(trial: Trial) -> None:
    run = pending(trial)
    succeed(trial)
    waiting = read_run(trial, run)
    expect.same(trial, waiting, waiting.json["status"], "pending", "/status")
