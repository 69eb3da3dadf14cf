"""A run's `updated_at` advances when its status changes.

Why: Tables of runs show since when each has been waiting or done. No known frontend reads it.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L906
"""

from contract_tests.actions.runs import cancel_run, pending_run, read_run
from contract_tests.actions.threads import instant
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.polling import eventually


@check("runs.get.updated_at", operation="get_thread_run", tier=2, level="should")
def get_updated_at(ctx: CheckContext) -> None:
    run = read_run(ctx, pending_run(ctx)).json
    cancel_run(ctx, run)
    after = eventually(ctx, lambda: read_run(ctx, run), lambda it: it.json["status"] != run["status"])
    if after.json["status"] == run["status"]:
        raise Blocked("the status does not change", after)
    created, changed = instant(run, "updated_at"), instant(after.json, "updated_at")
    ctx.expect(
        changed > created,
        expected="a later time than when it was created",
        received=expect.not_later(changed, created),
        exchange=after,
        pointer="/updated_at",
    )
