"""A run with the multitask strategy `interrupt` interrupts the thread's other run and replaces it.

Why: "Stop and send" of `useStream` drops its stream at once and relies on the server to stop the old run.
If it continues, two runs write to one conversation.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L510
"""

from contract_tests.actions.runs import pending_run, read_run, run_to_success
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.multitask.interrupt", operation="create_thread_run", tier=2)
def multitask_interrupt(ctx: CheckContext) -> None:
    first = pending_run(ctx)
    run_to_success(ctx, first["thread_id"], multitask_strategy="interrupt")
    ended = read_run(ctx, first)
    expect.equal(ctx, ended, ended.json["status"], "interrupted", "/status")
