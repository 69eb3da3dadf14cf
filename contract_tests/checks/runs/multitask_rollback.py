"""A run with the multitask strategy `rollback` deletes the thread's other run and replaces it.

Why: `rollback` replaces a message that was sent by mistake; `useStream` drops its stream at once and relies
on the server for the rest. If the old run stays, its answer appears next to the new one.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L510
"""

from contract_tests.actions.runs import pending, place, read_run, succeed
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("runs.multitask.rollback", operation="create_thread_run", tier=2)
def multitask_rollback(trial: Trial) -> None:
    first = pending(trial)
    read_run(trial, first)
    succeed(trial, first["thread_id"], multitask_strategy="rollback")
    gone = trial.call("get_thread_run", path=place(first))
    expect.status(trial, gone, 404)
