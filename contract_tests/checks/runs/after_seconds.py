"""A run with `after_seconds` stays pending until then, even if a run created later finishes first.

Why: Reminders and follow-ups are created with `after_seconds`. A run that starts early sends the reminder
at once; one that blocks its thread or the server while it waits delays everybody else.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L364
"""

from contract_tests.actions.runs import delayed_run, read_run, run_to_success
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.after_seconds", operation="create_thread_run", tier=2, whole_replay=True)
def after_seconds(ctx: CheckContext) -> None:
    run = delayed_run(ctx)
    run_to_success(ctx)
    waiting = read_run(ctx, run)
    expect.equal(ctx, waiting, waiting.json["status"], "pending", "/status")
