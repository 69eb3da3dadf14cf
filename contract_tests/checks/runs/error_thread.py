"""A thread whose run has failed has the status `error` and describes the failure in `error`.

Why: deep-agents-ui lists threads by status, with the failed ones in a separate group. A failed thread that
is `idle` is never seen by the person who has to look after it.
https://github.com/langchain-ai/deep-agents-ui/blob/f6a4f34565b4/src/app/components/ThreadList.tsx#L24
"""

from contract_tests.actions.runs import run_to_end
from contract_tests.actions.threads import read_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.error.thread", operation="create_thread_run", tier=1)
def error_thread(ctx: CheckContext) -> None:
    run = run_to_end(ctx, assistant_id=ctx.graph_for("failing"))
    thread = read_thread(ctx, run["thread_id"])
    expect.equal(ctx, thread, thread.json["status"], "error", "/status")
    ctx.expect(
        bool(thread.json.get("error")),
        expected="the reason of the failure",
        received=expect.shown(thread.json.get("error")),
        exchange=thread,
        pointer="/error",
    )
